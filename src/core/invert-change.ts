// A change of one field on its way back. In: the change, and the record as it is now. Out: the
// change that takes it back, and whether what it wrote still stands. Nothing is decided here.

import { indexEntries, sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed } from './field.ts';
import type { AnyEntry, NormalContext } from './field.ts';
import type { Item, Kind } from './item.ts';

/** Is the value still what the run wrote, is it what it was before, or somebody's? */
export function compareNow(now: Item, change: Change, policy: NormalContext): 'as written' | 'as before' | 'other' {
  const field = fieldNamed(now.kind, change.field);
  if (field.shape === 'scalar') {
    const value = field.normal(field.get(now), now);
    if (sameValue(value, field.normal(change.to, now))) return 'as written';
    return sameValue(value, field.normal(change.from, now)) ? 'as before' : 'other';
  }
  const held = indexEntries(field, field.get(now), policy);
  const isHeld = (value: unknown): boolean => {
    if (value === undefined) return false;
    const present = held.get(keyOf(now.kind, change, value, policy));
    return present !== undefined && sameValue(field.attributes(present), field.attributes(value as AnyEntry));
  };
  const anyHeld = (value: unknown): boolean => value !== undefined && held.has(keyOf(now.kind, change, value, policy));
  const moved = change.from !== undefined && change.to !== undefined && keyOf(now.kind, change, change.from, policy) !== keyOf(now.kind, change, change.to, policy);
  if (change.to === undefined) return !anyHeld(change.from) ? 'as written' : isHeld(change.from) ? 'as before' : 'other';
  if (isHeld(change.to) && !(moved && anyHeld(change.from))) return 'as written';
  if (change.from === undefined) return anyHeld(change.to) ? 'other' : 'as before';
  return isHeld(change.from) && !(moved && anyHeld(change.to)) ? 'as before' : 'other';
}

function keyOf(kind: Kind, change: Change, value: unknown, policy: NormalContext): string {
  const field = fieldNamed(kind, change.field);
  if (field.shape === 'scalar') return '';
  const own = field.key(value as AnyEntry, policy);
  // A second entry with the same value has a key of its own ("…#2").
  return change.key?.startsWith(`${own}#`) === true ? change.key : own;
}

export function invertChange(kind: Kind, change: Change, policy: NormalContext): Change {
  if (change.key === undefined) return { field: change.field, from: change.to, to: change.from };
  const key = change.to === undefined ? change.key : keyOf(kind, change, change.to, policy);
  return { field: change.field, key, from: change.to, to: change.from };
}

export function labelsOf(kind: Kind, changes: readonly Change[]): string {
  return [...new Set(changes.map((change) => fieldNamed(kind, change.field).label))].join(', ');
}
