// The decision table. In: links with what each side holds now, records without a link,
// the policy. Out: a plan. Pure: the same input gives the same plan, and swapping the
// sides mirrors it. It decides; it never reads, writes or knows what time it is.

import { computeBrakes } from './brake.ts';
import type { LiveCounts } from './brake.ts';
import { isWritten } from './direction.ts';
import { decideLinked } from './decide-linked.ts';
import { decidePairs, questionId } from './decide-pairs.ts';
import { describeSurplus, surplusOf } from './guest-list.ts';
import { shortHash } from './hash.ts';
import { kinds, nameOf } from './item.ts';
import type { EventItem, Kind } from './item.ts';
import type { Link, Seen } from './link.ts';
import { createUnit, isRefused } from './never.ts';
import { countInvitations, isWrite } from './plan.ts';
import type { Conflict, CreateGroupOperation, Instead, Operation, Plan, PlanPurpose, Problem } from './plan.ts';
import type { Policy } from './policy.ts';
import { staysHome } from './privacy.ts';
import type { ChooseId } from './propose.ts';
import { onlyOn, proposeCreate, proposeInPart } from './propose.ts';
import { askAboutTwins, linksLeft } from './match-linked.ts';
import { isHidden, pairApart } from './shown.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

export interface LinkedPair {
  readonly link: Link;
  readonly now: Readonly<Record<Side, Seen>>;
}

export interface ReconcileInput {
  readonly account: string;
  readonly purpose: PlanPurpose;
  /** Digest of the setup. */
  readonly setup: string;
  readonly policy: Policy;
  /** Links that a change points at, or that wait for something. */
  readonly linked: readonly LinkedPair[];
  /** Links that were not loaded, since nothing about them changed. */
  readonly untouched: Readonly<Record<Kind, number>>;
  readonly unlinked: Readonly<Record<Kind, Readonly<Record<Side, readonly Seen[]>>>>;
  /** Linked records that share a strong key with one that has no partner. */
  readonly alike?: Readonly<Partial<Record<Kind, Readonly<Record<Side, readonly Seen[]>>>>>;
  readonly live: LiveCounts;
  /** What a person wants never to see again: keys of never.ts. */
  readonly never: ReadonlySet<string>;
  /** Units that a person put off, and when. */
  readonly putOff?: ReadonlyMap<string, string>;
  /** Meetings that are in the office more than once, each with a partner of its own. */
  readonly doubled?: readonly Problem[];
  /** Name of the contact group to make, when there is none yet. */
  readonly missingGroup?: string;
  readonly chooseId: ChooseId;
}

/** What the deciders add to. */
export interface Draft {
  readonly operations: Operation[];
  readonly conflicts: Conflict[];
  readonly instead: Instead[];
  readonly problems: Problem[];
  readonly unchanged: Record<Kind, number>;
}

export function reconcile(input: ReconcileInput): Plan {
  const draft: Draft = { operations: [], conflicts: [], instead: [], problems: [...(input.doubled ?? [])], unchanged: { ...input.untouched } };
  const active = (kind: Kind): boolean => input.policy.kinds.includes(kind);
  for (const pair of input.linked) {
    if (active(pair.link.kind) && !leavesSeries(pair.now, input.policy)) decideLinked(pair, input, draft);
    else draft.unchanged[pair.link.kind] += 1;
  }
  for (const kind of kinds) {
    if (active(kind)) decideUnlinked(kind, input, draft);
  }
  for (const [index, conflict] of draft.conflicts.entries()) draft.conflicts[index] = letUndisputedGoOn(conflict, draft.operations);
  const operations = [...groupFirst(draft, input), ...draft.operations.filter((operation) => !isRefused(operation, input.never))];
  const conflicts = draft.conflicts.filter((conflict) => !input.never.has(conflict.id));
  const units = new Set([...operations.map(({ unit }) => unit), ...conflicts.map(({ id }) => id)]);
  const instead = draft.instead.filter(({ unit }) => units.has(unit)).sort((left, right) => compare(left.unit, right.unit));
  const putOff = [...(input.putOff ?? [])].filter(([unit]) => units.has(unit));
  return {
    format: 2,
    account: input.account,
    purpose: input.purpose,
    setup: input.setup,
    operations: operations.sort(inPlanOrder),
    conflicts: conflicts.sort((left, right) => compare(`${left.kind}|${left.name}|${left.id}`, `${right.kind}|${right.name}|${right.id}`)),
    ...(instead.length === 0 ? {} : { instead }),
    ...(putOff.length === 0 ? {} : { putOff: Object.fromEntries(putOff) }),
    brakes: computeBrakes({ operations, conflicts, live: input.live, policy: input.policy, purpose: input.purpose }),
    problems: draft.problems,
    unchanged: draft.unchanged,
    invitations: countInvitations(operations),
  };
}

/** What nobody disputes is shown and counted like every other write, not hidden in a question. */
function letUndisputedGoOn(conflict: Conflict, operations: Operation[]): Conflict {
  const alternatives = conflict.alternatives.map((alternative) => {
    if (alternative.id !== conflict.otherwise) return alternative;
    operations.push(...alternative.operations.map((operation) => ({ ...operation, unit: conflict.id })));
    return { ...alternative, operations: [] };
  });
  return { ...conflict, alternatives };
}

