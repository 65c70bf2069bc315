import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ensureAccount, loadAccount } from '../store/account.ts';
import { createSyncDoors } from './sync-doors.ts';

let database: TestDatabase;
let userId: string;
const lines: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database.store;
  userId = (await createUser(db, await createOffice(db, 'Lake Office'), { fullName: 'Ada', email: 'ada@example.com', role: 'administrator', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' })).id;
  await ensureAccount(db, userId);
  const scopes = ['calendar.events', 'calendar.calendarlist.readonly', 'tasks'].map((scope) => `https://www.googleapis.com/auth/${scope}`);
  await sql`update account set google_tokens = 'sealed', google_scopes = ${scopes}::text[]`.execute(db);
});
afterAll(() => database.drop());

const doorsWithoutQueue = () =>
  createSyncDoors({
    store: database.store,
    accounts: {} as never,
    offeredTypes: { office: {}, google: {} },
    connect: { covers: () => false } as never,
    pushed: async () => 'unknown',
    syncSoon: async () => {
      throw new Error('the queue is away');
    },
    watch: () => () => undefined,
    log: (line) => lines.push(line),
  });

test('What was saved is not told as a failure where the queue is away: it is due, and found by the next look', async () => {
  const doors = doorsWithoutQueue();
  const saved = await doors.saveSetup(userId, { runSynchronization: true, contacts: 'none', activities: 'two-way', recurring: false }, 'Ada');
  expect(saved.state).toBe('previewing');
  expect((await loadAccount(database.store.db, userId)).nextCycleAt?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(lines).toEqual([expect.stringContaining('the queue is away')]);
  // To ask is all that this one does.
  await expect(doors.syncNow(userId, 'Ada')).rejects.toThrow('the queue is away');
});

test('All accounts of an office are listed with what waits for each, also of who was never there', async () => {
  const { db } = database.store;
  const { officeId } = await loadAccount(db, userId);
  const bo = await createUser(db, officeId, { fullName: 'Bo', email: 'bo@example.com', role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  await createUser(db, await createOffice(db, 'Other Office'), { fullName: 'Cy', email: 'cy@example.com', role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  await sql`with made as (insert into plan (account_id, purpose, asked) values (${userId}, 'cycle', 3) returning id) update account set current_plan = made.id from made where account.id = ${userId}`.execute(db);
  expect(await doorsWithoutQueue().accounts(officeId)).toMatchObject([
    { userId, fullName: 'Ada', waiting: 3, state: 'previewing', role: 'administrator' },
    { userId: bo.id, fullName: 'Bo', waiting: 0, state: 'off', role: 'user' },
  ]);
});

test('A report that could not be made is refused with what went wrong, not with the advice to wait for it', async () => {
  const doors = doorsWithoutQueue();
  const { rows } = await sql<{ id: string }>`select id from plan where purpose = 'preview' order by started_at desc limit 1`.execute(database.store.db);
  const report = String(rows[0]?.id);
  await expect(doors.report(userId, report)).rejects.toMatchObject({ code: 'in-progress' });
  await sql`update plan set failed = 'The SET is away.' where id = ${report}::uuid`.execute(database.store.db);
  await expect(doors.report(userId, report)).rejects.toMatchObject({ code: 'report-failed', message: 'The SET is away.' });
});
