// What a person decides, through the doors and over PostgreSQL: remembered from preview to
// preview, taken back, asked again, written down.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTask, getTask, listTasks, updateTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
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
const owner = (): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const addTask = (subject: string) => createTask(world.store.db, owner(), { subject, priority: 'Normal', status: 'active' });
const officeTasks = async () => (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks;
const googleTasks = async (): Promise<{ id: string; title: string; notes?: string; deleted?: boolean }[]> => {
  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { taskLists: { tasks: { id: string; title: string; notes?: string; deleted?: boolean }[] }[] };
  return state.taskLists.flatMap((list) => list.tasks).filter((task) => task.deleted !== true);
};
const linesOf = async (report: string) => (await world.sync.reportLines(user.id, report, { offset: 0, limit: 1000 })).lines;
const audit = async (kind?: string) => (await world.sync.audit(user.officeId, { user: user.id, kind, limit: 100 })).entries;
const editTask = async (id: string, change: Record<string, unknown>): Promise<void> => {
  const { version, ...task } = await getTask(world.store.db, user.id, id);
  await updateTask(world.store.db, owner(), id, version, { ...task, ...change } as never);
};
const stop = async (): Promise<void> => {
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
};
/** A cycle after which nothing is left to do. */
const settled = (): Promise<void> => world.cycle(user);

test('[N9] "not now" is asked again in the next preview, and says when it was put off', async () => {
  await addTask('One');
  await addTask('Two');
  const first = await world.preview(user, setup);
  const [one] = (await linesOf(first)).filter(({ name }) => name === 'One');
  await world.approve(user, first, { decisions: { [one?.unit ?? '']: 'not now' } });
  expect((await googleTasks()).map(({ title }) => title)).toEqual(['Two']);
  await stop();
  const again = (await linesOf(await world.preview(user, setup))).filter(({ section }) => section === 'create');
  expect(again).toMatchObject([{ name: 'One', unit: one?.unit, putOffAt: expect.stringMatching(/^\d{4}-/) }]);
});

test('[R24] [N9] what was set to never is listed, silent in cycles and previews, and offered again once it is taken back', async () => {
  const task = await addTask('One');
  const first = await world.preview(user, setup);
  const [one] = await linesOf(first);
  await world.approve(user, first, { decisions: { [one?.unit ?? '']: 'never' } });
  await settled();
  expect(await googleTasks()).toEqual([]);
  const [decision] = await world.sync.neverDecisions(user.id);
  expect(decision).toMatchObject({ kind: 'task', name: 'One', by: user.email, text: expect.stringContaining('create task “One”') });
  await editTask(task.id, { notes: 'Edited' });
  await settled();
  expect(await googleTasks()).toEqual([]);
  expect(await world.sync.takeBackNever(user.id, decision?.id ?? '', user.email)).toEqual([]);
  // Offered, and written by none but an approval.
  const report = await world.until('the offer', async () => (await world.sync.setupDetail(user.id)).currentReport);
  expect(await googleTasks()).toEqual([]);
  await world.approve(user, report);
  expect((await googleTasks()).map(({ title, notes }) => [title, notes])).toEqual([['One', 'Edited']]);
  expect((await audit()).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['never', 'take back', 'approval']));
  await expect(world.sync.takeBackNever(user.id, decision?.id ?? '', user.email)).rejects.toMatchObject({ code: 'not-found' });
});

test('[N9] an update is turned round through its report: SmartOffice gets back what Google has', async () => {
  const task = await addTask('One');
  await world.approve(user, await world.preview(user, setup));
  await stop();
  await editTask(task.id, { subject: 'Uno' });
  const report = await world.preview(user, setup);
  const [line] = (await linesOf(report)).filter(({ section }) => section === 'update');
  expect(line).toMatchObject({ side: 'google', instead: [{ id: 'turn', text: expect.stringContaining('In SmartOffice: change task') }] });
  await expect(world.approve(user, report, { choices: { [line?.unit ?? '']: 'elsewhere' } })).rejects.toMatchObject({ code: 'unknown-choice' });
  await world.approve(user, report, { choices: { [line?.unit ?? '']: 'turn' } });
  expect((await officeTasks()).map(({ subject }) => subject)).toEqual(['One']);
  expect((await googleTasks()).map(({ title }) => title)).toEqual(['One']);
  expect((await linesOf(`${report}.run`)).filter(({ section }) => section === 'update')).toMatchObject([{ decision: expect.stringContaining('Turn round'), outcome: 'applied' }]);
  expect(await audit('answer')).toMatchObject([{ text: expect.stringContaining('Turn round') }]);
});

