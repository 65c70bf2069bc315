// When a day begins for a reader: near and far from Greenwich, and when the clocks change.

import { expect, test } from 'vitest';
import { startOfDay } from './day.ts';

test('a day begins at midnight of the reader, also on the days on which the clocks change', () => {
  expect(startOfDay('2026-11-22', 'America/New_York', 0)).toBe('2026-11-22T05:00:00.000Z');
  expect(startOfDay('2026-11-22', 'America/New_York', 1)).toBe('2026-11-23T05:00:00.000Z');
  expect(startOfDay('2026-11-01', 'America/New_York', 0)).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('2026-11-01', 'America/New_York', 1)).toBe('2026-11-02T05:00:00.000Z');
  expect(startOfDay('2026-03-29', 'Europe/Berlin', 0)).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfDay('2026-03-29', 'Europe/Berlin', 1)).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('2026-02-28', 'Pacific/Auckland', 1)).toBe('2026-02-28T11:00:00.000Z');
});
