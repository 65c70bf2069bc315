// The numbers that triggers keep are those that counting gives, whatever happened to the rows.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOffice, createUser } from '../office/users.ts';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import { ensureAccount } from './account.ts';
import { countLinks, dropLinks, saveLinks } from './link.ts';
import { countLive, keepFirst, keepRecords, markGone, settleRecords } from './mirror.ts';
import type { MirrorEntry } from './mirror.ts';

let database: TestDatabase;
let account: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lakeshore');
  account = (await createUser(db, officeId, { fullName: 'Ann', email: 'ann@example.com', role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' })).id;
  await ensureAccount(db, account);
});

afterAll(async () => database?.drop());

const entry = (id: string, inScope: boolean, version = '1'): MirrorEntry => ({ id, version, hash: `${id}${version}`, item: { kind: 'task', title: id }, raw: {}, inScope });

/** What counting gives. */
async function count(): Promise<unknown> {
  const live = await sql`
    select kind, side, count(*) filter (where link_id is not null and settled_hash is distinct from 'gone')::int as linked,
      count(*) filter (where gone_at is null)::int as seen, count(*) filter (where gone_at is null and in_scope)::int as members
    from mirror where account_id = ${account} group by kind, side order by kind, side`.execute(database.store.db);
  const links = await sql`select kind, count(*)::int as count from link where account_id = ${account} group by kind`.execute(database.store.db);
  return { live: live.rows, links: links.rows };
}

async function told(): Promise<unknown> {
  const { db } = database.store;
  const live = (await countLive(db, account)).filter((row) => row.linked + row.seen + row.members > 0);
  const order = (row: { kind: string; side: string }): string => `${row.kind} ${row.side}`;
  const links = Object.entries(await countLinks(db, account)).filter(([, number]) => number > 0);
  return { live: live.toSorted((left, right) => (order(left) < order(right) ? -1 : 1)), links: links.map(([kind, number]) => ({ kind, count: number })) };
}

test('records and links that come, change, vanish and are settled are counted', async () => {
  const { db } = database.store;
  const tie = (id: string, linkId: string | null, settledHash: string | null, kind: Kind = 'task', side: Side = 'office') => ({ kind, side, id, linkId, settledHash });
  const base = { version: '1', hash: 'a1', item: { kind: 'task', title: 'a' } } as const;
  const steps: (() => Promise<unknown>)[] = [
    () => keepRecords(db, account, 'task', 'office', [entry('a', true), entry('b', true), entry('c', false)]),
    () => keepRecords(db, account, 'task', 'google', [entry('x', true)]),
    () => keepRecords(db, account, 'task', 'office', [entry('a', false, '2'), entry('d', true)]),
    () => saveLinks(db, account, [{ id: 'l', kind: 'task', ids: { office: 'a', google: 'x' }, base: { office: base, google: base }, open: [] }]),
    () => settleRecords(db, account, [tie('a', 'l', 'a2'), tie('x', 'l', 'x1', 'task', 'google')]),
    () => markGone(db, account, 'task', 'office', ['a', 'b']),
    () => settleRecords(db, account, [tie('a', 'l', 'gone')]),
    () => dropLinks(db, ['l']),
    () => settleRecords(db, account, [tie('a', null, 'gone'), tie('x', null, 'x1', 'task', 'google')]),
    () => sql`delete from mirror where account_id = ${account}`.execute(db),
  ];
  for (const step of steps) {
    await step();
    expect(await told()).toEqual(await count());
  }
  expect(await count()).toEqual({ live: [], links: [] });
});

test('a record of an account that is not there is refused, and an account with records is not deleted', async () => {
  const { db } = database.store;
  for (const keep of [keepRecords, keepFirst]) await expect(keep(db, 'nobody', 'task', 'google', [entry('x', true)])).rejects.toThrow(/foreign key/);
  await keepRecords(db, account, 'task', 'google', [entry('x', true)]);
  await expect(sql`delete from account where id = ${account}`.execute(db)).rejects.toThrow(/foreign key/);
});
