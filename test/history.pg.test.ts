// A record's own history and the undo of one change, over HTTP and PostgreSQL with the
// simulator: what a person reads beside a contact, and what "Undo this change" makes.

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../src/http/app.ts';
import type { RecordHistory } from '../src/http/contract/decisions.ts';
import type { ReportRow } from '../src/http/contract/sync.ts';
import { createTask, getTask, listTasks, updateTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let app: FastifyInstance;
let user: User;
let token = '';
let people = 0;

beforeAll(async () => {
  world = await createWorld();
  app = (await buildApp({ store: world.store, sync: world.sync, config: { publicUrl: new URL('http://127.0.0.1:4300') }, now: () => Temporal.Now.instant() })) as unknown as FastifyInstance;
  await app.ready();
}, 120_000);
afterAll(async () => {
  await app?.close();
  await world?.close();
});
beforeEach(async () => {
  people += 1;
  user = await world.addConnected(`Reader ${people}`);
  token = (await app.inject({ method: 'POST', url: '/api/session?token=1', payload: { email: user.email, password: 'correct horse battery' } })).json().token;
});

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const owner = (): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const api = async <T>(method: 'GET' | 'POST', path: string, status = 200): Promise<T> => {
  const answer = await app.inject({ method, url: `/api${path}`, headers: { authorization: `Bearer ${token}` } });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json() as T;
};
const historyOf = (side: string, id: string) => api<RecordHistory>('GET', `/records/task/${side}/${encodeURIComponent(id)}/history`);
const googleTasks = async (): Promise<{ id: string; title: string; notes?: string }[]> => {
  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { taskLists: { tasks: { id: string; title: string; notes?: string; deleted?: boolean }[] }[] };
  return state.taskLists.flatMap((list) => list.tasks).filter((task) => task.deleted !== true);
};
const editTask = async (id: string, change: Record<string, unknown>): Promise<void> => {
  const { version, ...task } = await getTask(world.store.db, user.id, id);
  await updateTask(world.store.db, owner(), id, version, { ...task, ...change } as never);
};
const ready = (id: string) => world.until('the undo preview', async () => (await api<{ reports: ReportRow[] }>('GET', '/reports')).reports.find((row) => row.id === id && row.status === 'ready'));

test('a record tells over HTTP who changed what and when, on which side, from what to what, and in which run', async () => {
  const task = await createTask(world.store.db, owner(), { subject: 'Call Ann', priority: 'Normal', status: 'active' });
  const report = await world.preview(user, setup);
  await world.approve(user, report);
  await editTask(task.id, { notes: 'Bring the form' });
  await world.until('the notes', async () => (await googleTasks()).some(({ notes }) => notes === 'Bring the form'));
  const [there] = await googleTasks();
  await world.door('act', { account: user.email, action: 'task.edit', id: there?.id, patch: { title: 'Call Ann today' } });
  await world.until('the title', async () => (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks.some(({ subject }) => subject === 'Call Ann today'));
  const history = await world.until('three entries', async () => {
    const found = await historyOf('office', task.id);
    return found.entries.length === 3 && found.entries.every(({ canUndo }) => canUndo) && found;
  });
  expect(history).toMatchObject({ name: 'Call Ann today', linked: true });
  expect(history.entries.map(({ op, from, side, text, by, reportKind, outcome }) => ({ op, from, side, text, by, reportKind, outcome }))).toEqual([
    { op: 'update', from: 'google', side: 'office', text: 'Changed in SmartOffice (subject)', by: 'The running synchronization', reportKind: 'Synchronization', outcome: 'applied' },
    { op: 'update', from: 'office', side: 'google', text: 'Changed on Google (notes)', by: 'The running synchronization', reportKind: 'Synchronization', outcome: 'applied' },
    { op: 'create', from: 'office', side: 'google', text: 'Created on Google', by: user.email, reportKind: 'Initial Synchronization', outcome: 'applied' },
  ]);
  expect(history.entries[0]?.fields).toEqual([{ label: 'Subject', before: 'Call Ann', after: 'Call Ann today' }]);
  expect(history.entries[1]?.fields).toEqual([{ label: 'Notes', after: 'Bring the form' }]);
  expect(history.entries[2]).toMatchObject({ report: `${report}.run`, fields: expect.arrayContaining([{ label: 'Subject', after: 'Call Ann' }]) });
  expect(new Date(history.entries[0]?.at ?? '').getTime()).toBeGreaterThanOrEqual(new Date(history.entries[1]?.at ?? '').getTime());
  // The same from the other side, and nothing of what nobody has touched.
  expect((await historyOf('google', there?.id ?? '')).entries.map(({ id }) => id)).toEqual(history.entries.map(({ id }) => id));
  expect(await historyOf('office', 'never-seen')).toEqual({ linked: false, entries: [] });
});

test('[R16] "Undo this change" makes an Undo Preview of that record alone, and writes nothing before it is approved', async () => {
  const tasks = [await createTask(world.store.db, owner(), { subject: 'One', priority: 'Normal', status: 'active' }), await createTask(world.store.db, owner(), { subject: 'Two', priority: 'Normal', status: 'active' })];
  await world.approve(user, await world.preview(user, setup));
  for (const { id } of tasks) await editTask(id, { notes: 'New' });
  await world.until('both notes', async () => (await googleTasks()).filter(({ notes }) => notes === 'New').length === 2);
  const [one] = (await world.until('the run', async () => {
    const { entries } = await historyOf('office', tasks[0]?.id ?? '');
    return entries[0]?.canUndo === true && entries[0].op === 'update' && entries;
  }));
  const row = await api<ReportRow>('POST', `/history/${one?.id}/undo`);
  expect(row.kind).toBe('Undo Preview');
  await ready(row.id);
  expect((await googleTasks()).map(({ notes }) => notes)).toEqual(['New', 'New']);
  expect((await world.sync.reportLines(user.id, row.id, { offset: 0, limit: 100 })).lines.map(({ section, side, name }) => `${section} ${side} ${name}`)).toEqual(['update google One']);
  await world.approve(user, row.id);
  expect((await googleTasks()).map(({ title, notes }) => [title, notes]).sort()).toEqual([['One', undefined], ['Two', 'New']]);
  const after = await historyOf('office', tasks[0]?.id ?? '');
  expect(after.entries[0]).toMatchObject({ text: 'Undo: changed on Google (notes)', reportKind: 'Undo', by: user.email, side: 'google' });
  expect(after.entries[0]?.from).toBeUndefined();
  expect((await world.sync.audit(user.officeId, { user: user.id, kind: 'undo', limit: 10 })).entries).toMatchObject([{ text: expect.stringContaining('One: Changed on Google (notes)'), by: expect.stringContaining(user.email) }]);
});

test('another person neither reads a history nor undoes what is in it', async () => {
  const task = await createTask(world.store.db, owner(), { subject: 'Mine', priority: 'Normal', status: 'active' });
  await world.approve(user, await world.preview(user, setup));
  const [entry] = (await historyOf('office', task.id)).entries;
  const other = await world.addUser(`Stranger ${people}`);
  token = (await app.inject({ method: 'POST', url: '/api/session?token=1', payload: { email: other.email, password: 'correct horse battery' } })).json().token;
  expect((await historyOf('office', task.id)).entries).toEqual([]);
  await api('POST', `/history/${entry?.id}/undo`, 404);
  await api('POST', '/history/x/undo', 400);
  await api('GET', '/records/task/elsewhere/x/history', 400);
});
