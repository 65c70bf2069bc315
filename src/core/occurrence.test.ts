import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochOf, expandSeries, isInRule, rangeOf, RecurrenceError } from './occurrence.ts';
import type { Series } from './occurrence.ts';

const newYork = 'America/New_York';
const at = (local: string, zone = newYork) => ({ local, zone });
const window = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const year = window('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');

function starts(series: Series, within = year): string[] {
  return expandSeries(series, within).map(({ start }) => ('date' in start ? start.date : start.local));
}

describe('occurrences', () => {
  test('a weekly nine o’clock stays at nine when the clocks change', () => {
    const series = { start: at('2026-03-02T09:00:00'), end: at('2026-03-02T10:00:00'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] };
    const found = expandSeries(series, year);
    expect(found.map((one) => one.original)).toEqual(['2026-03-02T14:00:00Z', '2026-03-09T13:00:00Z', '2026-03-16T13:00:00Z']);
    expect(found.map((one) => one.end)).toEqual([at('2026-03-02T10:00:00'), at('2026-03-09T10:00:00'), at('2026-03-16T10:00:00')]);
  });

  test('a time in the gap comes an hour later and one in the overlap takes the first', () => {
    const gap = { start: at('2026-03-07T02:30:00'), end: at('2026-03-07T03:00:00'), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] };
    expect(expandSeries(gap, year).map((one) => one.original)).toEqual(['2026-03-07T07:30:00Z', '2026-03-08T07:30:00Z', '2026-03-09T06:30:00Z']);
    const overlap = { start: at('2026-10-31T01:30:00'), end: at('2026-10-31T02:00:00'), recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] };
    expect(expandSeries(overlap, year).map((one) => one.original)).toEqual(['2026-10-31T05:30:00Z', '2026-11-01T05:30:00Z']);
  });

  test('UNTIL in UTC keeps the last local date', () => {
    const series = { start: at('2026-11-14T23:00:00', 'Europe/London'), end: at('2026-11-14T23:30:00', 'Europe/London'), recurrence: ['RRULE:FREQ=DAILY;UNTIL=20261117T230000Z'] };
    expect(starts(series)).toEqual(['2026-11-14T23:00:00', '2026-11-15T23:00:00', '2026-11-16T23:00:00', '2026-11-17T23:00:00']);
    const eastern = { start: at('2026-06-01T22:00:00'), end: at('2026-06-01T23:00:00'), recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260603T020000Z'] };
    expect(starts(eastern)).toEqual(['2026-06-01T22:00:00', '2026-06-02T22:00:00']);
  });

  test('an all-day series is dates from end to end', () => {
    const series = { start: { date: '2026-01-31' }, end: { date: '2026-02-02' }, recurrence: ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260331', 'EXDATE;VALUE=DATE:20260228'] };
    expect(expandSeries(series, year)).toEqual([
      { original: '2026-01-31', start: { date: '2026-01-31' }, end: { date: '2026-02-02' } },
      { original: '2026-03-31', start: { date: '2026-03-31' }, end: { date: '2026-04-02' } },
    ]);
  });

  test('RDATE adds, EXDATE removes, and the same start counts once', () => {
    const series = {
      start: at('2026-05-04T09:00:00'),
      end: at('2026-05-04T10:00:00'),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3', 'RDATE;TZID=America/New_York:20260511T090000,20260513T090000', 'EXDATE:20260518T130000Z'],
    };
    expect(starts(series)).toEqual(['2026-05-04T09:00:00', '2026-05-11T09:00:00', '2026-05-13T09:00:00']);
    expect(starts({ ...series, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2', 'EXDATE;VALUE=DATE:20260511'] })).toEqual(['2026-05-04T09:00:00']);
    expect(starts({ ...series, recurrence: ['RDATE:20260505T130000Z'] })).toEqual(['2026-05-04T09:00:00', '2026-05-05T09:00:00']);
  });

  test('a cancelled occurrence is left out and a moved one stands where it was moved to', () => {
    const series = {
      start: at('2026-05-04T09:00:00'),
      end: at('2026-05-04T10:00:00'),
      recurrence: ['RRULE:FREQ=WEEKLY'],
      occurrences: [
        { original: '2026-05-11T13:00:00Z', cancelled: true },
        { original: '2026-05-18T13:00:00Z', start: at('2026-07-01T15:00:00'), end: at('2026-07-01T16:00:00') },
        { original: '2026-05-25T13:00:00Z', title: 'Special' },
      ],
    };
    expect(starts(series, window('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'))).toEqual(['2026-05-04T09:00:00', '2026-05-25T09:00:00']);
    expect(starts(series, window('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z'))).toEqual(['2026-07-01T15:00:00']);
  });

  test('an endless series from long ago is found in any window', () => {
    const series = { start: at('2012-01-02T08:00:00'), end: at('2012-01-02T08:15:00'), recurrence: ['RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'] };
    expect(starts(series, window('2026-08-03T00:00:00Z', '2026-08-08T00:00:00Z'))).toHaveLength(5);
  });

  test('the range covers every occurrence, and an endless series has no end', () => {
    const series = { start: at('2026-05-04T09:00:00'), end: at('2026-05-04T10:00:00') };
    expect(rangeOf(series)).toEqual({ from: Date.parse('2026-05-04T13:00:00Z'), until: Date.parse('2026-05-04T14:00:00Z') });
    expect(rangeOf({ ...series, recurrence: ['RRULE:FREQ=WEEKLY'] }).until).toBeUndefined();
    expect(rangeOf({ ...series, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }).until).toBeGreaterThanOrEqual(Date.parse('2026-05-18T14:00:00Z'));
    expect(rangeOf({ ...series, recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20260518T130000Z'] }).until).toBeGreaterThanOrEqual(Date.parse('2026-05-18T14:00:00Z'));
  });

  test('lines that cannot be read are named, and a hostile rule ends', () => {
    const series = { start: at('2026-05-04T09:00:00'), end: at('2026-05-04T10:00:00') };
    for (const line of ['RRULE:FREQ=SOMETIMES', 'RRULE:FREQ=SECONDLY', 'EXRULE:FREQ=DAILY', 'nonsense', 'RDATE;TZID=Mars/Base:20260101T000000']) {
      expect(() => expandSeries({ ...series, recurrence: [line] }, year), line).toThrow(RecurrenceError);
    }
    const started = performance.now();
    try {
      expandSeries({ ...series, recurrence: ['RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'] }, window('2026-01-01T00:00:00Z', '2999-01-01T00:00:00Z'));
    } catch (error) {
      expect(error).toBeInstanceOf(RecurrenceError);
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('whatever the series: occurrences keep their wall clock, lie in the range, and two halves of a window make the whole', () => {
    const rule = fc.tuple(fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'), fc.integer({ min: 1, max: 4 }), fc.constantFrom('', ';COUNT=7', ';UNTIL=20270315T120000Z'));
    const start = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 1439 }), fc.constantFrom(newYork, 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Sao_Paulo'));
    fc.assert(
      fc.property(rule, start, fc.integer({ min: 0, max: 3000 }), ([frequency, interval, limit], [days, minute, zone], length) => {
        const local = Temporal.PlainDateTime.from('2025-06-01T00:00').add({ days, minutes: minute });
        const series: Series = { start: at(local.toString(), zone), end: at(local.add({ minutes: length }).toString(), zone), recurrence: [`RRULE:FREQ=${frequency};INTERVAL=${interval}${limit}`] };
        const [from, to] = [Date.parse('2026-09-01T00:00:00Z'), Date.parse('2027-05-01T00:00:00Z')];
        const whole = expandSeries(series, { from, to });
        const range = rangeOf(series);
        for (const one of whole) {
          expect(epochOf(one.start)).toBeGreaterThanOrEqual(range.from);
          if (range.until !== undefined) expect(epochOf(one.end)).toBeLessThanOrEqual(range.until);
          const [hour, day] = 'local' in one.start ? [one.start.local.slice(11, 16), one.start.zone] : ['', ''];
          expect([hour, day]).toEqual([local.toPlainTime().toString().slice(0, 5), zone]);
        }
        const middle = from + Math.floor((to - from) / 2);
        const halves = [...expandSeries(series, { from, to: middle }), ...expandSeries(series, { from: middle, to })];
        expect([...new Set(halves.map((one) => one.original))]).toEqual(whole.map((one) => one.original));
      }),
      { numRuns: 150 },
    );
  });
});

test('[C2] a start is in the rule or not, whatever single occurrences do', () => {
  const series = { start: at('2026-03-02T20:00:00'), end: at('2026-03-02T21:00:00'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20260310T000000Z'] };
  const moved = [{ original: '2026-03-17T00:00:00Z', cancelled: true }];
  expect(['2026-03-03T01:00:00Z', '2026-03-03T00:00:00Z', '2026-03-10T00:00:00Z', '2026-03-17T00:00:00Z', '2026-03-24T00:00:00Z'].map((original) => isInRule({ ...series, occurrences: moved }, original))).toEqual([true, false, false, true, false]);
  expect(isInRule({ start: { date: '2026-03-02' }, end: { date: '2026-03-03' }, recurrence: ['RRULE:FREQ=DAILY'] }, '2026-03-09')).toBe(true);
  expect(isInRule({ ...series, recurrence: ['RRULE:FREQ=SECONDLY'] }, '2026-03-09T00:00:00Z')).toBe(true);
  expect(isInRule({ ...series, recurrence: [] }, '2026-03-03T01:00:00Z')).toBe(false);
});

describe('series as others write them', () => {
  const nine = { start: at('2026-03-03T09:00:00'), end: at('2026-03-03T10:00:00') };
  const march = window('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z');

  test.each([
    ['a start that the rule does not give is the first of its count', ['RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3'], ['2026-03-03T09:00:00', '2026-03-04T09:00:00', '2026-03-11T09:00:00']],
    ['the last day counts to its end', ['RRULE:FREQ=DAILY;BYHOUR=9,17;UNTIL=20260304'], ['2026-03-03T09:00:00', '2026-03-03T17:00:00', '2026-03-04T09:00:00', '2026-03-04T17:00:00']],
    ['an end in small letters', ['rrule:until=20260304t090000;freq=daily'], ['2026-03-03T09:00:00', '2026-03-04T09:00:00']],
    ['empty parts say nothing', ['RRULE:;FREQ=DAILY;;COUNT=2; '], ['2026-03-03T09:00:00', '2026-03-04T09:00:00']],
    ['a date without a time is the time of the series, in its own zone', ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE;TZID=Asia/Tokyo: 20260304 '], ['2026-03-03T09:00:00', '2026-03-05T09:00:00']],
    ['an instant is written in the zone of the series', ['RDATE:20260310T130000Z'], ['2026-03-03T09:00:00', '2026-03-10T09:00:00']],
    ['seconds may be left out', ['RDATE:2026-03-10T09:00, 20260311T0930'], ['2026-03-03T09:00:00', '2026-03-10T09:00:00', '2026-03-11T09:30:00']],
    ['of a period only the start counts', ['RDATE;VALUE=PERIOD:20260310T130000Z/20260310T150000Z,20260311T130000Z/PT30M'], ['2026-03-03T09:00:00', '2026-03-10T09:00:00', '2026-03-11T09:00:00']],
    ['a quoted zone', ['RDATE;TZID="Europe/London":20260310T130000'], ['2026-03-03T09:00:00', '2026-03-10T09:00:00']],
  ])('%s', (_what, recurrence, expected) => {
    expect(starts({ ...nine, recurrence }, march)).toEqual(expected);
  });

  test('a fraction of a second is no part of a time', () => {
    const series = { start: at('2026-03-03T09:00:00.5'), end: at('2026-03-03T10:00:00.25'), recurrence: ['RRULE:FREQ=DAILY;COUNT=2', 'RDATE;VALUE=DATE:20260310'] };
    const found = expandSeries(series, march);
    expect(found.slice(1).map(({ start, end }) => [start, end])).toEqual([[at('2026-03-04T09:00:00'), at('2026-03-04T09:59:59')], [at('2026-03-10T09:00:00'), at('2026-03-10T09:59:59')]]);
  });

  test('what is in the rule is found at both ends of the world', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const series = { start: at('2026-03-03T09:00:00', zone), end: at('2026-03-03T09:01:00', zone), recurrence: ['RRULE:FREQ=WEEKLY'] };
      const original = Temporal.ZonedDateTime.from(`2026-03-17T09:00:00[${zone}]`).toInstant().toString();
      expect(isInRule(series, original), zone).toBe(true);
    }
  });

  test('the range is that of what takes place, moved or not', () => {
    const endless = { ...nine, recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original: '2026-03-10T13:00:00Z', start: at('2026-02-01T09:00:00'), end: at('2026-02-01T10:00:00') }] };
    expect(rangeOf(endless)).toEqual({ from: Date.parse('2026-02-01T14:00:00Z') });
    const cancelled = { ...nine, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'], occurrences: [{ original: '2030-03-10T13:00:00Z', cancelled: true }] };
    expect(rangeOf(cancelled).until).toBeLessThan(Date.parse('2026-04-01T00:00:00Z'));
    expect(rangeOf({ ...nine, occurrences: [] })).toEqual({ from: Date.parse('2026-03-03T14:00:00Z'), until: Date.parse('2026-03-03T15:00:00Z') });
  });

  test.each([
    ['RRULE:FREQ=HOURLY', '2027-01-01', 'The rule "FREQ=HOURLY" has more than 5000 occurrences here.'],
    ['RRULE:FREQ=HOURLY', '2090-01-01', /^The rule "FREQ=HOURLY" cannot be expanded: .+/],
    ['RDATE:on 20260310', '2027-01-01', '"on 20260310" is not a date.'],
    ['A RRULE:FREQ=DAILY', '2027-01-01', '"A RRULE:FREQ=DAILY" is not a recurrence line.'],
    ['RRULE:FREQ=DAILY;UNTIL=on 20260310', '2027-01-01', '"on 20260310" is not a date.'],
  ])('%s until %s: what is wrong is said', (line, to, message) => {
    const expand = (): unknown => expandSeries({ ...nine, recurrence: [line] }, window('2026-03-01T00:00:00Z', `${to}T00:00:00Z`));
    expect(expand).toThrow(RecurrenceError);
    expect(expand).toThrow(message);
  });

  test('a rule whose count nobody reaches has no range, and says so', () => {
    const never = (): unknown => rangeOf({ ...nine, recurrence: ['RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3'] });
    expect(never).toThrow(RecurrenceError);
    expect(never).toThrow(/^The rule ".*COUNT=3" cannot be expanded: .+/);
    expect(never).toThrow(expect.objectContaining({ cause: expect.anything() }));
  });
});
