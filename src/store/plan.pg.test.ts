import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ensureAccount } from './account.ts';
import { beginPlan, loadPlanRow } from './plan.ts';
import { withTransaction } from './transaction.ts';

let database: TestDatabase;
let account: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database.store;
  const { id } = await createUser(db, await createOffice(db, 'Lake Office'), { fullName: 'Ada', email: 'ada@example.com', role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  account = (await ensureAccount(db, id)).id;
});
afterAll(() => database.drop());

test('A plan is found without looking at the plans of others, however many there are', async () => {
  const { db } = database.store;
  await sql`insert into plan (account_id, purpose) select ${account}, 'cycle' from generate_series(1, 3000)`.execute(db);
  const id = await beginPlan(db, account, 'preview');
  await database.store.pool.query('analyze plan');
  const read = await withTransaction(database.store, async (tx) => {
    expect(await loadPlanRow(tx, id)).toMatchObject({ id, purpose: 'preview' });
    const { rows } = await sql<{ count: number }>`select seq_tup_read::int as count from pg_stat_xact_user_tables where relname = 'plan'`.execute(tx);
    return rows[0]?.count;
  });
  expect(read).toBe(0);
});

test('What is no id of a plan names none', async () => {
  for (const id of ['', 'x', 'r1.run', '1 or 1=1', '\u0000', '00000000-0000-4000-8000-000000000000']) expect(await loadPlanRow(database.store.db, id)).toBeUndefined();
});
