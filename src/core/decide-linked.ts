// One link: the cell of the table {unchanged, changed, gone, settled as gone}² that it
// stands in, and what follows. In: the link and what both sides hold. Out: operations
// and conflicts added to the draft.

import { changesSince, pathOf, sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { decideDeletion } from './decide-deletion.ts';
import { planMeeting } from './decide-pairs.ts';
import { closedSides, withoutSendingTo, withoutSendingToAny } from './direction.ts';
import { askAboutCleared, closedBy, stillOpen, unsettledFields, withoutFill, withoutReadOnly } from './first-meeting.ts';
import { fillKey, silenced } from './never.ts';
import { fieldNamed } from './field.ts';
import type { AnyEntry, NormalContext } from './field.ts';
import { describeSurplus, limitGuests } from './guest-list.ts';
import type { Invited } from './guest-list.ts';
import { shortHash } from './hash.ts';
import { decideShared } from './invited.ts';
import { nameOf } from './item.ts';
import type { ContactItem, Item } from './item.ts';
import { newerOf } from './link.ts';
import type { Seen } from './link.ts';
import { isSchedule, mergeChanges, policyFor, resolveClash } from './merge.ts';
import type { Merge, Opposed } from './merge.ts';
import type { Policy } from './policy.ts';
import { causeOf, hidesText, keepWords, onlyOwn, settleDiscreetly, tellDiscreetly, tellWords } from './privacy.ts';
import type { Told } from './privacy.ts';
import type { Alternative, Clash, Operation } from './plan.ts';
import { projectChange } from './project.ts';
import { proposeInPart, proposeSettle, proposeUnlink, proposeUpdate, sideName } from './propose.ts';
import type { Draft, LinkedPair, ReconcileInput } from './reconcile.ts';
import { isToldOtherwise, policyToldBy, rememberTold, retell } from './retell.ts';
import { decideShown, isHidden } from './shown.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';
import { takeBack, turnRound } from './turn-round.ts';

export function decideLinked(pair: LinkedPair, given: ReconcileInput, draft: Draft): void {
  const { link, now } = pair;
  const input = { ...given, policy: policyToldBy(pair, given.policy, given.never) };
  if (isAsSettled(pair) && !isHidden(now.google, input.policy) && !isToldOtherwise(pair, input.policy)) {
    draft.unchanged[link.kind] += 1;
    return;
  }
  const present = bySide((side) => now[side].gone !== true);
  const settledGone = sides.find((side) => link.base[side].gone === true);
  const name = nameOf((present.office ? now.office : now.google).item);
  const unit = shortHash(['link', link.id]).slice(0, 16);

  if (!present.office && !present.google) {
    draft.operations.push(proposeUnlink(link, name, ['office', 'google'], 'Gone on both sides', unit));
    return;
  }
  if (decideShown(pair, input, name, unit, draft)) return;
  if (decideShared(pair, input, name, unit, draft)) return;
  if (settledGone !== undefined) {
    if (!present[settledGone]) {
      // Kept on one side only: its edits have nowhere to go, and no cycle need look at them again.
      const own = changesSince(pair, input.policy);
      if (own[other(settledGone)].length === 0) draft.unchanged[link.kind] += 1;
      else draft.operations.push(proposeSettle(link, name, bySide((side) => [...own[side]]), [], `Kept in ${sideName[other(settledGone)]} only`, unit));
      return;
    }
    if (!present[other(settledGone)]) {
      // Back on the one side and deleted on the other since: there is nothing to meet, and who took it back means it to stay [R6].
      decideDeletion(pair, true, other(settledGone), name, unit, input, draft);
      return;
    }
    // Undeleted: the two meet again, with nothing agreed between them.
    const match = { rule: 'choice', score: 1, why: `Restored in ${sideName[settledGone]}` } as const;
    planMeeting(now, match, input, draft, unit, link.id);
    return;
  }
  const gone = sides.find((side) => !present[side]);
  if (gone !== undefined) {
    decideDeletion(pair, changesSince(pair, input.policy)[other(gone)].length > 0, gone, name, unit, input, draft);
    return;
  }
  if (isOutside(now)) {
    // Neither in the SET nor in the group any more: both records stay as they are [R15].
    draft.operations.push(proposeUnlink(link, name, [], 'Left the SET and the Google group', unit));
    return;
  }
  decideMerge(pair, name, unit, input, draft);
}

/** Both hold what was settled and nothing waits: told by the hashes alone, for most links of a cycle. */
function isAsSettled({ link, now }: LinkedPair): boolean {
  if (link.open.length > 0 || isOutside(now)) return false;
  return sides.every((side) => {
    const base = link.base[side];
    return base.gone !== true && now[side].gone !== true && base.hash === now[side].hash;
  });
}

function isOutside(now: Readonly<Record<Side, Seen>>): boolean {
  return sides.every((side) => now[side].item.kind === 'contact' && (now[side].item as ContactItem).member !== true);
}

function basesOf({ link, now }: LinkedPair): Record<Side, Item> {
  return bySide((side) => {
    const base = link.base[side];
    return base.gone === true ? now[side].item : base.item;
  });
}

function decideMerge(pair: LinkedPair, name: string, unit: string, input: ReconcileInput, draft: Draft): void {
  const { link, now } = pair;
  const own = changesSince(pair, input.policy);
  const closed = closedSides(now.office.item, input.policy);
  const met = withoutReadOnly(askAboutCleared(stillOpen(link.open, now, input.policy), own, now, input.policy), now);
  const meeting = closed.reduce((left, side) => withoutFill(left, side), met);
  // What the two never agreed on is compared by value; an edit of it overwrites nothing [R3].
  const waiting = unsettledFields(meeting);
  const isOpen = (change: Change): boolean => meeting.open.some(({ field }) => field === change.field);
  const byValue = (change: Change): boolean => waiting.includes(change.field) || (link.open.includes(change.field) && isByValue(change, now, input.policy));
  const silent = silenced(link.id, own, input.never);
  for (const side of sides) meeting.fill[side] = meeting.fill[side].filter(({ field }) => !(input.never.has(fillKey(link.id, side, field)) && sides.every((each) => own[each].every((change) => change.field !== field))));
  const retelling = retell(pair, own, input.policy, input.never);
  if (retelling?.why !== undefined) draft.problems.push(proposeInPart(now.office, retelling.why));
  const discreet = tellDiscreetly(basesOf(pair), bySide((side) => now[side].item), own, input.policy, retelling?.former);
  const isSilent = (change: Change, side: Side): boolean => silent.has(causeOf(change, own[side], discreet));
  const told = bySide((side) => (discreet?.changes[side] ?? own[side]).filter((change) => !byValue(change) && !isSilent(change, side)));
  const merged = mergeChanges(told, bySide((side) => now[side].item), input.policy, newerOf(now));
  const whole = discreet === undefined ? merged : settleDiscreetly(merged, discreet);
  for (const side of sides) {
    whole.send[side].push(...meeting.fill[side]);
    whole.settle[side].push(...own[side].filter((change) => byValue(change) && !isOpen(change)));
  }
  whole.send.google.push(...(retelling?.visibility ?? []));
  whole.send.google.unshift(...(discreet?.covered ?? []).filter((change) => !isSilent(change, 'office')));
  // What the closed side is not sent waits, and is asked about by nobody [R22].
  const merge = withoutSendingToAny(closed, whole, own);
  const isWaiting = (change: Change): boolean => sides.some((side) => whole.settle[side].includes(change) && !merge.settle[side].includes(change));
  // A field whose filling may not be written stays open: closed, the difference would be forgotten [R22].
  const withheld = new Set(closed.flatMap((side) => met.fill[side].map(({ field }) => field)));
  const settleable = link.open.filter((field) => !withheld.has(field));
  const closes = settleable.filter((field) => !meeting.open.some((open) => open.field === field));
  const removals = askAboutLeaving(merge, own, input);
  const heard = (send: Merge['send']): Merge['send'] => (discreet === undefined ? send : { ...send, office: [...keepWords(send.office, basesOf(pair).office, now.office.item, input.policy).changes] });
  const homeless = discreet === undefined ? [] : askAboutWords(merge, told.google, discreet, pair, input);
  const build = (parts: Merge, closing: readonly string[]): Operation[] => buildOperations(pair, own, { ...parts, send: heard(parts.send) }, closing, name, unit, input);
  const remembering = (operations: readonly Operation[]): Operation[] => [...(retelling === undefined ? operations : rememberTold(operations, retelling, pair, own, name, unit, input.policy))];

  const { surplus } = inviting(merge.send.google, pair, input);
  if (surplus > 0) draft.problems.push(proposeInPart(now.office, describeSurplus(surplus, input.policy.guestLimit)));

  const readOnly = now.google.readOnly;
  const blocked = readOnly !== undefined && merge.send.google.length > 0;
  const asked = [...merge.clashes, ...removals, ...homeless];
  if (asked.length === 0 && meeting.open.length === 0 && !blocked) {
    const operations = remembering(build(merge, closes));
    if (operations.length === 0) draft.unchanged[link.kind] += 1;
    draft.operations.push(...operations);
    const turned = turnRound(operations, merge, (parts) => build(parts, closes), pair, input);
    if (turned !== undefined) draft.instead.push({ unit, alternatives: [turned] });
    return;
  }

  // The parts that nobody disputes go on; they are the alternative that waits [R8].
  const undisputed: Merge = blocked ? withoutSendingTo('google', merge, own) : merge;
  // What cannot be sent, and is not asked about by itself.
  const isAsked = (change: Change): boolean => isOpen(change) || asked.some(({ office }) => office !== undefined && pathOf(office) === pathOf(change));
  const unsent = blocked ? own.office.filter((change) => !undisputed.settle.office.includes(change) && !isAsked(change)) : [];
  const deciding = (winner: Side): Operation[] => {
    const parts: Merge = {
      send: bySide((side) => [...undisputed.send[side]]),
      settle: bySide((side) => [...undisputed.settle[side]]),
      needs: new Map(undisputed.needs),
      clashes: [],
    };
    for (const changes of asked) resolveClash(parts, changes, winner, link.kind, input.policy);
    for (const { changes } of meeting.open) {
      const change = changes[winner];
      if (change !== undefined) parts.send[other(winner)].push(change);
    }
    for (const side of sides) parts.settle[side].push(...own[side].filter(isOpen));
    takeBack(parts, 'office', unsent);
    if (winner === 'google' && discreet !== undefined && !blocked) parts.send.google.push(...tellWords(asked, basesOf(pair).office, bySide((side) => now[side].item), input.policy).flatMap((change) => projectChange('google', link.kind, change, input.policy) ?? []));
    return remembering(build(discreet === undefined ? parts : { ...parts, settle: onlyOwn(parts.settle, discreet) }, settleable));
  };
  const asTheyAre = (): Operation[] => {
    const settle = bySide((side) => own[side].filter((change) => !isWaiting(change) && !undisputed.settle[side].includes(change)));
    const left = proposeSettle(link, name, settle, link.open.filter((field) => !closes.includes(field)), 'Left as they are', unit);
    // Apart from what nobody disputes: an undo of the answer asks again, and takes nothing else back.
    return remembering([...build(undisputed, closes), { ...left, isAnswer: true }]);
  };
  const officeAllowed = !blocked && readOnly === undefined && !closed.includes('google');
  const alternatives: Alternative[] = [
    ...(officeAllowed ? [{ id: 'office', label: 'Use SmartOffice', operations: deciding('office') }] : []),
    ...(closed.includes('office') ? [] : [{ id: 'google', label: 'Use Google', operations: deciding('google') }]),
    { id: 'leave', label: 'Leave both as they are', operations: asTheyAre() },
    { id: 'wait', label: 'Decide later', operations: build(undisputed, closes) },
  ];
  draft.conflicts.push({
    id: shortHash(['clash', link.id, now.office.hash, now.google.hash]).slice(0, 16),
    kind: link.kind,
    name,
    about: 'clash',
    why: blocked && asked.length === 0 ? `${readOnly.replace(/\.$/, '')}: the change made in SmartOffice cannot be sent` : removals.length > 0 ? 'Taken out of the Google group, still in the SET' : homeless.length > 0 ? 'SmartOffice has words for occurrences that the series no longer has in Google' : differently(asked, now.office.item, input.policy),
    link: link.id,
    items: bySide((side) => now[side].item),
    clashes: [
      ...asked.map((changes) => describeClash(changes, now.office.item, input.policy)),
      ...meeting.open.map(({ field, changes }) => ({ field, office: changes.office?.to, google: changes.google?.to })),
      ...unsent.map((change) => ({ field: change.field, key: change.key, base: change.from, office: change.to, google: change.from })),
    ],
    alternatives,
    otherwise: 'wait',
  });
}

/**
 * Of a field that was open: of entries, which there are, not how they are labelled; any other,
 * where it became the same: that is agreed, and nobody's change to send.
 */
function isByValue({ field: name, from, to }: Change, now: Readonly<Record<Side, Seen>>, context: NormalContext): boolean {
  const field = fieldNamed(now.office.item.kind, name);
  if (field.shape === 'entries') return from === undefined || to === undefined || field.key(from as AnyEntry, context) !== field.key(to as AnyEntry, context);
  const { office, google } = bySide((side) => field.normal(field.get(now[side].item), now[side].item));
  return sameValue(office, google);
}

/** A contact taken out of our Google group is a question: its SET is the office's [R15]. */
function askAboutLeaving(merge: Merge, own: Record<Side, readonly Change[]>, input: ReconcileInput): Opposed[] {
  if (input.policy.conflictByField['contact.member'] === 'google') return [];
  const left = own.google.find((change) => change.field === 'member' && change.to !== true);
  if (left === undefined || own.office.some((change) => change.field === 'member')) return [];
  merge.send.office = merge.send.office.filter((change) => change.field !== 'member');
  merge.settle.google = merge.settle.google.filter((change) => change !== left);
  return [{ google: left }];
}

/** Google's new times leave words of the office without an occurrence: they are not dropped unasked [R7]. */
function askAboutWords(merge: Merge, heard: readonly Change[], discreet: Told, pair: LinkedPair, { policy }: ReconcileInput): Opposed[] {
  const { link, now } = pair;
  if (keepWords(merge.send.office, basesOf(pair).office, now.office.item, policy).homeless.length === 0) return [];
  const winner = policyFor(link.kind, 'recurrence', policy, newerOf(now));
  if (winner === 'google') return [];
  const own = (change: Change): Change => discreet.behind.get(change) ?? change;
  const moves = heard.filter((change) => isSchedule(change) && merge.settle.google.includes(own(change)));
  merge.send.office = merge.send.office.filter((change) => !isSchedule(change));
  merge.settle.google = merge.settle.google.filter((change) => !moves.some((move) => own(move) === change));
  if (winner === 'ask') return moves.map((change) => ({ google: change }));
  for (const change of moves) resolveClash(merge, { google: change }, winner, link.kind, policy);
  return [];
}

function differently(asked: readonly Opposed[], office: Item, policy: Policy): string {
  const why = 'Changed differently in SmartOffice and in Google';
  return asked.some((changes) => changes.office !== undefined && hidesText(office, changes.office.field, policy)) ? `${why}. It is private: of SmartOffice’s text Google is told nothing, whatever you choose` : why;
}

/** Of a text in disguise, what the office holds: an answer may replace it. */
function describeClash(changes: Opposed, office: Item, policy: Policy): Clash {
  const some = changes.office ?? changes.google;
  const field = some?.field ?? '';
  const value = (side: Side): unknown => (changes[side] === undefined ? some?.from : changes[side]?.to);
  const isHidden = changes.office !== undefined && hidesText(office, field, policy);
  return { field, key: some?.key, base: some?.from, office: isHidden ? fieldNamed(office.kind, field).get(office) : value('office'), google: value('google') };
}

function inviting(changes: readonly Change[], { now }: LinkedPair, { policy }: ReconcileInput): Invited {
  return limitGuests(changes, now.office.item, now.google.item, policy);
}

function buildOperations(pair: LinkedPair, own: Record<Side, readonly Change[]>, parts: Merge, closes: readonly string[], name: string, unit: string, input: ReconcileInput): Operation[] {
  const { link, now } = pair;
  const operations: Operation[] = [];
  let remaining = bySide((side) => [...parts.settle[side]]);
  const targets = sides.filter((side) => parts.send[side].length > 0);
  for (const side of targets) {
    const source = other(side);
    const alone = targets.length === 1;
    // What another write is to carry, or to replace, is that write's to settle.
    const settle = bySide((each) => remaining[each].filter((change) => alone || parts.needs.get(change) === side));
    // Whole: nothing of the written side's own is still to be carried to the other.
    const settleWhole = alone && own[side].every((change) => remaining[side].includes(change)) && link.open.every((field) => closes.includes(field));
    const update = proposeUpdate(
      side,
      { link: link.id, target: now[side], source: now[source], changes: side === 'google' ? inviting(parts.send.google, pair, input).changes : parts.send[side], settle, settleWhole, closes: closedBy(side, parts.send, closes), why: `Changed in ${sideName[source]}`, unit },
      input.policy,
    );
    if (update === undefined) continue;
    operations.push(update);
    remaining = bySide((each) => remaining[each].filter((change) => !settle[each].includes(change)));
  }
  if (sides.some((side) => remaining[side].length > 0) || (operations.length === 0 && closes.length > 0)) {
    operations.push(proposeSettle(link, name, remaining, closes.filter((field) => sides.every((side) => closedBy(side, parts.send, [field]).length > 0)), 'Both sides agree already', unit));
  }
  return operations;
}
