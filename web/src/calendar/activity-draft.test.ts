// Between an activity and its form: days are shown inclusive, a moved start keeps how long
// it lasts, and one occurrence says only what it does differently.

import { expect, test } from 'vitest';
import type { Activity, CalendarEntry } from '../office-api.ts';
import { moveStart, newDraft, occurrenceDraft, seriesDraft, toOccurrence, whens } from './activity-draft.ts';

const zone = 'America/New_York';
const activity: Activity = {
  id: 'a', version: '1', ownerId: 'o', type: 'Meeting', status: 'active', priority: 'Normal', subject: 'Review',
  start: { local: '2026-11-02T09:00', zone }, end: { local: '2026-11-02T10:00', zone },
  private: false, showAs: 'busy', participants: [], recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [], createdAt: '', updatedAt: '',
};
const entry: CalendarEntry = {
  activityId: 'a', version: '1', original: '2026-11-09T14:00:00Z', recurring: true, changed: false, subject: 'Review', type: 'Meeting', status: 'active', priority: 'Normal', private: false, allDay: false,
  start: { local: '2026-11-09T09:00', zone }, end: { local: '2026-11-09T10:00', zone },
};

test('an all-day activity of two days ends, for a person, on the second', () => {
  const draft = seriesDraft({ ...activity, start: { date: '2026-12-24' }, end: { date: '2026-12-26' } }, zone);
  expect([draft.startDate, draft.endDate]).toEqual(['2026-12-24', '2026-12-25']);
  expect(whens(draft)).toEqual({ start: { date: '2026-12-24' }, end: { date: '2026-12-26' } });
});

test('moving the start keeps how long it lasts, over midnight too', () => {
  const draft = newDraft({ start: '2026-11-02T22:00', end: '2026-11-02T23:30', allDay: false }, zone);
  const moved = moveStart(draft, { startTime: '23:00' });
  expect([moved.endDate, moved.endTime]).toEqual(['2026-11-03', '00:30']);
});

test('an occurrence with another subject keeps the times of its series', () => {
  const draft = { ...occurrenceDraft(activity, entry, zone), subject: 'Review with Ann' };
  expect(toOccurrence(draft, activity, entry)).toEqual({ original: entry.original, title: 'Review with Ann' });
});

test('an occurrence that was moved says where to', () => {
  const draft = { ...occurrenceDraft(activity, entry, zone), startTime: '11:00', endTime: '12:00' };
  expect(toOccurrence(draft, activity, entry)).toEqual({ original: entry.original, start: { local: '2026-11-09T11:00', zone }, end: { local: '2026-11-09T12:00', zone } });
});
