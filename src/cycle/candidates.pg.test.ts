// What was read for the first time has no keys; it is found by them all the same, once somebody looks.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { Item } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import { bySide } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { createOffice, createUser } from '../office/users.ts';
import { MemoryReplica } from '../replica/memory.ts';
import { ensureAccount, loadAccount } from '../store/account.ts';
import { giveAllKeys } from './candidates.ts';
import type { CycleContext } from './context.ts';
import { propose } from './propose.ts';
import { pull } from './pull.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => database?.drop());

const policy = { ...defaultPolicy, kinds: ['contact'] as const };
const open = (kind: 'contact' | 'event' | 'task'): Record<Side, MemoryReplica> => bySide((side) => new MemoryReplica({ side, kind, policy, chooseIds: side === 'office' }));

async function openContext(email: string): Promise<{ context: CycleContext; contacts: Record<Side, MemoryReplica> }> {
  const { db } = database.store;
  const user = await createUser(db, await createOffice(db, 'Lakeshore'), { fullName: email, email, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  const of = { contact: open('contact'), event: open('event'), task: open('task') };
  const context: CycleContext = {
    db, account: await loadAccount(db, (await ensureAccount(db, user.id)).id), policy, setup: 'a setup', groupName: 'SmartOffice', settings: async () => [],
    replicas: { of, spent: () => ({ requests: 0, units: 0 }) },
    signal: new AbortController().signal,
    write: (fn) => db.transaction().execute(fn),
    safePoint: async () => undefined,
    progress: async () => undefined,
  };
  return { context, contacts: of.contact };
}

const keysOf = async (context: CycleContext): Promise<Record<string, number | null>> => {
  const { rows } = await sql<{ id: string; keys: number | null }>`select side || ' ' || coalesce(item->>'givenName', id) as id, cardinality(keys) as keys from mirror where account_id = ${context.account.id} order by 1`.execute(context.db);
  return Object.fromEntries(rows.map(({ id, keys }) => [id, keys]));
};
const person = (givenName: string): Item => ({ kind: 'contact', givenName, familyName: 'Lee', emails: [{ value: `${givenName}@example.com`, type: 'work' }] });

test('a new record is paired with one that was only read before, and is not copied beside it', async () => {
  const { context, contacts } = await openContext('ann@example.com');
  contacts.google.create(person('Bo'));
  contacts.google.create(person('Cy'));
  await pull(context);
  expect(await keysOf(context)).toEqual({ 'google Bo': null, 'google Cy': null });

  contacts.office.create({ ...person('Bo'), member: true } as Item);
  await pull(context);
  const { operations } = await propose(context, 'cycle');
  expect(operations.map(({ op, name }) => `${op} ${name}`)).toContain('link Bo Lee');
  expect(operations.map(({ op }) => op)).not.toContain('create');
  expect(Object.values(await keysOf(context))).not.toContain(null);
});

test('a record that changed is found as it is now', async () => {
  const { context, contacts } = await openContext('dee@example.com');
  const id = contacts.google.create(person('Bo'));
  await pull(context);
  await giveAllKeys(context);
  expect(Object.values(await keysOf(context))).not.toContain(null);
  contacts.google.edit(id, () => person('Eve'));
  contacts.office.create({ ...person('Eve'), member: true } as Item);
  await pull(context);
  expect((await propose(context, 'cycle')).operations.map(({ op, name }) => `${op} ${name}`)).toContain('link Eve Lee');
});
