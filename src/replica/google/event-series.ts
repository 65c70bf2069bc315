// A series and its changed occurrences as one record. In: master and exceptions as they
// came. Out: one item, one version, one raw record {master, exceptions by id}. An
// occurrence that differs in nothing that we show is kept in the raw record only.

import { sameValue } from '../../core/diff.ts';
import { shortHash } from '../../core/hash.ts';
import type { EventItem, Occurrence } from '../../core/item.ts';
import type { Raw, RemoteRecord } from '../replica.ts';
import { eventToItem, readMarker, readOnlyReason, skipReason } from './event-lens.ts';
import type { EventBody } from './event-lens.ts';
import { eventSchema, formatInstant, instanceId, plainOccurrence, readOriginal, readWhen, toInstant } from './event-wire.ts';
import type { WireEvent } from './event-wire.ts';
import { revisedAt } from './revised.ts';

export interface Series {
  readonly master: EventBody;
  readonly exceptions: Readonly<Record<string, EventBody>>;
}

export interface CalendarView {
  readonly zone: string;
  readonly accessRole: string | undefined;
}

export function readSeries(raw: Raw | undefined): Series | undefined {
  if (typeof raw?.['master'] !== 'object' || raw['master'] === null) return undefined;
  return { master: raw['master'] as EventBody, exceptions: (raw['exceptions'] ?? {}) as Series['exceptions'] };
}

/** What was checked at the door when it came; checked again only for its type. */
export function asEvent(body: EventBody): WireEvent {
  return body as unknown as WireEvent;
}

/** For what has been in a store since. */
export function checkEvent(body: EventBody): WireEvent | undefined {
  const parsed = eventSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

export function seriesVersion(series: Series): string {
  const etags = Object.entries(series.exceptions);
  const own = String(series.master['etag'] ?? '');
  if (etags.length === 0) return own;
  return `${own}+${shortHash(etags.map(([id, event]) => [id, event['etag'] ?? event['updated'] ?? event['status']]).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)))}`;
}

export function isCancelled(event: WireEvent): boolean {
  return event.status === 'cancelled';
}

/** What this occurrence does differently; undefined: nothing that we show. */
export function toOccurrence(master: EventItem, event: WireEvent, zone: string): Occurrence | undefined {
  const original = readOriginal(event.originalStartTime, zone) ?? originalFromId(event.id);
  if (original === undefined) return undefined;
  if (isCancelled(event)) return { original, cancelled: true };
  const item = eventToItem(event, zone);
  const differences: Record<string, unknown> = {};
  for (const member of ['title', 'description', 'location'] as const) {
    if ((item[member] ?? '') !== (master[member] ?? '')) differences[member] = item[member] ?? '';
  }
  const start = readWhen(event.start, zone);
  const end = readWhen(event.end, zone);
  if (start !== undefined && end !== undefined && !isAsPlanned(master, original, start, end)) Object.assign(differences, { start, end });
  return Object.keys(differences).length === 0 ? undefined : { original, ...differences };
}

type When = EventItem['start'];

function isAsPlanned(master: EventItem, original: string, start: When, end: When): boolean {
  if ('date' in master.start !== 'date' in start) return false;
  const plan = plainOccurrence(master.start, master.end, original);
  if ('date' in start) return sameValue(plan, { start, end });
  const [begin, finish] = [toInstant(start), toInstant(end)];
  if (!begin.equals(toInstant(plan.start))) return false;
  const exact = toInstant(master.start).until(toInstant(master.end));
  return finish.equals(toInstant(plan.end)) || finish.equals(begin.add(exact));
}

function originalFromId(id: string): string | undefined {
  const [, year, month, day, time] = /_(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z)?$/.exec(id) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  return time === undefined ? date : formatInstant(Temporal.Instant.from(`${date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`));
}

export function seriesToItem(series: Series, zone: string): EventItem {
  const item = eventToItem(asEvent(series.master), zone);
  const occurrences = Object.values(series.exceptions).flatMap((event) => toOccurrence(item, asEvent(event), zone) ?? []);
  if (occurrences.length === 0) return item;
  return { ...item, occurrences: occurrences.sort((left, right) => (left.original < right.original ? -1 : 1)) };
}

export function toEventRecord(series: Series, view: CalendarView): RemoteRecord {
  const event = asEvent(series.master);
  const marker = readMarker(event);
  let skipped = skipReason(event);
  let item: EventItem;
  try {
    item = seriesToItem(series, view.zone);
  } catch {
    // A zone or a time that cannot be read must not stop the other events.
    item = { kind: 'event', start: { date: '1970-01-01' }, end: { date: '1970-01-02' }, ...(event.summary ? { title: event.summary } : {}) };
    skipped ??= `Its time cannot be read (${event.start?.dateTime ?? event.start?.date ?? ''} ${event.start?.timeZone ?? ''}).`;
  }
  const readOnly = readOnlyReason(event, view.accessRole);
  return {
    id: event.id,
    version: seriesVersion(series),
    item,
    raw: { master: series.master, exceptions: series.exceptions },
    inScope: skipped === undefined,
    ...revisedAt(series.master['updated'], ...Object.values(series.exceptions).map((exception) => exception['updated'])),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(skipped === undefined ? {} : { skipped }),
    ...(marker === undefined ? {} : { marker }),
    ...(event.iCalUID === undefined ? {} : { uid: uidOf(event, event.iCalUID) }),
  };
}

/** All occurrences of a series have its id; one that stands alone is told from the others. */
function uidOf(event: WireEvent, uid: string): string {
  return event.recurringEventId === undefined ? uid : `${uid}#${originalFromId(event.id) ?? event.id}`;
}

/** The exception of an original start, if the series holds one. */
export function findException(series: Series, original: string, zone: string): WireEvent | undefined {
  const id = instanceId(String(series.master['id']), original);
  const byId = series.exceptions[id];
  if (byId !== undefined) return asEvent(byId);
  const found = Object.values(series.exceptions).find((event) => readOriginal(asEvent(event).originalStartTime, zone) === original);
  return found === undefined ? undefined : asEvent(found);
}
