import { expect, test } from 'vitest';
import { diffItems } from './diff.ts';
import type { EventItem } from './item.ts';
import { alignUntil } from './until.ts';

const london = { local: '2027-10-20T00:30:00', zone: 'Europe/London' };
const newYork = { local: '2027-10-20T20:00:00', zone: 'America/New_York' };

test('[C4] UNTIL is an instant in UTC for a timed series and a date for whole days', () => {
  expect(alignUntil('RRULE:FREQ=DAILY;UNTIL=20271117', london)).toBe('RRULE:FREQ=DAILY;UNTIL=20271117T235959Z');
  expect(alignUntil('RRULE:FREQ=DAILY;UNTIL=20271117;BYDAY=MO', newYork)).toBe('RRULE:FREQ=DAILY;UNTIL=20271118T045959Z;BYDAY=MO');
  expect(alignUntil('RRULE:UNTIL=20271117T200000;FREQ=DAILY', newYork)).toBe('RRULE:UNTIL=20271118T010000Z;FREQ=DAILY');
  expect(alignUntil('RRULE:FREQ=DAILY;UNTIL=20271117T003000Z', london)).toBe('RRULE:FREQ=DAILY;UNTIL=20271117T003000Z');
  expect(alignUntil('RRULE:FREQ=DAILY;UNTIL=20271117T003000Z', { date: '2027-10-20' })).toBe('RRULE:FREQ=DAILY;UNTIL=20271117');
});

test('[C4] a line without an end, or that nobody can read, stays as it is', () => {
  for (const line of ['RRULE:FREQ=WEEKLY', 'RDATE:20271117', 'RRULE:FREQ=DAILY;UNTIL=soon', 'RRULE:FREQ=DAILY;UNTIL=20279999']) expect(alignUntil(line, london)).toBe(line);
  expect(alignUntil('RRULE:FREQ=DAILY;UNTIL=20271117', { local: '2027-10-20T00:30:00', zone: 'Mars/Phobos' })).toBe('RRULE:FREQ=DAILY;UNTIL=20271117');
});

test('[C4] the two ways to write the same end are no change', () => {
  const series = (until: string): EventItem => ({ kind: 'event', title: 'Choir', start: newYork, end: { ...newYork, local: '2027-10-20T21:00:00' }, recurrence: [`RRULE:FREQ=DAILY;UNTIL=${until}`] });
  expect(diffItems(series('20271117'), series('20271118T045959Z'), { country: 'US' })).toEqual([]);
  expect(diffItems(series('20271117'), series('20271117T045959Z'), { country: 'US' })).toHaveLength(1);
});
