// In: a change of one copy of a meeting. Out: the same change in the copies of the other accounts.
// The organizer's copy leads; guests keep their own reminders, colour, visibility and properties.
// Never here: a mail (mail.ts), or a refusal that is not about being a guest.
import { createHash } from 'node:crypto';
import { findAccount } from '../world.ts';
import type { World } from '../world.ts';
import { refuse, sameJson } from '../wire.ts';
import { cancelExceptions, findEvent, reviewExceptions } from './find.ts';
import { announceChange } from './push.ts';
import type { Attendee, CalendarRecord, EventRecord, StoredEvent } from './records.ts';
import { isCancelled, saveEvent } from './records.ts';

const ownFields = ['reminders', 'colorId', 'eventLabelId', 'transparency', 'visibility', 'sequence', 'extendedProperties', 'attendees'] as const;

export function isOrganizerCopy(calendar: CalendarRecord, event: StoredEvent): boolean {
  return event.organizer === undefined || event.organizer.email === calendar.id;
}

function copyId(world: World, guest: string, record: EventRecord): string {
  if (world.switches.invitationCopyId === 'same') return record.id;
  const masterId = record.event.recurringEventId ?? record.id;
  const copied = createHash('sha256').update(`${guest}:${masterId}`).digest('hex').slice(0, 26);
  return `${copied}${record.id.slice(masterId.length)}`;
}

function toCopy(source: StoredEvent, known: StoredEvent | undefined): StoredEvent {
  const copy: StoredEvent = { ...source };
  const members: Record<string, unknown> = copy;
  for (const field of ['reminders', 'colorId', 'eventLabelId', 'transparency', 'visibility', 'locked'] as const) {
    if (known?.[field] === undefined) delete copy[field];
    else members[field] = known[field];
  }
  const shared = source.extendedProperties?.shared;
  const own = known?.extendedProperties?.private;
  delete copy.extendedProperties;
  if (shared !== undefined || own !== undefined) {
    copy.extendedProperties = { ...(own === undefined ? {} : { private: own }), ...(shared === undefined ? {} : { shared }) };
  }
  return copy;
}

function saveCopy(world: World, guest: string, record: EventRecord, invited: boolean): void {
  const account = findAccount(world, guest);
  const calendar = account === undefined ? undefined : world.calendars.get(account.email);
  if (account === undefined || calendar === undefined) return;
  const id = copyId(world, account.email, record);
  const known = calendar.events.get(id);
  const source = record.event;
  if (!invited || source.status === 'cancelled') {
    if (known !== undefined && !isCancelled(known)) {
      saveEvent(world, calendar, id, { ...known.event, status: 'cancelled' });
      cancelExceptions(world, calendar, id);
      announceChange(world, calendar);
      return;
    }
    const copy = withMaster({ ...toCopy(source, undefined), status: 'cancelled' }, id, record);
    const series = calendar.events.get(copy.recurringEventId ?? '');
    if (known === undefined && series !== undefined && !isCancelled(series)) saveEvent(world, calendar, id, copy);
    return;
  }
  // Who took it out of the calendar has declined: an edit of somebody else does not bring it back.
  if (known !== undefined && isCancelled(known) && findAttendee(source, guest)?.responseStatus === 'declined') return;
  const before = known?.event;
  const saved = saveEvent(world, calendar, id, withMaster(toCopy(source, before), id, record));
  if (before?.recurrence !== undefined) reviewExceptions(world, calendar, saved, before);
  announceChange(world, calendar);
}

// The exception of a copy belongs to the copy's series, whatever its id.
function withMaster(event: StoredEvent, id: string, record: EventRecord): StoredEvent {
  const masterId = record.event.recurringEventId;
  if (masterId === undefined) return event;
  return { ...event, recurringEventId: id.slice(0, id.length - (record.id.length - masterId.length)) };
}

/** Brings the organizer's copy into the calendars of all guests that have an account here. */
export function spreadToGuests(world: World, calendar: CalendarRecord, record: EventRecord, before: StoredEvent | undefined): void {
  if (!isOrganizerCopy(calendar, record.event) || record.event.privateCopy === true) return;
  const invited = new Set((record.event.attendees ?? []).map(({ email }) => email));
  const everyone = new Set([...invited, ...(before?.attendees ?? []).map(({ email }) => email)]);
  // A cancelled exception no longer names its guests: they are those of the series.
  const series = record.event.recurringEventId === undefined ? undefined : calendar.events.get(record.event.recurringEventId);
  for (const { email } of series?.event.attendees ?? []) if (isCancelled(record)) everyone.add(email);
  for (const guest of everyone) if (guest !== calendar.owner && guest !== calendar.id) saveCopy(world, guest, record, invited.has(guest));
}

