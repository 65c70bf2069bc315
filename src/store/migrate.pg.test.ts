import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { Privacy } from '../core/policy.ts';
import { createUser } from '../office/users.ts';
import { loadAccount } from './account.ts';
import { linksToldOtherwise } from './link.ts';
import { migrateStore } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open.ts';
import { exchangeCalendar } from './parked.ts';

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

describe('a database that is filled already', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(() => database.drop());

  /** An office whose users have chosen so of private activities; each has one link of an event and one of a task. */
  async function fill(setup: object | undefined, chosen: Readonly<Record<string, string | undefined>>): Promise<void> {
    const { db } = database.store;
    const { rows } = await sql<{ id: string }>`insert into office (name) values ('Lakeshore') returning id`.execute(db);
    const officeId = rows[0]?.id ?? '';
    if (setup !== undefined) await sql`insert into office_setup (office_id, settings, changed_by) values (${officeId}::uuid, ${JSON.stringify(setup)}::jsonb, 'Ada')`.execute(db);
    for (const [name, privacy] of Object.entries(chosen)) {
      const user = await createUser(db, officeId, { fullName: name, email: `${name}@example.com`, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
      await sql`insert into account (id, user_id, office_id, options, policy) values (${name}, ${user.id}::uuid, ${officeId}::uuid, '{}', ${JSON.stringify({ privacy })}::jsonb)`.execute(db);
      for (const kind of ['event', 'task']) {
        await sql`insert into link (id, account_id, kind, office_id, google_id, office_base, google_base) values (${`${name} ${kind}`}, ${name}, ${kind}, 'o', 'g', '{"item":{"private":true}}', '{}')`.execute(db);
        await sql`insert into mirror (account_id, kind, side, id, version, hash, item, raw, in_scope) values (${name}, ${kind}, 'google', 'g', '1', 'h', '{}', '{}', true)`.execute(db);
      }
    }
  }

  test('[R38] of links from before, Google counts as told by the setup that holds now, so that nothing is told anew', async () => {
    const { db } = database.store;
    await migrateStore(database.store, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0260')));
    const office = { defaults: { options: {}, policy: { privacy: 'busy only' } }, locked: [], withdrawn: {}, guidance: {} };
    await fill(undefined, { plain: undefined, own: 'full' });
    await fill(office, { follows: undefined, differs: 'skip' });
    await fill({ ...office, locked: ['privacy'] }, { locked: 'full' });
    await fill({ ...office, withdrawn: { privacy: ['full'] } }, { withdrawn: 'full', offered: 'skip' });
    expect(await migrateStore(database.store)).toContain('0290-told-privacy');
    const { rows } = await sql<{ id: string; privacy: string | null }>`select id, privacy from link order by id`.execute(db);
    expect(rows.filter(({ id }) => id.endsWith(' task')).map(({ privacy }) => privacy)).toEqual(Array.from({ length: 7 }, () => null));
    const told = Object.fromEntries(rows.filter(({ id }) => id.endsWith(' event')).map(({ id, privacy }) => [id.split(' ')[0], privacy]));
    expect(told).toEqual({ plain: 'full and private', own: 'full', follows: 'busy only', differs: 'skip', locked: 'busy only', withdrawn: 'busy only', offered: 'skip' });
    for (const [accountId, privacy] of Object.entries(told)) expect(await linksToldOtherwise(db, accountId, privacy as Privacy)).toEqual([]);
    expect(await sql`select from mirror where calendar is not null`.execute(db)).toMatchObject({ rows: [] });
    expect((await loadAccount(db, 'plain')).linkedShown).toEqual([]);
  });

  test('[R33] what was put aside by an earlier version, before a column was there, is taken up again', async () => {
    const { db } = database.store;
    await sql`
      insert into parked (account_id, calendar, what, row_value)
      select account_id, 'other', 'mirror', to_jsonb(m) - 'invited' - 'calendar' || '{"id":"aside"}' from mirror m where account_id = 'plain' and kind = 'event'`.execute(db);
    const events = async () => (await sql<{ id: string; invited: boolean }>`select id, invited from mirror where account_id = 'plain' and kind = 'event'`.execute(db)).rows;
    await db.transaction().execute((tx) => exchangeCalendar(tx, 'plain', 'primary', 'other'));
    expect(await events()).toEqual([{ id: 'aside', invited: false }]);
    await db.transaction().execute((tx) => exchangeCalendar(tx, 'plain', 'other', 'primary'));
    expect(await events()).toEqual([{ id: 'g', invited: false }]);
  });
});
