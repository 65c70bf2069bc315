// The end of a recurrence rule. In: a recurrence line and the start of its series. Out: the
// line with UNTIL in the only form that RFC 5545 allows for that start: a date for whole
// days, an instant in UTC otherwise. Lines without UNTIL, or that nobody can read, stay.

import type { When } from './item.ts';

export function alignUntil(line: string, start: When): string {
  return line.replace(/([;:]UNTIL=)(\d{8})(?:T(\d{6})(Z?))?(?=;|$)/i, (whole: string, name: string, date: string, time: string | undefined, utc: string | undefined) => {
    if ('date' in start) return `${name}${date}`;
    if (time !== undefined && utc !== '') return whole;
    return `${name}${lastInstant(date, time ?? '235959', start.zone) ?? `${date}${time === undefined ? '' : `T${time}`}`}`;
  });
}

/** A date means its whole day, on the wall clock of the series. */
function lastInstant(date: string, time: string, zone: string): string | undefined {
  try {
    const instant = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).toInstant();
    return instant.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  } catch {
    return undefined;
  }
}
