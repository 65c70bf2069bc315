// Three-way merge by field and by entry. In: what each side changed since its own base.
// Out: what to send to each side, what is settled by it, and the clashes that need a
// choice. A change is never dropped: it is sent, agreed, not carried, or a clash [R7].

import { sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed } from './field.ts';
import type { AnyEntry, EntriesField, NormalContext } from './field.ts';
import type { EventItem, Item, Kind } from './item.ts';
import type { ConflictPolicy, Policy } from './policy.ts';
import { projectChange } from './project.ts';
import { other, sides } from './side.ts';
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

export function mergeChanges(own: Readonly<Record<Side, readonly Change[]>>, now: Readonly<Record<Side, Item>>, policy: Policy): Merge {
  const merge: Merge = { send: { office: [], google: [] }, settle: { office: [], google: [] }, needs: new Map(), clashes: [] };
  const rescheduled = scheduleClashes(own, now);
  const opposite = new Map(own.google.map((change) => [pathOf(change), change]));
  const met = new Set<string>();
  for (const change of own.office) {
    const against = opposite.get(pathOf(change));
    if (against !== undefined) met.add(pathOf(change));
    meet(merge, { office: change, google: against }, now, rescheduled.has(change.field), policy);
  }
  for (const change of own.google) {
    if (!met.has(pathOf(change))) meet(merge, { google: change }, now, rescheduled.has(change.field), policy);
  }
  return merge;
}

function pathOf(change: Change): string {
  return change.key === undefined ? change.field : `${change.field}\u0000${change.key}`;
}

const scheduleFields = ['when', 'recurrence', 'occurrences'];

/**
 * A series whose rule or time one side changed while the other changed its schedule too
 * cannot be merged field by field: the parts would belong to two different series.
 */
function scheduleClashes(own: Readonly<Record<Side, readonly Change[]>>, now: Readonly<Record<Side, Item>>): ReadonlySet<string> {
  const isSeries = sides.some((side) => ((now[side] as EventItem).recurrence ?? []).length > 0);
  if (now.office.kind !== 'event' || !isSeries) return new Set();
  const touched = (side: Side, names: readonly string[]): boolean => own[side].some((change) => names.includes(change.field));
  const clashing = sides.some((side) => touched(side, ['when', 'recurrence']) && touched(other(side), scheduleFields));
  return clashing ? new Set(scheduleFields) : new Set();
}

function meet(merge: Merge, changes: Opposed, now: Readonly<Record<Side, Item>>, mustAsk: boolean, policy: Policy): void {
  const kind = now.office.kind;
  const { office, google } = changes;
  if (office !== undefined && google !== undefined && agree(office, google, now, policy)) {
    merge.settle.office.push(office);
    merge.settle.google.push(google);
    return;
  }
  if (mustAsk || (office !== undefined && google !== undefined && !separable(office, google, kind, policy))) {
    const winner = policyFor(kind, (office ?? google)?.field ?? '', policy);
    if (winner === 'ask') merge.clashes.push(changes);
    else resolveClash(merge, changes, winner, kind, policy);
    return;
  }
  for (const side of sides) {
    const change = changes[side];
    if (change === undefined) continue;
    const sent = projectChange(other(side), kind, change, policy);
    if (sent !== undefined) {
      merge.send[other(side)].push(sent);
      merge.needs.set(change, other(side));
    }
    merge.settle[side].push(change);
  }
}

export function policyFor(kind: Kind, field: string, policy: Policy): ConflictPolicy {
  return policy.conflictByField[`${kind}.${field}`] ?? policy.conflict;
}

/** Writes the winner's value over the loser's; both changes count as settled by it. */
export function resolveClash(merge: Merge, changes: Opposed, winner: Side, kind: Kind, policy: Policy): void {
  const loser = other(winner);
  const overwrite = projectChange(loser, kind, overriding(changes[winner], changes[loser], kind, policy), policy);
  if (overwrite !== undefined) merge.send[loser].push(overwrite);
  for (const side of sides) {
    const change = changes[side];
    if (change === undefined) continue;
    merge.settle[side].push(change);
    if (overwrite !== undefined) merge.needs.set(change, loser);
  }
}

/** From what the loser holds now to what the winner holds now. */
function overriding(won: Change | undefined, lost: Change | undefined, kind: Kind, context: NormalContext): Change {
  const present = lost === undefined ? won?.key : keyAfter(lost, kind, context);
  // The winner did not change it: the loser goes back to what it was.
  if (won === undefined) return { field: lost?.field ?? '', key: present, from: lost?.to, to: lost?.from };
  return { field: won.field, key: present, from: lost === undefined ? won.from : lost.to, to: won.to };
}

/** The key under which the changed entry stands now. */
function keyAfter(change: Change, kind: Kind, context: NormalContext): string | undefined {
  const field = fieldNamed(kind, change.field);
  if (field.shape === 'scalar' || change.to === undefined) return change.key;
  return field.key(change.to as AnyEntry, context);
}

function agree(office: Change, google: Change, now: Readonly<Record<Side, Item>>, policy: Policy): boolean {
  const field = fieldNamed(now.office.kind, office.field);
  if (field.shape === 'scalar') return sameValue(field.normal(office.to, now.office), field.normal(google.to, now.google));
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
  for (const [name, value] of Object.entries(field.attributes(projected))) {
    if ((field.attributeCarriedBy[name]?.length ?? 2) === 2) attributes[name] = value;
  }
  return attributes;
}

/** Both changed the same entry, but different attributes of it. */
function separable(office: Change, google: Change, kind: Kind, policy: Policy): boolean {
  const field = fieldNamed(kind, office.field);
  if (field.shape === 'scalar') return false;
  if (office.from === undefined || office.to === undefined || google.from === undefined || google.to === undefined) return false;
  const touched = (change: Change): Set<string> => {
    const from = change.from as AnyEntry;
    const to = change.to as AnyEntry;
    const before = field.attributes(from);
    const after = field.attributes(to);
    const names = Object.keys(after).filter((name) => !sameValue(before[name], after[name]));
    if (field.key(from, policy) !== field.key(to, policy)) names.push('value');
    return new Set(names);
  };
  const officeTouched = touched(office);
  return [...touched(google)].every((name) => !officeTouched.has(name));
}
