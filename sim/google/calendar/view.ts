// In: a stored event and who reads it. Out: the wire Event that Google would show this reader.
// Times appear in the reader's zone, `self` marks the reader's calendar, defaults are left out.
// Never here: a change of the record (only its cache of rendered times).
import type { Account, World } from '../world.ts';
import type { Json } from '../wire.ts';
import type { Attendee, CalendarRecord, EventRecord, Person, Role, StoredEvent, WireTime } from './records.ts';
import { formatEventEtag } from './records.ts';
import type { Occurrence } from './series.ts';
import { formatTime } from './series.ts';

export interface Reader {
  readonly account: Account;
  readonly role: Role;
  readonly zone: string;
  readonly maxAttendees: number | undefined;
}

export function renderTime(time: WireTime | undefined, zone: string): WireTime | undefined {
  if (time === undefined || time.date !== undefined || time.dateTime === undefined) return time;
  const zoned = Temporal.Instant.from(time.dateTime).toZonedDateTimeISO(zone);
  const dateTime = zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' }).replace(/\+00:00$/, 'Z');
  return time.timeZone === undefined ? { dateTime } : { dateTime, timeZone: time.timeZone };
}

function renderTimes(record: EventRecord, zone: string): { start: WireTime; end: WireTime } | undefined {
  const { start, end } = record.event;
  if (start === undefined || end === undefined) return undefined;
  if (record.rendered?.zone !== zone) {
    record.rendered = { zone, start: renderTime(start, zone) ?? start, end: renderTime(end, zone) ?? end };
  }
  return { start: record.rendered.start, end: record.rendered.end };
}

function markSelf(person: Person | undefined, calendarId: string): Json | undefined {
  return person === undefined ? undefined : { ...person, ...(person.email === calendarId ? { self: true } : {}) };
}

function renderAttendees(event: StoredEvent, calendar: CalendarRecord, reader: Reader): { attendees?: Json[]; attendeesOmitted?: true } {
  const all = event.attendees;
  if (all === undefined || all.length === 0) return {};
  const isSelf = (attendee: Attendee): boolean => attendee.email === calendar.id;
  const hidden = event.guestsCanSeeOtherGuests === false && event.organizer?.email !== calendar.id;
  const limit = hidden ? 0 : reader.maxAttendees;
  const shown = limit === undefined || all.length <= limit ? all : all.filter((attendee, index) => isSelf(attendee) || (!hidden && index < limit));
  const attendees = shown.map((attendee) => ({
    ...attendee,
    ...(isSelf(attendee) ? { self: true } : {}),
    ...(attendee.email === event.organizer?.email ? { organizer: true } : {}),
  }));
  return shown.length < all.length ? { attendees, attendeesOmitted: true } : { attendees };
}

function isHiddenFrom(event: StoredEvent, role: Role): boolean {
  if (role === 'freeBusyReader') return true;
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential';
  return isPrivate && (role === 'reader' || role === 'writerWithoutPrivateAccess');
}

function formatLink(world: World, calendar: CalendarRecord, id: string): string {
  return `${world.url}/calendar/event?eid=${Buffer.from(`${id} ${calendar.id}`).toString('base64url')}`;
}

export function renderEvent(world: World, calendar: CalendarRecord, record: EventRecord, reader: Reader): Json {
  const { event } = record;
  const common = {
    kind: 'calendar#event',
    etag: formatEventEtag(record),
    id: record.id,
    status: event.status,
    htmlLink: formatLink(world, calendar, record.id),
    created: new Date(record.createdMs).toISOString().replace(/\.\d+Z$/, '.000Z'),
    updated: new Date(record.updatedMs).toISOString(),
  };
  const originalStartTime = renderTime(event.originalStartTime, reader.zone);
  const origin = event.recurringEventId === undefined ? {} : { recurringEventId: event.recurringEventId, originalStartTime };
  // Of a cancelled exception Google guarantees the id, its series and its place in it, and no more.
  if (event.status === 'cancelled' && event.recurringEventId !== undefined) {
    return { kind: common.kind, etag: common.etag, id: common.id, status: 'cancelled', ...origin };
  }
  const times = renderTimes(record, reader.zone);
  if (isHiddenFrom(event, reader.role)) {
    return { ...common, ...times, ...origin, ...(event.recurrence === undefined ? {} : { recurrence: event.recurrence }), visibility: 'private', iCalUID: event.iCalUID, eventType: event.eventType };
  }
  return {
    ...common,
    ...event,
    ...times,
    ...origin,
    ...(event.creator === undefined ? {} : { creator: markSelf(event.creator, calendar.id) }),
    ...(event.organizer === undefined ? {} : { organizer: markSelf(event.organizer, calendar.id) }),
    ...renderAttendees(event, calendar, reader),
    reminders: event.reminders ?? { useDefault: true },
  };
}

/** An instance that no exception describes: the series' own fields at another time. */
export function makeInstance(master: EventRecord, occurrence: Occurrence): EventRecord {
  const { recurrence: _, ...fields } = master.event;
  const start = formatTime(occurrence.startMs, master.event.start);
  return {
    ...master,
    id: `${master.id}_${occurrence.key}`,
    event: {
      ...fields,
      start,
      end: formatTime(occurrence.endMs, master.event.end),
      recurringEventId: master.id,
      originalStartTime: start,
    } as StoredEvent,
    startMs: occurrence.startMs,
    endMs: occurrence.endMs,
    lastEndMs: undefined,
    rendered: undefined,
  };
}
