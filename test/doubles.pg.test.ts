// A new record beside linked ones that it looks like, through the doors and over PostgreSQL:
// asked about in a cycle, answered, left alone, asked again.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createContact, getContact, listContacts, updateContact } from '../src/office/contacts.ts';
import { changeSetMembers, createSet } from '../src/office/sets.ts';
import { createTask, listTasks } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { withTransaction } from '../src/store/transaction.ts';
import { loadTwins } from '../src/store/twins.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
let people = 0;

beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  people += 1;
  user = await world.addConnected(`Person ${people}`);
});

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const addTask = (subject: string, dueDate: string) => createTask(world.store.db, { officeId: user.officeId, userId: user.id }, { subject, dueDate, priority: 'Normal', status: 'active' });
const addGoogleTask = (title: string, due: string): Promise<unknown> => world.door('act', { account: user.email, action: 'task.create', task: { title, due: `${due}T00:00:00.000Z` } });
const inOffice = async (): Promise<readonly string[]> => (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks.map(({ subject }) => subject).sort();
const settled = (): Promise<void> => world.cycle(user);
const asked = () =>
  world.until('a question', async () => {
    const list = await world.sync.questions(user.id);
    return list.total > 0 && list;
  });
const answer = async (choice: string): Promise<void> => {
  const { report = '', digest = '', questions } = await asked();
  await world.sync.openReport(user.id, report, user.email);
  await world.sync.answerQuestions(user.id, { digest, choices: { [questions[0]?.id ?? '']: choice } }, user.email);
  await settled();
};

/** One linked task, and a second of the same name and date at Google. */
async function makeDouble(): Promise<void> {
  await addTask('Write', '2026-03-03');
  await world.approve(user, await world.preview(user, setup));
  await addGoogleTask('Write', '2026-03-03');
  await addGoogleTask('Call', '2026-03-03');
  await settled();
}

test('[R40] a cycle asks about a new record that looks like a linked one, and copies the others', async () => {
  await makeDouble();
  const { total, questions } = await asked();
  expect(total).toBe(1);
  expect(questions[0]).toMatchObject({ name: 'Write', why: expect.stringContaining('already has its partner. Same subject and same due date 2026-03-03'), alternatives: [{ id: 'new', label: 'Another one: create it in SmartOffice as a record of its own' }, { id: 'same' }, { id: 'wait' }] });
  expect(await inOffice()).toEqual(['Call', 'Write']);
  await answer('new');
  expect(await inOffice()).toEqual(['Call', 'Write', 'Write']);
  expect((await world.sync.questions(user.id)).total).toBe(0);
});

test('[R40] [R24] what is the same is left alone, listed among what was set to never, and asked about again once that is taken back', async () => {
  await makeDouble();
  await answer('same');
  expect((await world.sync.questions(user.id)).total).toBe(0);
  expect(await inOffice()).toEqual(['Call', 'Write']);
  const [decision] = await world.sync.neverDecisions(user.id);
  expect(decision).toMatchObject({ kind: 'task', name: 'Write', text: expect.stringContaining('which has its partner already: leave it alone, nothing is copied.') });
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from mirror m join account a on a.id = m.account_id where a.user_id = ${user.id} and m.unsettled`.execute(world.store.db);
  expect(rows[0]?.count).toBe(0);
  await world.sync.takeBackNever(user.id, decision?.id ?? '', user.email);
  expect((await asked()).questions[0]).toMatchObject({ name: 'Write' });
  expect(await inOffice()).toEqual(['Call', 'Write']);
});

test('[R40] what a first preview left open is not copied by the first cycle', async () => {
  await addTask('Write', '2026-03-03');
  await addGoogleTask('Write', '2026-03-03');
  await addGoogleTask('Write', '2026-03-03');
  await world.approve(user, await world.preview(user, setup));
  await settled();
  await settled();
  expect((await asked()).questions).not.toEqual([]);
  expect(await inOffice()).toEqual(['Write']);
});

test('[R40] the linked ones are found by an index of the account', async () => {
  await makeDouble();
  const { rows } = await sql<{ id: string }>`select id from account where user_id = ${user.id}`.execute(world.store.db);
  const id = rows[0]?.id ?? '';
  expect((await loadTwins(world.store.db, id, 'task', 'office', ['title:write'])).map(({ item }) => (item.kind === 'task' ? item.title : ''))).toEqual(['Write']);
  expect(await loadTwins(world.store.db, id, 'task', 'google', ['title:read'])).toEqual([]);
  expect(await loadTwins(world.store.db, 'another', 'task', 'office', ['title:write'])).toEqual([]);
  const explained = await withTransaction(world.store, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    return sql<Record<'QUERY PLAN', string>>`explain select from mirror where link_id is not null and twin_keys(account_id, kind, side, keys) && twin_keys(${id}, 'task', 'office', array['title:write'])`.execute(tx);
  });
  expect(explained.rows.map((row) => row['QUERY PLAN']).join(' ')).toContain('mirror_twins');
});

test('[R40] a contact that was merged into another one in Google is asked about once, and linked with that one', async () => {
  const owner = { officeId: user.officeId, userId: user.id };
  const fields = { givenName: 'Ann', familyName: 'Miller', addresses: [], urls: [], phones: [], emails: [{ type: 'Business' as const, value: 'ann@example.com', preferred: true }] };
  const { id: setId } = await createSet(world.store.db, owner, { kind: 'plain', name: `Merged ${people}` });
  const made = await createContact(world.store.db, owner, fields);
  await changeSetMembers(world.store.db, owner, setId, [made.id], []);
  await world.approve(user, await world.preview(user, { contacts: 'set', setId, activities: 'none', recurring: false, policy: { deletion: { contact: { google: 'follow' } } } }));
  const google = async (): Promise<readonly { resourceName: string; names?: { displayName: string }[]; organizations?: { title?: string }[] }[]> =>
    ((await world.door(`state?account=${encodeURIComponent(user.email)}`)) as never as { people: never[] }).people;
  const [linked] = await google();
  const twin = (await world.door('act', { account: user.email, action: 'contact.create', person: { names: [{ givenName: 'Ann', familyName: 'Miller' }], emailAddresses: [{ value: 'ann@example.com' }], organizations: [{ title: 'CFO' }] } })) as { resourceName: string };
  await settled();
  expect((await world.sync.questions(user.id)).total).toBe(0);
  await world.door('act', { account: user.email, action: 'contact.merge', id: twin.resourceName, with: [linked?.resourceName] });
  await settled();
  const { total, questions } = await asked();
  expect([total, questions[0]?.why]).toEqual([1, 'Looks like a record in SmartOffice whose partner in Google was deleted. Same e-mail address ann@example.com and same name.']);
  expect(questions[0]?.alternatives?.map(({ id }) => id)).toEqual(['relink', 'new', 'wait']);
  const inOffice = async () => (await listContacts(world.store.db, user.officeId, { limit: 100, setId } as never)).contacts;
  expect(await inOffice()).toHaveLength(1);
  await answer('relink');
  expect((await inOffice()).map(({ id, jobTitle }) => [id, jobTitle])).toEqual([[made.id, 'CFO']]);
  const now = await getContact(world.store.db, user.officeId, made.id);
  await updateContact(world.store.db, owner, made.id, now.version, { ...fields, jobTitle: 'CEO' });
  await settled();
  expect((await google()).find(({ resourceName }) => resourceName === twin.resourceName)?.organizations?.[0]?.title).toBe('CEO');
  expect((await world.sync.questions(user.id)).total).toBe(0);
});
