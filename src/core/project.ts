// What a side can carry. In: an item or a change as the other side has it. Out: the
// same as this side would hold it, or nothing where it has no place for it. A side is
// never compared with what it cannot carry [R12], and never told about it.

import { sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed, fieldsOf } from './field.ts';
import type { AnyEntry, EntriesField, NormalContext } from './field.ts';
import { inviteGuests } from './guest-list.ts';
import { isTooLong, shorten, shortenEntry } from './long-text.ts';
import type { EventItem, Item, Kind } from './item.ts';
import type { Policy } from './policy.ts';
import { disguise } from './privacy.ts';
import type { Side } from './side.ts';

export function projectItem(side: Side, item: Item, policy: Policy): Item {
  let result: Item = side === 'google' && item.kind === 'event' ? inviteGuests(disguise(item, policy) as EventItem, policy) : item;
  for (const field of fieldsOf[item.kind]) {
    if (!receives(side, item.kind, field.name, policy)) {
      result = field.shape === 'scalar' ? field.set(result, undefined) : field.set(result, []);
    } else if (field.shape === 'scalar') {
      const value = field.get(result);
      const fitting = side === 'google' ? shorten(item.kind, field.name, value) : value;
      if (fitting !== value) result = field.set(result, fitting);
    } else {
      const list = field.get(result);
      if (list.length > 0) result = field.set(result, list.map((entry) => projectEntry(side, field, entry, policy)));
    }
  }
  return result;
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
  return { field: change.field, key: change.key, from, to };
}

export function receives(side: Side, kind: Kind, fieldName: string, policy: Policy): boolean {
  // A guest list that is sent makes Google write mails: only when the setup says so [R20].
  if (side === 'google' && fieldName === 'guests' && !policy.sendGuests) return false;
  // Sent as it is, with Google's own visibility.
  if (side === 'google' && fieldName === 'private' && policy.privacy === 'full') return false;
  // The office has the participants themselves.
  if (side === 'office' && fieldName === 'attending') return false;
  return fieldNamed(kind, fieldName).carriedBy.includes(side);
}

function projectEntry(side: Side, field: EntriesField, entry: AnyEntry, policy: Policy): AnyEntry {
  const mapped = policy.types[side][`${field.name}.${entry.type ?? ''}`];
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'id' || (name === 'label' && mapped !== undefined)) continue;
    if (field.attributeCarriedBy[name]?.includes(side) !== false) copy[name] = value;
  }
  if (mapped !== undefined) copy['type'] = mapped;
  return side === 'google' ? shortenEntry(field.name, copy as AnyEntry) : (copy as AnyEntry);
}
