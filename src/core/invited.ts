// One meeting in the calendars of several users of an office: one activity, a link for each.
// In: a pair of an account that others may synchronize too. Out: whether the account carries
// changes at all, and what becomes of its link if not [R36]. Never: two accounts that carry
// the same change, or a colleague's activity that is deleted because a copy was.

import { changesSince } from './diff.ts';
import type { Seen } from './link.ts';
import { proposeLink, proposeSettle, proposeUnlink } from './propose.ts';
import type { Draft, LinkedPair, ReconcileInput } from './reconcile.ts';
import { sides } from './side.ts';
import type { Side } from './side.ts';

/** A colleague's synchronization carries it: who may write the event at Google, else the owner of the activity. */
export function isCarriedElsewhere(now: Readonly<Record<Side, Seen>>): boolean {
  const { elsewhere } = now.office;
  if (elsewhere === undefined) return false;
  const organizes = now.google.readOnly === undefined;
  if (elsewhere.organizes !== organizes) return elsewhere.organizes;
  const owns = now.office.invited !== true;
  return elsewhere.owns === owns ? elsewhere.before : elsewhere.owns;
}

/** False: it is decided as every other link. */
export function decideShared(pair: LinkedPair, input: ReconcileInput, name: string, unit: string, draft: Draft): boolean {
  const { link, now } = pair;
  const present = { office: now.office.gone !== true, google: now.google.gone !== true };
  const isFollowing = isCarriedElsewhere(now);
  if (!isFollowing && now.office.invited !== true) return false;
  // Kept on one side only, as it was settled.
  if (sides.some((side) => link.base[side].gone === true && !present[side])) return false;
  if (!present.google) {
    const why = 'Gone from this calendar; the activity is a colleague’s too and stays';
    // One's own is not made again; of a colleague's nothing is left to remember.
    draft.operations.push(proposeUnlink(link, name, now.office.invited === true ? [] : ['google'], why, unit));
    return true;
  }
  if (!isFollowing && (present.office || now.google.readOnly === undefined)) return false;
  if (!present.office) {
    // Whoever organizes it takes it out of all calendars, or keeps it: nothing is done here.
    draft.unchanged[link.kind] += 1;
    return true;
  }
  if (sides.some((side) => link.base[side].gone === true)) {
    draft.operations.push(proposeLink(input.account, now, { rule: 'choice', score: 1, why: 'In this calendar again' }, [], unit));
    return true;
  }
  const own = changesSince(pair, input.policy);
  if (link.open.length > 0 || sides.some((side) => own[side].length > 0)) {
    draft.operations.push(proposeSettle(link, name, own, link.open, 'A colleague’s synchronization carries it', unit));
  } else {
    draft.unchanged[link.kind] += 1;
  }
  return true;
}
