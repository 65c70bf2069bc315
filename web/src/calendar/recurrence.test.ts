// Rules between lines and form: what the form knows comes back the same, and what it does
// not know is never dropped.

import { expect, test } from 'vitest';
import { noRule, readRule, writeRule } from './recurrence.ts';

const zone = 'America/New_York';

test.each([
  ['RRULE:FREQ=DAILY'],
  ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE'],
  ['RRULE:FREQ=MONTHLY;COUNT=5'],
  ['RRULE:FREQ=YEARLY'],
])('%s is read and written the same', (line) => {
  expect(writeRule(readRule([line], zone), zone)).toEqual([line]);
});

test('the last date is the whole day where the activity takes place', () => {
  const rule = { ...noRule, frequency: 'DAILY' as const, ends: 'on' as const, until: '2026-12-01' };
  const lines = writeRule(rule, zone);
  expect(lines).toEqual(['RRULE:FREQ=DAILY;UNTIL=20261202T045959Z']);
  expect(readRule(lines, zone).until).toBe('2026-12-01');
  expect(writeRule(rule, undefined)).toEqual(['RRULE:FREQ=DAILY;UNTIL=20261201']);
});

test.each([
  [['RRULE:FREQ=MONTHLY;BYDAY=2TU']],
  [['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1']],
  [['RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU']],
  [['RDATE;VALUE=DATE:20261201']],
])('%s stays custom, as it is', (lines) => {
  const rule = readRule(lines, zone);
  expect(rule.frequency).toBe('custom');
  expect(writeRule(rule, zone)).toEqual(lines);
});

test('dates that are left out stay left out', () => {
  const lines = ['RRULE:FREQ=DAILY', 'EXDATE;TZID=America/New_York:20261125T090000'];
  expect(writeRule(readRule(lines, zone), zone)).toEqual(lines);
});
