// In: routed requests on events. Out: answers with the event and its etag.
// Each handler reads its parameters, checks access and premise, and calls the one write path.
// Never here: how an event changes (write.ts) or looks (view.ts).
import type { Answer, Call, Handlers } from '../call.ts';
import { requireText } from '../call.ts';
import { now } from '../world.ts';
import { isObject, mergePatch, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { OpenCalendar } from './access.ts';
import { openCalendar, toReader } from './access.ts';
import { buildEvent, completeConference, findMeetLink, refuseType } from './event-model.ts';
import { requireEvent } from './find.ts';
import { isOrganizerCopy } from './guests.ts';
import { listEvents, listSeriesInstances } from './list.ts';
import { announceChange, watchEvents } from './push.ts';
import type { EventRecord } from './records.ts';
import { formatEventEtag, isCancelled, saveEvent } from './records.ts';
import { renderEvent } from './view.ts';
import { checkIfMatch, deleteEvent, insertEvent, readNotice, readOptions, requireEtag, updateEvent } from './write.ts';

function answerEvent(call: Call, open: OpenCalendar, record: EventRecord): Answer {
  return { body: renderEvent(call.world, open.calendar, record, toReader(call, open)), headers: { etag: formatEventEtag(record) } };
}

function getEvent(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'freeBusyReader');
  const { record } = requireEvent(open.calendar, requireText(call, 'eventId'));
  const conference = record.event.conferenceData;
  const isPending = isObject(conference) && isObject(conference.createRequest) && isObject(conference.createRequest.status) && conference.createRequest.status.statusCode === 'pending';
  if (call.ifNoneMatch !== undefined && call.ifNoneMatch === formatEventEtag(record)) return { status: 304 };
  const answer = answerEvent(call, open, record);
  if (isPending) {
    // The conference becomes ready behind the reader's back, so the next read has it.
    const conferenceData = completeConference(conference);
    saveEvent(call.world, open.calendar, record.id, { ...record.event, conferenceData, hangoutLink: findMeetLink(conferenceData) });
  }
  return answer;
}

function insert(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  return answerEvent(call, open, insertEvent(call.world, open.calendar, call.account.email, call.body, readOptions(call), readNotice(call)));
}

/** Google's reading of the text is its own; here the text is the title, and the event begins at the next full hour. */
function quickAdd(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const start = Math.ceil(now(call.world) / 3_600_000) * 3_600_000;
  const time = (ms: number): Json => ({ dateTime: new Date(ms).toISOString(), timeZone: open.calendar.timeZone });
  const body = { summary: requireText(call, 'text'), start: time(start), end: time(start + 3_600_000) };
  return answerEvent(call, open, insertEvent(call.world, open.calendar, call.account.email, body, readOptions(call), readNotice(call)));
}

function change(call: Call, isReplacement: boolean): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const found = requireEvent(open.calendar, requireText(call, 'eventId'));
  checkIfMatch(call, requireEtag(found));
  const input = isReplacement ? call.body : mergePatch(found.record.event as Json, call.body);
  if (!isReplacement && call.body.sequence === undefined) delete input.sequence;
  const saved = updateEvent(call.world, open.calendar, found, { input, isReplacement, options: readOptions(call), notice: readNotice(call) });
  return answerEvent(call, open, saved);
}

function remove(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const found = requireEvent(open.calendar, requireText(call, 'eventId'));
  if (isCancelled(found.record)) refuse(410, 'deleted', 'Resource has been deleted');
  checkIfMatch(call, requireEtag(found));
  deleteEvent(call.world, open.calendar, found, readNotice(call));
  return { status: 204 };
}

function importEvent(call: Call): Answer {
  const { world, body, account } = call;
  const open = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const { calendar } = open;
  const uid = typeof body.iCalUID === 'string' ? body.iCalUID : refuse(400, 'required', 'Missing iCalUID.');
  if (body.eventType !== undefined && body.eventType !== 'default') refuseType('Only events of type default can be imported.');
  if (body.id !== undefined && body.id !== null) refuse(400, 'invalid', 'The id must not be given for an import.');
  const given = isObject(body.organizer) && typeof body.organizer.email === 'string' ? body.organizer.email.toLowerCase() : calendar.id;
  const guests = Array.isArray(body.attendees) ? body.attendees.filter(isObject).map((guest) => String(guest.email).toLowerCase()) : [];
  const owners = [calendar.id, calendar.owner];
  if (!owners.includes(given) && !guests.some((guest) => owners.includes(guest))) {
    refuse(400, 'participantIsNeitherOrganizerNorAttendee', 'The owner of the calendar must either be the organizer or an attendee of an event that is imported.', { domain: 'calendar' });
  }
  const known = [...calendar.events.values()].find((record) => record.event.iCalUID === uid && record.event.recurringEventId === undefined);
  if (known !== undefined && world.switches.importKnownUid === 'refuse') refuse(409, 'duplicate', 'The requested identifier already exists.');
  const name = isObject(body.organizer) && typeof body.organizer.displayName === 'string' ? { displayName: body.organizer.displayName } : {};
  const organizer = owners.includes(given) ? { email: calendar.id } : { email: given, ...name };
  const fixed = { iCalUID: uid, creator: { email: account.email }, organizer };
  const event = buildEvent(world, calendar, body, known?.event, fixed, readOptions(call));
  const record = saveEvent(world, calendar, known?.id ?? `_${Buffer.from(uid).toString('hex').slice(0, 60)}`, event);
  announceChange(world, calendar);
  return answerEvent(call, open, record);
}

function moveEvent(call: Call): Answer {
  const { world } = call;
  const source = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const target = openCalendar(call, requireText(call, 'destination'), 'writer');
  const { record } = requireEvent(source.calendar, requireText(call, 'eventId'));
  if (isCancelled(record)) refuse(404, 'notFound', 'Not Found');
  if (record.event.eventType !== 'default') refuseType('Only events of type default can be moved.');
  if (record.event.recurringEventId !== undefined) refuse(400, 'cannotChangeOrganizerOfInstance', 'Cannot change the organizer of an instance.', { domain: 'calendar' });
  if (!isOrganizerCopy(source.calendar, record.event)) refuse(403, 'forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer of the event.', { domain: 'calendar' });
  const taken = target.calendar.events.get(record.id);
  if (taken !== undefined && !isCancelled(taken)) refuse(409, 'duplicate', 'The requested identifier already exists.');
  const organizer = target.calendar.isPrimary ? { email: target.calendar.id } : { email: target.calendar.id, displayName: target.calendar.summary };
  const moved = saveEvent(world, target.calendar, record.id, { ...record.event, organizer });
  // A cancelled stub stays at the source.
  saveEvent(world, source.calendar, record.id, { ...record.event, status: 'cancelled', organizer });
  announceChange(world, source.calendar);
  announceChange(world, target.calendar);
  return answerEvent(call, target, moved);
}

export const eventHandlers: Handlers = {
  'calendar.events.list': listEvents,
  'calendar.events.instances': listSeriesInstances,
  'calendar.events.get': getEvent,
  'calendar.events.insert': insert,
  'calendar.events.quickAdd': quickAdd,
  'calendar.events.update': (call) => change(call, true),
  'calendar.events.patch': (call) => change(call, false),
  'calendar.events.delete': remove,
  'calendar.events.import': importEvent,
  'calendar.events.move': moveEvent,
  'calendar.events.watch': watchEvents,
};
