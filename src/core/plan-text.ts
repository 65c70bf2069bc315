// The text of a plan: what its digest is made of, what is stored, and read again. In: a plan.
// Out: its text in parts; and the plan that a text tells of. A record stands in it once,
// however many operations and alternatives name it. Never here: a text that depends on which
// records are one object in memory; plans that say the same have one text.

import { canonicalJson, canonicalParts } from './hash.ts';
import type { Item } from './item.ts';
import type { Alternative, Conflict, Instead, Operation, Plan } from './plan.ts';

type Loose = Readonly<Record<string, unknown>>;

/** Members of an operation, or a conflict, that are a record, and those that hold one for each side. */
const recordMembers = ['after', 'before', 'sourceItem'];
const sidesMembers = ['items', 'settled'];

/** Canonical JSON of the plan, in which a number stands for each record: its place in `records`. */
export function* planText(plan: Plan): Generator<string> {
  if (plan.format === 1) {
    yield* canonicalParts(plan);
    return;
  }
  const records = listRecords();
  let before = '{';
  // What names a record stands before them all: "conflicts", "instead", "operations".
  for (const name of [...Object.keys(plan), 'records'].sort()) {
    const member = name === 'records' ? records.texts : (plan as unknown as Loose)[name];
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (!Array.isArray(member)) {
      yield canonicalJson(member);
      continue;
    }
    let separator = '[';
    for (const part of member) {
      yield separator;
      separator = ',';
      yield name === 'records' ? part : canonicalJson(replaceRecords(name, part, records.placeOf));
    }
    yield separator === '[' ? '[]' : ']';
  }
  yield '}';
}

/** Of the document that a text spells. */
export function readPlan(document: unknown): Plan {
  const { records, ...plan } = document as Plan & { readonly records?: readonly Item[] };
  if (plan.format !== 2 || records === undefined) return plan;
  const recordAt = (place: unknown): Item => {
    const record = records[place as number];
    if (record === undefined) throw new Error(`The stored plan names a record that it does not hold: ${String(place)}. It is damaged; make a new preview.`);
    return record;
  };
  const read = <T>(name: string, list: readonly T[]): readonly T[] => list.map((part) => replaceRecords(name, part, recordAt) as T);
  return {
    ...plan,
    operations: read('operations', plan.operations),
    conflicts: read('conflicts', plan.conflicts),
    ...(plan.instead === undefined ? {} : { instead: read('instead', plan.instead) }),
  };
}

function listRecords(): { readonly texts: readonly string[]; readonly placeOf: (item: unknown) => number } {
  const texts: string[] = [];
  const places = new Map<string, number>();
  // Most are asked for again as the same object: its text need not be compared.
  const known = new Map<unknown, number>();
  const placeOf = (item: unknown): number => {
    const found = known.get(item);
    if (found !== undefined) return found;
    const text = canonicalJson(item);
    const place = places.get(text) ?? texts.push(text) - 1;
    places.set(text, place);
    known.set(item, place);
    return place;
  };
  return { texts, placeOf };
}

function replaceRecords(name: string, part: unknown, other: (record: unknown) => unknown): unknown {
  if (name === 'operations') return replaceIn(part as Operation, other);
  if (name !== 'conflicts' && name !== 'instead') return part;
  const { alternatives } = part as Conflict | Instead;
  const replaced = alternatives.map((alternative): Alternative => ({ ...alternative, operations: alternative.operations.map((operation) => replaceIn(operation, other) as Operation) }));
  return replaceIn({ ...(part as Conflict), alternatives: replaced }, other);
}

/** A copy in the order of the holder: what is made in the order of canonical texts stays in it. */
function replaceIn(holder: object, other: (record: unknown) => unknown): unknown {
  const copy: Record<string, unknown> = { ...holder };
  for (const name of recordMembers) if (copy[name] !== undefined) copy[name] = other(copy[name]);
  for (const name of sidesMembers) if (copy[name] !== undefined) copy[name] = replaceSides(copy[name] as Loose, other);
  return copy;
}

function replaceSides(records: Loose, other: (record: unknown) => unknown): unknown {
  const copy: Record<string, unknown> = {};
  for (const side of ['google', 'office']) if (records[side] !== undefined) copy[side] = other(records[side]);
  return copy;
}
