// Three-way merge by field and by entry. In: what each side changed since its own base.
// Out: what to send to each side, what is settled by it, and the clashes that need a
// choice. A change is never dropped: it is sent, agreed, not carried, or a clash [R7].

import { pathOf, sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { isWritten } from './direction.ts';
import { fieldNamed } from './field.ts';
import type { AnyEntry, EntriesField, NormalContext } from './field.ts';
import type { Item, Kind } from './item.ts';
import { hearCut, lengthenEntry, lengthenOver, shorten, shortenEntry } from './long-text.ts';
import type { Policy } from './policy.ts';
import { projectChange } from './project.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

/** The changes of a path that both sides changed; a side that did not change it has none. */
export type Opposed = Readonly<Partial<Record<Side, Change>>>;

export interface Merge {
  /** To be written on that side, as that side can carry it. */
  readonly send: Record<Side, Change[]>;
  /** That side's own changes which count as agreed once everything is sent. */
  readonly settle: Record<Side, Change[]>;
  /** Which side's write must succeed before a change counts as agreed; none: it does already. */
  readonly needs: Map<Change, Side>;
  readonly clashes: Opposed[];
}

export function mergeChanges(own: Readonly<Record<Side, readonly Change[]>>, now: Readonly<Record<Side, Item>>, policy: Policy, newer?: Side): Merge {
  const merge: Merge = { send: { office: [], google: [] }, settle: { office: [], google: [] }, needs: new Map(), clashes: [] };
  const told = bySide((side) => joinReplacements(own[side], own[other(side)], now.office.kind, policy));
  const opposite = new Map(told.google.map((change) => [pathOf(change), change]));
  const agreed = new Set(told.office.filter((change) => agree(change, opposite.get(pathOf(change)), now, policy)).map(pathOf));
  const rescheduled = scheduleClashes(bySide((side) => told[side].filter((change) => !agreed.has(pathOf(change)))));
  for (const change of told.office) {
    const against = opposite.get(pathOf(change));
    if (against !== undefined && agreed.has(pathOf(change))) {
      merge.settle.office.push(change);
      merge.settle.google.push(against);
    } else meet(merge, { office: change, google: against }, now, rescheduled.has(change.field), policy, newer);
  }
  const met = new Set(told.office.map(pathOf));
  for (const change of told.google) {
    if (!met.has(pathOf(change))) meet(merge, { google: change }, now, rescheduled.has(change.field), policy, newer);
  }
  return merge;
}

/**
 * One side tells "this number became that one"; the other, with another TYPE as well, that
 * one went and one came. It is the same edit, and must not be met as two.
 */
function joinReplacements(own: readonly Change[], others: readonly Change[], kind: Kind, context: NormalContext): readonly Change[] {
  let result = own;
  for (const change of others) {
    if (change.key === undefined) continue;
    const after = keyAfter(change, kind, context);
    const removed = result.find((each) => each.field === change.field && each.key === change.key && each.to === undefined);
    const added = result.find((each) => each.field === change.field && each.key === after && each.from === undefined);
    if (removed === undefined || added === undefined) continue;
    const joined = { ...removed, to: added.to };
    result = result.flatMap((each) => (each === removed ? [joined] : each === added ? [] : [each]));
  }
  return result;
}

const scheduleFields = ['when', 'recurrence', 'occurrences'];

export function isSchedule({ field }: Change): boolean {
  return scheduleFields.includes(field);
}

/**
 * A series whose rule or time one side changed while the other changed its schedule too
 * cannot be merged field by field: the parts would belong to two different series. What
 * both did alike is no clash: it settles, and would leave a question that answers itself.
 */
function scheduleClashes(own: Readonly<Record<Side, readonly Change[]>>): ReadonlySet<string> {
  const touched = (side: Side, names: readonly string[]): boolean => own[side].some((change) => names.includes(change.field));
  const clashing = sides.some((side) => touched(side, ['when', 'recurrence']) && touched(other(side), scheduleFields));
  return clashing ? new Set(scheduleFields) : new Set();
}

function meet(merge: Merge, changes: Opposed, now: Readonly<Record<Side, Item>>, mustAsk: boolean, policy: Policy, newer: Side | undefined): void {
  const kind = now.office.kind;
  const { office, google } = changes;
  const isOpposed = office !== undefined && google !== undefined && !separable(office, google, kind, policy);
  // Google shows a part of it: nothing may put that part in the place of the whole unasked [R34].
  const heard = google === undefined ? undefined : hearCut(google, now.office);
  if (heard === 'unclear' || (heard !== undefined && isOpposed && policyFor(kind, heard.field, policy, newer) !== 'office')) {
    merge.clashes.push(changes);
    return;
  }
  if (mustAsk || isOpposed) {
    const winner = policyFor(kind, (office ?? google)?.field ?? '', policy, newer);
    // A closed side is not put back to what it was; what the winner changed can at least wait.
    if (winner === 'ask' || (changes[winner] === undefined && !isWritten(other(winner), kind, policy))) merge.clashes.push(changes);
    else resolveClash(merge, changes, winner, kind, policy);
    return;
  }
  for (const side of sides) {
    const change = changes[side];
    if (change === undefined) continue;
    const sent = projectChange(other(side), kind, side === 'google' ? (heard ?? change) : change, policy);
    if (sent !== undefined) {
      // The entry stands under another key there, if that side changed its value.
      const against = changes[other(side)];
      merge.send[other(side)].push(against === undefined ? sent : { ...sent, key: keyAfter(against, kind, policy) });
      merge.needs.set(change, other(side));
    }
    merge.settle[side].push(change);
  }
}

export function policyFor(kind: Kind, field: string, policy: Policy, newer: Side | undefined): 'ask' | Side {
  const chosen = policy.conflictByField[`${kind}.${field}`] ?? policy.conflict;
  return chosen === 'newest' ? (newer ?? 'ask') : chosen;
}

/** Writes the winner's value over the loser's; both changes count as settled by it. */
export function resolveClash(merge: Merge, changes: Opposed, winner: Side, kind: Kind, policy: Policy): void {
  const loser = other(winner);
  const overwrite = projectChange(loser, kind, overriding(winner, changes[winner], changes[loser], kind, policy), policy);
  if (overwrite !== undefined) merge.send[loser].push(overwrite);
  for (const side of sides) {
    const change = changes[side];
    if (change === undefined) continue;
    merge.settle[side].push(change);
    if (overwrite !== undefined) merge.needs.set(change, loser);
  }
}

/** From what the loser holds now to what the winner holds now. */
function overriding(winner: Side, won: Change | undefined, lost: Change | undefined, kind: Kind, context: NormalContext): Change {
  const present = lost === undefined ? won?.key : keyAfter(lost, kind, context);
  // The winner did not change it: the loser goes back to what it was.
  if (won === undefined) return { field: lost?.field ?? '', key: present, from: lost?.to, to: lost?.from };
  return { field: won.field, key: present, from: lost === undefined ? won.from : lost.to, to: overridden(winner, won, lost, kind) };
}

/** The winner says nothing about an attribute that its side has no place for [R12]. */
function overridden(winner: Side, won: Change, lost: Change | undefined, kind: Kind): unknown {
  const field = fieldNamed(kind, won.field);
  if (field.shape === 'scalar' && winner === 'google' && lost !== undefined) return lengthenOver(kind, won.field, lost, won.to);
  if (field.shape === 'scalar' || won.to === undefined || lost?.to === undefined) return won.to;
  const to = winner === 'google' ? lengthenEntry(field.name, lost, won.to as AnyEntry) : (won.to as AnyEntry);
  const says = (name: string): boolean => (field.attributeCarriedBy[name]?.includes(winner) ?? true) || (to as Record<string, unknown>)[name] !== undefined;
  const carried = Object.keys(field.attributes(to)).filter(says);
  return ['value', ...carried].reduce((entry, name) => field.put(entry, name, to), lost.to as AnyEntry);
}

/** The key under which the changed entry stands now. */
function keyAfter(change: Change, kind: Kind, context: NormalContext): string | undefined {
  const field = fieldNamed(kind, change.field);
  if (field.shape === 'scalar' || change.to === undefined) return change.key;
  return field.key(change.to as AnyEntry, context);
}

function agree(office: Change, google: Change | undefined, now: Readonly<Record<Side, Item>>, policy: Policy): boolean {
  if (google === undefined) return false;
  const field = fieldNamed(now.office.kind, office.field);
  if (field.shape === 'scalar') return sameValue(field.normal(shorten(now.office.kind, office.field, office.to), now.office), field.normal(google.to, now.google));
  if (office.to === undefined || google.to === undefined) return office.to === google.to;
  if (field.key(office.to as AnyEntry, policy) !== field.key(google.to as AnyEntry, policy)) return false;
  // The same value, added on both sides: each keeps the TYPE that it gave it.
  if (office.from === undefined && google.from === undefined && 'type' in field.attributes(office.to as AnyEntry)) return true;
  return sameValue(carriedAttributes(field, office, policy), carriedAttributes(field, google, policy));
}

function carriedAttributes(field: EntriesField, change: Change, policy: Policy): unknown {
  const entry = change.to as AnyEntry;
  const mapped = policy.types.office[`${field.name}.${entry.type ?? ''}`];
  const projected = mapped === undefined ? entry : ({ ...entry, type: mapped, label: undefined } as AnyEntry);
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(field.attributes(shortenEntry(field.name, projected)))) {
    if ((field.attributeCarriedBy[name]?.length ?? 2) === 2) attributes[name] = value;
  }
  return attributes;
}

/** Both changed the same entry, but different attributes of it. */
function separable(office: Change, google: Change, kind: Kind, policy: Policy): boolean {
  const field = fieldNamed(kind, office.field);
  if (field.shape === 'scalar') return false;
  if (office.from === undefined || office.to === undefined || google.from === undefined || google.to === undefined) return false;
  const sameEnd = field.key(office.to as AnyEntry, policy) === field.key(google.to as AnyEntry, policy);
  const touched = (change: Change): Set<string> => {
    const from = change.from as AnyEntry;
    const to = change.to as AnyEntry;
    const before = field.attributes(from);
    const after = field.attributes(to);
    const names = Object.keys(after).filter((name) => !sameValue(before[name], after[name]));
    if (!sameEnd && field.key(from, policy) !== field.key(to, policy)) names.push('value');
    return new Set(names);
  };
  const officeTouched = touched(office);
  return [...touched(google)].every((name) => !officeTouched.has(name));
}
