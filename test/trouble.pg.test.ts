// What goes wrong at Google and at the desk, through the doors: access that ends, lists
// that cannot be believed, a sign-in that was declined or lacks a part, another account.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const owner = (): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const officeTasks = async (): Promise<string[]> => (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks.map((task) => task.subject).sort();
const googleTasks = async (email = user.email): Promise<string[]> => {
  const state = (await world.door(`state?account=${encodeURIComponent(email)}`)) as unknown as { taskLists: { tasks: { title: string; deleted?: boolean }[] }[] };
  return state.taskLists.flatMap((list) => list.tasks.filter((task) => task.deleted !== true).map((task) => task.title)).sort();
};
const stateOf = async (): Promise<string> => (await world.sync.setupDetail(user.id)).state;
const alerts = async (): Promise<string[]> => (await world.sync.alerts(user.id)).alerts.map((alert) => alert.kind);
const writes = async (): Promise<unknown[]> => (await world.requests()).filter((entry) => entry.method !== 'GET' && !entry.path.includes('token'));

/** A user whose three tasks stand on both sides and whose synchronization is active. */
async function startActive(): Promise<void> {
  await world.connect(user);
  for (const subject of ['One', 'Two', 'Three']) await createTask(world.store.db, owner(), { subject, priority: 'Normal', status: 'active' });
  await world.approve(user, await world.preview(user, setup));
  expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
}

beforeEach(async () => {
  people += 1;
  user = await world.addUser(`Person ${people}`);
  await world.door('seed', { accounts: [{ email: user.email }] });
});

describe('connecting', () => {
  test('a sign-in that was declined connects nothing and says so', async () => {
    expect(await world.connect(user, 'deny')).toEqual({ userId: user.id, error: 'google-declined' });
    expect((await world.sync.setupDetail(user.id)).google.connected).toBe(false);
    await expect(world.preview(user, setup)).rejects.toMatchObject({ code: 'not-connected' });
  });

  test('[H3] what was not granted is named and switched off, the rest goes on, and nothing is left is refused', async () => {
    expect(await world.connect(user, 'approve', ['auth/tasks'])).toEqual({ userId: user.id });
    expect((await world.sync.setupDetail(user.id)).google.missing).toEqual(['tasks']);
    await createTask(world.store.db, owner(), { subject: 'Not to be sent', priority: 'Normal', status: 'active' });
    const reportId = await world.preview(user, setup);
    const report = await world.sync.report(user.id, reportId);
    expect(report.settings).toContainEqual({ label: 'Not granted at Google', value: 'Tasks: not synchronized' });
    await world.approve(user, reportId);
    expect(await stateOf()).toBe('active');
    expect(await googleTasks()).toEqual([]);

    const other = await world.addUser(`Nothing ${people}`);
    await world.door('seed', { accounts: [{ email: other.email }] });
    await world.connect(other, 'approve', ['auth/tasks', 'auth/calendar']);
    await expect(world.preview(other, setup)).rejects.toMatchObject({ code: 'scope-missing', message: expect.stringContaining('calendar, tasks') });
  });

  test('[R1] [H3] what is granted later is written after a preview of it alone', async () => {
    await world.connect(user, 'approve', ['auth/tasks']);
    await createTask(world.store.db, owner(), { subject: 'Granted later', priority: 'Normal', status: 'active' });
    await world.approve(user, await world.preview(user, setup));
    expect(await world.connect(user)).toEqual({ userId: user.id });
    const reportId = await world.until('a preview', async () => {
      const now = await world.sync.setupDetail(user.id);
      return now.state === 'preview ready' && now.currentReport;
    });
    await world.sync.syncNow(user.id, user.email);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await googleTasks()).toEqual([]);
    await world.approve(user, reportId);
    expect(await googleTasks()).toEqual(['Granted later']);
  });

  test('[H2] an application in Testing: the end of the access is said beforehand, and named as the cause afterwards', async () => {
    await world.door('switches', { oauthTestingMode: true });
    await world.connect(user);
    await world.door('switches', { oauthTestingMode: false });
    const { accessEndsAt } = (await world.sync.setupDetail(user.id)).google;
    expect(Date.parse(accessEndsAt ?? '') - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await world.approve(user, await world.preview(user, setup));
    await world.door('act', { account: user.email, action: 'access.revoke' });
    // As on the seventh day: the clock of the simulator alone would not move ours.
    await sql`update account set google_access_ends_at = now() where id = ${user.id}`.execute(world.store.db);
    await world.until('needs reconnect', async () => {
      await world.sync.syncNow(user.id, user.email);
      return (await stateOf()) === 'needs reconnect';
    });
    expect((await world.sync.setupDetail(user.id)).stateText).toMatch(/Testing.*seven days.*Publish app/);
    expect((await world.sync.alerts(user.id)).alerts.find((alert) => alert.kind === 'reconnect')?.text).toMatch(/Testing.*seven days/);
    expect((await world.sync.mails(user.id)).filter((mail) => mail.subject.includes('connect Google again'))).toHaveLength(1);
  });

  test('a callback that nobody began is refused', async () => {
    expect(await world.sync.finishConnect(new URL('http://127.0.0.1:4300/api/google/callback?state=made-up&code=x'))).toEqual({ error: 'connect-expired' });
  });

  test('a SET must be named, and something must be selected', async () => {
    await world.connect(user);
    await expect(world.preview(user, { contacts: 'set', activities: 'two-way' })).rejects.toMatchObject({ code: 'set-required', field: 'setId' });
    await expect(world.preview(user, { contacts: 'none', activities: 'none' })).rejects.toMatchObject({ code: 'nothing-selected' });
    expect(await stateOf()).toBe('off');
  });
});

