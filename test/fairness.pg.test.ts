// Many who load at once, and one who changes a word: what counts is the order in which
// Google sees it, not how long it takes.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTask, listTasks, updateTask, getTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  // Two workers: one place for loads.
  world = await createWorld({ pollSeconds: 3600, workers: 2, turnMs: 300 });
}, 120_000);
afterAll(() => world?.close());

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const owner = (user: User): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });

async function addUser(name: string, tasks: number): Promise<User> {
  const user = await world.addConnected(name);
  for (let n = 0; n < tasks; n += 1) await createTask(world.store.db, owner(user), { subject: `${name} ${n}`, priority: 'Normal', status: 'active' });
  return user;
}

test('[R21] [J1] a change of one account is written while the loads of others go on, and the loads take turns', async () => {
  const loads = 3;
  // So many that a load takes many turns, however slow the machine is.
  const each = 300;
  const changer = await addUser('Dan Change', 1);
  await world.approve(changer, await world.preview(changer, setup));
  const loaders: User[] = [];
  for (let n = 0; n < loads; n += 1) loaders.push(await addUser(`Load ${n}`, each));
  const reports: string[] = [];
  for (const user of loaders) reports.push(await world.preview(user, setup));
  await world.door('reset', { log: true });
  await world.door('switches', { latencyMs: 25 });
  for (const [n, user] of loaders.entries()) {
    const row = await world.sync.openReport(user.id, reports[n] ?? '', user.email);
    await world.sync.approve(user.id, reports[n] ?? '', { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
  }
  const log = async (): Promise<{ account: string; method: string }[]> => ((await world.door('log?api=tasks')) as unknown as { entries: { account: string; method: string }[] }).entries;
  await world.until('the first writes of a load', async () => (await log()).some(({ method }) => method === 'POST'));
  const [task] = (await listTasks(world.store.db, changer.id, { limit: 10 } as never)).tasks;
  const { id, version, ...fields } = await getTask(world.store.db, changer.id, task?.id ?? '');
  await updateTask(world.store.db, owner(changer), id, version, { ...fields, subject: 'Changed' } as never);
  await world.until('the end of all loads', async () => {
    const made = (await log()).filter(({ method }) => method === 'POST').length;
    return made >= loads * each;
  }, 60_000);
  const writes = (await log()).filter(({ method }) => method !== 'GET');
  const place = (account: string, which: 'first' | 'last'): number => writes[which === 'first' ? 'findIndex' : 'findLastIndex']((entry) => entry.account === account);
  const firstEnd = Math.min(...loaders.map(({ email }) => place(email, 'last')));
  expect(place(changer.email, 'first')).toBeGreaterThan(0);
  expect(place(changer.email, 'first')).toBeLessThan(firstEnd);
  // Nobody waits until another one is through.
  for (const { email } of loaders) expect(place(email, 'first')).toBeLessThan(firstEnd);
  // Each once, although each load was left and taken up again.
  for (const { email } of loaders) expect(writes.filter((entry) => entry.account === email && entry.method === 'POST').length).toBe(each);
}, 120_000);

test('[R21] the first preview of a person comes while the load of another one goes on, also where that one is due again all the time', async () => {
  const loader = await addUser('Load Long', 600);
  const report = await world.preview(loader, setup);
  const guest = await addUser('New Guest', 1);
  await world.door('switches', { latencyMs: 25 });
  const row = await world.sync.openReport(loader.id, report, loader.email);
  await world.sync.approve(loader.id, report, { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, loader.email);
  const written = async (): Promise<number> => ((await world.door(`log?api=tasks&account=${loader.email}`)) as unknown as { entries: { method: string }[] }).entries.filter(({ method }) => method === 'POST').length;
  await world.until('the first writes', async () => (await written()) > 0);
  // As the clock does for an account whose cycle is due.
  const again = setInterval(() => void world.sync.syncNow(loader.id, loader.email), 100);
  try {
    await world.preview(guest, setup);
    expect(await written()).toBeLessThan(600);
    await world.until('the end of the load', async () => (await written()) >= 600, 60_000);
  } finally {
    clearInterval(again);
  }
  await world.quiet();
  expect(await written()).toBe(600);
}, 120_000);
