// In: a calendar and an event id. Out: the record, also for an instance that is not stored yet.
// Also reviews exceptions when their series changes, in the organizer's and the guests' calendars alike.
// Never here: access, premises or mails.
import type { World } from '../world.ts';
import { refuse, sameJson } from '../wire.ts';
import type { CalendarRecord, EventRecord, StoredEvent } from './records.ts';
import { isCancelled, listExceptions, saveEvent } from './records.ts';
import { findOccurrence, splitInstanceId } from './series.ts';
import { makeInstance } from './view.ts';

export interface Found {
  readonly record: EventRecord;
  /** The series, when the record is an instance that is not stored (yet). */
  readonly virtualOf: EventRecord | undefined;
}

export function findEvent(calendar: CalendarRecord, id: string): Found | undefined {
  const record = calendar.events.get(id);
  if (record !== undefined && !record.orphaned) return { record, virtualOf: undefined };
  const parts = splitInstanceId(id);
  const master = parts === undefined ? undefined : calendar.events.get(parts.masterId);
  if (parts === undefined || master === undefined || master.event.recurrence === undefined || isCancelled(master)) return undefined;
  const occurrence = findOccurrence(master, parts.key);
  return occurrence === undefined ? undefined : { record: makeInstance(master, occurrence), virtualOf: master };
}

export function requireEvent(calendar: CalendarRecord, id: string): Found {
  return findEvent(calendar, id) ?? refuse(404, 'notFound', 'Not Found');
}

/** The series' rule or start has changed: exceptions may no longer have a place in it. */
export function reviewExceptions(world: World, calendar: CalendarRecord, master: EventRecord, before: StoredEvent): void {
  const isSame = (['start', 'end', 'recurrence'] as const).every((field) => sameJson(before[field], master.event[field]));
  const mode = world.switches.seriesChangeExceptions;
  if (isSame || mode === 'keep') return;
  for (const exception of listExceptions(calendar, master.id)) {
    const key = splitInstanceId(exception.id)?.key ?? '';
    if (mode === 'dropOrphans' && master.event.recurrence !== undefined && findOccurrence(master, key) !== undefined) continue;
    saveEvent(world, calendar, exception.id, { ...exception.event, status: 'cancelled' });
    exception.orphaned = true;
  }
}

/** A deleted series takes its exceptions with it. */
export function cancelExceptions(world: World, calendar: CalendarRecord, masterId: string): void {
  for (const exception of listExceptions(calendar, masterId)) {
    if (!isCancelled(exception)) saveEvent(world, calendar, exception.id, { ...exception.event, status: 'cancelled' });
  }
}
