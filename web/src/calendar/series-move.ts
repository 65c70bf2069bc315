// A series moved as a whole, or from one of its occurrences on. In: its lines and what single
// occurrences do differently, and how far it moves on the wall clock. Out: the same, moved.
// Never here: a guess. Where moving a rule could mean two things, there is no answer.

import { Temporal } from 'temporal-polyfill';
import type { Activity, ActivityInput, CalendarEntry } from '../office-api.ts';
import { weekdays } from './recurrence.ts';

type When = Activity['start'];
type Occurrences = Activity['occurrences'];
type Times = { readonly start: When; readonly end: When };
export type Shift = { readonly by: Temporal.Duration; readonly days: number; readonly zone: string | undefined };

const dateOf = (when: When) => Temporal.PlainDate.from('date' in when ? when.date : when.local.slice(0, 10));
const localOf = (when: When) => Temporal.PlainDateTime.from('date' in when ? when.date : when.local);

/** Nothing when an all-day activity becomes one with times, or the other way round. */
export function shiftBetween(from: When, to: When): Shift | undefined {
  if ('date' in from !== 'date' in to) return undefined;
  if ('zone' in from && 'zone' in to && from.zone !== to.zone) return undefined;
  return { by: localOf(from).until(localOf(to)), days: dateOf(from).until(dateOf(to)).total('days'), zone: 'zone' in from ? from.zone : undefined };
}

/** An instant or a date, as occurrences and rules name them. */
function shiftInstant(instant: string, { by, zone }: Shift): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone ?? 'UTC').toPlainDateTime().add(by).toZonedDateTime(zone ?? 'UTC').toInstant().toString({ smallestUnit: 'second' });
}

export function shiftOriginal(original: string, shift: Shift): string {
  return original.includes('T') ? shiftInstant(original, shift) : Temporal.PlainDate.from(original).add({ days: shift.days }).toString();
}

function shiftStamp(stamp: string, shift: Shift): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(stamp);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, utc] = parts;
  if (hour === undefined) return Temporal.PlainDate.from(`${year}-${month}-${day}`).add({ days: shift.days }).toString().replaceAll('-', '');
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const moved = utc === 'Z' ? shiftInstant(`${local}Z`, shift) : Temporal.PlainDateTime.from(local).add(shift.by).toString({ smallestUnit: 'second' });
  return moved.replace(/[-:]/g, '');
}

function shiftRule(line: string, shift: Shift): string | undefined {
  const parts = line.slice('RRULE:'.length).split(';').filter((part) => part !== '').map((part) => part.split('=') as [string, string]);
  const frequency = parts.find(([name]) => name === 'FREQ')?.[1];
  const moved = parts.map(([name, value]): string | undefined => {
    if (name === 'UNTIL') {
      const until = shiftStamp(value, shift);
      return until === undefined ? undefined : `UNTIL=${until}`;
    }
    if (!name.startsWith('BY')) return `${name}=${value}`;
    if (['BYHOUR', 'BYMINUTE', 'BYSECOND'].includes(name)) return undefined;
    if (shift.days === 0) return `${name}=${value}`;
    if (name !== 'BYDAY' || frequency !== 'WEEKLY') return undefined;
    const days = value.split(',').map((day) => (weekdays as readonly string[]).indexOf(day));
    if (days.includes(-1)) return undefined;
    return `BYDAY=${days.map((day) => (((day + shift.days) % 7) + 7) % 7).sort().map((day) => weekdays[day]).join(',')}`;
  });
  return moved.includes(undefined) ? undefined : `RRULE:${moved.join(';')}`;
}

/** The lines moved; nothing where it is not certain what that would mean. */
export function shiftLines(lines: readonly string[], shift: Shift): string[] | undefined {
  const moved = lines.map((line) => {
    if (line.startsWith('RRULE:')) return shiftRule(line, shift);
    const colon = line.indexOf(':');
    if (colon < 0 || !/^(EXDATE|RDATE)\b/.test(line) || line.includes('PERIOD')) return undefined;
    const stamps = line.slice(colon + 1).split(',').map((stamp) => shiftStamp(stamp, shift));
    return stamps.includes(undefined) ? undefined : `${line.slice(0, colon)}:${stamps.join(',')}`;
  });
  return moved.includes(undefined) ? undefined : (moved as string[]);
}

export function shiftOccurrences(occurrences: Occurrences, shift: Shift): Occurrences {
  return occurrences.map((one) => ({ ...one, original: shiftOriginal(one.original, shift) }));
}

/** An activity as it stands, as the input that would save it. */
export function inputOf(activity: Activity): ActivityInput {
  const { type, subType, status, priority, subject, location, notes, start, end, private: hidden, showAs, reminder, participants, recurrence, occurrences } = activity;
  return { type, subType, status, priority, subject, location, notes, start, end, private: hidden, showAs, reminder, participants, recurrence, occurrences } as ActivityInput;
}

/** The whole series, moved as far as one of its occurrences was. */
export function movedSeries(activity: Activity, entry: CalendarEntry, to: Times): ActivityInput | undefined {
  const shift = shiftBetween(entry.start, to.start);
  const recurrence = shift === undefined ? undefined : shiftLines(activity.recurrence, shift);
  if (shift === undefined || recurrence === undefined) return undefined;
  const lasts = localOf(to.start).until(localOf(to.end));
  const start = localOf(activity.start).add(shift.by);
  const at = (local: Temporal.PlainDateTime, like: When): When => ('date' in like ? { date: local.toPlainDate().toString() } : { local: local.toString({ smallestUnit: 'minute' }), zone: like.zone });
  return { ...inputOf(activity), start: at(start, to.start), end: at(start.add(lasts), to.end), recurrence, occurrences: shiftOccurrences(activity.occurrences, shift) } as ActivityInput;
}

/** A new series from one occurrence on: what later ones do differently goes with it. */
export function movedFollowing(activity: Activity, entry: CalendarEntry, to: Times): ActivityInput | undefined {
  const shift = shiftBetween(entry.start, to.start);
  const recurrence = shift === undefined ? undefined : shiftLines(activity.recurrence, shift);
  if (shift === undefined || recurrence === undefined) return undefined;
  const later = activity.occurrences.filter((one) => one.original > (entry.original ?? ''));
  return { ...inputOf(activity), subject: entry.subject, location: entry.location, ...to, recurrence, occurrences: shiftOccurrences(later, shift) } as ActivityInput;
}

/** What single occurrences do differently, kept when the times of the series were edited. */
export function keptOccurrences(activity: Activity, from: When, to: When, since: string | undefined): Occurrences {
  const kept = since === undefined ? activity.occurrences : activity.occurrences.filter((one) => one.original > since);
  const shift = shiftBetween(from, to);
  return shift === undefined ? kept : shiftOccurrences(kept, shift);
}
