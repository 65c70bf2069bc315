// In: events.list and events.instances requests. Out: pages of events with page or sync tokens.
// A token holds the point in time at which its first page was read, so nothing that changes
// while a client pages is missed. Never here: a change of an event.
import type { Answer, Call } from '../call.ts';
import { readFlag, readNumber, readText, readTexts, requireText } from '../call.ts';
import { decodeToken, encodeToken } from '../protobuf.ts';
import { now } from '../world.ts';
import type { World } from '../world.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { OpenCalendar } from './access.ts';
import { openCalendar, toReader } from './access.ts';
import type { CalendarRecord, EventRecord } from './records.ts';
import { isCancelled, listExceptions, listInOrder, toMilliseconds } from './records.ts';
import type { Reader } from './view.ts';
import { makeInstance, renderEvent } from './view.ts';
import { computeLastEnd, expandSeries } from './series.ts';

const dayMs = 86_400_000;
const restricted = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'timeMin', 'timeMax', 'updatedMin'] as const;
const identity = ['singleEvents', 'eventTypes', 'maxAttendees', 'timeZone', 'showHiddenInvitations'] as const;

function queryIdentity(call: Call): string {
  return identity.map((name) => `${name}=${String(call.parameters[name] ?? '')}`).join('&');
}

function readMoment(call: Call, name: string): number | undefined {
  const text = readText(call, name);
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) refuse(400, 'badRequest', 'Bad Request', { location: name });
  return Math.floor(Date.parse(text) / 1000) * 1000;
}

function makeSyncToken(world: World, call: Call, calendar: CalendarRecord, stamp: number): string {
  return encodeToken([[1, stamp], [2, stamp], [3, 5], [4, now(world)], [5, `${call.account.email}|${calendar.id}`], [6, queryIdentity(call)]]);
}

function readSyncToken(call: Call, calendar: CalendarRecord, text: string): number {
  const token = decodeToken(text);
  const stamp = token?.numbers.get(1);
  const issued = token?.numbers.get(4);
  const place = token?.bytes.get(5)?.toString('utf8');
  if (token === undefined || stamp === undefined || issued === undefined || place !== `${call.account.email}|${calendar.id}`) {
    refuse(400, 'invalid', 'Invalid sync token value.', { location: 'syncToken' });
  }
  const expired = now(call.world) - issued > call.world.switches.calendarTokenLifeDays * dayMs;
  if (expired || stamp < calendar.tokensValidFrom) {
    refuse(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', { domain: 'calendar', location: 'syncToken' });
  }
  if (call.world.switches.calendarTokenChecksQuery && token.bytes.get(6)?.toString('utf8') !== queryIdentity(call)) {
    refuse(400, 'invalid', 'Sync token cannot be used with other request restrictions');
  }
  return stamp;
}

interface Filter {
  readonly timeMin: number | undefined;
  readonly timeMax: number | undefined;
  readonly matches: (record: EventRecord) => boolean;
}

function readFilter(call: Call): Filter {
  const timeMin = readMoment(call, 'timeMin');
  const timeMax = readMoment(call, 'timeMax');
  if (timeMin !== undefined && timeMax !== undefined && timeMin >= timeMax) refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', { domain: 'calendar', location: 'timeMax' });
  const query = readText(call, 'q')?.toLowerCase();
  const uid = readText(call, 'iCalUID');
  const types = readTexts(call, 'eventTypes');
  const pairs = (['private', 'shared'] as const).flatMap((part) =>
    readTexts(call, `${part}ExtendedProperty`).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) refuse(400, 'invalid', 'Invalid extended property constraint.');
      return { part, key: text.slice(0, at), value: text.slice(at + 1) };
    }),
  );
  const matches = (record: EventRecord): boolean => {
    const { event } = record;
    if (uid !== undefined && event.iCalUID !== uid) return false;
    if (types.length > 0 && !types.includes(event.eventType)) return false;
    if (pairs.some(({ part, key, value }) => event.extendedProperties?.[part]?.[key] !== value)) return false;
    if (query === undefined) return true;
    const people = (event.attendees ?? []).flatMap((attendee) => [attendee.email, attendee.displayName]);
    return [event.summary, event.description, event.location, ...people].some((text) => text?.toLowerCase().includes(query) === true);
  };
  return { timeMin, timeMax, matches };
}

