// In: one change of one event (insert, update, delete), by a client or by a person.
// Out: the changed record, with the copies of guests, the mails and the push notices it causes.
// Never here: a change that skips the premise (If-Match) or reuses a deleted id.
import type { Call } from '../call.ts';
import { readNumber, readText } from '../call.ts';
import { findAccount, makeBase32Id, now } from '../world.ts';
import type { World } from '../world.ts';
import { isObject, refuse, sameJson, withoutNulls } from '../wire.ts';
import type { Json } from '../wire.ts';
import { buildEvent } from './event-model.ts';
import type { WriteOptions } from './event-model.ts';
import type { Found } from './find.ts';
import { cancelExceptions, reviewExceptions } from './find.ts';
import { isOrganizerCopy, limitGuestEdit, spreadAnswer, spreadGuestEdit, spreadToGuests } from './guests.ts';
import type { Notice } from './mail.ts';
import { mailGuests, mailReply } from './mail.ts';
import { announceChange } from './push.ts';
import type { CalendarRecord, EventRecord, StoredEvent } from './records.ts';
import { formatEventEtag, isCancelled, saveEvent } from './records.ts';

export function readNotice(call: Call): Notice {
  const asked = readText(call, 'sendUpdates');
  const legacy = call.parameters.sendNotifications === true ? 'all' : undefined;
  return { by: call.by, actor: call.account.email, sendUpdates: asked ?? legacy ?? (call.world.switches.strayMails ? 'externalOnly' : 'none') };
}

export function readOptions(call: Call): WriteOptions {
  return {
    conferenceDataVersion: readNumber(call, 'conferenceDataVersion') ?? 0,
    supportsAttachments: call.parameters.supportsAttachments === true,
    eventLabelVersion: readNumber(call, 'eventLabelVersion') ?? 0,
  };
}

export function checkIfMatch(call: Call, etag: string): void {
  if (call.ifMatch === undefined || call.ifMatch === '*' || call.ifMatch === etag) return;
  refuse(412, 'conditionNotMet', 'Precondition Failed', { locationType: 'header', location: 'If-Match' });
}

function finish(world: World, calendar: CalendarRecord, record: EventRecord, before: StoredEvent | undefined, notice: Notice): void {
  if (isOrganizerCopy(calendar, record.event)) {
    spreadToGuests(world, calendar, record, before);
    mailGuests(world, notice, calendar, record.id, before, record.event);
  }
  announceChange(world, calendar);
}

/** Guests outside are counted as they are invited; past the limit the calendar is read-only for the day. */
function chargeInvitations(world: World, calendar: CalendarRecord, before: StoredEvent | undefined, after: StoredEvent): void {
  const limit = world.switches.externalInvitationsPerDay;
  const known = new Set((before?.attendees ?? []).map(({ email }) => email));
  const invited = (after.attendees ?? []).filter(({ email }) => !known.has(email) && findAccount(world, email) === undefined).length;
  if (invited === 0) return;
  const bucket = `calendar/invitations/${calendar.owner}`;
  const day = Math.floor(now(world) / 86_400_000) * 86_400_000;
  const window = world.quota.get(bucket) ?? { start: day, used: 0, slots: new Map<number, number>() };
  if (window.start !== day) Object.assign(window, { start: day, used: 0 });
  world.quota.set(bucket, window);
  if (limit > 0 && window.used + invited > limit) refuse(403, 'quotaExceeded', 'Calendar usage limits exceeded.', { domain: 'usageLimits' });
  window.used += invited;
}

export function insertEvent(world: World, calendar: CalendarRecord, actor: string, body: Json, options: WriteOptions, notice: Notice): EventRecord {
  const input = withoutNulls(body) as Json;
  const id = typeof input.id === 'string' && input.id !== '' ? input.id : undefined;
  const uid = typeof input.iCalUID === 'string' && input.iCalUID !== '' ? input.iCalUID : undefined;
  if (id !== undefined && !/^[a-v0-9]{5,1024}$/.test(id)) refuse(400, 'invalid', 'Invalid resource id value.');
  if (id !== undefined && uid !== undefined && uid !== `${id}@google.com`) refuse(400, 'invalid', 'Only one of id and iCalUID may be given.');
  // A burnt id is a duplicate too: deleted events keep their id for ever.
  const taken = (id !== undefined && calendar.events.has(id)) || (uid !== undefined && [...calendar.events.values()].some((record) => record.event.iCalUID === uid));
  if (taken) refuse(409, 'duplicate', 'The requested identifier already exists.');
  const eventId = id ?? makeBase32Id(world);
  const fixed = {
    iCalUID: uid ?? `${eventId}@google.com`,
    creator: { email: actor },
    organizer: calendar.isPrimary ? { email: calendar.id } : { email: calendar.id, displayName: calendar.summary },
  };
  const event = buildEvent(world, calendar, input, undefined, fixed, options);
  chargeInvitations(world, calendar, undefined, event);
  const record = saveEvent(world, calendar, eventId, event);
  finish(world, calendar, record, undefined, notice);
  return record;
}

