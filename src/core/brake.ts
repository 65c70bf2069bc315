// Reasons to stop before harm [R18]. In: what a plan would delete and remove, the questions
// about deletions, how many records each side has. Out: brakes, released by name in an
// approval. Never: a brake that a decision elsewhere switches off silently.

import type { Change } from './diff.ts';
import { countOf, inSide, listWords, nounOf } from './explain-words.ts';
import type { Kind } from './item.ts';
import { kinds } from './item.ts';
import type { Brake, Conflict, Operation, PlanPurpose } from './plan.ts';
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
  /** Only a cycle asks before it changes unusually much: every other plan is approved by a person anyway. */
  readonly purpose?: PlanPurpose;
}

/** A mass edit is both: more than this share of what is linked, and more than this number. */
const massEdit = { share: 0.5, count: 100 };

/** A share says nothing of so few: 1 of 2 contacts deleted is nobody's accident. */
export const shareFloor = 5;
/** The last single record of a side may be deleted without a brake. */
const emptiedFloor = 2;

/**
 * Counted is what would happen if every question were answered with yes, so that a mass
 * deletion is seen even when each single one waits for a choice. `side` of a brake is the
 * side where something would be deleted or removed; of an emptied one, that side itself.
 */
export function computeBrakes({ operations, conflicts, live, policy, purpose }: BrakeInput): readonly Brake[] {
  const brakes: Brake[] = [];
  const all = [...operations, ...conflicts.flatMap(({ alternatives }) => alternatives.flatMap((alternative) => alternative.operations))];
  // A first preview has tens of thousands that take nothing away: they are passed over once, not for each kind and side.
  const taking = all.filter(({ op }) => op === 'delete' || op === 'unlink');
  const leaving = all.filter((operation) => operation.op === 'update' && operation.changes.some(leaves));
  for (const kind of kinds) {
    if (!policy.kinds.includes(kind)) continue;
    for (const side of sides) {
      const counts = live[kind][side];
      const limit = policy.brakes[kind];
      const trips = (count: number): boolean =>
        count > 0 && (count >= limit.count || (count >= shareFloor && count >= limit.share * counts.linked));
      const deletions = countDeletions(taking, kind, side);
      if (trips(deletions)) brakes.push({ name: 'many-deletions', kind, side, count: deletions, of: counts.linked, why: explainDeletions(kind, side, deletions, counts.linked) });
      const removed = kind === 'contact' ? findRemovals(leaving, side) : [];
      if (trips(removed.length)) brakes.push({ name: 'many-removals', kind, side, count: removed.length, of: counts.linked, why: explainRemovals(side, removed, counts.linked) });
      const changes = purpose === 'cycle' ? countChanges(operations, kind, side) : 0;
      if (changes > massEdit.count && changes > massEdit.share * counts.linked) brakes.push({ name: 'many-changes', kind, side, count: changes, of: counts.linked, why: explainChanges(kind, side, changes, counts.linked) });
      // Emptiness that nothing follows from is a fact that somebody has settled already.
      const followsOnTheOther = countDeletions(taking, kind, other(side)) + (kind === 'contact' ? findRemovals(leaving, other(side)).length : 0);
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
function countDeletions(operations: readonly Operation[], kind: Kind, side: Side): number {
  const records = new Set<string>();
  for (const operation of operations) {
    if (operation.kind !== kind) continue;
    // A series is one record, however many times it takes place.
    if (operation.op === 'delete' && operation.side === side) records.add(operation.link ?? operation.target.id);
    if (operation.op === 'unlink' && operation.gone.length === 1 && operation.gone[0] === other(side)) records.add(operation.link);
  }
  return records.size;
}

/** Names of the contacts that would leave the SET or the group of the side. */
function findRemovals(leaving: readonly Operation[], side: Side): readonly string[] {
  const records = new Map<string, string>();
  for (const operation of leaving) {
    if (operation.op === 'update' && operation.side === side && operation.kind === 'contact') records.set(operation.link, operation.name);
  }
  return [...records.values()];
}

function leaves({ field, to }: Change): boolean {
  return field === 'member' && to !== true;
}

/** Records of the side that would be changed; those that only leave the SET or the group are counted as removals. */
function countChanges(operations: readonly Operation[], kind: Kind, side: Side): number {
  const records = new Set<string>();
  for (const operation of operations) {
    if (operation.op === 'update' && operation.side === side && operation.kind === kind && !operation.changes.every(leaves)) records.add(operation.link);
  }
  return records.size;
}

function explainDeletions(kind: Kind, side: Side, count: number, linked: number): string {
  return `${count} of ${countOf(kind, linked)} disappeared ${inSide[other(side)]} and would be deleted ${inSide[side]} or no longer synchronized`;
}

/** So many are named where it is said; all of them stand in the report. */
const named = 5;

function explainRemovals(side: Side, names: readonly string[], linked: number): string {
  const [changed, place] = side === 'office' ? ['The Google group', 'the SET'] : ['The SET', 'the Google group'];
  const rest = names.length - named;
  const told = rest > 0 ? [...names.slice(0, named), `${rest.toLocaleString('en-US')} more`] : names;
  return `${changed} changed: ${names.length} of ${countOf('contact', linked)} are no longer in it and would be taken out of ${place}, none of them deleted (${listWords(told)})`;
}

function explainChanges(kind: Kind, side: Side, count: number, linked: number): string {
  return `${count} of ${countOf(kind, linked)} would be changed ${inSide[side]} at once, because they were changed ${inSide[other(side)]}`;
}