function isInWindow(record: EventRecord, { timeMin, timeMax }: Filter): boolean {
  if (timeMin === undefined && timeMax === undefined) return true;
  const startMs = Number.isNaN(record.startMs) ? toMilliseconds(record.event.originalStartTime) : record.startMs;
  const endMs = Number.isNaN(record.endMs) ? startMs : record.endMs;
  const isSeries = record.event.recurrence !== undefined && !isCancelled(record);
  if (timeMax !== undefined && startMs >= timeMax) return false;
  if (timeMin !== undefined && (isSeries ? computeLastEnd(record) : endMs) <= timeMin) return false;
  if (!isSeries) return true;
  const from = Math.max(timeMin ?? record.startMs, record.startMs);
  // Looks ahead in growing steps: nearly every series has an occurrence soon, or else none for long.
  for (const days of [40, 400, 5 * 366]) {
    const to = Math.min(timeMax ?? Number.POSITIVE_INFINITY, from + days * dayMs);
    const found = expandSeries(record, from, to).some((occurrence) => (timeMin === undefined || occurrence.endMs > timeMin) && (timeMax === undefined || occurrence.startMs < timeMax));
    if (found) return true;
    if (to === timeMax) return false;
  }
  return false;
}

/** The instances of a series in a window: occurrences that no exception replaces, and the exceptions. */
export function listInstances(calendar: CalendarRecord, master: EventRecord, fromMs: number, toMs: number): EventRecord[] {
  const exceptions = new Map(listExceptions(calendar, master.id).map((record) => [record.id, record]));
  const found: EventRecord[] = [];
  for (const occurrence of expandSeries(master, fromMs, toMs)) {
    if (!exceptions.has(`${master.id}_${occurrence.key}`)) found.push(makeInstance(master, occurrence));
  }
  for (const record of exceptions.values()) {
    const startMs = isCancelled(record) ? toMilliseconds(record.event.originalStartTime) : record.startMs;
    if (startMs <= toMs && (isCancelled(record) ? startMs : record.endMs) >= fromMs) found.push(record);
  }
  return found;
}

function expandAll(call: Call, calendar: CalendarRecord, records: readonly EventRecord[], filter: Filter, showDeleted: boolean): EventRecord[] {
  const from = filter.timeMin ?? 0;
  // Without an end Google stops somewhere; two years ahead is enough to page through.
  const to = filter.timeMax ?? now(call.world) + 2 * 366 * dayMs;
  const found: EventRecord[] = [];
  for (const record of records) {
    if (record.event.recurringEventId !== undefined) continue;
    if (record.event.recurrence === undefined) found.push(record);
    else if (!isCancelled(record)) found.push(...listInstances(calendar, record, Math.max(from, record.startMs - dayMs), to));
  }
  return found.filter((record) => (showDeleted || !isCancelled(record)) && isInWindow({ ...record, event: { ...record.event, recurrence: undefined } }, filter));
}

function isListed(calendar: CalendarRecord, record: EventRecord, showDeleted: boolean): boolean {
  if (record.orphaned) return false;
  if (!isCancelled(record) || showDeleted) return true;
  // Cancelled exceptions of a living series are part of the series and always listed.
  const master = record.event.recurringEventId === undefined ? undefined : calendar.events.get(record.event.recurringEventId);
  return master !== undefined && !isCancelled(master);
}

function sortRecords(records: EventRecord[], orderBy: string | undefined): EventRecord[] {
  if (orderBy === 'startTime') return records.sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
  if (orderBy === 'updated') return records.sort((a, b) => a.updatedMs - b.updatedMs || (a.id < b.id ? -1 : 1));
  return records;
}

