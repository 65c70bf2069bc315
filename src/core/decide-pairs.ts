// Records without a link that were found to be the same: operations that link them and
// fill what a side lacks, questions where the match is not certain. In: the pairing.
// Out: operations and conflicts added to the draft. A match is never a silent fact [R2].

import { closedSides, isWritten, meetOneWay } from './direction.ts';
import { shortHash } from './hash.ts';
import { isCarriedElsewhere } from './invited.ts';
import { nameOf } from './item.ts';
import { closedBy, meetFirst, unsettledFields, withoutReadOnly } from './first-meeting.ts';
import type { Meeting } from './first-meeting.ts';
import type { Seen } from './link.ts';
import type { Candidate, Pairing, Question } from './match.ts';
import { pairUnit } from './never.ts';
import type { Alternative, Conflict, Match, Operation } from './plan.ts';
import { staysHome } from './privacy.ts';
import { linkIdOf, proposeCreate, proposeLink, proposeUnlink, proposeUpdate, sideName } from './propose.ts';
import type { Draft, ReconcileInput } from './reconcile.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

export function decidePairs(pairing: Pairing, input: ReconcileInput, draft: Draft): void {
  for (const { office, google, match, others } of pairing.pairs) {
    const unit = pairUnit(office.id, google.id);
    // Refused for good: the two stay apart, and none of them is copied to the other side.
    if (input.never.has(unit)) continue;
    planMeeting({ office, google }, match, input, draft, unit);
    const alternatives = otherWays({ office, google }, others, input, unit);
    if (alternatives.length > 0) draft.instead.push({ alternatives, unit });
  }
  for (const question of pairing.questions) {
    const { anchor, side } = question;
    const candidates = question.candidates.filter(({ seen }) => !input.never.has(side === 'office' ? pairUnit(anchor.id, seen.id) : pairUnit(seen.id, anchor.id)));
    if (candidates.length === 0 && question.candidates.length > 0) continue;
    const id = questionId(question);
    const alternatives: Alternative[] = candidates.map(({ seen, match }) => {
      const both = { [side]: anchor, [other(side)]: seen } as Record<Side, Seen>;
      const operations = linkAndFill(both, match, meetAsShared(both, input), input, id);
      const label = `Same as ${nameOf(seen.item)} (${match.why})`;
      return seen.left === undefined ? { id: `pair:${seen.id}`, label, operations } : pairAnew(seen, seen.left, candidates.length, label, operations, id);
    });
    const isTwin = question.resembles.length > 0 || candidates.some(({ seen }) => seen.left !== undefined);
    if (isWritten(other(side), anchor.item.kind, input.policy) && !(side === 'office' && staysHome(anchor.item, input.policy))) {
      const create = proposeCreate(other(side), anchor, { policy: input.policy, why: 'Nobody on the other side is the same', unit: id, chooseId: input.chooseId, account: input.account });
      alternatives.push({ id: 'new', label: isTwin && candidates.length < 2 ? `Another one: create it in ${sideName[other(side)]} as a record of its own` : `None of them: create in ${sideName[other(side)]}`, operations: [create] });
    }
    if (question.resembles.length > 0) alternatives.push(leaveAlone(question));
    alternatives.push({ id: 'wait', label: 'Decide later', operations: [] });
    const best = (candidates[0] ?? question.resembles[0])?.seen.item;
    draft.conflicts.push({
      about: 'pairing',
      alternatives,
      clashes: [],
      id,
      items: { [side]: anchor.item, ...(best === undefined ? {} : { [other(side)]: best }) },
      kind: anchor.item.kind,
      name: nameOf(anchor.item),
      otherwise: 'wait',
      why: question.why,
    });
  }
}

/** The same question has the same id in each plan. */
export function questionId({ anchor, side }: Pick<Question, 'anchor' | 'side'>): string {
  return shortHash(['pairing', anchor.item.kind, side, anchor.id]).slice(0, 16);
}

/** Its former partner is gone: that link ends, and it is linked with the new one. One alone has one name in all questions, to be chosen for many at once. */
function pairAnew({ id, item }: Seen, left: string, candidates: number, label: string, operations: readonly Operation[], unit: string): Alternative {
  const end = proposeUnlink({ id: left, kind: item.kind }, nameOf(item), [], 'Linked with another record now', unit);
  return { id: candidates === 1 ? 'relink' : `pair:${id}`, label: `${label}: link the two`, operations: [end, ...operations] };
}

/** Its double has a partner, and a second one is not given: the record is nobody's to copy. */
function leaveAlone({ anchor, side, resembles }: Question): Alternative {
  const names = [...new Set(resembles.map(({ seen }) => nameOf(seen.item)))];
  const label = `The same as ${names.join(' or ')} in ${sideName[other(side)]}, which has its partner already: leave it alone, nothing is copied`;
  return { id: 'same', label, operations: [], never: [{ side, id: anchor.id }] };
}

