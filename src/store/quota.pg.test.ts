// The ledger that all processes share: whatever they ask for at once, a minute grants no
// more than its limit, and what was spent is free again when its minute is over.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { takeQuota } from './quota.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
});
afterAll(async () => database?.drop());

const demand = { want: 25, least: 1, spent: 0, limit: 600, spanMs: 60_000, lifeMs: 1000 };

test('[J1] many who ask at once are granted the limit together, and not one unit more', async () => {
  const { db } = database.store;
  const grants = await Promise.all(Array.from({ length: 60 }, () => takeQuota(db, { ...demand, scope: 'a' }, 1_000_000)));
  expect(grants.reduce((sum, { granted }) => sum + granted, 0)).toBe(600);
  const refused = grants.filter(({ granted }) => granted === 0);
  expect(refused.length).toBe(36);
  for (const { waitMs } of refused) expect(waitMs).toBeGreaterThanOrEqual(61_000);
  expect((await takeQuota(db, { ...demand, scope: 'a' }, 1_000_000 + 61_000)).granted).toBe(0);
  expect((await takeQuota(db, { ...demand, scope: 'a' }, 1_000_000 + 61_250)).granted).toBe(25);
  expect((await takeQuota(db, { ...demand, scope: 'b' }, 1_000_000)).granted).toBe(25);
});

test('less than what is of use is not granted; what is given back is', async () => {
  const { db } = database.store;
  const first = await takeQuota(db, { ...demand, scope: 'c', limit: 30, want: 27 }, 5_000_000);
  expect(first.granted).toBe(27);
  const none = await takeQuota(db, { ...demand, scope: 'c', limit: 30, want: 6, least: 6 }, 5_000_100);
  expect(none).toMatchObject({ granted: 0 });
  expect(none.waitMs).toBeGreaterThan(60_000);
  const again = await takeQuota(db, { ...demand, scope: 'c', limit: 30, want: 6, least: 6, back: { slot: first.slot, units: 20 } }, 5_000_200);
  expect(again.granted).toBe(6);
});

test('what was spent without asking counts, also over the limit', async () => {
  const { db } = database.store;
  await takeQuota(db, { ...demand, scope: 'd', limit: 10, want: 5, spent: 5 }, 9_000_000);
  expect((await takeQuota(db, { ...demand, scope: 'd', limit: 10, want: 5, spent: 3 }, 9_000_000)).granted).toBe(0);
  expect((await takeQuota(db, { ...demand, scope: 'd', limit: 10 }, 9_062_000)).granted).toBe(10);
});

test('without another clock the database says what time it is', async () => {
  const { granted, slot } = await takeQuota(database.store.db, { ...demand, scope: 'e' });
  expect(granted).toBe(25);
  expect(Math.abs(Number(slot) - Date.now() - 61_000)).toBeLessThan(5000);
});
