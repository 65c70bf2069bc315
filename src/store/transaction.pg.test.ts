import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { withTransaction } from './transaction.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await sql`create table counter (n int not null)`.execute(database.store.db);
  await sql`insert into counter values (0)`.execute(database.store.db);
});
afterAll(() => database.drop());

const read = async (): Promise<number | undefined> => (await sql<{ n: number }>`select n from counter`.execute(database.store.db)).rows[0]?.n;

test('A throw rolls everything back, and the answer comes after the commit', async () => {
  await expect(
    withTransaction(database.store, async (tx) => {
      await sql`update counter set n = 99`.execute(tx);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await read()).toBe(0);
  const answer = await withTransaction(database.store, async (tx) => {
    await sql`update counter set n = 5`.execute(tx);
    expect(await read()).toBe(0);
    return 'done';
  });
  expect([answer, await read()]).toEqual(['done', 5]);
});
