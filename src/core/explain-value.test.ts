// Values, dates and times as a person reads them.

import { describe, expect, test } from 'vitest';
import { formatAddress, formatType, formatValue } from './explain-value.ts';
import { formatBirthday, formatDate, formatMoment, formatOriginal, formatReminder, formatSpan, formatTime } from './explain-when.ts';
import type { Kind, When } from './item.ts';

const zone = 'America/New_York';
const at = (local: string, of = zone): When => ({ local, zone: of });
const on = (date: string): When => ({ date });

describe('dates and times', () => {
  test.each([
    [on('2026-03-03'), on('2026-03-04'), 'Tue, Mar 3, 2026 (all day)'],
    [on('2026-03-03'), on('2026-03-03'), 'Tue, Mar 3, 2026 (all day)'],
    [on('2026-03-03'), on('2026-03-05'), 'Tue, Mar 3, 2026 – Wed, Mar 4, 2026 (all day)'],
    [at('2026-03-03T10:00:00'), at('2026-03-03T11:30:00'), 'Tue, Mar 3, 2026, 10:00 AM – 11:30 AM (America/New_York)'],
    [at('2026-03-03T22:00'), at('2026-03-04T01:00'), 'Tue, Mar 3, 2026, 10:00 PM – Wed, Mar 4, 2026, 1:00 AM (America/New_York)'],
    [at('2026-03-03T10:00'), at('2026-03-03T17:00', 'Europe/Vienna'), 'Tue, Mar 3, 2026, 10:00 AM (America/New_York) – Tue, Mar 3, 2026, 5:00 PM (Europe/Vienna)'],
    [on('2026-03-03'), at('2026-03-04T10:00'), 'Tue, Mar 3, 2026 – Wed, Mar 4, 2026, 10:00 AM (America/New_York)'],
    [at('2026-03-03T10:00'), on('2026-03-04'), 'Tue, Mar 3, 2026, 10:00 AM (America/New_York) – Wed, Mar 4, 2026'],
  ])('from %j to %j is “%s”', (start, end, text) => {
    expect(formatSpan(start, end)).toBe(text);
  });

  test('a date has its weekday unless it stands in a sentence, and the style of the reader', () => {
    expect([formatDate('2026-03-03'), formatDate('2026-03-03T23:59:00'), formatDate('2026-03-03', { weekday: false }), formatDate('2026-03-03', { locale: 'en-GB' })]).toEqual(['Tue, Mar 3, 2026', 'Tue, Mar 3, 2026', 'Mar 3, 2026', 'Tue, 3 Mar 2026']);
    expect(formatDate('unknown')).toBe('unknown');
    expect(formatSpan(on('2026-03-03'), on('2026-03-05'), { locale: 'en-GB' })).toBe('Tue, 3 Mar 2026 – Wed, 4 Mar 2026 (all day)');
    expect(formatSpan(on('2026-03-03'), on('2026-03-04'), { locale: 'en-GB' })).toBe('Tue, 3 Mar 2026 (all day)');
    expect(formatSpan(at('2026-03-03T22:00'), at('2026-03-04T13:00', 'Etc/UTC'), { locale: 'en-GB' })).toBe('Tue, 3 Mar 2026, 22:00 (America/New_York) – Wed, 4 Mar 2026, 13:00 (Etc/UTC)');
    expect([formatMoment(at('2026-03-03T14:05:09')), formatMoment(on('2026-03-03'))]).toEqual(['Tue, Mar 3, 2026, 2:05 PM', 'Tue, Mar 3, 2026']);
  });

  test('a time is the one of the clock, with plain blanks', () => {
    expect([formatTime('16:00'), formatTime('09:05:30'), formatTime('2026-03-03T00:15'), formatTime('16:00', { locale: 'en-GB' })]).toEqual(['4:00 PM', '9:05 AM', '12:15 AM', '16:00']);
  });

  test('an occurrence is told by its day, in the zone of the reader', () => {
    expect([formatOriginal('2026-03-10'), formatOriginal('2026-03-10', { zone }), formatOriginal('2026-03-10T02:00:00Z'), formatOriginal('2026-03-10T02:00:00Z', { zone }), formatOriginal('2026-03-10T02:00:00Z', { zone, locale: 'en-GB' })]).toEqual(['Tue, Mar 10, 2026', 'Tue, Mar 10, 2026', 'Tue, Mar 10, 2026', 'Mon, Mar 9, 2026', 'Mon, 9 Mar 2026']);
  });

  test('a birthday has a year where it is known', () => {
    expect([formatBirthday({ year: 1980, month: 3, day: 3 }), formatBirthday({ year: 987, month: 12, day: 24 }), formatBirthday({ month: 2, day: 29 }), formatBirthday({ month: 2, day: 29 }, { locale: 'en-GB' })]).toEqual(['March 3, 1980', 'December 24, 987', 'February 29', '29 February']);
  });

  test.each([
    [0, 'at the start'], [1, '1 minute before'], [15, '15 minutes before'], [60, '1 hour before'], [90, '90 minutes before'], [120, '2 hours before'],
    [1440, '1 day before'], [2880, '2 days before'], [1500, '25 hours before'], [10080, '1 week before'], [20160, '2 weeks before'],
  ])('a reminder of %i minutes is “%s”', (minutes, text) => {
    expect(formatReminder(minutes)).toBe(text);
  });
});

