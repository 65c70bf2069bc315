import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { makeSecretKey, openSecret, parseSecretKeys, sealSecret } from '../secret.ts';
import { ensureAccount } from '../store/account.ts';
import { resealAll } from './rotate-key.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const [older, newer] = [makeSecretKey(), makeSecretKey()];

test('every stored secret opens with the new key alone afterwards, also when it was stopped half-way', async () => {
  const { store } = database;
  const officeId = await createOffice(store.db, 'Keys');
  const keys = parseSecretKeys(`${newer},${older}`);
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const user = await createUser(store.db, officeId, { fullName: `Key ${n}`, email: `key-${n}@example.com`, role: 'user', zone: 'Europe/Berlin', country: 'DE', locale: 'de-DE', password: 'correct horse battery' });
    await ensureAccount(store.db, user.id);
    // One is sealed with the new key already, as after a stop; one has no secret of ours.
    const box = n === 4 ? 'delegated' : sealSecret(n === 0 ? keys : parseSecretKeys(older), `token ${n}`, `account:${user.id}|google`);
    await sql`update account set google_tokens = ${box} where id = ${user.id}`.execute(store.db);
    ids.push(user.id);
  }
  await sql`insert into connect_attempt (state, account_id, sealed) values ('s', ${ids[0]}, ${sealSecret(parseSecretKeys(older), 'verifier', `connect:${ids[0]}`)})`.execute(store.db);
  const untouched = (await sql<{ box: string }>`select google_tokens as box from account where id = ${ids[0]}`.execute(store.db)).rows[0]?.box;

  expect(await resealAll(store, keys)).toBe(4);
  const { rows } = await sql<{ id: string; box: string }>`select id, google_tokens as box from account order by id`.execute(store.db);
  const alone = parseSecretKeys(newer);
  for (const [n, id] of ids.slice(0, 4).entries()) expect(openSecret(alone, rows.find((row) => row.id === id)?.box ?? '', `account:${id}|google`)).toEqual({ plain: `token ${n}`, old: false });
  expect(rows.find((row) => row.id === ids[0])?.box).toBe(untouched);
  expect(rows.find((row) => row.id === ids[4])?.box).toBe('delegated');
  expect(await resealAll(store, keys)).toBe(0);
  await expect(resealAll(store, parseSecretKeys(makeSecretKey()))).rejects.toThrow(/not configured/);
});
