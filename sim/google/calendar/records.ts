// In: events as they should stand. Out: stored records with stamps, times and etags.
// A calendar keeps every record for ever: a deleted id is burnt and stays burnt.
// Never here: who may do it, or what a client gets to see.
import type { World } from '../world.ts';
import { makeBase32Id, nextStamp, now } from '../world.ts';
import { isObject, sameJson } from '../wire.ts';

export interface WireTime {
  date?: string;
  dateTime?: string;
  timeZone?: string;
}

export interface Person {
  email: string;
  displayName?: string;
}

export interface Attendee {
  email: string;
  displayName?: string;
  responseStatus?: string;
  optional?: boolean;
  organizer?: boolean;
  resource?: boolean;
  comment?: string;
  additionalGuests?: number;
}

export interface Reminders {
  useDefault?: boolean;
  overrides?: { method: string; minutes: number }[];
}

/** An event as stored: without what is computed for a reader (etag, self, links, defaults). */
export interface StoredEvent {
  status: string;
  iCalUID: string;
  sequence: number;
  eventType: string;
  start?: WireTime;
  end?: WireTime;
  recurrence?: string[];
  recurringEventId?: string;
  originalStartTime?: WireTime;
  creator?: Person;
  organizer?: Person;
  attendees?: Attendee[];
  summary?: string;
  description?: string;
  location?: string;
  visibility?: string;
  transparency?: string;
  reminders?: Reminders;
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> };
  guestsCanModify?: boolean;
  locked?: boolean;
  privateCopy?: boolean;
  [field: string]: unknown;
}

export interface EventRecord {
  readonly id: string;
  event: StoredEvent;
  createdMs: number;
  updatedMs: number;
  /** Grows with every change that synchronization may see. */
  stamp: number;
  /** An exception that no longer belongs to its series: told to syncs once, absent from listings. */
  orphaned: boolean;
  startMs: number;
  endMs: number;
  /** For a series: end of its last instance, or Infinity. */
  lastEndMs: number | undefined;
  rendered: { zone: string; start: WireTime; end: WireTime } | undefined;
}

export type Role = 'none' | 'freeBusyReader' | 'reader' | 'writerWithoutPrivateAccess' | 'writer' | 'owner';

export interface CalendarRecord {
  readonly id: string;
  owner: string;
  readonly isPrimary: boolean;
  readonly createdBy: string | undefined;
  summary: string;
  description: string | undefined;
  location: string | undefined;
  timeZone: string;
  /** Labels that events of this calendar may carry. */
  labels: readonly { readonly id: string }[];
  deleted: boolean;
  stamp: number;
  updatedMs: number;
  readonly acl: Map<string, Role>;
  /** When each rule last changed, also of one that is gone. */
  readonly aclStamps: Map<string, number>;
  /** When the zone last changed. */
  zoneStamp: number;
  /** Sync tokens given out before this stamp are invalid (a change of access rights). */
  tokensValidFrom: number;
  readonly events: Map<string, EventRecord>;
  readonly exceptions: Map<string, Set<string>>;
  order: string[] | undefined;
}

export interface ListEntry {
  stamp: number;
  hidden: boolean;
  selected: boolean;
  colorId: string;
  summaryOverride: string | undefined;
  deleted: boolean;
}

export function createCalendar(world: World, given: { id?: string; owner: string; isPrimary: boolean; summary: string; timeZone: string; description?: string; location?: string; createdBy?: string }): CalendarRecord {
  const record: CalendarRecord = {
    id: given.id ?? `${makeBase32Id(world)}@group.calendar.google.com`,
    owner: given.owner,
    isPrimary: given.isPrimary,
    createdBy: given.createdBy,
    summary: given.summary,
    description: given.description,
    location: given.location,
    timeZone: given.timeZone,
    labels: [],
    deleted: false,
    stamp: nextStamp(world),
    updatedMs: now(world),
    acl: new Map([[given.owner, 'owner']]),
    aclStamps: new Map([[given.owner, world.counters.stamp]]),
    zoneStamp: world.counters.stamp,
    tokensValidFrom: 0,
    events: new Map(),
    exceptions: new Map(),
    order: undefined,
  };
  world.calendars.set(record.id, record);
  return record;
}