describe('values', () => {
  test.each([
    [{ type: 'workFax' }, 'Work fax'], [{ type: 'mobile' }, 'Mobile'], [{ type: 'homePage' }, 'Home page'], [{ type: 'ftp' }, 'FTP'], [{ type: 'googleVoice' }, 'Google Voice'], [{ type: 'appInstallPage' }, 'App install page'],
    [{}, 'Other'], [{ type: 'custom', label: 'Boat' }, 'Boat'], [{ type: 'custom', label: '' }, 'Custom'], [{ type: 'custom' }, 'Custom'],
  ])('the TYPE of %j is %s', (entry, text) => {
    expect(formatType(entry)).toBe(text);
  });

  test('an address is one line', () => {
    expect(formatAddress({ street: '12 Main St \n 2nd floor', extended: 'Apt 3', city: 'Boston', region: 'MA', postalCode: '02110', country: 'USA' })).toBe('12 Main St, 2nd floor, Apt 3, Boston, MA 02110, USA');
    expect([formatAddress({ city: 'Boston' }), formatAddress({ region: 'MA' }), formatAddress({ street: '12 Main St', postalCode: '02110' }), formatAddress({ street: '', country: 'USA' })]).toEqual(['Boston', 'MA', '12 Main St, 02110', 'USA']);
  });

  const original = '2026-03-10T14:00:00Z';
  test.each([
    ['event', 'guests', { email: 'a@x.com' }, 'a@x.com'],
    ['event', 'guests', { email: 'a@x.com', name: '' }, 'a@x.com'],
    ['event', 'guests', [{ email: 'a@x.com', organizer: true }, { email: 'b@x.com', name: 'Bob', response: 'needsAction', optional: true }], 'a@x.com (organizer); Bob <b@x.com> (no answer yet, optional)'],
    ['event', 'guests', [{ email: 'a@x.com', response: 'declined' }, { email: 'b@x.com', response: 'tentative' }, { email: 'c@x.com', response: 'later' }], 'a@x.com (declined); b@x.com (maybe); c@x.com (later)'],
    ['event', 'occurrences', { original }, 'Tue, Mar 10, 2026: changed'],
    ['event', 'occurrences', { original, title: 'Off-site', location: 'Hall', description: 'Long' }, 'Tue, Mar 10, 2026: subject “Off-site”, location “Hall”, other notes'],
    ['event', 'occurrences', { original, start: at('2026-03-11T10:00'), end: at('2026-03-11T11:00') }, 'Tue, Mar 10, 2026: moved to Wed, Mar 11, 2026, 10:00 AM – 11:00 AM (America/New_York)'],
    ['event', 'occurrences', { original, start: at('2026-03-11T10:00') }, 'Tue, Mar 10, 2026: moved to Wed, Mar 11, 2026, 10:00 AM'],
    ['event', 'attending', ['Ann', 'Bob'], 'Ann; Bob'],
    ['event', 'reminder', 0, 'at the start'],
    ['event', 'busy', false, 'No'],
    ['event', 'title', 'Review', 'Review'],
    ['contact', 'phones', [], ''],
    ['contact', 'phones', { value: '1', type: 'home', preferred: false }, '1 (Home)'],
    ['contact', 'notes', null, ''],
    ['contact', 'notes', '', ''],
    ['task', 'dueDate', '2026-03-15', 'Sun, Mar 15, 2026'],
    ['task', 'completed', true, 'Yes'],
  ] as [Kind, string, unknown, string][])('%s %s %j is “%s”', (kind, field, value, text) => {
    expect(formatValue(kind, field, value)).toBe(text);
  });

  test('everything that is a date or a time is in the style of the reader', () => {
    const wording = { locale: 'en-GB', zone };
    const moved = { original: '2026-03-11T02:00:00Z', start: at('2026-03-11T13:00') };
    expect(formatValue('event', 'occurrences', [moved], wording)).toBe('Tue, 10 Mar 2026: moved to Wed, 11 Mar 2026, 13:00');
    expect(formatValue('event', 'occurrences', { ...moved, end: at('2026-03-11T14:00') }, wording)).toBe('Tue, 10 Mar 2026: moved to Wed, 11 Mar 2026, 13:00 – 14:00 (America/New_York)');
    expect(formatValue('event', 'recurrence', ['RRULE:FREQ=DAILY;UNTIL=20260311T020000Z'], wording)).toBe('every day, until 10 Mar 2026');
    expect([formatValue('contact', 'birthday', { month: 3, day: 7 }, wording), formatValue('task', 'dueDate', '2026-03-15', wording), formatValue('task', 'dueTime', '16:00', wording)]).toEqual(['7 March', 'Sun, 15 Mar 2026', '16:00']);
  });
});
