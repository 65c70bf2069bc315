// What one process has learned of Google another one knows too: nothing that a process would
// need is kept in another one's memory.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivity } from '../src/office/activities.ts';
import { createTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import type { LogEntry } from '../sim/google/world.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ pollSeconds: 1, pollShownSeconds: 3600 });
}, 120_000);
afterAll(() => world?.close());

const owner = (user: User): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const at = (hour: number): { local: string; zone: string } => ({ local: `2027-03-02T${hour}:00:00`, zone: 'America/New_York' });
const calls = async (user: User, isMeant: (entry: LogEntry) => boolean): Promise<number> => (await world.requests(user)).filter(isMeant).length;
const google = async (user: User): Promise<{ events: string[]; tasks: string[] }> => {
  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { calendars: { events: { summary: string }[] }[]; taskLists: { tasks: { title: string }[] }[] };
  return { events: (state.calendars[0]?.events ?? []).map((event) => event.summary).sort(), tasks: state.taskLists.flatMap((list) => list.tasks.map((task) => task.title)).sort() };
};

test('[R13] [J1] [R37] tasks that rest, and calendars that were looked at, are asked for by no other process either', async () => {
  const user = await world.addUser('Of Two');
  const shared = `shared-${user.email}`;
  await world.door('seed', { accounts: [{ email: 'boss@example.com', calendars: [{ id: shared, summary: 'Boss' }] }] });
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ id: shared, summary: 'Boss', owner: 'boss@example.com', accessRole: 'reader' }] }] });
  await world.connect(user);
  for (const subject of ['One', 'Two', 'Three']) await createTask(world.store.db, owner(user), { subject, priority: 'Normal', status: 'active' });
  const report = await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true, shownCalendars: [shared] });
  // One refusal, and nothing that would refuse the second process.
  await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'POST' }, status: 403, reason: 'dailyLimitExceeded', retryAfter: 15, count: 1 });
  const { digest } = await world.sync.openReport(user.id, report, user.email);
  await world.sync.approve(user.id, report, { digest: digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
  const words = async (): Promise<boolean> => (await world.sync.setupDetail(user.id)).stateText.includes('tasks wait until');
  await world.until('the words', words);
  const ofBoss = ({ call, path }: LogEntry): boolean => call === 'calendar.events.list' && decodeURIComponent(path).includes(shared);
  const ofTasks = ({ api }: LogEntry): boolean => api === 'tasks';
  const looks = ({ call }: LogEntry): boolean => call === 'calendar.events.list';
  const first = await calls(user, looks);
  await world.until('a cycle of the first process', async () => (await calls(user, looks)) > first + 1);
  await world.pause();
  const before = { tasks: await calls(user, ofTasks), boss: await calls(user, ofBoss), all: await calls(user, looks) };

  await world.beside();
  await createActivity(world.store.db, owner(user), { type: 'Appointment', status: 'active', priority: 'Normal', subject: 'Goes on', start: at(10), end: at(11), private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [] });
  await world.until('the activity', async () => (await google(user)).events.includes('Goes on'));
  await world.until('more cycles', async () => (await calls(user, looks)) >= before.all + 4);
  expect({ tasks: await calls(user, ofTasks), boss: await calls(user, ofBoss) }).toEqual({ tasks: before.tasks, boss: before.boss });
  expect(await words()).toBe(true);
  await world.until('the tasks, after the pause', async () => (await google(user)).tasks.length > 2, 40_000);
  await world.until('no more words', async () => !(await words()));
  expect((await google(user)).tasks).toEqual(['One', 'Three', 'Two']);
}, 120_000);
