// How soon an account is looked at again: by when somebody was last at work.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ensureAccount, takeDueAccounts } from './account.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database?.drop());

test('those at work are looked at often, those away seldom, those asleep and those whose night it is most seldom, each once', async () => {
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lakeshore');
  const ids: Record<string, string> = {};
  for (const [name, ago] of [['busy', '5 minutes'], ['away', '3 hours'], ['asleep', '30 days'], ['signed-in', '30 days'], ['night away', '3 hours'], ['night busy', '5 minutes']] as const) {
    const user = await createUser(db, officeId, { fullName: name, email: `${name.replace(' ', '-')}@example.com`, role: 'user', zone: name.startsWith('night') ? 'Asia/Tokyo' : 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
    await ensureAccount(db, user.id);
    await sql`update account set next_cycle_at = now() - interval '1 second', last_cycle_at = now() - ${ago}::interval where id = ${user.id}`.execute(db);
    ids[user.id] = name;
    if (name === 'signed-in') await sql`insert into session (key, user_id, held_by, created_at, seen_at, expires_at) values ('k', ${user.id}::uuid, 'browser', now(), now(), now() + interval '1 hour')`.execute(db);
  }
  expect((await takeDueAccounts(db, 100, { busy: 30, idle: 300, asleep: 1800 }, (zone) => zone === 'Asia/Tokyo')).length).toBe(6);
  expect(await takeDueAccounts(db, 100, { busy: 30, idle: 300, asleep: 1800 }, () => false)).toEqual([]);
  const { rows } = await sql<{ id: string; seconds: number }>`select id, round(extract(epoch from next_cycle_at - now()))::int as seconds from account`.execute(db);
  const seconds = Object.fromEntries(rows.map((row) => [ids[row.id], Math.ceil(row.seconds / 10) * 10]));
  expect(seconds).toEqual({ busy: 30, away: 300, asleep: 1800, 'signed-in': 30, 'night away': 1800, 'night busy': 30 });
});