/** A pair that was found is still a person's to decide: another candidate, or different people. */
function otherWays(pair: Readonly<Record<Side, Seen>>, others: Readonly<Record<Side, readonly Candidate[]>>, input: ReconcileInput, unit: string): Alternative[] {
  const alternatives = sides.flatMap((side) =>
    others[side].map(({ seen, match }): Alternative => {
      const both = { [side]: seen, [other(side)]: pair[other(side)] } as Record<Side, Seen>;
      const operations = linkAndFill(both, match, meetAsShared(both, input), input, unit);
      return { id: `pair:${seen.id}`, label: `${nameOf(both[other(side)].item)} in ${sideName[other(side)]} is the same as ${nameOf(seen.item)} in ${sideName[side]} (${match.why})`, operations };
    }),
  );
  const copies = sides.flatMap((side) =>
    // The same id in both calendars, but a colleague's activity: a second one is never made of it.
    pair[side].inScope && !isSameMeeting(pair) && isWritten(other(side), pair[side].item.kind, input.policy) ? [proposeCreate(other(side), pair[side], { policy: input.policy, why: 'The two are different', unit, chooseId: input.chooseId, account: input.account })] : [],
  );
  if (copies.length > 0) alternatives.push({ id: 'apart', label: copies.length === 2 ? 'They are different: create each on the other side' : `They are different: create in ${sideName[copies[0]?.side ?? 'google']}`, operations: copies });
  return alternatives;
}

function isSameMeeting({ office, google }: Readonly<Record<Side, Seen>>): boolean {
  return office.invited === true && office.uid !== undefined && office.uid === google.uid;
}

/** What a colleague's synchronization carries is neither filled nor asked about here [R36]. */
function meetAsShared(seen: Readonly<Record<Side, Seen>>, input: ReconcileInput): Meeting {
  return isCarriedElsewhere(seen) ? { fill: { office: [], google: [] }, open: [] } : withoutReadOnly(meetFirst(seen, input.policy), seen);
}

/** `known`: the link that the two stand in already; it may bear the name of a former pair. */
export function planMeeting(seen: Readonly<Record<Side, Seen>>, match: Match, input: ReconcileInput, draft: Draft, unit: string, known?: string): void {
  const meeting = meetAsShared(seen, input);
  if (meeting.open.length === 0) {
    draft.operations.push(...linkAndFill(seen, match, meeting, input, unit, known));
    return;
  }
  const oneWay = meetOneWay(meeting, seen, input.policy);
  draft.operations.push(proposeLink(input.account, seen, match, unsettledFields(oneWay.meeting), unit, oneWay.settled, known));
  draft.conflicts.push(askOpenFields(seen, oneWay.meeting, oneWay.settled === undefined, input, unit, known));
}

function linkAndFill(seen: Readonly<Record<Side, Seen>>, match: Match, all: Meeting, input: ReconcileInput, unit: string, known?: string): Operation[] {
  const { meeting, settled } = meetOneWay(all, seen, input.policy);
  const link = proposeLink(input.account, seen, match, unsettledFields(meeting), unit, settled, known);
  return [link, ...fillOperations(seen, link.link, meeting, settled === undefined, input, unit)];
}

/** `whole`: nothing of either record waits for a side to be opened. */
function fillOperations(seen: Readonly<Record<Side, Seen>>, link: string, meeting: Meeting, whole: boolean, input: ReconcileInput, unit: string): Operation[] {
  const operations: Operation[] = [];
  for (const side of sides) {
    const closes = closedBy(side, meeting.fill, meeting.fill[side].map(({ field }) => field));
    const update = proposeUpdate(
      side,
      { link, target: seen[side], source: seen[other(side)], changes: meeting.fill[side], settle: { google: [], office: [] }, settleWhole: whole, closes, why: `Only in ${sideName[other(side)]}`, unit },
      input.policy,
    );
    if (update !== undefined) operations.push(update);
  }
  return operations;
}

function askOpenFields(seen: Readonly<Record<Side, Seen>>, meeting: Meeting, whole: boolean, input: ReconcileInput, unit: string, known?: string): Conflict {
  const closes = meeting.open.map((open) => open.field);
  const link = known ?? linkIdOf(input.account, seen.office.item.kind, { office: seen.office.id, google: seen.google.id });
  const deciding = (winner: Side): Operation[] => {
    const fill = bySide((side) => [...meeting.fill[side]]);
    for (const { changes } of meeting.open) {
      const change = changes[winner];
      if (change !== undefined) fill[other(winner)].push(change);
    }
    return fillOperations(seen, link, { fill, open: [] }, whole, input, unit);
  };
  const settled: Operation = {
    id: shortHash(['leave', link, closes]).slice(0, 16),
    op: 'settle',
    kind: seen.office.item.kind,
    name: nameOf(seen.office.item),
    unit,
    why: 'Left as they are',
    link,
    settle: { google: [], office: [] },
    closes,
    isAnswer: true,
  };
  const { kind } = seen.office.item;
  const writable = seen.google.readOnly === undefined && !closedSides(seen.office.item, input.policy).includes('google');
  return {
    id: shortHash(['open', link, closes]).slice(0, 16),
    kind: seen.office.item.kind,
    name: nameOf(seen.office.item),
    about: 'clash',
    why: 'The two are the same, but written differently',
    link,
    items: bySide((side) => seen[side].item),
    clashes: meeting.open.map(({ field, changes }) => ({ field, office: changes.office?.to, google: changes.google?.to })),
    alternatives: [
      ...(writable ? [{ id: 'office', label: 'Use SmartOffice', operations: deciding('office') }] : []),
      ...(isWritten('office', kind, input.policy) ? [{ id: 'google', label: 'Use Google', operations: deciding('google') }] : []),
      { id: 'leave', label: 'Leave both as they are', operations: [...fillOperations(seen, link, meeting, whole, input, unit), settled] },
      { id: 'wait', label: 'Decide later', operations: fillOperations(seen, link, meeting, whole, input, unit) },
    ],
    otherwise: 'wait',
  };
}
