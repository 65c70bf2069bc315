// Calendars that are only shown in the office. In: records of such a calendar, and which of
// them the setup has chosen. Out: what becomes of their pairs [R37]. Never: a write to Google,
// an activity of the office that becomes one of theirs, or one that vanishes from the office
// without standing in the plan.

import type { EventItem, Kind } from './item.ts';
import type { Seen } from './link.ts';
import { pairUnlinked } from './match.ts';
import type { Pairing } from './match.ts';
import type { Policy } from './policy.ts';
import { isWritten } from './direction.ts';
import { proposeDelete, proposeUnlink } from './propose.ts';
import type { Draft, LinkedPair, ReconcileInput } from './reconcile.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

export function isShown(seen: Seen): boolean {
  return seen.calendar !== undefined;
}

/** Of a calendar that was shown and is not chosen any more. */
export function isHidden(seen: Seen, policy: Policy): boolean {
  return seen.calendar !== undefined && policy.shown?.includes(seen.calendar) !== true;
}

/** What the office shows of another calendar is never taken for an activity of its own, nor the other way round. */
export function pairApart(kind: Kind, unlinked: Readonly<Record<Side, readonly Seen[]>>, policy: Policy): Pairing {
  const ofCalendar = (seen: Seen): boolean => (seen.item as EventItem).calendar !== undefined;
  if (!unlinked.office.some(ofCalendar) && !unlinked.google.some(ofCalendar)) return pairUnlinked(kind, unlinked, policy);
  const [own, shown] = [false, true].map((which) => pairUnlinked(kind, bySide((side) => unlinked[side].filter((seen) => ofCalendar(seen) === which)), policy)) as [Pairing, Pairing];
  return { pairs: [...own.pairs, ...shown.pairs], questions: [...own.questions, ...shown.questions], rest: bySide((side) => [...own.rest[side], ...shown.rest[side]]) };
}

/** False: it is decided as every other link. */
export function decideShown({ link, now }: LinkedPair, input: ReconcileInput, name: string, unit: string, draft: Draft): boolean {
  if (!isShown(now.google) || now.google.gone === true || link.base.office.gone === true || link.base.google.gone === true) return false;
  const inOffice = now.office.gone !== true;
  if (!isHidden(now.google, input.policy)) {
    if (inOffice) return false;
    // Whoever may not change a calendar only stops seeing it: nothing is asked.
    draft.operations.push(proposeUnlink(link, name, ['office'], 'Deleted in SmartOffice; its calendar in Google is only shown', unit));
    return true;
  }
  if (!inOffice) {
    draft.operations.push(proposeUnlink(link, name, [], 'Its calendar is no longer shown in SmartOffice', unit));
  } else if (isWritten('office', link.kind, input.policy)) {
    const calendar = (now.office.item as EventItem).calendar;
    const why = `The calendar ${calendar ?? now.google.calendar ?? ''} is no longer shown in SmartOffice; in Google nothing is changed`;
    draft.operations.push(proposeDelete('office', now.office, link.id, why, unit, input.policy));
    draft.instead.push({ unit, alternatives: [{ id: 'keep', label: 'Keep in SmartOffice as it is', operations: [proposeUnlink(link, name, [], 'Kept in SmartOffice; its calendar is no longer shown', unit)] }] });
  } else {
    draft.unchanged[link.kind] += 1;
  }
  return true;
}