export function toMilliseconds(time: WireTime | undefined): number {
  if (time?.date !== undefined) return Date.parse(`${time.date}T00:00:00Z`);
  return time?.dateTime === undefined ? Number.NaN : Date.parse(time.dateTime);
}

function linkException(calendar: CalendarRecord, record: EventRecord): void {
  const master = record.event.recurringEventId;
  if (master === undefined) return;
  const known = calendar.exceptions.get(master) ?? new Set<string>();
  known.add(record.id);
  calendar.exceptions.set(master, known);
}

function onlyDiffersIn(before: StoredEvent, after: StoredEvent, isQuiet: (field: string) => boolean): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const field of fields) if (!sameJson(before[field], after[field]) && !isQuiet(field)) return false;
  return true;
}

function withoutPrivate(event: StoredEvent): StoredEvent {
  const shared = event.extendedProperties?.shared;
  return { ...event, extendedProperties: shared === undefined ? undefined : { shared } };
}

/** Whether the change is one that Google may not count as a modification (see the switches). */
function isQuietChange(world: World, before: StoredEvent, after: StoredEvent): boolean {
  const s = world.switches;
  if (!s.reminderEditMovesEtag && onlyDiffersIn(before, after, (field) => field === 'reminders')) return true;
  return !s.privatePropertyEditMovesEtag && onlyDiffersIn(withoutPrivate(before), withoutPrivate(after), () => false);
}

export interface SaveOptions {
  readonly createdMs?: number;
  readonly updatedMs?: number;
}

/** Stores an event under an id. Answers whether anything changed. */
export function saveEvent(world: World, calendar: CalendarRecord, id: string, event: StoredEvent, options: SaveOptions = {}): EventRecord {
  const existing = calendar.events.get(id);
  const startMs = toMilliseconds(event.start);
  const endMs = toMilliseconds(event.end);
  if (existing === undefined) {
    const updatedMs = options.updatedMs ?? now(world);
    const record: EventRecord = {
      id,
      event,
      createdMs: options.createdMs ?? Math.floor(now(world) / 1000) * 1000,
      updatedMs,
      stamp: nextStamp(world),
      orphaned: false,
      startMs,
      endMs,
      lastEndMs: undefined,
      rendered: undefined,
    };
    calendar.events.set(id, record);
    calendar.order = undefined;
    linkException(calendar, record);
    touchCalendar(calendar, record);
    return record;
  }
  if (!existing.orphaned && sameJson(existing.event, event)) return existing;
  const quiet = isQuietChange(world, existing.event, event);
  existing.event = event;
  existing.startMs = startMs;
  existing.endMs = endMs;
  existing.lastEndMs = undefined;
  existing.rendered = undefined;
  existing.orphaned = false;
  linkException(calendar, existing);
  if (!quiet) markChanged(world, calendar, existing);
  else if (world.switches.quietEditsInSync) {
    existing.stamp = nextStamp(world);
    touchCalendar(calendar, existing);
  }
  return existing;
}

export function markChanged(world: World, calendar: CalendarRecord, record: EventRecord): void {
  record.stamp = nextStamp(world);
  // The etag is made from `updated`, so two changes may never share a millisecond.
  record.updatedMs = Math.max(now(world), record.updatedMs + 1);
  touchCalendar(calendar, record);
}

function touchCalendar(calendar: CalendarRecord, record: EventRecord): void {
  calendar.stamp = Math.max(calendar.stamp, record.stamp);
  calendar.updatedMs = Math.max(calendar.updatedMs, record.updatedMs);
}

/** Observed on recorded traffic: twice the milliseconds of `updated`, then three zeros. */
export function formatEventEtag(record: EventRecord): string {
  return `"${2 * record.updatedMs}000"`;
}

export function isCancelled(record: EventRecord): boolean {
  return record.event.status === 'cancelled';
}

export function listExceptions(calendar: CalendarRecord, masterId: string): EventRecord[] {
  const ids = calendar.exceptions.get(masterId) ?? [];
  return [...ids].flatMap((id) => {
    const record = calendar.events.get(id);
    return record === undefined || record.orphaned ? [] : [record];
  });
}

export function listInOrder(calendar: CalendarRecord): readonly string[] {
  calendar.order ??= [...calendar.events.keys()].sort();
  return calendar.order;
}

export function isAllDay(event: StoredEvent): boolean {
  return isObject(event.start) && event.start.date !== undefined;
}
