// Reasons to stop before harm [R18]. In: what a plan would delete and remove, the questions
// about deletions, how many records each side has. Out: brakes, released by name in an
// approval. Never: a brake that a decision elsewhere switches off silently.

import { countOf, inSide, nounOf } from './explain-words.ts';
import type { Kind } from './item.ts';
import { kinds } from './item.ts';
import type { Brake, Conflict, Operation } from './plan.ts';
import type { Policy } from './policy.ts';
import { sideName } from './propose.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

export interface LiveCount {
  /** Records of the side that a link knows as present there. */
  readonly linked: number;
  /** Records that the side has now. */
  readonly seen: number;
  /** Contacts: how many of them are in the SET, or in our Google group, now. */
  readonly members?: number;
}

export type LiveCounts = Readonly<Record<Kind, Readonly<Record<Side, LiveCount>>>>;

export interface BrakeInput {
  readonly operations: readonly Operation[];
  readonly conflicts: readonly Conflict[];
  readonly live: LiveCounts;
  readonly policy: Policy;
}

/** A share says nothing of so few: 1 of 2 contacts deleted is nobody's accident. */
export const shareFloor = 5;
/** The last single record of a side may be deleted without a brake. */
const emptiedFloor = 2;

/**
 * Counted is what would happen if every question were answered with yes, so that a mass
 * deletion is seen even when each single one waits for a choice. `side` of a brake is the
 * side where something would be deleted or removed; of an emptied one, that side itself.
 */
export function computeBrakes({ operations, conflicts, live, policy }: BrakeInput): readonly Brake[] {
  const brakes: Brake[] = [];
  for (const kind of kinds) {
    if (!policy.kinds.includes(kind)) continue;
    for (const side of sides) {
      const counts = live[kind][side];
      const limit = policy.brakes[kind];
      const trips = (count: number): boolean =>
        count > 0 && (count >= limit.count || (count >= shareFloor && count >= limit.share * counts.linked));
      const deletions = countDeletions(operations, conflicts, kind, side);
      if (trips(deletions)) brakes.push({ name: 'many-deletions', kind, side, count: deletions, of: counts.linked, why: explainDeletions(kind, side, deletions, counts.linked) });
      const removals = kind === 'contact' ? countRemovals(operations, conflicts, side) : 0;
      if (trips(removals)) brakes.push({ name: 'many-removals', kind, side, count: removals, of: counts.linked, why: explainRemovals(side, removals, counts.linked) });
      // Emptiness that nothing follows from is a fact that somebody has settled already.
      const followsOnTheOther = countDeletions(operations, conflicts, kind, other(side)) + (kind === 'contact' ? countRemovals(operations, conflicts, other(side)) : 0);
      if (counts.linked < emptiedFloor || followsOnTheOther === 0) continue;
      if (counts.seen === 0) {
        const why = `${sideName[side]} has no ${nounOf(kind, 2)} any more; ${counts.linked} were there`;
        brakes.push({ name: 'side-emptied', kind, side, count: counts.linked, of: counts.linked, why });
      } else if (counts.members === 0) {
        const why = `${side === 'office' ? 'The SET' : 'The Google group'} is empty; ${countOf(kind, counts.linked)} were in it`;
        brakes.push({ name: 'members-emptied', kind, side, count: counts.linked, of: counts.linked, why });
      }
    }
  }
  return brakes;
}

/** Records that would be deleted on the side, or given up because they vanished on the other. */
function countDeletions(operations: readonly Operation[], conflicts: readonly Conflict[], kind: Kind, side: Side): number {
  const records = new Set<string>();
  const add = (operation: Operation): void => {
    if (operation.kind !== kind) return;
    // A series is one record, however many times it takes place.
    if (operation.op === 'delete' && operation.side === side) records.add(operation.link ?? operation.target.id);
    if (operation.op === 'unlink' && operation.gone.length === 1 && operation.gone[0] === other(side)) records.add(operation.link);
  };
  operations.forEach(add);
  for (const conflict of conflicts) {
    if (conflict.about === 'deletion') conflict.alternatives.forEach((alternative) => alternative.operations.forEach(add));
  }
  return records.size;
}

/** Contacts that would leave the SET or the group of the side. */
function countRemovals(operations: readonly Operation[], conflicts: readonly Conflict[], side: Side): number {
  const records = new Set<string>();
  const add = (operation: Operation): void => {
    if (operation.op !== 'update' || operation.side !== side || operation.kind !== 'contact') return;
    if (operation.changes.some((change) => change.field === 'member' && change.to !== true)) records.add(operation.link);
  };
  operations.forEach(add);
  for (const conflict of conflicts) conflict.alternatives.forEach((alternative) => alternative.operations.forEach(add));
  return records.size;
}

function explainDeletions(kind: Kind, side: Side, count: number, linked: number): string {
  return `${count} of ${countOf(kind, linked)} disappeared ${inSide[other(side)]} and would be deleted ${inSide[side]} or no longer synchronized`;
}

function explainRemovals(side: Side, count: number, linked: number): string {
  const place = side === 'office' ? 'the SET' : 'the Google group';
  return `${count} of ${countOf('contact', linked)} would be taken out of ${place}, because ${side === 'office' ? 'they left the Google group' : 'the SET changed'}`;
}
