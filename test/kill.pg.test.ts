// A process that is killed at any moment: what it had begun is completed by the next one,
// once. The worker is a child process; the simulator and the database live on.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivity, listActivities } from '../src/office/activities.ts';
import { createContact, listContacts } from '../src/office/contacts.ts';
import { changeSetMembers, createSet } from '../src/office/sets.ts';
import { createTask, listTasks } from '../src/office/tasks.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const contacts = 60;
const events = 120;
const tasks = 30;
let world: World;
let child: ChildProcess | undefined;

const startWorker = (): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('support/sync-process.ts', import.meta.url))], {
    env: { ...process.env, TEST_DATABASE: world.databaseUrl, TEST_GOOGLE: world.google, TEST_KEY: world.key },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

beforeAll(async () => {
  world = await createWorld();
}, 120_000);

afterAll(async () => {
  child?.kill('SIGKILL');
  await world?.close();
});

test('[A9] killed again and again, an initial synchronization ends complete and without a duplicate', async () => {
  const user = await world.addUser('Kim Killed');
  const author = { officeId: user.officeId, userId: user.id };
  const { db } = world.store;
  const members: string[] = [];
  for (let n = 0; n < contacts; n += 1) {
    const made = await createContact(db, author, { givenName: `Given${n}`, familyName: `Family${n}`, phones: [], emails: [{ type: 'Business', value: `p${n}@example.com`, preferred: true }], addresses: [], urls: [] });
    members.push(made.id);
  }
  const set = await createSet(db, author, { kind: 'plain', name: 'Everybody' });
  await changeSetMembers(db, author, set.id, members, []);
  for (let n = 0; n < events; n += 1) {
    const day = `2026-12-${String(1 + (n % 28)).padStart(2, '0')}`;
    await createActivity(db, author, { type: 'Appointment', status: 'active', priority: 'Normal', subject: `Meeting ${n}`, start: { local: `${day}T10:00:00`, zone: 'America/New_York' }, end: { local: `${day}T11:00:00`, zone: 'America/New_York' }, private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [] });
  }
  for (let n = 0; n < tasks; n += 1) await createTask(db, author, { subject: `Task ${n}`, priority: 'Normal', status: 'active' });
  await world.door('seed', {
    accounts: [{ email: user.email, calendars: [{ id: 'primary', timeZone: 'America/New_York', events: [{ summary: 'Only at Google', start: { date: '2026-12-24' }, end: { date: '2026-12-25' } }] }], taskLists: [{ title: 'My Tasks', tasks: [{ title: 'Google task' }] }] }],
  });
  await world.connect(user);
  const reportId = await world.preview(user, { contacts: 'set', setId: set.id, activities: 'two-way', recurring: true });
  await world.pause();
  const row = await world.sync.openReport(user.id, reportId, user.email);
  // The queue of this process has ended: asking it fails, and the account is due all the same.
  await world.sync.approve(user.id, reportId, { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, user.email).catch(() => undefined);
  await world.door('switches', { latencyMs: 15 });

  let kills = 0;
  const complete = async (): Promise<boolean> => (await world.sync.listReports(user.id)).some((report) => report.id === `${reportId}.run` && report.status === 'complete');
  for (const patience of [900, 1300, 1100, 1600, 1200]) {
    child = startWorker();
    await new Promise((resolve) => child?.stdout?.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (await complete()) break;
    child.kill('SIGKILL');
    kills += 1;
  }
  await world.door('switches', { latencyMs: 0 });
  child?.kill('SIGKILL');
  child = startWorker();
  await world.until('the run', complete, 90_000);
  expect(kills).toBeGreaterThan(0);

  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { people: { names: { familyName: string }[] }[]; groups: { name: string }[]; calendars: { events: { summary: string; status: string }[] }[]; taskLists: { tasks: { title: string; deleted?: boolean }[] }[] };
  const names = (list: readonly string[]): Record<string, number> => list.reduce<Record<string, number>>((all, name) => ({ ...all, [name]: (all[name] ?? 0) + 1 }), {});
  const doubled = (list: readonly string[]): string[] => Object.entries(names(list)).flatMap(([name, count]) => (count > 1 ? [`${name} ×${count}`] : []));
  const people = state.people.map((person) => person.names[0]?.familyName ?? '');
  const titles = state.calendars.flatMap((calendar) => calendar.events.filter((event) => event.status !== 'cancelled').map((event) => event.summary));
  const todo = state.taskLists.flatMap((list) => list.tasks.filter((task) => task.deleted !== true).map((task) => task.title));
  expect([...doubled(people), ...doubled(titles), ...doubled(todo), ...doubled(state.groups.map((group) => group.name))]).toEqual([]);
  expect({ people: people.length, titles: titles.length, todo: todo.length }).toEqual({ people: contacts, titles: events + 1, todo: tasks + 1 });
  const office = { contacts: (await listContacts(db, user.officeId, { limit: 500 } as never)).contacts.length, activities: (await listActivities(db, user.id, { limit: 500 } as never)).activities.length, tasks: (await listTasks(db, user.id, { limit: 500 } as never)).tasks.length };
  expect(office).toEqual({ contacts, activities: events + 1, tasks: tasks + 1 });
  const run = await world.sync.reportLines(user.id, `${reportId}.run`, { offset: 0, limit: 1000 });
  expect(run.lines.filter((line) => line.outcome !== 'applied').map((line) => `${line.name}: ${line.outcome} ${line.outcomeText ?? ''}`)).toEqual([]);

  // Whatever the first quiet cycle finds, it must be nothing.
  await world.until('a quiet moment', async () => (await world.sync.setupDetail(user.id)).state === 'active');
  await world.door('reset', { log: true });
  await world.until('a whole cycle', async () => (await world.requests()).length > 3, 60_000);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect((await world.requests()).filter((entry) => entry.method !== 'GET')).toEqual([]);
}, 240_000);
