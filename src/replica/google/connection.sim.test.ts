// The one layer that repeats: what it waits for, what it sends again, and what never.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import { openGoogleReplicas } from './replicas.ts';
import type { GoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';

let simulator: Simulator;
let account: SimulatedAccount;
let replicas: GoogleReplicas;
const held = async () => new Map();

beforeEach(async () => {
  simulator = await startSimulator();
  account = await openSimulatedAccount(simulator.url, 'ada@example.com');
  replicas = openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName: 'SmartOffice', country: 'US', zone: 'America/New_York' });
});
afterEach(() => simulator.close());

const task = (n: number): WriteRequest => ({ operation: `op-${n}`, op: 'create', after: { kind: 'task', title: `Task ${n}` } });
async function collect(answers: AsyncIterable<WriteAnswer>): Promise<WriteAnswer[]> {
  const list: WriteAnswer[] = [];
  for await (const answer of answers) list.push(answer);
  return list;
}
const calls = async (): Promise<string[]> => (await account.log()).map((entry) => `${entry.call ?? entry.method} ${entry.status}`);

describe('the connection to Google', () => {
  test('an expired access token is renewed once, kept, and the request sent again', async () => {
    const before = await account.tokens.load();
    await account.door('clock', { advance: 'PT2H' });
    await replicas.event.read(undefined, held);
    expect(await calls()).toEqual(['calendar.events.list 401', 'calendar.events.list 200']);
    expect((await account.tokens.load())?.accessToken).not.toBe(before?.accessToken);
    expect((await account.tokens.load())?.refreshToken).toBe(before?.refreshToken);
  });

  test.each([
    [{ status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } }, 'reauthorise'],
    [{ status: 401, body: { error: 'invalid_client', error_description: 'The OAuth client was not found.' } }, 'forbidden'],
    [{ status: 408 }, 'wait'],
    [{ status: 429 }, 'wait'],
    [{ status: 503 }, 'wait'],
    [{ drop: 'before' }, 'wait'],
    [{ spoil: 'truncated' }, 'wait'],
    [{ spoil: 'html' }, 'wait'],
  ])('[H1] an access that cannot be renewed because of %o is %s', async (rule, kind) => {
    await account.door('clock', { advance: 'PT2H' });
    await account.door('fault', { match: { path: '/token' }, count: 20, ...rule });
    await expect(replicas.event.read(undefined, held)).rejects.toMatchObject({ name: 'ReplicaError', kind });
  });

  const tokensAsked = async (): Promise<number> => ((await account.door('log?api=oauth'))['entries'] as { path: string }[]).filter(({ path }) => path.includes('/token')).length;

  test.each([
    [{ status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } }, 1, 2],
    [{ status: 401, body: { error: 'invalid_client', error_description: 'The OAuth client was not found.' } }, 1, 2],
    [{ status: 503 }, 4, 5],
    [{ drop: 'after' }, 4, 5],
    [{ spoil: 'html' }, 4, 5],
  ])('[H1] a token that is refused with %o %i times and then given: all lists are read, with %i requests for it', async (rule, count, asked) => {
    await account.door('clock', { advance: 'PT2H' });
    await account.door('fault', { match: { path: '/token' }, count, ...rule });
    const before = await tokensAsked();
    const readings = await Promise.all([replicas.event.read(undefined, held), replicas.task.read(undefined, held), replicas.contact.read(undefined, held)]);
    expect(readings.map(({ complete }) => complete)).toEqual([true, true, true]);
    expect((await tokensAsked()) - before).toBe(asked);
  });

  test.each([
    [{ status: 400, body: { error: 'invalid_grant' } }, 'reauthorise', 2],
    [{ status: 503 }, 'wait', 5],
  ])('[H1] a token that is refused with %o for good is %s after %i requests, however many wait for it', async (rule, kind, asked) => {
    await account.door('clock', { advance: 'PT2H' });
    await account.door('fault', { match: { path: '/token' }, count: 100, ...rule });
    const before = await tokensAsked();
    const ends = await Promise.allSettled([replicas.event.read(undefined, held), replicas.task.read(undefined, held), replicas.contact.read(undefined, held)]);
    expect(ends.map((end) => end.status === 'rejected' && (end.reason as { kind: string }).kind)).toEqual([kind, kind, kind]);
    expect((await tokensAsked()) - before).toBe(asked);
  });

  test('[H1][H5] access that was taken back asks to sign in again, and nothing is repeated', async () => {
    await account.act({ action: 'access.revoke' });
    await expect(replicas.task.read(undefined, held)).rejects.toMatchObject({ name: 'ReplicaError', kind: 'reauthorise' });
    expect(await calls()).toEqual(['tasks.tasklists.list 401']);
  });

  test('[H3] a scope that was not granted asks to sign in again', async () => {
    const other = await openSimulatedAccount(simulator.url, 'bob@example.com', ['openid', 'email', 'https://www.googleapis.com/auth/tasks']);
    const replica = openGoogleReplicas({ connection: other.connection, calendarId: 'primary', groupName: 'x', country: 'US', zone: 'UTC' });
    await expect(replica.contact.read(undefined, held)).rejects.toMatchObject({ kind: 'reauthorise' });
    expect((await replica.task.read(undefined, held)).complete).toBe(true);
  });

  test.each([
    ['calendar', 403, 'userRateLimitExceeded'],
    ['calendar', 403, 'rateLimitExceeded'],
    ['calendar', 429, 'rateLimitExceeded'],
    ['calendar', 503, 'backendError'],
  ])('%s %i %s is waited for with growing pauses', async (api, status, reason) => {
    await account.door('fault', { match: { api }, status, reason, count: 3 });
    await replicas.event.read(undefined, held);
    expect(account.slept.length).toBe(3);
    expect(account.slept.at(-1)).toBeGreaterThan(account.slept[0] ?? 0);
  });

  test.each([
    ['calendar', 404, 'notFound'],
    ['calendar', 410, 'deleted'],
    ['calendar', 400, 'badRequest'],
    ['calendar', 412, 'conditionNotMet'],
    ['people', 404, 'notFound'],
    ['people', 403, 'userRateLimitExceeded'],
    ['tasks', 403, 'forbidden'],
  ])('[R13] [B5] a list of %s that is refused once, with %i %s, stops no account: Google is asked again', async (api, status, reason) => {
    await account.door('fault', { match: { api }, status, reason });
    const replica = { calendar: replicas.event, people: replicas.contact, tasks: replicas.task }[api];
    expect((await replica?.read(undefined, held))?.complete).toBe(true);
    expect(account.slept).toHaveLength(1);
  });

  test('[B7] a list that is not there three times is believed, and a token that ended at once', async () => {
    await account.door('fault', { match: { api: 'calendar' }, status: 404, reason: 'notFound', count: 3 });
    await expect(replicas.event.read(undefined, held)).rejects.toMatchObject({ kind: 'gone', what: 'calendar' });
    expect((await account.log()).length).toBe(3);
    const { cursor } = await replicas.event.read(undefined, held);
    await account.log();
    await account.door('fault', { match: { api: 'calendar' }, status: 410, reason: 'fullSyncRequired' });
    await expect(replicas.event.read(cursor, held)).rejects.toMatchObject({ kind: 'cursor-expired' });
    expect((await account.log()).length).toBe(1);
  });

  test('Retry-After is honoured', async () => {
    await account.door('fault', { match: { api: 'people' }, status: 429, reason: 'RATE_LIMIT_EXCEEDED', retryAfter: 17 });
    await replicas.contact.read(undefined, held);
    expect(Math.round((account.slept[0] ?? 0) / 1000)).toBe(17);
  });

  test('a limit that does not end, and a daily one, say until when to wait', async () => {
    await account.door('fault', { match: { api: 'tasks' }, status: 403, reason: 'rateLimitExceeded', count: 100 });
    await expect(replicas.task.read(undefined, held)).rejects.toMatchObject({ kind: 'wait', until: expect.any(Number) as number });
    expect((await account.log()).length).toBeLessThanOrEqual(7);
    await account.door('reset', { faults: true });
    for (const reason of ['quotaExceeded', 'dailyLimitExceeded']) {
      await account.door('fault', { match: { api: 'calendar' }, status: 403, reason });
      const error = await replicas.event.read(undefined, held).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'wait' });
      expect((error as { until: number }).until - account.connection.clock.now()).toBeGreaterThan(3_600_000);
    }
  });

  test('eight writes in flight that meet a limit do not all try again at once', async () => {
    await account.door('switches', { calendarPerUserPerMinute: 20 });
    const requests = Array.from({ length: 40 }, (_, n): WriteRequest => ({
      operation: `op-${n}`,
      op: 'create',
      newId: replicas.event.chooseId(`seed-${n}`),
      after: { kind: 'event', title: `Event ${n}`, start: { date: '2026-03-01' }, end: { date: '2026-03-02' } },
    }));
    expect((await collect(replicas.event.write(requests))).every((answer) => answer.outcome === 'applied')).toBe(true);
    const refused = (await account.log()).filter((entry) => entry.status !== 200).length;
    expect(refused).toBeLessThanOrEqual(20);
  });

  test('a read whose connection drops is sent again; it fails as a wait, never as a shorter list', async () => {
    await account.door('fault', { match: { call: 'calendar.events.list' }, drop: 'before', count: 2 });
    expect((await replicas.event.read(undefined, held)).complete).toBe(true);
    await account.door('fault', { match: { call: 'calendar.events.list' }, drop: 'after', count: 50 });
    await expect(replicas.event.read(undefined, held)).rejects.toMatchObject({ kind: 'wait' });
  });

  test('a create without an id of ours is sent once: lost is unknown, and find tells whether it happened', async () => {
    for (const [drop, happened] of [['after', true], ['before', false]] as const) {
      await account.door('fault', { match: { call: 'tasks.tasks.insert' }, drop });
      const request = task(happened ? 1 : 2);
      await expect(collect(replicas.task.write([request]))).rejects.toMatchObject({ kind: 'unknown' });
      expect((await account.log()).filter((entry) => entry.call === 'tasks.tasks.insert').length).toBe(1);
      expect((await replicas.task.find(request))?.item).toEqual(happened ? request.after : undefined);
    }
  });

  test.each(['truncated', 'html'] as const)('[R11] an answer that comes %s is a lost answer: a read is sent again, a create looked up, and what has an id repeated', async (spoil) => {
    await account.door('fault', { match: { method: 'GET', api: 'tasks' }, spoil, count: 2 });
    expect((await replicas.task.read(undefined, held)).complete).toBe(true);
    await account.door('fault', { match: { call: 'tasks.tasks.insert' }, spoil });
    await expect(collect(replicas.task.write([task(1)]))).rejects.toMatchObject({ kind: 'unknown' });
    expect((await replicas.task.find(task(1)))?.item).toEqual(task(1).after);
    await account.door('fault', { match: { call: 'calendar.events.insert' }, spoil });
    const event: WriteRequest = { operation: 'op-1', op: 'create', newId: replicas.event.chooseId('seed'), after: { kind: 'event', title: 'Once', start: { date: '2026-03-01' }, end: { date: '2026-03-02' } } };
    expect((await collect(replicas.event.write([event]))).map((answer) => answer.outcome)).toEqual(['applied']);
    expect((await replicas.event.read(undefined, held)).records.length).toBe(1);
  });

  test.each([[{ answer: {} }], [{ answer: null }], [{ spoil: 'empty' }]])('[R11] a create that is answered with %o was carried out all the same: it is looked up', async (rule) => {
    await account.door('fault', { match: { call: 'tasks.tasks.insert' }, ...rule });
    await expect(collect(replicas.task.write([task(1)]))).rejects.toMatchObject({ kind: 'unknown' });
    expect((await replicas.task.find(task(1)))?.item).toEqual(task(1).after);
  });

  test('[R4] a list of tasks that does not say that it is one is none, not an empty one', async () => {
    for (const call of ['tasks.tasklists.list', 'tasks.tasks.list']) {
      await account.door('fault', { match: { call }, answer: {} });
      await expect(replicas.task.read(undefined, held)).rejects.toMatchObject({ kind: 'rejected' });
    }
  });

  test.each([
    [401, 'authError'],
    [403, 'forbidden'],
    [403, 'accessNotConfigured'],
    [403, 'insufficientPermissions'],
    [409, 'conflict'],
  ])('%i %s that comes twice and not again is no reason to stop; one that stays is believed', async (status, reason) => {
    for (const api of ['tasks', 'calendar', 'people'] as const) {
      const kind = ({ calendar: 'event', people: 'contact', tasks: 'task' } as const)[api];
      await account.door('fault', { match: { api }, status, reason, count: 2 });
      expect((await replicas[kind].read(undefined, held)).complete).toBe(true);
      await account.door('fault', { match: { api }, status, reason, count: 100 });
      const kinds: Record<string, string> = { authError: 'reauthorise', insufficientPermissions: 'reauthorise', conflict: 'wait' };
      await expect(replicas[kind].read(undefined, held)).rejects.toMatchObject({ kind: kinds[reason] ?? 'forbidden' });
      await account.door('reset', { faults: true });
    }
  });

  test('[R11] an event that was made, and is then said to be neither new nor there, is not made a second time', async () => {
    await account.door('fault', { match: { call: 'calendar.events.insert' }, drop: 'after' });
    await account.door('fault', { match: { call: 'calendar.events.get' }, status: 404, count: 2 });
    const event: WriteRequest = { operation: 'op-1', op: 'create', newId: replicas.event.chooseId('seed'), after: { kind: 'event', title: 'Once', start: { date: '2026-03-01' }, end: { date: '2026-03-02' } } };
    expect((await collect(replicas.event.write([event]))).map((answer) => answer.outcome)).toEqual(['applied']);
    expect((await replicas.event.read(undefined, held)).records.length).toBe(1);
  });

  test('what is in flight still answers when one request is lost', async () => {
    await account.door('fault', { match: { call: 'tasks.tasks.insert' }, drop: 'after', skip: 1 });
    const answers: WriteAnswer[] = [];
    const run = async (): Promise<void> => {
      for await (const answer of replicas.task.write([1, 2, 3, 4].map(task))) answers.push(answer);
    };
    await expect(run()).rejects.toMatchObject({ kind: 'unknown' });
    expect(answers.length).toBe(3);
  });

  test('[R4] short and empty pages are read to their end, and a page that fails gives no list at all', async () => {
    const seeded = Array.from({ length: 25 }, (_, n) => ({ summary: `Event ${n}`, start: { date: '2026-01-01' }, end: { date: '2026-01-02' } }));
    const people = Array.from({ length: 25 }, (_, n) => ({ names: [{ givenName: `Person ${n}` }] }));
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: seeded }], people, taskLists: [{ title: 'My Tasks', tasks: people.map((_, n) => ({ title: `Task ${n}` })) }] }] });
    await account.door('switches', { pageLimit: 4, emptyFirstPage: true });
    for (const kind of ['event', 'contact', 'task'] as const) {
      expect((await replicas[kind].read(undefined, held)).records.length).toBe(25);
      const api = { event: 'calendar', contact: 'people', task: 'tasks' }[kind];
      await account.door('fault', { match: { api, path: 'pageToken' }, status: 400, reason: 'badRequest', skip: 2, count: 3 });
      await expect(replicas[kind].read(undefined, held)).rejects.toMatchObject({ name: 'ReplicaError', kind: 'rejected' });
    }
  });

  test('requests and units are counted as Google counts them', async () => {
    await replicas.event.read(undefined, held);
    await replicas.task.read(undefined, held);
    await replicas.contact.read(undefined, held);
    const spent = account.connection.spent();
    expect(spent.requests).toBe((await account.log()).length);
    expect(spent.units).toBe(spent.requests);
    expect(await account.violations()).toEqual([]);
  });
});
