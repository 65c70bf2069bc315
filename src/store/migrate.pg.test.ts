import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { migrateStore } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open.ts';

describe('migrateStore', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(() => database.drop());

  test('several stores that migrate at once all succeed and each migration runs once', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ databaseUrl: database.url, poolSize: 2 })));
    const done = await Promise.all(stores.map((store) => migrateStore(store)));
    expect(done.flat().toSorted()).toEqual(Object.keys(migrations).toSorted());
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a database that is up to date is left alone', async () => {
    expect(await migrateStore(database.store)).toEqual([]);
  });

  test('the installation has an id of its own', async () => {
    const found = await sql<{ value: string }>`select value from meta where key = 'installation'`.execute(database.store.db);
    expect(found.rows[0]?.value).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a migration that fails leaves nothing behind and says which one it was', async () => {
    const failing = {
      ...migrations,
      '9998-half': { up: async (db: typeof database.store.db) => void (await sql`create table half (id int); select no_such_function()`.execute(db)) },
    };
    await expect(migrateStore(database.store, failing)).rejects.toThrow(/9998-half/);
    const found = await sql<{ there: string | null }>`select to_regclass('half')::text as there`.execute(database.store.db);
    expect(found.rows[0]?.there).toBeNull();
  });

  test('a database of a newer program is refused and told so', async () => {
    const newer = { ...migrations, '9999-from-the-future': { up: async () => undefined } };
    await migrateStore(database.store, newer);
    await expect(migrateStore(database.store)).rejects.toThrow(/newer than this program.*9999-from-the-future/);
  });
});
