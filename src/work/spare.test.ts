// How often tasks are looked at as the day's allowance shrinks, and when it is night.

import { expect, test } from 'vitest';
import { isNight } from './night.ts';
import { tasksEveryMs } from './spare.ts';

const hour = 3_600_000;

test('[J1] tasks are looked at in every cycle while half of the day is left, then so seldom that it lasts until midnight', () => {
  expect(tasksEveryMs(undefined)).toBe(0);
  expect(tasksEveryMs({ left: 30_000, limit: 50_000, accounts: 100, endsInMs: 10 * hour })).toBe(0);
  const every = tasksEveryMs({ left: 25_000, limit: 50_000, accounts: 100, endsInMs: 10 * hour });
  // So many looks of two requests each are what is left without the share for writes.
  expect(((10 * hour) / every) * 100 * 2).toBeCloseTo(20_000);
  expect(tasksEveryMs({ left: 0, limit: 50_000, accounts: 1, endsInMs: hour })).toBeGreaterThan(hour);
});

test('night is from ten to six where the person is', () => {
  const now = Date.parse('2026-11-22T04:00:00Z');
  expect(['America/New_York', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Tokyo'].map((zone) => isNight(zone, now))).toEqual([true, false, true, false]);
  expect(isNight('UTC', Date.parse('2026-11-22T06:00:00Z'))).toBe(false);
  expect(isNight('UTC', Date.parse('2026-11-22T22:00:00Z'))).toBe(true);
});
