// Golden tables of series: when they take place, from when until when, and how that reads.
// Rewritten on demand, and then read before it is committed:
// npm run test:unit -- test/golden-series.test.ts -u

import { expect, test } from 'vitest';
import { explainRecurrence } from '../src/core/explain-rule.ts';
import { formatValue } from '../src/core/explain-value.ts';
import { formatBirthday, formatDate, formatMoment, formatOriginal, formatReminder, formatSpan, formatTime } from '../src/core/explain-when.ts';
import type { When } from '../src/core/item.ts';
import { expandSeries, isInRule, originalOf, rangeOf, RecurrenceError } from '../src/core/occurrence.ts';
import type { Series } from '../src/core/occurrence.ts';

const zone = 'America/New_York';
const at = (local: string, where = zone): When => ({ local, zone: where });
const nine: Pick<Series, 'start' | 'end'> = { start: at('2026-03-03T09:00'), end: at('2026-03-03T10:30') };
const allDay: Pick<Series, 'start' | 'end'> = { start: { date: '2026-03-03' }, end: { date: '2026-03-05' } };
const tell = (when: When): string => ('date' in when ? when.date : `${when.local} ${when.zone}`);
const march = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };

const series: readonly (readonly [string, Series])[] = [
  ['once', nine],
  ['once, all day', allDay],
  ['once, no lines', { ...nine, recurrence: [], occurrences: [] }],
  ['weekly, through the change of the clocks', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY'] }],
  ['weekly, all day', { ...allDay, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }],
  ['begun long before, in small letters', { start: at('2025-01-07T09:00:30'), end: at('2025-01-07T10:00'), recurrence: [' rrule:freq=monthly;byday=2tu;; '] }],
  ['until an instant', { ...nine, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260306T140000Z'] }],
  ['until just before it', { ...nine, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260306T135959Z'] }],
  ['until a day', { ...nine, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260306'] }],
  ['until a day, all day', { ...allDay, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260306'] }],
  ['until an instant, all day', { ...allDay, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260306T000000Z'] }],
  ['days added and taken out', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'RDATE:20260305T140000Z', 'RDATE;TZID=Europe/London:20260306T140000,20260307T1500', 'EXDATE:20260310T130000Z'] }],
  ['days taken out by date', { ...nine, recurrence: ['RRULE:FREQ=DAILY;COUNT=4', 'EXDATE;VALUE=DATE:20260304, 20260305'] }],
  ['days added by date only', { ...nine, recurrence: ['RDATE;VALUE=DATE:20260310', 'rdate;value=period:20260312T140000Z/PT1H'] }],
  ['all-day days added and taken out', { ...allDay, recurrence: ['RRULE:FREQ=DAILY;COUNT=3', 'RDATE;VALUE=DATE:20260320', 'EXDATE;VALUE=DATE:20260304'] }],
  ['occurrences moved, cancelled and renamed', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'], occurrences: [{ original: '2026-03-10T13:00:00Z', start: at('2026-03-11T09:00'), end: at('2026-03-11T12:00') }, { original: '2026-03-17T13:00:00Z', cancelled: true }, { original: '2026-03-24T13:00:00Z', title: 'Other' }] }],
  ['all-day occurrences changed', { ...allDay, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'], occurrences: [{ original: '2026-03-10', start: { date: '2026-03-12' } }, { original: '2026-03-17', title: 'Other' }] }],
  ['one moved far before, one far behind', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'], occurrences: [{ original: '2026-03-10T13:00:00Z', start: at('2026-01-01T09:00'), end: at('2026-01-01T10:00') }, { original: '2026-03-17T13:00:00Z', start: at('2026-12-01T09:00'), end: at('2026-12-01T10:00') }] }],
  ['ending in another zone', { start: at('2026-03-03T09:00'), end: at('2026-03-03T17:00', 'Europe/London'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }],
  ['two rules', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2', 'RRULE:FREQ=MONTHLY;COUNT=2'] }],
  ['a thousand times', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1000'] }],
  ['more than a thousand times', { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1001'] }],
  ['withdrawn lines', { ...nine, recurrence: ['EXRULE:FREQ=DAILY'] }],
  ['every minute', { ...nine, recurrence: ['RRULE:FREQ=MINUTELY'] }],
  ['every second', { ...nine, recurrence: ['RRULE:freq=secondly'] }],
  ['no line', { ...nine, recurrence: ['X-RRULE:FREQ=DAILY'] }],
  ['no rule', { ...nine, recurrence: ['RRULE:FREQ=SOMETIMES'] }],
  ['no date', { ...nine, recurrence: ['RDATE:soon'] }],
  ['no zone', { ...nine, recurrence: ['RDATE;TZID=Nowhere/Land:20260305T140000'] }],
];

test('[C2] [C4] when series take place in March, and from when until when', async () => {
  const lines: string[] = [];
  for (const [name, one] of series) {
    lines.push(`## ${name}: ${[tell(one.start), tell(one.end), ...(one.recurrence ?? [])].join(' · ')}`);
    try {
      for (const { original, start, end, change } of expandSeries(one, march)) lines.push(`${tell(start)} – ${tell(end)}${original === undefined ? '' : ` (${original}${change === undefined ? '' : ', changed'})`}`);
      const { from, until } = rangeOf(one);
      lines.push(`range ${new Date(from).toISOString()} – ${until === undefined ? 'without end' : new Date(until).toISOString()}`, '');
    } catch (error) {
      if (!(error instanceof RecurrenceError)) throw error;
      lines.push(`${error.name}: ${error.message}${error.cause === undefined ? '' : ' (with its cause)'}`, '');
    }
  }
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/series-dates.txt');
});

test('a window holds what overlaps it, and not what only touches it', () => {
  const [from, to] = [Date.UTC(2026, 2, 3, 14), Date.UTC(2026, 2, 3, 15, 30)];
  const found = (window: { from: number; to: number }, one: Series = nine): number => expandSeries(one, window).length;
  expect([found({ from, to }), found({ from: to - 1, to: to + 1 }), found({ from: to, to: to + 1 }), found({ from: from - 1, to: from }), found({ from: from - 1, to: from + 1 }), found({ from, to: from + 1 })]).toEqual([1, 1, 0, 0, 1, 1]);
  const empty = { start: nine.start, end: nine.start };
  expect([found({ from, to }, empty), found({ from: from - 1, to: from }, empty), found({ from: from + 1, to }, empty)]).toEqual([1, 0, 0]);
  const long = { start: at('2026-02-01T09:00'), end: at('2026-02-03T09:00'), recurrence: ['RRULE:FREQ=MONTHLY'] };
  expect(found({ from: Date.UTC(2026, 2, 3, 10), to: Date.UTC(2026, 2, 3, 11) }, long)).toBe(1);
  expect(() => found({ from: 0, to: Date.UTC(2126, 0, 1) }, { ...nine, recurrence: ['RRULE:FREQ=DAILY'] })).toThrow(RecurrenceError);
});

test('whether the rule itself gives an occurrence', () => {
  const weekly = { ...nine, recurrence: ['RRULE:FREQ=WEEKLY', 'EXDATE:20260317T130000Z'], occurrences: [{ original: '2026-03-10T13:00:00Z', cancelled: true }] };
  const told = ['2026-03-03T14:00:00Z', '2026-03-10T13:00:00Z', '2026-03-10T13:00:01Z', '2026-03-17T13:00:00Z', '2026-03-04T14:00:00Z', '2026-03-10', ''].map((original) => isInRule(weekly, original));
  expect(told).toEqual([true, true, false, false, false, false, false]);
  expect([isInRule(nine, '2026-03-03T14:00:00Z'), isInRule({ ...nine, recurrence: [] }, '2026-03-03T14:00:00Z'), isInRule({ ...nine, recurrence: ['EXRULE:X'] }, '2026-03-03T14:00:00Z')]).toEqual([false, false, true]);
  expect([isInRule({ ...allDay, recurrence: ['RRULE:FREQ=WEEKLY'] }, '2026-03-10'), isInRule({ ...allDay, recurrence: ['RRULE:FREQ=WEEKLY'] }, '2026-03-11')]).toEqual([true, false]);
  expect(() => isInRule(weekly, 'noT')).toThrow();
  expect([originalOf({ date: '2026-03-03' }), originalOf(at('2026-03-03T09:00:00.5')), originalOf(at('2026-03-08T02:30'))]).toEqual(['2026-03-03', '2026-03-03T14:00:00Z', '2026-03-08T07:30:00Z']);
});

const rules = [
  'FREQ=DAILY', 'FREQ=DAILY;INTERVAL=3', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=DAILY;INTERVAL=2;BYDAY=FR,MO,TU,WE,TH', 'FREQ=WEEKLY', 'freq=weekly;byday=tu', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=SU',
  'FREQ=WEEKLY;BYDAY=1MO', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=WEEKLY;BYMONTHDAY=3', 'FREQ=WEEKLY;BYDAY=MO;BYMONTH=3', 'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1', 'FREQ=WEEKLY;BYSETPOS=1', 'FREQ=DAILY;BYMONTHDAY=3', 'FREQ=DAILY;BYMONTH=3',
  'FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=3', 'FREQ=MONTHLY;BYMONTHDAY=1,15,-1', 'FREQ=MONTHLY;BYMONTHDAY=-2', 'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=MONTHLY;BYMONTHDAY=x', 'FREQ=MONTHLY;BYMONTHDAY=3;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=3;BYSETPOS=1', 'FREQ=MONTHLY;BYMONTHDAY=3;BYMONTH=1,2',
  'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'FREQ=MONTHLY;BYDAY=7MO', 'FREQ=MONTHLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=MO,TU', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9', 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=YEARLY', 'FREQ=YEARLY;BYMONTH=3', 'FREQ=YEARLY;BYMONTH=3,4', 'FREQ=YEARLY;BYMONTH=13', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=7', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1', 'FREQ=YEARLY;BYMONTH=3,4;BYMONTHDAY=7', 'FREQ=YEARLY;BYMONTHDAY=7', 'FREQ=YEARLY;BYDAY=1SU', 'FREQ=YEARLY;BYDAY=1SU;BYMONTH=11', 'FREQ=YEARLY;BYDAY=SU;BYMONTH=11;BYSETPOS=1',
  'FREQ=DAILY;COUNT=1', 'FREQ=DAILY;COUNT=10', 'FREQ=DAILY;COUNT=x', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;UNTIL=20260505', 'FREQ=DAILY;UNTIL=20260506T035959Z', 'FREQ=DAILY;UNTIL=20260506T035959', 'FREQ=DAILY;UNTIL=soon', 'FREQ=DAILY;COUNT=3;UNTIL=20260505',
  'FREQ=HOURLY', 'INTERVAL=2', 'FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;INTERVAL=1.5', 'FREQ=DAILY;BYHOUR=9', 'FREQ=DAILY;BYDAY=', 'FREQ=DAILY;;',
];
const lineForms = ['EXDATE:20260310T140000Z', 'EXDATE;TZID=America/New_York:20260310T100000,20260317T100000', 'EXDATE;VALUE=DATE:20260310', 'RDATE:20260310T020000Z', 'RDATE:soon', 'EXDATE:', 'X-OTHER:1', 'exdate;tzid=Europe/London:20260311T020000', ''];

test('[C3] a rule in words, or as it is written where words would make another rule of it', async () => {
  const lines = [...rules.map((rule) => `RRULE:${rule}`), ...lineForms].map((line) => `${line}  →  ${explainRecurrence([line], { zone })}${explainRecurrence([line]) === explainRecurrence([line], { zone }) ? '' : ` (without a zone: ${explainRecurrence([line])})`}`);
  lines.push(explainRecurrence(['RRULE:FREQ=DAILY', 'EXDATE:20260310']), explainRecurrence([]));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/series-words.txt');
});

test('dates, times and values in words', () => {
  const ten = at('2026-03-03T10:00');
  const told = [
    formatDate('2026-03-03'), formatDate('2026-03-03', { weekday: false }), formatDate('2026-03-03T10:00', { locale: 'de-DE' }), formatDate('not a date'),
    formatTime('16:05'), formatTime('16:05:09'), formatTime('2026-03-03T00:30'), formatTime('16:05', { locale: 'de-DE' }),
    formatMoment(ten), formatMoment({ date: '2026-03-03' }),
    formatSpan(ten, at('2026-03-03T11:00')), formatSpan(ten, at('2026-03-04T11:00')), formatSpan(ten, at('2026-03-03T16:00', 'Europe/London')), formatSpan({ date: '2026-03-03' }, { date: '2026-03-04' }), formatSpan({ date: '2026-03-03' }, { date: '2026-03-06' }), formatSpan({ date: '2026-03-03' }, { date: '2026-03-03' }), formatSpan({ date: '2026-03-03' }, ten), formatSpan(ten, { date: '2026-03-04' }),
    formatOriginal('2026-03-10'), formatOriginal('2026-03-11T02:00:00Z'), formatOriginal('2026-03-11T02:00:00Z', { zone }), formatOriginal('2026-03-10', { zone }),
    formatBirthday({ month: 2, day: 29 }), formatBirthday({ year: 1980, month: 3, day: 7 }), formatBirthday({ year: 980, month: 12, day: 31 }),
    ...[0, 1, 10, 60, 90, 120, 1440, 2880, 10080, 20160].map(formatReminder),
  ];
  expect(told).toMatchSnapshot();
});

test('a value of each field in words', () => {
  const ten = at('2026-03-03T10:00');
  const phone = { value: '(212) 555-0103', type: 'workFax', preferred: true };
  const original = '2026-03-11T02:00:00Z';
  const values: readonly (readonly [Parameters<typeof formatValue>[0], string, unknown])[] = [
    ['contact', 'phones', phone], ['contact', 'phones', [phone, { value: '1', type: 'custom', label: 'Boat' }, { value: '2', type: 'custom' }, { value: '3', type: 'custom', label: '' }, { value: '4', type: 'googleVoice' }, { value: '5', type: 'homePage' }, { value: '6' }]], ['contact', 'phones', []],
    ['contact', 'addresses', { value: { street: '1 Main St\nApt 2', extended: 'Floor 3', city: 'Boston', region: 'MA', postalCode: '02101', country: 'USA' }, type: 'home' }], ['contact', 'addresses', { value: { city: 'Boston' }, type: 'home' }], ['contact', 'addresses', { value: { region: 'MA', country: 'USA' }, type: 'home' }],
    ['contact', 'birthday', { month: 3, day: 7 }], ['contact', 'member', true], ['contact', 'member', false], ['contact', 'notes', 'text'], ['contact', 'notes', ''], ['contact', 'notes', undefined], ['contact', 'notes', null],
    ['event', 'when', { start: ten, end: ten }], ['event', 'recurrence', ['RRULE:FREQ=DAILY']], ['event', 'reminder', 10], ['event', 'reminder', 0],
    ['event', 'guests', { email: 'a@x' }], ['event', 'guests', { email: 'a@x', name: '' }], ['event', 'guests', { email: 'a@x', name: 'Ann', response: 'tentative', optional: true, organizer: true }], ['event', 'guests', [{ email: 'a@x', response: 'accepted' }, { email: 'b@x', response: 'declined' }, { email: 'c@x', response: 'needsAction' }, { email: 'd@x', response: 'unheard' }]],
    ['event', 'occurrences', { original, cancelled: true }], ['event', 'occurrences', { original }], ['event', 'occurrences', { original, start: ten }], ['event', 'occurrences', { original, start: ten, end: ten, title: 'T', location: 'L', description: 'D' }], ['event', 'occurrences', { original, description: 'D' }],
    ['task', 'dueDate', '2026-03-03'], ['task', 'dueTime', '16:00'], ['task', 'completed', true], ['task', 'title', 'Call'],
  ];
  expect(values.map(([kind, field, value]) => `${field}: ${formatValue(kind, field, value, { zone })}`)).toMatchSnapshot();
});
