// In: a person's act on events and calendars. Out: the event (or calendar) afterwards.
// "This and following" does what Google's app does: it ends the old series and starts a new one.
// Never here: rules of its own; all changes go through calendar/write.ts.
import type { Call } from '../call.ts';
import { findRole, openCalendar } from '../calendar/access.ts';
import { giveRole } from '../calendar/acl.ts';
import { addToList, removeCalendar } from '../calendar/calendar-routes.ts';
import type { Found } from '../calendar/find.ts';
import { requireEvent } from '../calendar/find.ts';
import { announceListChange } from '../calendar/push.ts';
import type { CalendarRecord, EventRecord } from '../calendar/records.ts';
import { createCalendar, isAllDay, listExceptions, toMilliseconds } from '../calendar/records.ts';
import { expandSeries, keyOf, splitInstanceId } from '../calendar/series.ts';
import { renderEvent } from '../calendar/view.ts';
import { deleteEvent, insertEvent, updateEvent } from '../calendar/write.ts';
import { findAccount } from '../world.ts';
import type { Account, World } from '../world.ts';
import { mergePatch, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { ActOf } from './act.ts';

const options = { conferenceDataVersion: 1, supportsAttachments: true };

export function makePersonCall(world: World, account: Account, parameters: Call['parameters'] = {}): Call {
  return { world, account, by: 'person', scopes: [], method: 'act', parameters, body: {}, ifMatch: undefined, ifNoneMatch: undefined, lagMs: 0 };
}

function show(world: World, account: Account, calendar: CalendarRecord, record: EventRecord): Json {
  return renderEvent(world, calendar, record, { account, role: findRole(calendar, account), zone: calendar.timeZone, maxAttendees: undefined });
}

function instanceId(calendar: CalendarRecord, id: string, originalStart: string | undefined): string {
  if (originalStart === undefined) return id;
  const master = requireEvent(calendar, id).record;
  const time = /T/.test(originalStart) ? { dateTime: originalStart } : { date: originalStart };
  if ((time.date !== undefined) !== isAllDay(master.event)) refuse(400, 'invalid', 'originalStart must be a date for all-day series and a date-time otherwise.');
  return `${id}_${keyOf(time)}`;
}

// Two requests, as for a client: the old rule gets an end, then a new series starts at the target.
function splitSeries(world: World, account: Account, calendar: CalendarRecord, act: Extract<ActOf<'event'>, { action: 'event.moveThisAndFollowing' }>): Json {
  const notice = { by: 'person', actor: account.email, sendUpdates: act.sendUpdates };
  const id = instanceId(calendar, act.id, act.originalStart);
  const target = requireEvent(calendar, id).record;
  const masterId = splitInstanceId(id)?.masterId ?? refuse(400, 'invalid', 'Name the instance at which the series is split.');
  const master = requireEvent(calendar, masterId).record;
  const before = { ...master.event };
  const originalMs = toMilliseconds(target.event.originalStartTime);
  const allDay = isAllDay(before);
  const last = new Date(originalMs - (allDay ? 86_400_000 : 1000)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const until = allDay ? last.slice(0, 8) : `${last}Z`;
  const pastCount = expandSeries(master, master.startMs, originalMs - 1).filter((found) => found.startMs < originalMs).length;
  if (pastCount === 0) refuse(400, 'invalid', 'The first instance cannot be split off; edit the series instead.');
  const shorten = (line: string): string => (/^RRULE/i.test(line) ? `${line.replace(/;?(COUNT|UNTIL)=[^;]*/gi, '')};UNTIL=${until}` : line);
  const carryOn = (line: string): string => line.replace(/COUNT=(\d+)/i, (_, count: string) => `COUNT=${Math.max(1, Number(count) - pastCount)}`);
  const exceptions = listExceptions(calendar, masterId).filter((record) => toMilliseconds(record.event.originalStartTime) >= originalMs);
  const found: Found = { record: master, virtualOf: undefined };
  const input: Json = { ...(before as Json), recurrence: (before.recurrence ?? []).map(shorten) };
  delete input.sequence;
  updateEvent(world, calendar, found, { input, isReplacement: true, options, notice });
  const fresh: Json = mergePatch({ ...(before as Json), start: target.event.start, end: target.event.end, recurrence: (before.recurrence ?? []).map(carryOn) }, act.patch);
  for (const key of ['iCalUID', 'sequence', 'creator', 'organizer']) delete fresh[key];
  const started = insertEvent(world, calendar, account.email, fresh, options, notice);
  return { ...show(world, account, calendar, started), previousSeries: show(world, account, calendar, master), droppedExceptions: exceptions.length } as Json;
}

function respond(world: World, account: Account, calendar: CalendarRecord, act: Extract<ActOf<'event'>, { action: 'event.respond' }>): EventRecord {
  const found = requireEvent(calendar, act.id);
  const own = found.record.event.attendees?.find(({ email }) => email === account.email) ?? refuse(400, 'invalid', 'The account is not a guest of this event.');
  const answer = { ...own, responseStatus: act.response, ...(act.comment === undefined ? {} : { comment: act.comment }) };
  const attendees = (found.record.event.attendees ?? []).map((attendee) => (attendee === own ? answer : attendee));
  const input: Json = { ...(found.record.event as Json), attendees };
  return updateEvent(world, calendar, found, { input, isReplacement: false, options, notice: { by: 'person', actor: account.email, sendUpdates: act.sendUpdates } });
}

function actEvent(world: World, account: Account, act: ActOf<'event'>): Json {
  const { calendar } = openCalendar(makePersonCall(world, account), act.calendar, 'writer');
  const notice = { by: 'person', actor: account.email, sendUpdates: act.sendUpdates };
  const edit = (found: Found, patch: Json): Json => {
    const input = mergePatch(found.record.event as Json, patch);
    if (patch.sequence === undefined) delete input.sequence;
    return show(world, account, calendar, updateEvent(world, calendar, found, { input, isReplacement: false, options, notice }));
  };
  switch (act.action) {
    case 'event.create':
      return show(world, account, calendar, insertEvent(world, calendar, account.email, act.event, options, notice));
    case 'event.edit':
      return edit(requireEvent(calendar, act.id), act.patch);
    case 'event.instanceEdit':
      return edit(requireEvent(calendar, instanceId(calendar, act.id, act.originalStart)), act.patch);
    case 'event.delete':
    case 'event.instanceDelete': {
      const id = act.action === 'event.delete' ? act.id : instanceId(calendar, act.id, act.originalStart);
      const found = requireEvent(calendar, id);
      deleteEvent(world, calendar, found, notice);
      return show(world, account, calendar, calendar.events.get(id) ?? found.record);
    }
    case 'event.moveThisAndFollowing':
      return splitSeries(world, account, calendar, act);
    case 'event.respond':
      return show(world, account, calendar, respond(world, account, calendar, act));
    default:
      return act satisfies never;
  }
}

export function actCalendar(world: World, account: Account, act: ActOf<'event'> | ActOf<'calendar'>): Json {
  switch (act.action) {
    case 'calendar.create': {
      const calendar = createCalendar(world, { owner: account.email, isPrimary: false, summary: act.summary, timeZone: act.timeZone ?? world.calendars.get(account.email)?.timeZone ?? 'UTC' });
      addToList(world, account, calendar);
      announceListChange(world, account.email);
      return { id: calendar.id, summary: calendar.summary, timeZone: calendar.timeZone };
    }
    case 'calendar.delete': {
      const { calendar } = openCalendar(makePersonCall(world, account), act.calendar, 'owner');
      removeCalendar(world, calendar);
      return { id: calendar.id, deleted: true };
    }
    case 'calendar.share': {
      const { calendar } = openCalendar(makePersonCall(world, account), act.calendar, 'owner');
      const guest = findAccount(world, act.with);
      giveRole(world, calendar, act.with.toLowerCase(), act.role);
      if (guest !== undefined && act.role !== 'none' && !guest.calendarList.has(calendar.id)) addToList(world, guest, calendar);
      return { id: calendar.id, with: act.with, role: act.role };
    }
    default:
      return actEvent(world, account, act);
  }
}
