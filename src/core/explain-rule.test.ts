// Recurrences in words: every kind of rule that is known, and that half a rule is never told.

import { expect, test } from 'vitest';
import { explainRecurrence } from './explain-rule.ts';

const zone = 'America/New_York';
const words = (line: string, wording = {}): string => explainRecurrence([line], { zone, ...wording });

test.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=DAILY;INTERVAL=1', 'every day'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
  ['FREQ=DAILY;BYDAY=SA,SU', 'every day on Saturday and Sunday'],
  ['FREQ=DAILY;BYDAY=FR,MO,TU,WE,TH', 'every weekday'],
  ['FREQ=WEEKLY;WKST=SU', 'every week'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR', 'every 2 weeks on weekdays'],
  ['FREQ=WEEKLY;BYDAY=MO,WE,FR', 'every week on Monday, Wednesday and Friday'],
  ['freq=weekly;byday=tu;', 'every week on Tuesday'],
  ['FREQ=MONTHLY', 'every month'],
  ['FREQ=MONTHLY;BYMONTH=3,4', 'every month in March and April'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', 'every month on day 1, day 15 and the last day'],
  ['FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=1', 'every month on day 1 of March'],
  ['FREQ=MONTHLY;BYDAY=TU', 'every month on every Tuesday'],
  ['FREQ=MONTHLY;BYDAY=+1MO,-2FR', 'every month on the first Monday and the last but one Friday'],
  ['FREQ=MONTHLY;BYDAY=3WE', 'every month on the third Wednesday'],
  ['FREQ=MONTHLY;BYDAY=4TH;BYMONTH=11', 'every month on the fourth Thursday of November'],
  ['FREQ=MONTHLY;BYDAY=5SU', 'every month on the fifth Sunday'],
  ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2', 'every month on the second Tuesday'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;BYMONTH=1', 'every month on the first weekday of January'],
  ['FREQ=YEARLY', 'every year'],
  ['FREQ=YEARLY;BYMONTH=2,12', 'every year in February and December'],
  ['FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1', 'every year on the last day of June'],
  ['FREQ=YEARLY;BYMONTH=7,8;BYMONTHDAY=1', 'every year on day 1 of July and August'],
  ['FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1,2', 'every year on day 1 and day 2 of September'],
  ['FREQ=YEARLY;BYMONTH=10;BYDAY=2MO', 'every year on the second Monday of October'],
  ['FREQ=DAILY;COUNT=1', 'every day, once'],
  ['FREQ=DAILY;COUNT=12', 'every day, 12 times'],
  ['FREQ=DAILY;UNTIL=20260505', 'every day, until May 5, 2026'],
  ['FREQ=DAILY;UNTIL=20260506T010000', 'every day, until May 6, 2026'],
  ['FREQ=DAILY;UNTIL=20260506T0359Z', 'every day, until May 5, 2026'],
  ['FREQ=DAILY;UNTIL=20260506T040000Z', 'every day, until May 6, 2026'],
])('%s is read as “%s”', (rule, text) => {
  expect(words(`RRULE:${rule}`)).toBe(text);
});

test.each([
  'FREQ=HOURLY', 'INTERVAL=2', 'FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;INTERVAL=1.5', 'FREQ=DAILY;INTERVAL=x', 'FREQ=WEEKLY;BYDAY=', 'FREQ=DAILY;BYHOUR=9',
  'FREQ=WEEKLY;BYDAY=XX', 'FREQ=WEEKLY;BYDAY=MOX', 'FREQ=WEEKLY;BYDAY=XMO', 'FREQ=WEEKLY;BYDAY=2TU', 'FREQ=WEEKLY;BYDAY=MO,2TU', 'FREQ=WEEKLY;BYDAY=TU;BYSETPOS=1', 'FREQ=WEEKLY;BYDAY=TU;BYMONTH=3', 'FREQ=DAILY;BYDAY=TU;BYMONTH=3',
  'FREQ=WEEKLY;BYMONTHDAY=1', 'FREQ=DAILY;BYMONTHDAY=1', 'FREQ=WEEKLY;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13', 'FREQ=MONTHLY;BYMONTH=13', 'FREQ=MONTHLY;BYMONTH=3,0',
  'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=MONTHLY;BYMONTHDAY=-2', 'FREQ=MONTHLY;BYMONTHDAY=1,x', 'FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1',
  'FREQ=YEARLY;BYMONTHDAY=3', 'FREQ=YEARLY;BYDAY=MO', 'FREQ=YEARLY;BYDAY=20MO', 'FREQ=MONTHLY;BYDAY=6TU', 'FREQ=MONTHLY;BYDAY=1MO,6TU', 'FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=7',
  'FREQ=DAILY;UNTIL=soon', 'FREQ=DAILY;UNTIL=202605051', 'FREQ=DAILY;UNTIL=X20260505', 'FREQ=DAILY;UNTIL=20260505T10',
])('%s stays as it is written: half a rule in words would be another rule', (rule) => {
  expect(words(`RRULE:${rule}`)).toBe(`RRULE:${rule}`);
});

test.each([
  ['EXDATE:20260310', 'except on Mar 10, 2026'],
  ['EXDATE;VALUE=DATE:20260310,20260311', 'except on Mar 10, 2026 and Mar 11, 2026'],
  ['exdate:20260311t030000z', 'except on Mar 10, 2026'],
  ['EXDATE;TZID=America/New_York:20260310T230000', 'except on Mar 10, 2026'],
  ['exdate;tzid=Etc/UTC:20260311T030000Z', 'except on Mar 11, 2026'],
  ['RDATE:20260310, 20260311,20260312', 'also on Mar 10, 2026, Mar 11, 2026 and Mar 12, 2026'],
  [' RRULE:FREQ=DAILY ', 'every day'],
  ['EXDATE:20260310,later', 'EXDATE:20260310,later'],
  ['EXRULE:FREQ=DAILY', 'EXRULE:FREQ=DAILY'],
  ['DTSTART:20260310', 'DTSTART:20260310'],
  ['', ''],
])('the line “%s” is read as “%s”', (line, text) => {
  expect(words(line)).toBe(text);
});

test('an end is a day of the zone and in the style of the reader', () => {
  const rule = 'RRULE:FREQ=DAILY;UNTIL=20260506T035959Z';
  expect([words(rule, { zone: undefined }), words(rule, { zone: 'Europe/Vienna', locale: 'en-GB' })]).toEqual(['every day, until May 6, 2026', 'every day, until 6 May 2026']);
  expect(words('EXDATE:20260311T030000Z', { locale: 'en-GB' })).toBe('except on 10 Mar 2026');
  expect(explainRecurrence(['RRULE:FREQ=WEEKLY', 'EXDATE:20260310'])).toBe('every week; except on Mar 10, 2026');
});