interface Selection {
  readonly records: readonly EventRecord[];
  /** What a page token remembers of a record: with it the next page starts behind that record. */
  readonly place: (record: EventRecord, index: number) => string;
  readonly isBehind: (record: EventRecord, index: number, place: string) => boolean;
}

function selectChanged(call: Call, calendar: CalendarRecord, since: number, single: boolean): Selection {
  const types = readTexts(call, 'eventTypes');
  const changed = [...calendar.events.values()].filter((record) => record.stamp > since && (types.length === 0 || types.includes(record.event.eventType)));
  changed.sort((a, b) => a.stamp - b.stamp);
  if (!single) {
    return { records: changed, place: (record) => String(record.stamp), isBehind: (record, _, place) => record.stamp > Number(place) };
  }
  const horizon = now(call.world) + 2 * 366 * dayMs;
  const records = changed.flatMap((record) => {
    if (record.event.recurrence === undefined) return [record];
    // Seen live: the deletion of a long series tells only about half a year of its instances.
    const to = isCancelled(record) ? now(call.world) + 183 * dayMs : horizon;
    return listInstances(calendar, record, record.startMs, to).map((instance) => (isCancelled(record) ? { ...instance, event: { ...instance.event, status: 'cancelled' } } : instance));
  });
  return { records, place: (_, index) => String(index), isBehind: (_, index, place) => index > Number(place) };
}

function selectAll(call: Call, calendar: CalendarRecord, single: boolean): Selection {
  const filter = readFilter(call);
  const orderBy = readText(call, 'orderBy');
  if (orderBy === 'startTime' && !single) refuse(400, 'badRequest', 'The requested ordering is not available for the particular query.', { location: 'orderBy' });
  const updatedMin = readMoment(call, 'updatedMin');
  if (updatedMin !== undefined && now(call.world) - updatedMin > call.world.switches.updatedMinMaxAgeDays * dayMs) {
    refuse(410, 'updatedMinTooLongAgo', 'The requested minimum modification time lies too far in the past.', { domain: 'calendar', location: 'updatedMin' });
  }
  const showDeleted = readFlag(call, 'showDeleted') === true || updatedMin !== undefined;
  const all = listInOrder(calendar).flatMap((id) => calendar.events.get(id) ?? []);
  const listed = all.filter((record) => isListed(calendar, record, showDeleted) && (updatedMin === undefined || record.updatedMs >= updatedMin));
  const expanded = single ? expandAll(call, calendar, listed, filter, showDeleted) : listed.filter((record) => isInWindow(record, filter));
  const records = sortRecords(expanded.filter(filter.matches), orderBy);
  if (single || orderBy !== undefined) {
    return { records, place: (_, index) => String(index), isBehind: (_, index, place) => index > Number(place) };
  }
  return { records, place: (record) => record.id, isBehind: (record, _, place) => record.id > place };
}

interface PageToken {
  readonly stamp: number;
  readonly place: string;
}

function readPageToken(call: Call): PageToken | undefined {
  const text = readText(call, 'pageToken');
  if (text === undefined) return undefined;
  const token = decodeToken(text);
  const stamp = token?.numbers.get(1);
  const place = token?.bytes.get(2)?.toString('utf8');
  if (stamp === undefined || place === undefined) refuse(400, 'invalid', 'Invalid page token value.', { location: 'pageToken' });
  return { stamp, place };
}

interface Page {
  readonly items: Json[];
  readonly nextPageToken: string | undefined;
  readonly firstStamp: number;
}

