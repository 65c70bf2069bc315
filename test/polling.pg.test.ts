// How often Google is asked for what: a calendar of which Google tells is left out, and
// tasks wait by themselves when their day is spent.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivity } from '../src/office/activities.ts';
import { createTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ pollSeconds: 1, push: true, pollWatchedSeconds: 3600 });
  await world.door('switches', { pushAllowHttp: true });
}, 120_000);
afterAll(() => world?.close());

const owner = (user: User): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const at = (hour: number): { local: string; zone: string } => ({ local: `2027-03-02T${hour}:00:00`, zone: 'America/New_York' });
const activity = (subject: string): Parameters<typeof createActivity>[2] => ({ type: 'Appointment', status: 'active', priority: 'Normal', subject, start: at(10), end: at(11), private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [] });

async function begin(name: string): Promise<User> {
  const user = await world.addConnected(name);
  await createTask(world.store.db, owner(user), { subject: 'First', priority: 'Normal', status: 'active' });
  await world.approve(user, await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true }));
  return user;
}
async function calls(user: User, call: string): Promise<number> {
  return (await world.requests(user)).filter((entry) => entry.call === call).length;
}
const google = async (user: User): Promise<{ events: string[]; tasks: string[] }> => {
  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { calendars: { events: { summary: string }[] }[]; taskLists: { tasks: { title: string }[] }[] };
  return { events: (state.calendars[0]?.events ?? []).map((event) => event.summary).sort(), tasks: state.taskLists.flatMap((list) => list.tasks.map((task) => task.title)).sort() };
};
const looks = (user: User): Promise<number> => calls(user, 'calendar.events.list');
const rounds = (user: User): Promise<number> => calls(user, 'tasks.tasklists.list');
const afterRounds = async (user: User, count: number): Promise<void> => {
  const from = await rounds(user);
  await world.until(`${count} cycles`, async () => (await rounds(user)) >= from + count, 40_000);
};

test('[M1] [R10] a calendar of which Google tells is left out until it tells, something else changes or a person asks', async () => {
  const user = await begin('Watched Person');
  await world.until('a channel', async () => ((await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { channels: unknown[] }).channels.length === 1);
  await afterRounds(user, 3);
  const quiet = await looks(user);
  await afterRounds(user, 3);
  expect(await looks(user)).toBe(quiet);
  await world.door('act', { account: user.email, action: 'event.create', event: { summary: 'Told', start: { dateTime: '2027-03-02T10:00:00-05:00' }, end: { dateTime: '2027-03-02T11:00:00-05:00' } } });
  await world.until('a look after the notice', async () => (await looks(user)) > quiet);
  await afterRounds(user, 3);
  const before = await looks(user);
  await world.sync.syncNow(user.id, user.email);
  await world.until('a look for a person', async () => (await looks(user)) > before);
  await afterRounds(user, 2);
  const again = await looks(user);
  // A change in the office is decided on a fresh look at the calendar.
  await createActivity(world.store.db, owner(user), activity('From the office'));
  await world.until('the event', async () => (await google(user)).events.includes('From the office'));
  expect(await looks(user)).toBeGreaterThan(again);
}, 120_000);

test('[R13] [J1] when the day is spent for tasks, only tasks wait: said, mailed to nobody, and nothing is lost', async () => {
  const user = await begin('Spent Person');
  const alerts = (await world.sync.alerts(user.id)).alerts.length;
  await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'GET' }, status: 403, reason: 'dailyLimitExceeded', retryAfter: 12, count: 1 });
  const text = await world.until('the words', async () => {
    const { state, stateText } = await world.sync.setupDetail(user.id);
    return state === 'active' && stateText.includes('tasks wait until') && stateText;
  });
  expect(text).toMatch(/tasks wait until \w+.* Contacts and activities go on/);
  await createActivity(world.store.db, owner(user), activity('Goes on'));
  await createTask(world.store.db, owner(user), { subject: 'Waits', priority: 'Normal', status: 'active' });
  await world.until('the activity', async () => (await google(user)).events.includes('Goes on'));
  expect((await google(user)).tasks).toEqual(['First']);
  expect((await world.sync.alerts(user.id)).alerts).toHaveLength(alerts);
  await world.until('the task, after the pause', async () => (await google(user)).tasks.includes('Waits'), 40_000);
  await world.until('no more words', async () => !(await world.sync.setupDetail(user.id)).stateText.includes('wait'));
}, 120_000);

test('[R13] [J1] when the day is spent for tasks in the middle of the first synchronization, the rest of it goes on, and what waits is taken up once', async () => {
  const user = await world.addConnected('Midway Person');
  for (const subject of ['One', 'Two', 'Three']) await createTask(world.store.db, owner(user), { subject, priority: 'Normal', status: 'active' });
  for (const subject of ['A', 'B', 'C']) await createActivity(world.store.db, owner(user), activity(subject));
  const report = await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true });
  await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'POST' }, status: 403, reason: 'dailyLimitExceeded', retryAfter: 12, count: 20 });
  const { digest } = await world.sync.openReport(user.id, report, user.email);
  await world.sync.approve(user.id, report, { digest: digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
  await world.until('the words', async () => {
    const { state, stateText } = await world.sync.setupDetail(user.id);
    return state === 'active' && stateText.includes('tasks wait until');
  });
  expect(await google(user)).toEqual({ events: ['A', 'B', 'C'], tasks: [] });
  await createActivity(world.store.db, owner(user), activity('D'));
  await world.until('the activity', async () => (await google(user)).events.includes('D'));
  expect((await world.sync.alerts(user.id)).alerts.map(({ kind }) => kind)).not.toContain('initial complete');
  await world.door('reset', { faults: true });
  await world.until('the tasks, after the pause', async () => (await google(user)).tasks.length > 2, 40_000);
  await world.until('the end', async () => (await world.sync.alerts(user.id)).alerts.some(({ kind }) => kind === 'initial complete'));
  await afterRounds(user, 3);
  expect(await google(user)).toEqual({ events: ['A', 'B', 'C', 'D'], tasks: ['One', 'Three', 'Two'] });
  expect((await world.sync.setupDetail(user.id)).stateText).not.toContain('wait');
}, 120_000);

test('[R13] [J1] when the day is spent for tasks in the middle of a cycle, its activities arrive, later ones do not wait, and the task is sent once', async () => {
  const user = await begin('Cycle Person');
  await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'POST' }, status: 403, reason: 'dailyLimitExceeded', retryAfter: 12, count: 20 });
  await createTask(world.store.db, owner(user), { subject: 'Waits', priority: 'Normal', status: 'active' });
  await world.until('the words', async () => (await world.sync.setupDetail(user.id)).stateText.includes('tasks wait until'));
  await createActivity(world.store.db, owner(user), activity('Goes on'));
  await world.until('the activity', async () => (await google(user)).events.includes('Goes on'));
  await world.door('reset', { faults: true });
  await world.until('the task, after the pause', async () => (await google(user)).tasks.includes('Waits'), 40_000);
  await afterRounds(user, 3);
  expect((await google(user)).tasks).toEqual(['First', 'Waits']);
  expect((await world.sync.setupDetail(user.id)).stateText).not.toContain('wait');
}, 120_000);
