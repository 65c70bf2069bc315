// A moved series: days of the week, the end, left-out and changed occurrences move with it;
// what could mean two things is not moved at all.

import { expect, test } from 'vitest';
import type { Activity, CalendarEntry } from '../office-api.ts';
import { movedFollowing, movedSeries, shiftBetween, shiftLines } from './series-move.ts';

const zone = 'America/New_York';
const activity: Activity = {
  id: 'a', version: '1', ownerId: 'o', type: 'Meeting', status: 'active', priority: 'Normal', subject: 'Review',
  start: { local: '2026-11-02T09:00', zone }, end: { local: '2026-11-02T10:00', zone },
  private: false, showAs: 'busy', participants: [], recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261221T140000Z', 'EXDATE;TZID=America/New_York:20261104T090000'],
  occurrences: [{ original: '2026-11-09T14:00:00Z', title: 'Earlier' }, { original: '2026-11-30T14:00:00Z', cancelled: true }], createdAt: '', updatedAt: '',
};
const entry: CalendarEntry = {
  activityId: 'a', version: '1', original: '2026-11-16T14:00:00Z', recurring: true, changed: false, subject: 'Review', type: 'Meeting', status: 'active', priority: 'Normal', private: false, allDay: false,
  start: { local: '2026-11-16T09:00', zone }, end: { local: '2026-11-16T10:00', zone },
};
const to = (start: string, end: string) => ({ start: { local: start, zone }, end: { local: end, zone } });

test('all of a series, moved a day and an hour later: its days, its end and its exceptions move with it', () => {
  const moved = movedSeries(activity, entry, to('2026-11-17T10:00', '2026-11-17T11:30'));
  expect(moved).toMatchObject({
    ...to('2026-11-03T10:00', '2026-11-03T11:30'),
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261222T150000Z', 'EXDATE;TZID=America/New_York:20261105T100000'],
    occurrences: [{ original: '2026-11-10T15:00:00Z', title: 'Earlier' }, { original: '2026-12-01T15:00:00Z', cancelled: true }],
  });
});

test('this and following keeps what later ones do differently, and takes nothing of the earlier ones', () => {
  const moved = movedFollowing(activity, entry, to('2026-11-16T11:00', '2026-11-16T12:00'));
  expect(moved).toMatchObject({ ...to('2026-11-16T11:00', '2026-11-16T12:00'), occurrences: [{ original: '2026-11-30T16:00:00Z', cancelled: true }] });
});

test('over the change of the clocks the wall clock counts', () => {
  const shift = shiftBetween({ local: '2026-10-30T09:00', zone }, { local: '2026-11-02T09:00', zone });
  expect(shift === undefined ? undefined : shiftLines(['RRULE:FREQ=DAILY;UNTIL=20261030T130000Z'], shift)).toEqual(['RRULE:FREQ=DAILY;UNTIL=20261102T140000Z']);
});

test('the second Tuesday of a month is not moved to another day, but to another time', () => {
  const monthly = { ...activity, recurrence: ['RRULE:FREQ=MONTHLY;BYDAY=2TU'], occurrences: [] };
  expect(movedSeries(monthly, entry, to('2026-11-17T09:00', '2026-11-17T10:00'))).toBeUndefined();
  expect(movedSeries(monthly, entry, to('2026-11-16T12:00', '2026-11-16T13:00'))).toMatchObject({ recurrence: monthly.recurrence });
  expect(movedSeries(activity, entry, { start: { date: '2026-11-16' }, end: { date: '2026-11-17' } })).toBeUndefined();
});
