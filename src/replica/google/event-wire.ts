// The wire form of an event (Calendar API), as far as we rely on it, and its times. In:
// answers. Out: checked answers; wall clock times in named zones. A date never becomes
// a time, and no zone is ever taken from this machine.

import { hash } from 'node:crypto';
import { z } from 'zod';
import type { When } from '../../core/item.ts';
import { remember } from '../../core/remember.ts';

export const markerKey = 'smartoffice';

const text = z.string().optional();
const timeSchema = z.looseObject({ date: text, dateTime: text, timeZone: text });
const personSchema = z.looseObject({ email: text, displayName: text, self: z.boolean().optional() });
const attendeeSchema = z.looseObject({
  email: text,
  displayName: text,
  responseStatus: text,
  optional: z.boolean().optional(),
  organizer: z.boolean().optional(),
  resource: z.boolean().optional(),
  self: z.boolean().optional(),
});

export const eventSchema = z.looseObject({
  id: z.string().min(1),
  etag: text,
  status: text,
  summary: text,
  description: text,
  location: text,
  start: timeSchema.optional(),
  end: timeSchema.optional(),
  endTimeUnspecified: z.boolean().optional(),
  visibility: text,
  transparency: text,
  reminders: z
    .looseObject({ useDefault: z.boolean().optional(), overrides: z.array(z.looseObject({ method: text, minutes: z.number().optional() })).optional() })
    .optional(),
  attendees: z.array(attendeeSchema).optional(),
  attendeesOmitted: z.boolean().optional(),
  organizer: personSchema.optional(),
  guestsCanModify: z.boolean().optional(),
  locked: z.boolean().optional(),
  privateCopy: z.boolean().optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: text,
  originalStartTime: timeSchema.optional(),
  iCalUID: text,
  eventType: text,
  extendedProperties: z.looseObject({ private: z.record(z.string(), z.string()).optional() }).optional(),
});
export type WireEvent = z.infer<typeof eventSchema>;
export type WireTime = z.infer<typeof timeSchema>;

export const eventsSchema = z.looseObject({
  items: z.array(eventSchema).optional(),
  summary: text,
  timeZone: text,
  accessRole: text,
  nextPageToken: text,
  nextSyncToken: text,
});

export const emptySchema = z.unknown();

/** A day has one offset but twice a year: the same instant and zone are asked for again and again. */
const toLocal = remember((dateTime, zone) => Temporal.Instant.from(dateTime).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' }));

/** Throws for a zone or a time that nobody can read. */
export function readWhen(time: WireTime | undefined, calendarZone: string): When | undefined {
  if (time?.date !== undefined) return { date: time.date };
  if (time?.dateTime === undefined) return undefined;
  const zone = time.timeZone ?? calendarZone;
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/i.test(time.dateTime);
  return { local: hasOffset ? toLocal(time.dateTime, zone) : time.dateTime.slice(0, 19), zone };
}

export function writeWhen(when: When): WireTime {
  return 'date' in when ? { date: when.date } : { dateTime: when.local, timeZone: when.zone };
}

export function toInstant(when: When): Temporal.Instant {
  const plain = Temporal.PlainDateTime.from('date' in when ? `${when.date}T00:00:00` : when.local);
  return plain.toZonedDateTime('date' in when ? 'UTC' : when.zone).toInstant();
}

export function formatInstant(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' });
}

/** The recurrence id of an occurrence: a date, or a UTC instant. */
export function readOriginal(time: WireTime | undefined, calendarZone: string): string | undefined {
  const when = readWhen(time, calendarZone);
  if (when === undefined) return undefined;
  return 'date' in when ? when.date : formatInstant(toInstant(when));
}

/** Google names an occurrence after its master and its original start. */
export function instanceId(masterId: string, original: string): string {
  return `${masterId}_${original.replace(/[-:]/g, '')}`;
}

/** When the occurrence takes place if nothing was changed. */
export function plainOccurrence(start: When, end: When, original: string): { readonly start: When; readonly end: When } {
  if ('date' in start || 'date' in end) {
    const first = Temporal.PlainDate.from(original.slice(0, 10));
    const days = 'date' in start && 'date' in end ? Temporal.PlainDate.from(start.date).until(Temporal.PlainDate.from(end.date)).total('days') : 1;
    return { start: { date: first.toString() }, end: { date: first.add({ days }).toString() } };
  }
  const begin = Temporal.Instant.from(original);
  const at = (instant: Temporal.Instant, zone: string): When => ({ local: toLocal(formatInstant(instant), zone), zone });
  const first = at(begin, start.zone);
  // The length is counted on the wall clock: a night when clocks change is still a night.
  if (start.zone === end.zone && 'local' in first) {
    const length = Temporal.PlainDateTime.from(start.local).until(Temporal.PlainDateTime.from(end.local));
    const finish = Temporal.PlainDateTime.from(first.local).add(length);
    return { start: first, end: { local: finish.toString({ smallestUnit: 'second' }), zone: end.zone } };
  }
  return { start: first, end: at(begin.add(toInstant(start).until(toInstant(end))), end.zone) };
}

const base32hex = '0123456789abcdefghijklmnopqrstuv';

/** An id that Google accepts for an event, always the same for the same seed. */
export function eventIdFor(seed: string): string {
  const letters: number[] = [];
  let bits = 0;
  let value = 0;
  for (const byte of hash('sha256', seed, 'buffer')) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      letters.push(base32hex.charCodeAt((value >>> (bits - 5)) & 31));
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  if (bits > 0) letters.push(base32hex.charCodeAt((value << (5 - bits)) & 31));
  return String.fromCharCode(...letters);
}

/** An id stays taken when its event is deleted: the next one for the same seed. */
export function nextEventId(id: string, generation: number): string {
  return generation === 0 ? id : eventIdFor(`${id}/${generation}`);
}