function cutPage(call: Call, open: OpenCalendar, reader: Reader, selection: Selection): Page {
  const { world } = call;
  const page = readPageToken(call);
  const firstStamp = page?.stamp ?? world.counters.stamp;
  const asked = Math.min(readNumber(call, 'maxResults') ?? 250, 2500);
  const limit = world.switches.pageLimit > 0 ? Math.min(asked, world.switches.pageLimit) : asked;
  if (page === undefined && world.switches.emptyFirstPage && selection.records.length > 0) {
    return { items: [], nextPageToken: encodeToken([[1, firstStamp], [2, '']]), firstStamp };
  }
  const place = page?.place ?? '';
  let from = 0;
  if (place !== '') {
    from = selection.records.findIndex((record, index) => selection.isBehind(record, index, place));
    if (from < 0) from = selection.records.length;
  }
  const shown = selection.records.slice(from, from + limit);
  const last = shown.at(-1);
  const hasMore = from + shown.length < selection.records.length && last !== undefined;
  return {
    items: shown.map((record) => renderEvent(world, open.calendar, record, reader)),
    nextPageToken: hasMore ? encodeToken([[1, firstStamp], [2, selection.place(last, from + shown.length - 1)]]) : undefined,
    firstStamp,
  };
}

function renderEnvelope(open: OpenCalendar, page: Page, syncToken: string | undefined): Answer {
  const { calendar, role } = open;
  const etag = `"${calendar.updatedMs * 1000}"`;
  return {
    headers: { etag },
    body: {
      kind: 'calendar#events',
      etag,
      summary: calendar.summary,
      ...(calendar.description === undefined ? {} : { description: calendar.description }),
      updated: new Date(calendar.updatedMs).toISOString(),
      timeZone: calendar.timeZone,
      accessRole: role,
      defaultReminders: role === 'owner' || role === 'writer' ? [{ method: 'popup', minutes: 10 }] : [],
      items: page.items,
      ...(page.nextPageToken === undefined ? (syncToken === undefined ? {} : { nextSyncToken: syncToken }) : { nextPageToken: page.nextPageToken }),
    },
  };
}

export function listEvents(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'freeBusyReader');
  const reader = toReader(call, open);
  const single = readFlag(call, 'singleEvents') === true || open.role === 'freeBusyReader';
  const syncToken = readText(call, 'syncToken');
  if (syncToken !== undefined) {
    const clash = restricted.some((name) => call.parameters[name] !== undefined) || readFlag(call, 'showDeleted') === false;
    if (clash) refuse(400, 'badRequest', 'Sync token cannot be used with other request restrictions');
    const since = readSyncToken(call, open.calendar, syncToken);
    const page = cutPage(call, open, reader, selectChanged(call, open.calendar, since, single));
    return renderEnvelope(open, page, makeSyncToken(call.world, call, open.calendar, page.firstStamp));
  }
  const page = cutPage(call, open, reader, selectAll(call, open.calendar, single));
  const without = call.world.switches.calendarTokenAfterSearch ? ['orderBy'] : restricted.filter((name) => name !== 'timeMin' && name !== 'timeMax');
  const givesToken = !without.some((name) => call.parameters[name] !== undefined);
  return renderEnvelope(open, page, givesToken ? makeSyncToken(call.world, call, open.calendar, page.firstStamp) : undefined);
}

export function listSeriesInstances(call: Call): Answer {
  const open = openCalendar(call, requireText(call, 'calendarId'), 'reader');
  const master = open.calendar.events.get(requireText(call, 'eventId')) ?? refuse(404, 'notFound', 'Not Found');
  const filter = readFilter(call);
  const from = filter.timeMin ?? 0;
  const to = filter.timeMax ?? Math.max(now(call.world), master.startMs) + 2 * 366 * dayMs;
  const all = master.event.recurrence === undefined ? [master] : isCancelled(master) ? [] : listInstances(open.calendar, master, Math.max(from, master.startMs - dayMs), to);
  const original = readText(call, 'originalStart');
  const records = all.filter((record) => (readFlag(call, 'showDeleted') === true || !isCancelled(record)) && (original === undefined || toMilliseconds(record.event.originalStartTime) === Date.parse(original)));
  records.sort((a, b) => a.startMs - b.startMs);
  const selection: Selection = { records, place: (_, index) => String(index), isBehind: (_, index, place) => index > Number(place) };
  return renderEnvelope(open, cutPage(call, open, toReader(call, open), selection), undefined);
}
