// In: start and end as a client sends them. Out: both in stored form (UTC instant and zone, or date).
// The messages are the ones that Google gives.
// Never here: recurrence expansion.
import { refuse } from '../wire.ts';
import type { WireTime } from './records.ts';
import { isTimeZone } from './access.ts';

const isoDate = /^\d{4}-\d\d-\d\d$/;
const isoDateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/;

function refuseTime(name: string): never {
  refuse(400, 'invalid', `Invalid ${name} time.`);
}

function readInstant(dateTime: string, zone: string | undefined, name: string): string {
  const match = isoDateTime.exec(dateTime);
  if (match === null) refuseTime(name);
  try {
    if (match[2] !== undefined) {
      return Temporal.Instant.from(dateTime.toUpperCase()).round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
    }
    if (zone === undefined) refuse(400, 'required', `Missing time zone definition for ${name} time.`);
    return Temporal.PlainDateTime.from(dateTime).round({ smallestUnit: 'second', roundingMode: 'floor' }).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant().toString();
  } catch (error) {
    if (error instanceof RangeError) refuseTime(name);
    throw error;
  }
}

function normalizeTime(time: WireTime | undefined, name: 'start' | 'end', isSeries: boolean, calendarZone: string): WireTime {
  if (time === undefined || (time.date === undefined && time.dateTime === undefined)) refuse(400, 'required', `Missing ${name} time.`);
  if (time.date !== undefined && time.dateTime !== undefined) refuseTime(name);
  if (time.timeZone !== undefined && !isTimeZone(time.timeZone)) refuse(400, 'invalid', `Invalid time zone definition for ${name} time.`);
  if (time.date !== undefined) {
    if (!isoDate.test(time.date) || Number.isNaN(Date.parse(time.date))) refuseTime(name);
    if (new Date(Date.parse(time.date)).toISOString().slice(0, 10) !== time.date) refuseTime(name);
    return { date: time.date };
  }
  if (isSeries && time.timeZone === undefined) refuse(400, 'required', `Missing time zone definition for ${name} time.`);
  return { dateTime: readInstant(time.dateTime ?? '', time.timeZone, name), timeZone: time.timeZone ?? calendarZone };
}

export function normalizeTimes(start: WireTime | undefined, end: WireTime | undefined, isSeries: boolean, calendarZone: string): { start: WireTime; end: WireTime } {
  const from = normalizeTime(start, 'start', isSeries, calendarZone);
  const to = normalizeTime(end, 'end', isSeries, calendarZone);
  if ((from.date === undefined) !== (to.date === undefined)) refuse(400, 'invalid', 'The start and end times must both be dates or both be date-times.');
  const startMs = Date.parse(from.date ?? from.dateTime ?? '');
  const endMs = Date.parse(to.date ?? to.dateTime ?? '');
  if (endMs <= startMs) refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', { domain: 'calendar' });
  return { start: from, end: to };
}