describe('trouble while active', () => {
  test('[R13] [J2] a pause of a minute is shown and told to nobody, a pause of hours is told once', async () => {
    await startActive();
    const before = (await alerts()).length;
    const paused = { match: { account: user.email, api: 'calendar', method: 'GET' }, status: 403, reason: 'quotaExceeded', count: 1 };
    await world.door('fault', { ...paused, retryAfter: 2 });
    await world.until('a short pause', async () => (await stateOf()) === 'paused by Google');
    await world.until('the end of it', async () => {
      await world.sync.syncNow(user.id, user.email);
      return (await stateOf()) === 'active';
    });
    expect(await alerts()).toHaveLength(before);
    await world.door('fault', { ...paused, retryAfter: 7200 });
    await world.until('a long pause', async () => (await stateOf()) === 'paused by Google');
    for (let n = 0; n < 3; n += 1) await world.sync.syncNow(user.id, user.email);
    expect((await alerts()).slice(0, (await alerts()).length - before)).toEqual(['paused']);
    expect((await world.sync.mails(user.id)).filter((mail) => mail.subject.includes('paused by Google'))).toHaveLength(1);
    // In plain words: neither the name of a call nor a code; and no time to go on once there is another account, which is off.
    const shown = await world.sync.setupDetail(user.id);
    expect(shown.stateText).not.toMatch(/\w\.\w+\.\w|\b403\b/);
    expect(shown.pausedUntil).toBeDefined();
    const second = `later-${user.email}`;
    await world.door('seed', { accounts: [{ email: second }] });
    await world.connect({ ...user, email: second });
    const { state, pausedUntil } = await world.sync.setupDetail(user.id);
    expect([state, pausedUntil]).toEqual(['off', undefined]);
  });

  test('[R13] an API that is switched off for the installation is a state that says where it is switched on', async () => {
    await startActive();
    await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'GET' }, status: 403, reason: 'accessNotConfigured', count: 100 });
    await world.until('failed', async () => (await stateOf()) === 'failed');
    await world.door('reset', { faults: true });
    expect((await world.sync.setupDetail(user.id)).stateText).toMatch(/Google Tasks API.*Enable/);
  }, 40_000);

  test('[R13] [H1] lost access is a state told once; connecting again goes on, and nothing was deleted', async () => {
    await startActive();
    const before = (await alerts()).length;
    await world.door('act', { account: user.email, action: 'access.revoke' });
    await world.until('needs reconnect', async () => {
      await world.sync.syncNow(user.id, user.email);
      return (await stateOf()) === 'needs reconnect';
    });
    await createTask(world.store.db, owner(), { subject: 'Four', priority: 'Normal', status: 'active' });
    for (let n = 0; n < 3; n += 1) await world.sync.syncNow(user.id, user.email);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect((await alerts()).slice(0, (await alerts()).length - before)).toEqual(['reconnect']);
    expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
    expect(await officeTasks()).toEqual(['Four', 'One', 'Three', 'Two']);
    expect(await world.connect(user)).toEqual({ userId: user.id });
    await world.until('the task that waited', async () => (await googleTasks()).includes('Four'));
    expect(await stateOf()).toBe('active');
  });

  test.each([
    [1, 'one: nobody is told, and the work goes on'],
    [2, 'two: the access counts as lost, and it is told once'],
  ])('[R13] [R35] [H1] of %i refusals of a token in a row, %s', async (count) => {
    await startActive();
    const told = async (): Promise<number[]> => [(await alerts()).length, (await world.sync.mails(user.id)).length];
    const asked = async (): Promise<number> => (await world.requests()).filter(({ path }) => path.includes('/token')).length;
    const [alerted = 0, mailed = 0] = await told();
    const before = await asked();
    // The access token has run out, and what would renew it is refused.
    await world.door('fault', { match: { path: '/token' }, status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, count });
    await world.door('fault', { match: { account: user.email, call: 'tasks.tasklists.list' }, status: 401 });
    if (count === 1) {
      await createTask(world.store.db, owner(), { subject: 'Four', priority: 'Normal', status: 'active' });
      await world.until('the task', async () => (await googleTasks()).includes('Four'));
      expect(await told()).toEqual([alerted, mailed]);
      expect(await stateOf()).toBe('active');
    } else {
      await world.until('needs reconnect', async () => (await stateOf()) === 'needs reconnect');
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(await told()).toEqual([alerted + 1, mailed + 1]);
      expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
    }
    expect((await asked()) - before).toBe(2);
  }, 40_000);

  test('[R17] another Google account opens the gate: nothing is written to it before a new approval', async () => {
    await startActive();
    const detail = await world.sync.setupDetail(user.id);
    await world.sync.saveSetup(user.id, { ...detail.options, runSynchronization: false }, user.email);
    const [first, second] = [user.email, `other-${user.email}`];
    await world.door('seed', { accounts: [{ email: second }] });
    expect(await world.connect({ ...user, email: second })).toEqual({ userId: user.id });
    expect((await world.sync.setupDetail(user.id)).google.account).toBe(second);
    expect(await stateOf()).toBe('off');
    const reportId = await world.preview(user, setup);
    expect(await googleTasks(second)).toEqual([]);
    const { lines } = await world.sync.reportLines(user.id, reportId, { offset: 0, limit: 100 });
    expect(lines.map((line) => `${line.section} ${line.side} ${line.name}`).sort()).toEqual(['create google One', 'create google Three', 'create google Two']);
    await world.approve(user, reportId);
    expect(await googleTasks(second)).toEqual(['One', 'Three', 'Two']);
    expect(await googleTasks(first)).toEqual(['One', 'Three', 'Two']);
  });

  test('[R17] what was approved for one Google account and not run to its end is not written to another', async () => {
    await world.connect(user);
    for (let n = 0; n < 120; n += 1) await createTask(world.store.db, owner(), { subject: `Task ${n}`, priority: 'Normal', status: 'active' });
    const reportId = await world.preview(user, setup);
    const row = await world.sync.openReport(user.id, reportId, user.email);
    await world.door('switches', { latencyMs: 100 });
    await world.sync.approve(user.id, reportId, { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
    await world.until('the first writes', async () => (await googleTasks()).length > 0);
    await world.door('switches', { latencyMs: 0 });
    const second = `second-${user.email}`;
    await world.door('seed', { accounts: [{ email: second }] });
    expect(await world.connect({ ...user, email: second })).toEqual({ userId: user.id });
    expect(await stateOf()).toBe('off');
    await world.sync.syncNow(user.id, user.email).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await googleTasks(second)).toEqual([]);
    expect((await world.sync.listReports(user.id)).find((report) => report.id === `${reportId}.run`)?.status).toBe('failed');
    await world.preview(user, setup);
    await world.sync.syncNow(user.id, user.email);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await googleTasks(second)).toEqual([]);
  });

  test('[R4] [R14] a list that comes back empty is not believed: nothing is deleted or made again', async () => {
    await startActive();
    await world.door('reset', { log: true });
    // A full listing that answers 200 with nothing in it, as it happened in the field.
    await world.door('fault', { match: { account: user.email, api: 'tasks', method: 'GET', path: '/tasks\\?' }, empty: true });
    await sql`delete from cursor where account_id = ${user.id} and kind = 'task' and side = 'google'`.execute(world.store.db);
    await world.sync.syncNow(user.id, user.email);
    await world.until('the doubt', async () => (await alerts()).includes('doubt'));
    await world.door('reset', { faults: true });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await officeTasks()).toEqual(['One', 'Three', 'Two']);
    expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
    expect(await writes()).toEqual([]);
    const task = (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks.find((one) => one.subject === 'One');
    const present = await getTask(world.store.db, user.id, task?.id ?? '');
    const { id, version, ...fields } = present;
    await updateTask(world.store.db, owner(), id, version, { ...fields, subject: 'One more' } as never);
    await world.until('the next change', async () => (await googleTasks()).includes('One more'));
  });

  test('deselecting Run Synchronization stops, and the next preview finds everything linked', async () => {
    await startActive();
    const detail = await world.sync.setupDetail(user.id);
    await expect(world.sync.saveSetup(user.id, { ...detail.options, recurring: false }, user.email)).rejects.toMatchObject({ code: 'setup-locked' });
    await world.sync.saveSetup(user.id, { ...detail.options, runSynchronization: false }, user.email);
    expect(await stateOf()).toBe('off');
    await createTask(world.store.db, owner(), { subject: 'Later', priority: 'Normal', status: 'active' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
    const reportId = await world.preview(user, setup);
    const { lines } = await world.sync.reportLines(user.id, reportId, { offset: 0, limit: 100 });
    expect(lines.map((line) => `${line.section} ${line.name}`)).toEqual(['create Later']);
    const row = await world.sync.openReport(user.id, reportId, user.email);
    await world.sync.reject(user.id, reportId, row.digest ?? '', user.email);
    expect(await stateOf()).toBe('off');
    expect((await world.sync.setupDetail(user.id)).locked).toBe(false);
    await expect(world.sync.approve(user.id, reportId, { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, user.email)).rejects.toMatchObject({ code: 'already-decided' });
    expect(await googleTasks()).toEqual(['One', 'Three', 'Two']);
  });

  test('[R1] whatever the state says, nothing is written for a setup whose preview nobody approved', async () => {
    await world.connect(user);
    await createTask(world.store.db, owner(), { subject: 'Secret', priority: 'Normal', status: 'active' });
    const reportId = await world.preview(user, setup);
    // As a report that could not be made would leave it: no preview, no approval, and a cycle that is due.
    await sql`update plan set failed = 'no report', replaced_at = now() where id = ${reportId}::uuid`.execute(world.store.db);
    await sql`update account set state = 'failed', current_plan = null, next_cycle_at = now() where id = ${user.id}`.execute(world.store.db);
    await world.sync.syncNow(user.id, user.email);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await googleTasks()).toEqual([]);
  });

  test('[R1] what was approved and stopped half-way is not taken up after a new setup', async () => {
    await world.connect(user);
    for (let n = 0; n < 150; n += 1) await createTask(world.store.db, owner(), { subject: `Task ${n}`, priority: 'Normal', status: 'active' });
    const reportId = await world.preview(user, setup);
    const row = await world.sync.openReport(user.id, reportId, user.email);
    await world.door('switches', { latencyMs: 100 });
    await world.sync.approve(user.id, reportId, { digest: row.digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
    await world.until('the first writes', async () => (await googleTasks()).length > 0);
    const detail = await world.sync.setupDetail(user.id);
    await world.sync.saveSetup(user.id, { ...detail.options, runSynchronization: false }, user.email);
    await world.door('switches', { latencyMs: 0 });
    await world.until('an end of the writes', async () => {
      const before = (await googleTasks()).length;
      await new Promise((resolve) => setTimeout(resolve, 700));
      return (await googleTasks()).length === before;
    });
    const written = (await googleTasks()).length;
    expect(written).toBeLessThan(150);
    expect((await world.sync.listReports(user.id)).find((report) => report.id === `${reportId}.run`)?.status).toBe('failed');
    await world.preview(user, setup);
    await world.sync.syncNow(user.id, user.email);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await googleTasks()).length).toBe(written);
    expect(await stateOf()).toBe('preview ready');
  });
});