/** With `attendeesOmitted` the list holds only entries to change; the others stay. */
function mergeOmitted(input: Json, before: StoredEvent): Json {
  if (input.attendeesOmitted !== true || !Array.isArray(input.attendees)) return input;
  const given = new Map(input.attendees.filter(isObject).map((attendee) => [String(attendee.email).toLowerCase(), attendee]));
  const attendees = (before.attendees ?? []).map((attendee) => ({ ...attendee, ...given.get(attendee.email) }));
  return { ...input, attendees };
}

const strictness = ['public', 'default', 'private', 'confidential'];

/** A stricter visibility of one instance holds for its whole series; a looser one is ignored. */
function alignVisibility(world: World, calendar: CalendarRecord, before: StoredEvent, after: StoredEvent): void {
  const [was, is] = [before.visibility ?? 'default', after.visibility ?? 'default'];
  if (was === is) return;
  const master = calendar.events.get(before.recurringEventId ?? '');
  if (strictness.indexOf(is) > strictness.indexOf(was) && master !== undefined) {
    saveEvent(world, calendar, master.id, { ...master.event, visibility: is });
    return;
  }
  if (before.visibility === undefined) delete after.visibility;
  else after.visibility = before.visibility;
}

export interface Change {
  /** The whole event as it should be; for a patch the merge with what stands. */
  readonly input: Json;
  readonly isReplacement: boolean;
  readonly options: WriteOptions;
  readonly notice: Notice;
}

export function updateEvent(world: World, calendar: CalendarRecord, found: Found, change: Change): EventRecord {
  const { record, virtualOf } = found;
  const before = record.event;
  // Undeleting is refused for events; an instance may be called back into its series.
  if (isCancelled(record) && before.recurringEventId === undefined) refuse(403, 'forbidden', 'Forbidden');
  if (change.input.status === 'cancelled') {
    deleteEvent(world, calendar, found, change.notice);
    return calendar.events.get(record.id) ?? record;
  }
  const input = mergeOmitted(withoutNulls(change.input) as Json, before);
  const fixed = { iCalUID: before.iCalUID, creator: before.creator, organizer: before.organizer };
  let event = buildEvent(world, calendar, input, before, fixed, change.options);
  const isGuest = !isOrganizerCopy(calendar, before);
  const limited = isGuest ? limitGuestEdit(world, calendar, before, event) : undefined;
  event = limited?.event ?? event;
  chargeInvitations(world, calendar, before, event);
  if (before.recurringEventId !== undefined) alignVisibility(world, calendar, before, event);
  if (virtualOf !== undefined && sameJson(before, event)) return record;
  const saved = saveEvent(world, calendar, record.id, event);
  if (saved.event.recurrence !== undefined || before.recurrence !== undefined) reviewExceptions(world, calendar, saved, before);
  if (virtualOf !== undefined && change.isReplacement && event.attendees === undefined && world.switches.instancePutClearsSeriesGuests) {
    saveEvent(world, calendar, virtualOf.id, { ...virtualOf.event, attendees: undefined });
  }
  if (isGuest) spreadGuestEdit(world, calendar, saved, before);
  if (limited?.answer !== undefined) {
    spreadAnswer(world, calendar, saved, limited.answer);
    mailReply(world, change.notice, calendar, saved.id, event);
  }
  finish(world, calendar, saved, before, change.notice);
  return saved;
}

export function deleteEvent(world: World, calendar: CalendarRecord, found: Found, notice: Notice): void {
  const { record } = found;
  if (isCancelled(record)) refuse(410, 'deleted', 'Resource has been deleted');
  const before = record.event;
  const saved = saveEvent(world, calendar, record.id, { ...before, status: 'cancelled' });
  cancelExceptions(world, calendar, record.id);
  const own = before.attendees?.find((attendee) => attendee.email === calendar.id);
  if (!isOrganizerCopy(calendar, before) && own !== undefined) {
    // A guest who deletes the meeting declines it.
    spreadAnswer(world, calendar, saved, { ...own, responseStatus: 'declined' });
    mailReply(world, notice, calendar, saved.id, before);
  }
  finish(world, calendar, saved, before, notice);
}

export function requireEtag(found: Found): string {
  return formatEventEtag(found.record);
}
