// In: calendars and a span of time. Out: when each of them is busy, without what for.
// Neighbouring and overlapping meetings melt into one span; free, declined and cancelled ones do not count.
// Never here: details of an event.
import type { Answer, Call, Handlers } from '../call.ts';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { findRole, isAtLeast, isTimeZone } from './access.ts';
import { listInstances } from './list.ts';
import { renderTime } from './view.ts';
import type { CalendarRecord, EventRecord } from './records.ts';
import { isCancelled } from './records.ts';

const largestSpanDays = 92;

function isBusy(calendar: CalendarRecord, record: EventRecord): boolean {
  const own = record.event.attendees?.find(({ email }) => email === calendar.owner);
  return !isCancelled(record) && record.event.transparency !== 'transparent' && own?.responseStatus !== 'declined' && record.event.eventType !== 'workingLocation' && record.event.eventType !== 'birthday';
}

function findBusy(calendar: CalendarRecord, from: number, to: number): [number, number][] {
  const all = [...calendar.events.values()].filter((record) => record.event.recurringEventId === undefined).flatMap((record) => (record.event.recurrence === undefined || isCancelled(record) ? [record] : listInstances(calendar, record, from, to)));
  const spans: [number, number][] = [];
  for (const { startMs, endMs } of all.filter((record) => isBusy(calendar, record)).sort((a, b) => a.startMs - b.startMs)) {
    if (startMs >= to || endMs <= from) continue;
    const last = spans.at(-1);
    if (last !== undefined && startMs <= last[1]) last[1] = Math.max(last[1], endMs);
    else spans.push([startMs, endMs]);
  }
  return spans;
}

function query(call: Call): Answer {
  const { world, account, body } = call;
  const [from, to] = [body.timeMin, body.timeMax].map((value) => (typeof value === 'string' ? Date.parse(value) : refuse(400, 'required', 'Missing timeMin or timeMax.'))) as [number, number];
  if (from >= to) refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', { domain: 'calendar' });
  if (to - from > largestSpanDays * 86_400_000) refuse(400, 'timeRangeTooLong', 'The requested time range is too long.', { domain: 'calendar' });
  const zone = typeof body.timeZone === 'string' ? body.timeZone : 'UTC';
  if (!isTimeZone(zone)) refuse(400, 'invalid', 'Invalid time zone.');
  const items = Array.isArray(body.items) ? body.items.filter(isObject) : [];
  if (items.length > 50) refuse(400, 'tooManyCalendarsRequested', 'Too many calendars requested.', { domain: 'calendar' });
  const time = (ms: number): unknown => (zone === 'UTC' ? new Date(ms).toISOString().replace('.000Z', 'Z') : renderTime({ dateTime: new Date(ms).toISOString() }, zone)?.dateTime);
  const calendars: Json = {};
  for (const { id } of items) {
    const key = String(id);
    const calendar = world.calendars.get(key === 'primary' ? account.email : key);
    const isSeen = calendar !== undefined && !calendar.deleted && isAtLeast(findRole(calendar, account), 'freeBusyReader');
    calendars[key] = isSeen
      ? { busy: findBusy(calendar, from, to).map(([start, end]) => ({ start: time(Math.max(start, from)), end: time(Math.min(end, to)) })) }
      : { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] };
  }
  return { body: { kind: 'calendar#freeBusy', timeMin: new Date(from).toISOString(), timeMax: new Date(to).toISOString(), calendars } };
}

export const freeBusyHandlers: Handlers = { 'calendar.freebusy.query': query };