test('[R1] [R8] a question is answered for itself, bound to what was opened; the other ones wait', async () => {
  const tasks = [await addTask('One'), await addTask('Two')];
  await world.approve(user, await world.preview(user, setup));
  for (const { id } of tasks) await editTask(id, { notes: 'Office' });
  for (const { id } of await googleTasks()) await world.door('act', { account: user.email, action: 'task.edit', id, patch: { notes: 'Google' } });
  await settled();
  const asked = await world.until('two questions', async () => {
    const list = await world.sync.questions(user.id);
    return list.total === 2 && list;
  });
  expect(asked).toMatchObject({ answerable: true, opened: false });
  const [one] = asked.questions;
  const digest = asked.digest ?? '';
  const choices = { [one?.id ?? '']: 'office' };
  await expect(world.sync.answerQuestions(user.id, { digest, choices }, user.email)).rejects.toMatchObject({ code: 'not-opened' });
  await world.sync.openReport(user.id, asked.report ?? '', user.email);
  await expect(world.sync.answerQuestions(user.id, { digest: 'other', choices }, user.email)).rejects.toMatchObject({ code: 'not-current' });
  await expect(world.sync.answerQuestions(user.id, { digest, choices: { nobody: 'office' } }, user.email)).rejects.toMatchObject({ code: 'unknown-choice' });
  await world.sync.answerQuestions(user.id, { digest, choices }, user.email);
  const left = await world.until('one question', async () => {
    const list = await world.sync.questions(user.id);
    return list.total === 1 && list;
  });
  expect(left.questions[0]?.id).not.toBe(one?.id);
  expect((await googleTasks()).map(({ notes }) => notes).sort()).toEqual(['Google', 'Office']);
});

test('[R1] what is answered while a cycle looks is carried out first, and not asked again from that look', async () => {
  const task = await addTask('One');
  await world.approve(user, await world.preview(user, setup));
  const [there] = await googleTasks();
  await world.door('act', { account: user.email, action: 'task.delete', id: there?.id });
  await settled();
  const report = await world.until('the question', async () => (await world.sync.setupDetail(user.id)).currentReport);
  const [line] = (await linesOf(report)).filter(({ section }) => section === 'asked');
  const { digest } = await world.sync.openReport(user.id, report, user.email);
  const asking = async (): Promise<readonly string[]> => (await world.sync.listReports(user.id)).flatMap(({ id }) => (id.endsWith('.run') ? [] : [id])).sort();
  const before = await asking();
  // An edit makes the cycle decide anew; it looks at Google while the answer comes.
  await world.door('fault', { match: { account: user.email, call: 'tasks.tasklists.list' }, delayMs: 1500, count: 1 });
  await editTask(task.id, { notes: 'Edited' });
  await world.until('a working cycle', async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from pgboss.job where name = 'sync-account' and state = 'active'`.execute(world.store.db);
    return (rows[0]?.count ?? 0) > 0;
  });
  await world.sync.approve(user.id, report, { digest: digest ?? '', decisions: {}, choices: { [line?.unit ?? '']: 'keep' }, released: [] }, user.email);
  await world.until('the run', async () => (await world.sync.listReports(user.id)).find(({ id, status }) => id === `${report}.run` && status === 'complete'));
  await settled();
  expect(await asking()).toEqual(before);
});

test('the audit refuses to be changed', async () => {
  await world.approve(user, await world.preview(user, setup));
  await expect(sql`update audit set by = 'nobody'`.execute(world.store.db)).rejects.toThrow(/append-only/);
  await expect(sql`delete from audit`.execute(world.store.db)).rejects.toThrow(/append-only/);
});

/** Previews five tasks, lets `edited` of them be changed in SmartOffice before the approval is run. */
async function previewAndEdit(edited: number): Promise<string> {
  const tasks = [];
  for (const subject of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']) tasks.push(await addTask(subject));
  const report = await world.preview(user, setup);
  for (const { id } of tasks.slice(0, edited)) await editTask(id, { notes: 'Edited since' });
  await world.approve(user, report);
  return report;
}

test('[R29] when more than the share has changed since the preview nothing is written, a new preview is made and the person is told once', async () => {
  const report = await previewAndEdit(3);
  const runs = (await world.sync.listReports(user.id)).find(({ id }) => id === `${report}.run`);
  expect(runs).toMatchObject({ status: 'failed', summary: expect.stringContaining('3 of the 10 changes') });
  expect(await googleTasks()).toEqual([]);
  const detail = await world.sync.setupDetail(user.id);
  expect(detail).toMatchObject({ state: 'preview ready' });
  expect((await world.sync.alerts(user.id)).alerts.filter(({ kind }) => kind === 'drift')).toHaveLength(1);
  await world.approve(user, detail.currentReport ?? '');
  expect((await googleTasks()).filter(({ notes }) => notes === 'Edited since')).toHaveLength(3);
});

test('[R29] [R10] below the share what did not change goes, and no edit that arrived in between is swallowed', async () => {
  const report = await previewAndEdit(2);
  const outcomes = (await linesOf(`${report}.run`)).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual([...Array<string>(8).fill('applied'), 'stale', 'stale']);
  await settled();
  const tasks = await world.until('all tasks', async () => {
    const all = await googleTasks();
    return all.length === 10 && all;
  });
  expect(tasks.filter(({ notes }) => notes === 'Edited since')).toHaveLength(2);
});
