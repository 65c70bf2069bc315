// A person who is disabled, through the doors and against the simulator: the synchronization
// pauses where it is, and goes on when the person is enabled again.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePerson } from '../src/http/change-person.ts';
import { createContact, updateContact } from '../src/office/contacts.ts';
import { createSet, changeSetMembers } from '../src/office/sets.ts';
import { createTask } from '../src/office/tasks.ts';
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
const requests = async () => (await world.requests()).length;

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

/** A person with so many tasks that a run writes them in several steps. */
async function withTasks(name: string, count: number): Promise<User> {
  const person = await world.addConnected(name);
  for (let n = 0; n < count; n += 1) await createTask(world.store.db, { officeId: person.officeId, userId: person.id }, { subject: `Task ${n}`, priority: 'Normal', status: 'active' });
  return person;
}
const toggle = (person: User, to: boolean) => changePerson(world.store, person.id, { disabled: to }, { officeId: person.officeId, administrator: { id: boss.id, by: 'Bo Boss' } });
const tasksOf = async (person: User) => ((await world.door(`state?account=${encodeURIComponent(person.email)}`)) as unknown as { taskLists: { tasks: unknown[] }[] }).taskLists.flatMap((list) => list.tasks).length;
const tasksOnly = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const told = async (person: User) => (await world.sync.alerts(person.id)).alerts.map(({ kind }) => kind);

test('[R39] who is disabled in the middle of a run is written no further; the rest stands open, and is written once they are enabled', async () => {
  const person = await withTasks('Mid Run', 130);
  const report = await world.preview(person, tasksOnly);
  const { digest } = await world.sync.openReport(person.id, report, person.email);
  await world.door('fault', { match: { api: 'tasks', method: 'POST', account: person.email }, delayMs: 40, count: 130 });
  await world.sync.approve(person.id, report, { digest: digest ?? '', decisions: {}, choices: {}, released: [] }, person.email);
  await world.until('the first ones', async () => (await tasksOf(person)) > 0);
  await toggle(person, true);
  await world.quiet();
  const written = await tasksOf(person);
  expect(written).toBeLessThan(130);
  const row = (await world.sync.accounts(person.officeId)).find(({ userId }) => userId === person.id);
  expect([row?.disabled, row?.state]).toEqual([true, 'initial sync']);
  expect((await world.sync.listReports(person.id)).find(({ id }) => id === `${report}.run`)?.status).toBe('in progress');
  expect(await told(person)).toEqual(['preview ready']);
  await toggle(person, false);
  await world.until('the rest', async () => (await tasksOf(person)) === 130, 60_000);
  await world.quiet();
  expect((await world.sync.listReports(person.id)).find(({ id }) => id === `${report}.run`)?.status).toBe('complete');
  expect(await told(person)).toEqual(['initial complete', 'preview ready']);
}, 120_000);

test('[R39] a report that is being made for who is disabled meanwhile is neither shown nor told of, and made once they are enabled', async () => {
  const person = await withTasks('Mid Report', 3);
  await world.door('fault', { match: { api: 'tasks', account: person.email }, delayMs: 400, count: 2 });
  const { options } = await world.sync.setupDetail(person.id);
  await world.sync.saveSetup(person.id, { ...options, ...tasksOnly, runSynchronization: true }, person.email);
  await world.until('the reading', async () => (await world.sync.setupDetail(person.id)).state === 'previewing');
  await toggle(person, true);
  await world.quiet();
  expect([(await world.sync.accounts(person.officeId)).find(({ userId }) => userId === person.id)?.state, await told(person)]).toEqual(['previewing', []]);
  await toggle(person, false);
  await world.until('the report', async () => (await world.sync.setupDetail(person.id)).state === 'preview ready');
  expect(await told(person)).toEqual(['preview ready']);
}, 60_000);
