// What a side can carry. In: an item or a change as the other side has it. Out: the
// same as this side would hold it, or nothing where it has no place for it. A side is
// never compared with what it cannot carry [R12], and never told about it.

import { sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed, fieldsOf, noEntries } from './field.ts';
import type { AnyEntry, EntriesField, Field, NormalContext } from './field.ts';
import { inviteGuests } from './guest-list.ts';
import { isTooLong, shorten, shortenEntry } from './long-text.ts';
import type { EventItem, Item, Kind } from './item.ts';
import type { Policy } from './policy.ts';
import { disguise } from './privacy.ts';
import type { Side } from './side.ts';

export function projectItem(side: Side, item: Item, policy: Policy): Item {
  const told: Item = side === 'google' && item.kind === 'event' ? inviteGuests(disguise(item, policy) as EventItem, policy) : item;
  // What is held otherwise, by field: one copy is made of all of it, if any.
  let otherwise: Map<string, unknown> | undefined;
  for (const field of fieldsOf[item.kind]) {
    const value = field.get(told);
    if (value === undefined || value === noEntries) continue;
    const held = carries(side, field, policy) ? fit(side, item.kind, field, value, policy) : undefined;
    if (held !== value) (otherwise ??= new Map<string, unknown>()).set(field.name, held);
  }
  if (otherwise === undefined) return told;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(told)) {
    const held = otherwise.has(name) ? otherwise.get(name) : value;
    if (held !== undefined) copy[name] = held;
  }
  return copy as unknown as Item;
}

function fit(side: Side, kind: Kind, field: Field, value: unknown, policy: Policy): unknown {
  if (field.shape === 'scalar') return side === 'google' ? shorten(kind, field.name, value) : value;
  const list = value as readonly AnyEntry[];
  let differs = false;
  const fitting = list.map((entry) => {
    const projected = projectEntry(side, field, entry, policy);
    differs ||= projected !== entry;
    return projected;
  });
  return differs ? fitting : list;
}

/** undefined: the side has no place for the change; it is settled without being sent. */
export function projectChange(side: Side, kind: Kind, change: Change, policy: Policy): Change | undefined {
  if (!receives(side, kind, change.field, policy)) return undefined;
  const field = fieldNamed(kind, change.field);
  if (field.shape === 'scalar') return side === 'google' && isTooLong(kind, field.name, change.to) ? { ...change, to: shorten(kind, field.name, change.to) } : change;
  const context: NormalContext = policy;
  const from = change.from === undefined ? undefined : projectEntry(side, field, change.from as AnyEntry, policy);
  const to = change.to === undefined ? undefined : projectEntry(side, field, change.to as AnyEntry, policy);
  if (
    from !== undefined &&
    to !== undefined &&
    field.key(from, context) === field.key(to, context) &&
    sameValue(field.attributes(from), field.attributes(to))
  ) {
    return undefined;
  }
  return { field: change.field, from, key: change.key, to };
}

export function receives(side: Side, kind: Kind, fieldName: string, policy: Policy): boolean {
  return carries(side, fieldNamed(kind, fieldName), policy);
}

function carries(side: Side, field: Field, policy: Policy): boolean {
  // A guest list that is sent makes Google write mails: only when the setup says so [R20].
  if (side === 'google' && field.name === 'guests' && !policy.sendGuests) return false;
  // Sent as it is, with Google's own visibility.
  if (side === 'google' && field.name === 'private' && policy.privacy === 'full') return false;
  // The office has the participants themselves.
  if (side === 'office' && field.name === 'attending') return false;
  return field.carriedBy.includes(side);
}

/** The entry itself, where the side holds it as it is. */
function projectEntry(side: Side, field: EntriesField, entry: AnyEntry, policy: Policy): AnyEntry {
  const mapped = typeOn(policy.types[side], field.name, entry.type ?? '');
  const isKept = (name: string): boolean => name !== 'id' && !(name === 'label' && mapped !== undefined) && field.attributeCarriedBy[name]?.includes(side) !== false;
  let held = entry;
  if (mapped !== undefined || !Object.keys(entry).every(isKept)) {
    const copy: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(entry)) if (isKept(name)) copy[name] = value;
    if (mapped !== undefined) copy['type'] = mapped;
    held = copy as AnyEntry;
  }
  return side === 'google' ? shortenEntry(field.name, held) : held;
}

const known = new WeakMap<object, Map<string, Map<string, string | undefined>>>();

/** What a table says of a type is asked for each entry there is: the name in it is not put together anew each time. */
function typeOn(table: Readonly<Record<string, string>>, field: string, type: string): string | undefined {
  const tables = known.get(table) ?? new Map<string, Map<string, string | undefined>>();
  known.set(table, tables);
  const types = tables.get(field) ?? new Map<string, string | undefined>();
  tables.set(field, types);
  if (!types.has(type)) types.set(type, table[`${field}.${type}`]);
  return types.get(type);
}
