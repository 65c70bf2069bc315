// What a cycle leaves out, against the rows that say when each list was looked at.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ensureAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { askForLook } from '../store/look.ts';
import { spareFor } from './spare.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => database?.drop());

test('[M1] [R37] who asks while a cycle is at work is answered by the next one: what that had looked at before does not count', async () => {
  const { db } = database.store;
  const user = await createUser(db, await createOffice(db, 'Lakeshore'), { fullName: 'Ann', email: 'ann@example.com', role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  const made = await ensureAccount(db, user.id);
  const account: Account = { ...made, state: 'active', options: { ...made.options, activities: 'two-way', shownCalendars: ['boss'] } };
  const begin = () => spareFor(db, account, { shownSeconds: 900 });
  const leftOut = async (): Promise<readonly string[]> => [...(await begin()).calendars];

  expect(await leftOut()).toEqual([]);
  await (await begin()).looked('event', new Set(), []);
  expect(await leftOut()).toEqual(['boss']);
  await askForLook(db, account.id);
  const atWork = await begin();
  expect([...atWork.calendars]).toEqual([]);
  await askForLook(db, account.id);
  await atWork.looked('event', new Set(), []);
  expect(await leftOut()).toEqual([]);
  await (await begin()).looked('event', new Set(), []);
  expect(await leftOut()).toEqual(['boss']);
});
