import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser, getUser } from '../office/users.ts';
import { beginPreview } from '../cycle/begin-preview.ts';
import { changeAccount, ensureAccount, loadAccount } from '../store/account.ts';
import { findUnmadePlan, loadPlanRow } from '../store/plan.ts';
import type { Tx } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import { giveUpReport } from './sync-account.ts';
import type { SyncDeps } from './sync-account.ts';

let database: TestDatabase;
let accountId: string;
let deps: SyncDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  const { store } = database;
  deps = { store, doors: { person: (id: string) => getUser(store.db, id) } as never, now: () => new Date(), pollSeconds: 1, waitFactor: 1, publicUrl: 'http://127.0.0.1:4300', log: () => undefined };
});
afterAll(() => database.drop());

let people = 0;
beforeEach(async () => {
  const { db } = database.store;
  people += 1;
  accountId = (await createUser(db, await createOffice(db, 'Lake Office'), { fullName: 'Ada', email: `ada${people}@example.com`, role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' })).id;
  const { options } = await ensureAccount(db, accountId);
  await changeAccount(db, accountId, { options: { ...options, runSynchronization: true } });
  await withTransaction(database.store, async (tx) => beginPreview(tx, await loadAccount(tx, accountId, 'for update'), 'Ada', 'Begun'));
});

/** Gives the report up while a person changes the account, and is done before the other. */
async function giveUpBeside(change: (tx: Tx) => Promise<void>): Promise<void> {
  const { store } = database;
  let giving: Promise<void> | undefined;
  await withTransaction(store, async (tx) => {
    await change(tx);
    giving = giveUpReport(deps, accountId, 'It could not be made.');
    await expect.poll(async () => (await sql`select from pg_locks where not granted`.execute(store.db)).rows.length).toBeGreaterThan(0);
  });
  await giving;
}

test('A report that cannot be made is told of, and the setup unlocked', async () => {
  const { db } = database.store;
  const plan = await findUnmadePlan(db, accountId);
  await giveUpReport(deps, accountId, 'It could not be made.');
  expect(await loadPlanRow(db, plan?.id ?? '')).toMatchObject({ failed: 'It could not be made.' });
  expect(await loadAccount(db, accountId)).toMatchObject({ state: 'off', options: { runSynchronization: false } });
});

test('What a person changes meanwhile is not lost when a report is given up', async () => {
  await giveUpBeside(async (tx) => {
    const { options } = await loadAccount(tx, accountId, 'for update');
    await changeAccount(tx, accountId, { options: { ...options, recurring: true } });
  });
  expect(await loadAccount(database.store.db, accountId)).toMatchObject({ state: 'off', options: { runSynchronization: false, recurring: true } });
});

test('A report that was asked for meanwhile is not given up with the one before', async () => {
  await giveUpBeside(async (tx) => beginPreview(tx, await loadAccount(tx, accountId, 'for update'), 'Ada', 'Changed'));
  const { db } = database.store;
  expect(await loadAccount(db, accountId)).toMatchObject({ state: 'previewing', options: { runSynchronization: true } });
  expect(await loadPlanRow(db, (await findUnmadePlan(db, accountId))?.id ?? '')).toMatchObject({ failed: null, rejectedAt: null });
});