export function findOrganizerCopy(world: World, record: EventRecord): { calendar: CalendarRecord; record: EventRecord } | undefined {
  const calendar = record.event.organizer === undefined ? undefined : world.calendars.get(record.event.organizer.email);
  if (calendar === undefined) return undefined;
  const same = findEvent(calendar, record.id)?.record;
  if (same !== undefined && same.event.iCalUID === record.event.iCalUID) return { calendar, record: same };
  const masterId = record.event.recurringEventId;
  const suffix = masterId === undefined ? '' : record.id.slice(masterId.length);
  for (const found of calendar.events.values()) {
    if (found.event.iCalUID !== record.event.iCalUID || found.event.recurringEventId !== undefined) continue;
    const lead = findEvent(calendar, `${found.id}${suffix}`)?.record;
    if (lead !== undefined) return { calendar, record: lead };
  }
  return undefined;
}

function findAttendee(event: StoredEvent, email: string): Attendee | undefined {
  return event.attendees?.find((attendee) => attendee.email === email);
}

/** Tells the organizer, and through the organizer everyone, what a guest answered. */
export function spreadAnswer(world: World, guestCalendar: CalendarRecord, record: EventRecord, answer: Attendee): void {
  const lead = findOrganizerCopy(world, record);
  if (lead === undefined || lead.calendar === guestCalendar) return;
  const attendees = (lead.record.event.attendees ?? []).map((attendee) => (attendee.email === answer.email ? { ...attendee, ...answer } : attendee));
  const before = lead.record.event;
  const saved = saveEvent(world, lead.calendar, lead.record.id, { ...before, attendees });
  spreadToGuests(world, lead.calendar, saved, before);
  announceChange(world, lead.calendar);
}

/** What a guest was allowed to change of the shared event, or whom the guest invited, reaches everyone. */
export function spreadGuestEdit(world: World, guestCalendar: CalendarRecord, record: EventRecord, before: StoredEvent): void {
  if (!isSharedChange(guestCalendar, before, record.event) && sameJson(listOthers(guestCalendar, before), listOthers(guestCalendar, record.event))) return;
  const lead = findOrganizerCopy(world, record);
  if (lead === undefined || lead.calendar === guestCalendar) return;
  const was = lead.record.event;
  const event = toCopy({ ...record.event, attendees: record.event.attendees }, was);
  if (was.recurringEventId === undefined) delete event.recurringEventId;
  else event.recurringEventId = was.recurringEventId;
  event.sequence = was.sequence;
  const saved = saveEvent(world, lead.calendar, lead.record.id, event);
  if (was.recurrence !== undefined) reviewExceptions(world, lead.calendar, saved, was);
  spreadToGuests(world, lead.calendar, saved, was);
  announceChange(world, lead.calendar);
}

function listOthers(calendar: CalendarRecord, event: StoredEvent): Attendee[] {
  return (event.attendees ?? []).filter(({ email }) => email !== calendar.id);
}

export interface GuestEdit {
  readonly event: StoredEvent;
  readonly answer: Attendee | undefined;
}

function refuseGuest(): never {
  refuse(403, 'forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer of the event.', { domain: 'calendar' });
}

function isSharedChange(calendar: CalendarRecord, before: StoredEvent, after: StoredEvent): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const field of fields) {
    if ((ownFields as readonly string[]).includes(field)) continue;
    if (!sameJson(before[field], after[field])) return true;
  }
  if (!sameJson(before.extendedProperties?.shared, after.extendedProperties?.shared)) return true;
  const known = listOthers(calendar, before);
  const next = listOthers(calendar, after);
  const kept = known.every((attendee) => next.some((other) => sameJson(attendee, other)));
  const mayInvite = before.guestsCanInviteOthers !== false;
  return !kept || (!mayInvite && next.length !== known.length);
}

/** What is left of a guest's edit: refused, reduced to the own fields in silence, or taken. */
export function limitGuestEdit(world: World, calendar: CalendarRecord, before: StoredEvent, after: StoredEvent): GuestEdit {
  const own = findAttendee(after, calendar.id);
  const answer = own !== undefined && !sameJson(own, findAttendee(before, calendar.id)) ? own : undefined;
  if (before.guestsCanModify === true) return { event: after, answer };
  const privateChange = !sameJson(before.extendedProperties?.private, after.extendedProperties?.private);
  const refusesPrivate = privateChange && world.switches.nonOrganizerPrivateProperties === 'refuse';
  if (!isSharedChange(calendar, before, after) && !refusesPrivate) return { event: after, answer };
  if (world.switches.nonOrganizerEdit === 'refuse') refuseGuest();
  const limited: StoredEvent = { ...before };
  const members: Record<string, unknown> = limited;
  for (const field of ownFields) {
    if (field === 'attendees' || field === 'extendedProperties') continue;
    if (after[field] === undefined) delete limited[field];
    else members[field] = after[field];
  }
  if (own !== undefined) limited.attendees = (before.attendees ?? []).map((attendee) => (attendee.email === own.email ? own : attendee));
  if (privateChange && !refusesPrivate) {
    limited.extendedProperties = { ...before.extendedProperties, private: after.extendedProperties?.private };
  }
  return { event: limited, answer };
}