function leavesSeries(now: Readonly<Record<Side, Seen>>, policy: Policy): boolean {
  return !policy.recurring && sides.some((side) => isSeries(now[side]));
}

function isSeries(seen: Seen): boolean {
  return ((seen.item as EventItem).recurrence ?? []).length > 0;
}

const copied = 'A copy, made by another program, of a record that a colleague synchronizes';

function decideUnlinked(kind: Kind, input: ReconcileInput, draft: Draft): void {
  const takingPart = bySide((side): readonly Seen[] => {
    const taking: Seen[] = [];
    for (const seen of input.unlinked[kind][side]) {
      if (seen.gone === true || isHidden(seen, input.policy)) continue;
      const why = seen.skipped ?? (input.policy.recurring || !isSeries(seen) ? undefined : 'Recurring activities are not synchronized by this setup');
      if (why === undefined) taking.push(seen);
      else draft.problems.push({ kind, side, recordId: seen.id, name: nameOf(seen.item), why });
    }
    return taking;
  });
  const pairing = pairApart(kind, takingPart, input.policy);
  // A mirror that another program copied would be mirrored back, and copied again.
  const copies = sides.flatMap((side) => pairing.rest[side].filter((seen) => seen.inScope && seen.copied === true && isWritten(other(side), kind, input.policy)).map((anchor) => ({ side, anchor, candidates: [], resembles: [], why: copied })));
  const isComing = (side: Side, seen: Seen): boolean => seen.inScope && seen.copied !== true && isWritten(other(side), kind, input.policy);
  const mayBeTwin = (side: Side, seen: Seen): boolean => isComing(side, seen) && !input.never.has(createUnit(kind, side, seen.id)) && !(side === 'office' && staysHome(seen.item, input.policy));
  const linked = input.alike?.[kind];
  const twins = linked === undefined ? [] : askAboutTwins(kind, bySide((side) => pairing.rest[side].filter((seen) => mayBeTwin(side, seen))), linked, input.unlinked[kind], input.policy);
  const asked = new Set(twins.map(({ anchor }) => anchor));
  leaveToQuestions(draft, linksLeft(twins.filter((question) => !input.never.has(questionId(question)))));
  decidePairs({ ...pairing, questions: [...pairing.questions, ...copies, ...twins] }, input, draft);
  for (const side of sides) {
    for (const seen of pairing.rest[side]) {
      if (!isComing(side, seen) || asked.has(seen)) continue;
      if (side === 'office' && staysHome(seen.item, input.policy)) {
        draft.problems.push({ kind, side, recordId: seen.id, name: nameOf(seen.item), why: 'Marked private: this setup sends no private activities' });
        continue;
      }
      const unit = createUnit(kind, side, seen.id);
      const surplus = side === 'office' ? surplusOf(seen.item, input.policy) : 0;
      if (surplus > 0) draft.problems.push(proposeInPart(seen, describeSurplus(surplus, input.policy.guestLimit)));
      draft.operations.push(proposeCreate(other(side), seen, { policy: input.policy, why: onlyOn(side), unit, chooseId: input.chooseId, account: input.account }));
    }
  }
}

/** Deleted on one side, and perhaps there again: one question about it, and no deletion by itself meanwhile. */
function leaveToQuestions({ operations, conflicts, instead }: Draft, links: ReadonlySet<string>): void {
  if (links.size === 0) return;
  const isLeft = (one: Operation | Conflict): boolean => 'link' in one && one.link !== undefined && links.has(one.link);
  const units = new Set(operations.filter(isLeft).map(({ unit }) => unit));
  operations.splice(0, operations.length, ...operations.filter((operation) => !isLeft(operation)));
  conflicts.splice(0, conflicts.length, ...conflicts.filter((conflict) => !isLeft(conflict)));
  instead.splice(0, instead.length, ...instead.filter(({ unit }) => !units.has(unit)));
}

/** The predefined group is made only when something is to be put into it. */
function groupFirst({ operations, conflicts, instead }: Draft, input: ReconcileInput): Operation[] {
  if (input.missingGroup === undefined) return [];
  const all = [...operations, ...[...conflicts, ...instead].flatMap(({ alternatives }) => alternatives.flatMap((alternative) => alternative.operations))];
  const needed = all.some((operation) => operation.kind === 'contact' && isWrite(operation) && operation.side === 'google');
  if (!needed) return [];
  const group: CreateGroupOperation = {
    id: shortHash(['group', input.account, input.missingGroup]).slice(0, 16),
    op: 'create-group',
    kind: 'contact',
    side: 'google',
    name: input.missingGroup,
    unit: shortHash(['group', input.account]).slice(0, 16),
    why: 'The contacts of the SET are kept in this group',
  };
  return [group];
}

const opOrder: Readonly<Record<Operation['op'], number>> = { 'create-group': 0, link: 1, settle: 2, unlink: 3, answer: 3, create: 4, update: 5, delete: 6 };
const kindOrder: Readonly<Record<Kind, number>> = { contact: 0, event: 1, task: 2 };

function inPlanOrder(left: Operation, right: Operation): number {
  return (
    opOrder[left.op] - opOrder[right.op] ||
    kindOrder[left.kind] - kindOrder[right.kind] ||
    compare(sideOf(left), sideOf(right)) ||
    compare(left.name, right.name) ||
    compare(left.id, right.id)
  );
}

function sideOf(operation: Operation): string {
  return 'side' in operation ? operation.side : '';
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
