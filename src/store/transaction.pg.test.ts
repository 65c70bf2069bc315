import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { afterCommit, withTransaction } from './transaction.ts';

describe('withTransaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await sql`create table counter (id int primary key, n int not null)`.execute(database.store.db);
    await sql`insert into counter values (1, 0), (2, 0)`.execute(database.store.db);
  });
  afterAll(() => database.drop());

  const read = async (id: number) =>
    (await sql<{ n: number }>`select n from counter where id = ${id}`.execute(database.store.db)).rows[0]?.n;

  test('a throw rolls everything back and runs no hook', async () => {
    let hooked = false;
    await expect(
      withTransaction(database.store, async (tx) => {
        afterCommit(tx, () => void (hooked = true));
        await sql`update counter set n = 99 where id = 1`.execute(tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await read(1)).toBe(0);
    expect(hooked).toBe(false);
  });

  test('a hook sees what was committed', async () => {
    let seen: number | undefined;
    await withTransaction(database.store, async (tx) => {
      afterCommit(tx, async () => void (seen = await read(1)));
      await sql`update counter set n = 5 where id = 1`.execute(tx);
      expect(await read(1)).toBe(0);
    });
    expect(seen).toBe(5);
  });

  test('a serialization failure is thrown unless retries were asked for', async () => {
    const collide = (retries: number) => {
      let attempts = 0;
      return withTransaction(
        database.store,
        async (tx) => {
          attempts += 1;
          await sql`select n from counter where id = 2`.execute(tx);
          if (attempts === 1) await sql`update counter set n = n + 1 where id = 2`.execute(database.store.db);
          await sql`update counter set n = n + 10 where id = 2`.execute(tx);
          return attempts;
        },
        { isolation: 'serializable', retries },
      );
    };
    await expect(collide(0)).rejects.toMatchObject({ code: '40001' });
    expect(await collide(1)).toBe(2);
    expect(await read(2)).toBe(12);
  });
});
