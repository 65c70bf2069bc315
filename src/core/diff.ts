// What changed between two states of one record, field by field and entry by entry.
// In: two items of one kind. Out: changes; apply(base, diff(base, now)) equals now in
// normal form. Values are compared in normal form [R5] and carried as written.

import { canonicalJson, shortHash } from './hash.ts';
import { fieldNamed, fieldsOf } from './field.ts';
import type { AnyEntry, EntriesField, NormalContext } from './field.ts';
import { kinds } from './item.ts';
import type { Item } from './item.ts';
import type { LinkedPair } from './reconcile.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

/**
 * `key` is there for an entry of a multi-valued field: the normal form of the value it
 * had (or has, if it is new). `from` absent: added. `to` absent: removed.
 */
export interface Change {
  readonly field: string;
  readonly key?: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What a change is about: the field, or one entry of it. */
export function pathOf({ field, key }: Change): string {
  return `${field}\u0000${key ?? ''}`;
}

/** Whether the canonical texts are equal, without making them: most of what is compared is the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return canonicalJson(left) === canonicalJson(right);
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((part, index) => sameValue(part, right[index]));
  }
  const [one, two] = [left as Record<string, unknown>, right as Record<string, unknown>];
  let members = 0;
  for (const name of Object.keys(one)) {
    if (one[name] === undefined) continue;
    members += 1;
    if (two[name] === undefined || !sameValue(one[name], two[name])) return false;
  }
  for (const name of Object.keys(two)) if (two[name] !== undefined) members -= 1;
  return members === 0;
}

export function diffItems(base: Item, now: Item, context: NormalContext): readonly Change[] {
  const changes: Change[] = [];
  for (const field of fieldsOf[now.kind]) {
    if (field.shape === 'scalar') {
      const from = field.get(base);
      const to = field.get(now);
      // Both read as the record is now: a time is not another time because it recurs no more.
      if (from !== to && !sameValue(field.normal(from, now), field.normal(to, now))) changes.push({ field: field.name, from, to });
    } else {
      changes.push(...diffEntries(field, field.get(base), field.get(now), context));
    }
  }
  return changes;
}

/** What each side changed since its own base. */
export function changesSince(pair: LinkedPair, context: NormalContext): Record<Side, readonly Change[]> {
  return bySide((side) => {
    const base = pair.link.base[side];
    return base.gone === true ? [] : diffItems(base.item, pair.now[side].item, context);
  });
}

/** Entries by key; a second entry with the same key gets a key of its own. */
export function indexEntries(field: EntriesField, list: readonly AnyEntry[], context: NormalContext): Map<string, AnyEntry> {
  const index = new Map<string, AnyEntry>();
  for (const entry of list) {
    const key = field.key(entry, context);
    let unique = key;
    for (let copy = 2; index.has(unique); copy += 1) unique = `${key}#${copy}`;
    index.set(unique, entry);
  }
  return index;
}

function diffEntries(field: EntriesField, base: readonly AnyEntry[], now: readonly AnyEntry[], context: NormalContext): Change[] {
  if (sameValue(base, now)) return [];
  const before = indexEntries(field, base, context);
  const after = indexEntries(field, now, context);
  const changes: Change[] = [];
  const removed: [string, AnyEntry][] = [];
  for (const [key, from] of before) {
    const to = after.get(key);
    if (to === undefined) removed.push([key, from]);
    else if (!sameValue(field.attributes(from), field.attributes(to))) changes.push({ field: field.name, from, key, to });
  }
  const added = [...after].filter(([key]) => !before.has(key));
  const left = removed.map(([key, from]): Change => {
    // Who becomes the second of a value that is there already comes beside it: one entry of that value would be taken for both.
    const at = added.findIndex(([unique, to]) => unique === field.key(to, context) && isReplacement(field, from, to));
    const replacement = at < 0 ? undefined : added.splice(at, 1)[0];
    return replacement === undefined ? { field: field.name, from, key } : { field: field.name, from, key, to: replacement[1] };
  });
  // Of two entries with one value the second goes first: without the first it would be it.
  return [...changes, ...left.reverse(), ...added.map(([key, to]): Change => ({ field: field.name, key, to }))];
}

/**
 * A value that vanished and one that appeared are one edit when the side says so by its
 * own entry id, or, on a side without ids, when both are of the same TYPE: the entry
 * then keeps what the other side knows of it (its preferred flag).
 */
function isReplacement(field: EntriesField, from: AnyEntry, to: AnyEntry): boolean {
  if (field.name === 'guests' || field.name === 'occurrences') return false;
  if (from.id !== undefined && to.id !== undefined) return from.id === to.id;
  return from.type === to.type && (from.label ?? '') === (to.label ?? '');
}

export function applyChanges(item: Item, changes: readonly Change[], context: NormalContext): Item {
  let result = item;
  for (const change of changes) {
    const field = fieldNamed(item.kind, change.field);
    result =
      field.shape === 'scalar'
        ? field.set(result, change.to)
        : field.set(result, applyEntryChange(field, field.get(result), change, context));
  }
  return result;
}

function applyEntryChange(field: EntriesField, list: readonly AnyEntry[], change: Change, context: NormalContext): readonly AnyEntry[] {
  const index = indexEntries(field, list, context);
  const key = change.key ?? '';
  const from = change.from as AnyEntry | undefined;
  const to = change.to as AnyEntry | undefined;
  const present = index.get(key);
  if (to === undefined) return list.filter((entry) => entry !== present);
  if (present === undefined) {
    // A second entry with the same value has a key of its own, and is added beside the first.
    if (from === undefined) return [...list, to];
    // The entry whose TYPE changed is not held here: there is nothing to change.
    const replacesNothing = field.key(from, context) === field.key(to, context);
    return replacesNothing || index.has(field.key(to, context)) ? list : [...list, to];
  }
  const result = putEntry(field, present, from, to, context);
  const resultKey = field.key(result, context);
  // The value that it becomes stands there already: one entry is enough.
  if (resultKey !== field.key(present, context) && index.has(resultKey)) return list.filter((entry) => entry !== present);
  return list.map((entry) => (entry === present ? result : entry));
}

/** Only the attributes that the change changes; what else the entry holds stays [R12]. */
function putEntry(field: EntriesField, present: AnyEntry, from: AnyEntry | undefined, to: AnyEntry, context: NormalContext): AnyEntry {
  let result = present;
  if (from === undefined || field.key(from, context) !== field.key(to, context)) result = field.put(result, 'value', to);
  const before = from === undefined ? {} : field.attributes(from);
  const after = field.attributes(to);
  for (const attribute of Object.keys(after)) {
    if (!sameValue(before[attribute], after[attribute])) result = field.put(result, attribute, to);
  }
  return result;
}

/** In the order of canonical texts: what is made in it need not be put in order. */
const fieldsByName = Object.fromEntries(kinds.map((kind) => [kind, fieldsOf[kind].toSorted((left, right) => (left.name < right.name ? -1 : 1))])) as unknown as typeof fieldsOf;

/** The item in normal form: equal for two items that nobody would call different. */
export function normalItem(item: Item, context: NormalContext): unknown {
  const normal: Record<string, unknown> = {};
  for (const field of fieldsByName[item.kind]) {
    if (field.shape === 'scalar') {
      const value = field.normal(field.get(item), item);
      if (value !== undefined) normal[field.name] = value;
      continue;
    }
    const list = field.get(item);
    const [only] = list;
    if (only === undefined) continue;
    normal[field.name] =
      list.length === 1
        ? [{ key: field.key(only, context), ...field.attributes(only) }]
        : [...indexEntries(field, list, context)].map(([key, entry]) => ({ key, ...field.attributes(entry) })).sort((left, right) => (left.key < right.key ? -1 : 1));
  }
  return normal;
}

export function hashItem(item: Item, context: NormalContext): string {
  return shortHash(normalItem(item, context));
}
