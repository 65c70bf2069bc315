// A recurrence in words. In: RRULE, RDATE and EXDATE lines. Out: "every week on Tuesday,
// until May 5, 2026". A rule with a part that is not known here stays as it is written:
// half a rule in words would be another rule.

import { listWords } from './explain-words.ts';
import { formatDate } from './explain-when.ts';
import type { Wording } from './explain-when.ts';

const dayNames: Readonly<Record<string, string>> = { MO: 'Monday', TU: 'Tuesday', WE: 'Wednesday', TH: 'Thursday', FR: 'Friday', SA: 'Saturday', SU: 'Sunday' };
const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const places: Readonly<Record<string, string>> = { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', '5': 'fifth', '-1': 'last', '-2': 'last but one' };
const periods: Readonly<Record<string, string>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' };
const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'COUNT', 'UNTIL', 'WKST']);
const workdays = 'MO,TU,WE,TH,FR';

export function explainRecurrence(lines: readonly string[], wording: Wording = {}): string {
  return lines.map((line) => explainLine(line.trim(), wording)).join('; ');
}

function explainLine(line: string, wording: Wording): string {
  const [head = '', ...rest] = line.split(':');
  const body = rest.join(':');
  const name = head.split(';')[0]?.toUpperCase();
  if (name === 'RRULE') return explainRule(body, wording) ?? line;
  if (name !== 'EXDATE' && name !== 'RDATE') return line;
  const dates = body.split(',').map((text) => formatStamp(text, head.toUpperCase().includes('TZID') ? {} : wording, wording));
  if (dates.some((date) => date === undefined)) return line;
  return `${name === 'EXDATE' ? 'except' : 'also'} on ${listWords(dates as string[])}`;
}

function explainRule(body: string, wording: Wording): string | undefined {
  const parts: Record<string, string> = {};
  for (const part of body.split(';').filter((text) => text !== '')) {
    const [name = '', value = ''] = part.toUpperCase().split('=');
    if (!known.has(name) || value === '') return undefined;
    parts[name] = value;
  }
  const period = periods[parts['FREQ'] ?? ''];
  const interval = Number(parts['INTERVAL'] ?? '1');
  if (period === undefined || !Number.isInteger(interval) || interval < 1) return undefined;
  const on = explainDays(parts, period);
  const end = explainEnd(parts, wording);
  if (on === undefined || end === undefined) return undefined;
  const every = on === 'weekday' && interval === 1 ? 'every weekday' : `every ${interval === 1 ? period : `${interval} ${period}s`}`;
  return `${every}${on === 'weekday' ? (interval === 1 ? '' : ' on weekdays') : on}${end}`;
}

/** '' where the rule names no day; undefined where it cannot be put into words. */
function explainDays(parts: Readonly<Record<string, string>>, period: string): string | undefined {
  const { BYDAY: byDay, BYMONTHDAY: byMonthDay, BYMONTH: byMonth, BYSETPOS: byPlace } = parts;
  if (byDay !== undefined && byMonthDay !== undefined) return undefined;
  const months = byMonth?.split(',').map((text) => monthNames[Number(text) - 1]);
  if (months?.some((month) => month === undefined)) return undefined;
  const inMonths = months === undefined ? '' : ` of ${listWords(months as string[])}`;
  if (byDay === undefined && byMonthDay === undefined) {
    if (byPlace !== undefined) return undefined;
    return months === undefined ? '' : ` in ${listWords(months as string[])}`;
  }
  if (byMonthDay !== undefined) {
    if (byPlace !== undefined || period === 'week' || period === 'day') return undefined;
    const days = byMonthDay.split(',').map(Number);
    if (days.some((day) => !Number.isInteger(day) || day < -1 || day === 0)) return undefined;
    if (period === 'year' && days.length === 1 && months?.length === 1 && (days[0] ?? 0) > 0) return ` on ${months[0]} ${days[0]}`;
    if (period === 'year' && months === undefined) return undefined;
    const named = days.map((day) => (day === -1 ? 'the last day' : `day ${day}`));
    return ` on ${listWords(named)}${inMonths}`;
  }
  const days = (byDay ?? '').split(',').map((text) => /^([+-]?\d+)?([A-Z]{2})$/.exec(text));
  const numbered = days.some((match) => match?.[1] !== undefined);
  if (days.some((match) => match === null || dayNames[match[2] ?? ''] === undefined)) return undefined;
  const isWorkweek = [...(byDay ?? '').split(',')].sort().join() === workdays.split(',').sort().join();
  if (period === 'week' || period === 'day') {
    if (numbered || byPlace !== undefined || months !== undefined) return undefined;
    return isWorkweek ? 'weekday' : ` on ${listWords(days.map((match) => dayNames[match?.[2] ?? ''] ?? ''))}`;
  }
  if (period === 'year' && months === undefined) return undefined;
  if (byPlace !== undefined) {
    const place = places[byPlace];
    if (numbered || place === undefined || (days.length > 1 && !isWorkweek)) return undefined;
    return ` on the ${place} ${isWorkweek ? 'weekday' : dayNames[byDay ?? '']}${inMonths}`;
  }
  const named = days.map((match) => {
    const day = dayNames[match?.[2] ?? ''] ?? '';
    return match?.[1] === undefined ? `every ${day}` : places[String(Number(match[1]))] === undefined ? undefined : `the ${places[String(Number(match[1]))]} ${day}`;
  });
  return named.some((text) => text === undefined) ? undefined : ` on ${listWords(named as string[])}${inMonths}`;
}

function explainEnd(parts: Readonly<Record<string, string>>, wording: Wording): string | undefined {
  if (parts['COUNT'] !== undefined) return parts['COUNT'] === '1' ? ', once' : `, ${parts['COUNT']} times`;
  if (parts['UNTIL'] === undefined) return '';
  const until = formatStamp(parts['UNTIL'], wording, wording);
  return until === undefined ? undefined : `, until ${until}`;
}

/** The date of 20260505, 20260505T100000 or 20260505T140000Z (as the zone has it). */
function formatStamp(text: string, zoned: Wording, wording: Wording): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, utc] = match;
  const date = `${year}-${month}-${day}`;
  if (utc === undefined || zoned.zone === undefined) return formatDate(date, { ...wording, weekday: false });
  const local = Temporal.Instant.from(`${date}T${hour}:${minute}:${second ?? '00'}Z`).toZonedDateTimeISO(zoned.zone);
  return formatDate(local.toPlainDate().toString(), { ...wording, weekday: false });
}

