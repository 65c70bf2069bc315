// A person who is disabled, through the doors and against the simulator: the synchronization
// pauses where it is, and goes on when the person is enabled again.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePerson } from '../src/http/change-person.ts';
import { createContact, updateContact } from '../src/office/contacts.ts';
import { createSet, changeSetMembers } from '../src/office/sets.ts';
import type { User } from '../src/office/users.ts';
import { createUser } from '../src/office/users.ts';
import { changeAccount, takeDueAccounts } from '../src/store/account.ts';
import { accountsToTend } from '../src/store/channel.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
let boss: User;

beforeAll(async () => {
  world = await createWorld({ pollSeconds: 1 });
  user = await world.addUser('Paula Paused');
  boss = await createUser(world.store.db, user.officeId, { fullName: 'Bo Boss', email: 'bo@example.com', role: 'administrator', zone: 'America/New_York', country: 'US', locale: 'en-US', password: 'correct horse battery' });
}, 120_000);
afterAll(() => world?.close());

const disabled = (to: boolean) => changePerson(world.store, user.id, { disabled: to }, { officeId: user.officeId, administrator: { id: boss.id, by: 'Bo Boss' } });
const phones = async () => {
  const { people } = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { people: { phoneNumbers?: { value: string }[] }[] };
  return people.flatMap((person) => person.phoneNumbers?.map(({ value }) => value) ?? []);
};
const requests = async () => ((await world.door('log')) as unknown as { entries: unknown[] }).entries.length;

test('[R39] for a disabled person nothing is asked of Google or written, and what changed meanwhile arrives once they are enabled', async () => {
  const owner = { officeId: user.officeId, userId: user.id };
  const { id: setId } = await createSet(world.store.db, owner, { kind: 'plain', name: 'Paused' });
  const ann = { givenName: 'Ann', familyName: 'Miller', emails: [], addresses: [], urls: [] };
  const made = await createContact(world.store.db, owner, { ...ann, phones: [{ type: 'Business', value: '(212) 555-0101', preferred: true }] });
  await changeSetMembers(world.store.db, owner, setId, [made.id], []);
  await world.door('seed', { accounts: [{ email: user.email }] });
  await world.connect(user);
  const report = await world.preview(user, { contacts: 'set', setId, activities: 'none', recurring: false });
  await world.approve(user, report);
  expect(await phones()).toEqual(['(212) 555-0101']);

  const wantsChannel = async () => (await accountsToTend(world.store.db, 'https://office.example.com/push', 100)).includes(user.id);
  await sql`update account set options = options || '{"activities":"two-way"}' where id = ${user.id}`.execute(world.store.db);
  expect(await wantsChannel()).toBe(true);
  // Begun in a browser that holds it after its session has ended.
  const { url } = await world.sync.startConnect(user.id);
  await disabled(true);
  expect(await wantsChannel()).toBe(false);
  const back = `http://127.0.0.1:4300/api/google/callback?code=x&state=${new URL(url).searchParams.get('state')}`;
  expect(await world.sync.finishConnect(new URL(back))).toEqual({ error: 'connect-expired' });
  await sql`update account set options = options || '{"activities":"none"}' where id = ${user.id}`.execute(world.store.db);
  await world.quiet();
  const before = await requests();
  await updateContact(world.store.db, owner, made.id, made.version, { ...ann, phones: [{ type: 'Business', value: '(212) 555-0199', preferred: true }] });
  // Whoever asks for a cycle all the same: the job ends before it opens anything.
  await expect(world.sync.syncNow(user.id, boss.email)).rejects.toMatchObject({ code: 'not-found' });
  await world.quiet();
  await changeAccount(world.store.db, user.id, { nextCycleAt: new Date(0) });
  expect(await takeDueAccounts(world.store.db, 100, { busy: 1, idle: 1, asleep: 1 }, () => false)).not.toContain(user.id);
  expect(await requests()).toBe(before);
  expect(await phones()).toEqual(['(212) 555-0101']);
  const row = (await world.sync.accounts(user.officeId)).find(({ userId }) => userId === user.id);
  expect([row?.disabled, row?.state, row?.lateBy]).toEqual([true, 'active', 0]);

  await disabled(false);
  await world.until('the change', async () => (await phones())[0] === '(212) 555-0199');
}, 120_000);
