// Dates and times in words. In: ISO strings and zones. Out: "Tue, Mar 3, 2026, 10:00 AM –
// 11:00 AM (America/New_York)". US style unless a locale is given; a day is never shifted
// by the zone of the machine.

import type { BirthDate, When } from './item.ts';

export interface Wording {
  /** BCP 47; US style if absent. */
  readonly locale?: string;
  /** Zone in which instants without one of their own are read. */
  readonly zone?: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatWith(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale ?? 'en-US'}|${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale ?? 'en-US', { ...options, timeZone: 'UTC' });
  formats.set(key, found);
  return found;
}

/** As if the wall clock were UTC: nothing is converted. */
function format(local: string, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const time = Date.parse(local.length === 10 ? `${local}T00:00:00Z` : `${local.slice(0, 16)}:00Z`);
  // Of a text that is no date Date.parse makes one all the same.
  if (Number.isNaN(time) || !/^\d/.test(local)) return local;
  // Typographic blanks before AM and PM break fixed-width fonts and comparisons.
  return formatWith(locale, options).format(time).replace(/[\u202f\u00a0]/g, ' ');
}

export function formatDate(date: string, wording: Wording & { weekday?: boolean } = {}): string {
  const weekday = wording.weekday === false ? {} : ({ weekday: 'short' } as const);
  return format(date.slice(0, 10), wording.locale, { ...weekday, year: 'numeric', month: 'short', day: 'numeric' });
}

/** HH:MM, or the time of a local date and time. */
export function formatTime(time: string, wording: Wording = {}): string {
  const local = time.includes('T') ? time : `2000-01-01T${time.slice(0, 5)}`;
  return format(local, wording.locale, { hour: 'numeric', minute: '2-digit' });
}

export function formatMoment(when: When, wording: Wording = {}): string {
  if ('date' in when) return formatDate(when.date, wording);
  return `${formatDate(when.local, wording)}, ${formatTime(when.local, wording)}`;
}

/** `end` is exclusive: an all-day entry ends on the day before it. */
export function formatSpan(start: When, end: When, wording: Wording = {}): string {
  if ('date' in start && 'date' in end) {
    const last = Temporal.PlainDate.from(end.date).subtract({ days: 1 }).toString();
    if (last <= start.date) return `${formatDate(start.date, wording)} (all day)`;
    return `${formatDate(start.date, wording)} – ${formatDate(last, wording)} (all day)`;
  }
  const zoneOf = (when: When): string => ('date' in when ? '' : ` (${when.zone})`);
  if ('date' in start || 'date' in end || start.zone !== end.zone) {
    return `${formatMoment(start, wording)}${zoneOf(start)} – ${formatMoment(end, wording)}${zoneOf(end)}`;
  }
  const sameDay = start.local.slice(0, 10) === end.local.slice(0, 10);
  return `${formatMoment(start, wording)} – ${sameDay ? formatTime(end.local, wording) : formatMoment(end, wording)} (${start.zone})`;
}

/** The recurrence id of an occurrence: a date or a UTC instant. */
export function formatOriginal(original: string, wording: Wording = {}): string {
  if (original.length === 10 || wording.zone === undefined) return formatDate(original, wording);
  return formatDate(Temporal.Instant.from(original).toZonedDateTimeISO(wording.zone).toPlainDate().toString(), wording);
}

export function formatBirthday(birthday: BirthDate, wording: Wording = {}): string {
  const pad = (part: number): string => String(part).padStart(2, '0');
  // Year 2000 has a 29 February.
  const date = `${String(birthday.year ?? 2000).padStart(4, '0')}-${pad(birthday.month)}-${pad(birthday.day)}`;
  const year = birthday.year === undefined ? {} : ({ year: 'numeric' } as const);
  return format(date, wording.locale, { ...year, month: 'long', day: 'numeric' });
}

export function formatReminder(minutes: number): string {
  if (minutes === 0) return 'at the start';
  for (const [unit, size] of [['week', 10080], ['day', 1440], ['hour', 60]] as const) {
    if (minutes % size === 0) return `${minutes / size} ${unit}${minutes === size ? '' : 's'} before`;
  }
  return `${minutes} minute${minutes === 1 ? '' : 's'} before`;
}
