// Quota, faults, the log and the other control doors, seen through HTTP.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestClient } from './test-client.ts';
import { events, me, openClient, timed } from './test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(() => client.close());

const control = (door: string, body: object) => client.send('POST', `/_sim/${door}`, body);
const log = async (query = '') => (await client.send('GET', `/_sim/log${query}`)).body;

describe('quota', () => {
  test('600 units a minute and user, a patch costing three, then 403 until the window has moved', async () => {
    await control('switches', { calendarPerUserPerMinute: 10 });
    await control('clock', { set: '2026-11-20T10:00:00Z', freeze: true });
    client = await client.as(me);
    const made = await client.send('POST', events, timed('2026-12-01', 9));
    for (let index = 0; index < 3; index += 1) expect((await client.send('PATCH', `${events}/${made.body.id}`, { summary: `${index}` })).status).toBe(200);
    const excess = await client.send('GET', events);
    expect([excess.status, excess.body.error.errors[0]]).toEqual([403, { domain: 'usageLimits', reason: 'userRateLimitExceeded', message: 'User Rate Limit Exceeded' }]);
    await control('clock', { advance: 61_000 });
    expect((await client.send('GET', events)).status).toBe(200);
    expect((await log()).units).toEqual({ calendar: 12 });
  });

  test('People counts a batch as six reads, six writes and 200 of the day, and answers 429 with its reason', async () => {
    await control('clock', { set: '2026-11-20T10:00:00Z', freeze: true });
    client = await client.as(me);
    const batch = () => client.send('POST', '/v1/people:batchCreateContacts', { contacts: [{ contactPerson: { names: [{ givenName: 'A' }] } }], readMask: '' });
    for (let index = 0; index < 15; index += 1) expect((await batch()).status).toBe(200);
    const excess = await batch();
    expect(excess.status).toBe(429);
    expect(excess.body.error).toMatchObject({ status: 'RESOURCE_EXHAUSTED', details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: 'CriticalReadsPerMinutePerProjectPerUser' } }] });
    expect((await log('?account=ada@example.com')).units).toEqual({ criticalReads: 96, criticalWrites: 96, dailyWrites: 3200 });
    await control('switches', { quota: false });
    expect((await batch()).status).toBe(200);
  });

  test('Tasks has a daily limit for the whole project', async () => {
    await control('switches', { tasksPerProjectPerDay: 2 });
    const lists = () => client.send('GET', '/tasks/v1/users/@me/lists');
    await lists();
    await lists();
    expect((await lists()).body.error).toMatchObject({ code: 403, errors: [{ reason: 'dailyLimitExceeded' }] });
  });

  test('a day of Google ends at midnight in California', async () => {
    await control('switches', { tasksPerProjectPerDay: 1 });
    const at = async (time: string): Promise<number> => {
      await control('clock', { set: time, freeze: true });
      client = await client.as(me);
      return (await client.send('GET', '/tasks/v1/users/@me/lists')).status;
    };
    expect([await at('2026-11-20T20:00:00Z'), await at('2026-11-21T07:59:00Z'), await at('2026-11-21T08:00:00Z')]).toEqual([200, 403, 200]);
  });
});

test('with a rate the simulated clock runs faster, and quota windows pass with it', async () => {
  await control('switches', { calendarPerUserPerMinute: 2 });
  const asked = await control('clock', { set: '2026-11-20T10:00:00Z', rate: 600 });
  expect(asked.body).toMatchObject({ frozen: false, rate: 600 });
  for (let index = 0; index < 2; index += 1) expect((await client.send('GET', events)).status).toBe(200);
  await vi.waitFor(async () => expect((await client.send('GET', events)).status).toBe(200), { timeout: 5000, interval: 20 });
  const passed = Date.parse((await client.send('GET', '/_sim/clock')).body.now) - Date.parse('2026-11-20T10:00:00Z');
  expect(passed).toBeGreaterThanOrEqual(59_000);
  const slowed = await control('clock', { rate: 1 });
  expect(Date.parse(slowed.body.now) - Date.parse('2026-11-20T10:00:00Z')).toBeGreaterThanOrEqual(passed);
});

describe('faults', () => {
  test('an answer may come cut off or as a web page, while the write was carried out', async () => {
    await control('fault', { match: { call: 'calendar.events.insert' }, spoil: 'truncated' });
    await expect(client.send('POST', events, { id: 'spoilt1', ...timed('2026-12-01', 9) })).rejects.toThrow();
    expect((await client.send('GET', `${events}/spoilt1`)).status).toBe(200);
    await control('fault', { match: { call: 'calendar.events.insert' }, spoil: 'html' });
    const page = await client.send('POST', events, { id: 'spoilt2', ...timed('2026-12-01', 9) });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    expect((await client.send('GET', `${events}/spoilt2`)).status).toBe(200);
  });

  test('an answer may be lost before or after the write', async () => {
    await control('fault', { match: { call: 'calendar.events.insert' }, drop: 'before' });
    await control('fault', { match: { call: 'calendar.events.insert' }, drop: 'after' });
    const body = { id: 'lost1', ...timed('2026-12-01', 9) };
    await expect(client.send('POST', events, body)).rejects.toThrow();
    expect((await client.send('GET', `${events}/lost1`)).status).toBe(404);
    await expect(client.send('POST', events, body)).rejects.toThrow();
    expect((await client.send('GET', `${events}/lost1`)).status).toBe(200);
    expect((await client.send('POST', events, body)).status).toBe(409);
  });

  test('a status comes as often as asked, with Retry-After, before or after the write', async () => {
    await control('fault', { match: { method: 'GET', path: '/events' }, status: 429, retryAfter: 7, skip: 1, count: 2 });
    const answers = [await client.send('GET', events), await client.send('GET', events), await client.send('GET', events), await client.send('GET', events)];
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 200]);
    expect(answers[1]?.headers.get('retry-after')).toBe('7');
    await control('fault', { match: { method: 'POST' }, status: 503, applied: true });
    expect((await client.send('POST', events, { id: 'done1', ...timed('2026-12-01', 9) })).status).toBe(503);
    expect((await client.send('GET', `${events}/done1`)).status).toBe(200);
    await control('fault', { match: { account: me }, status: 403, reason: 'quotaExceeded', message: 'Calendar usage limits exceeded.' });
    expect((await client.send('GET', events)).body.error.errors[0]).toEqual({ domain: 'usageLimits', reason: 'quotaExceeded', message: 'Calendar usage limits exceeded.' });
  });

  test('a list may come back empty without an error', async () => {
    await client.send('POST', events, timed('2026-12-01', 9));
    await control('fault', { match: { call: 'calendar.events.list' }, empty: true });
    const empty = await client.send('GET', events);
    expect([empty.status, empty.body.items]).toEqual([200, []]);
    expect((await client.send('GET', events)).body.items).toHaveLength(1);
  });

  test('a probability with a seed fails the same requests each time', async () => {
    const run = async (): Promise<number[]> => {
      await client.send('DELETE', '/_sim/fault');
      await control('fault', { match: { method: 'GET' }, status: 500, probability: 0.5, seed: 7 });
      const statuses: number[] = [];
      for (let index = 0; index < 12; index += 1) statuses.push((await client.send('GET', events)).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(first);
  });

  test('the token endpoint can fail too', async () => {
    await control('fault', { match: { path: '^/token' }, status: 400 });
    expect((await client.send('POST', '/token', 'grant_type=refresh_token', { 'content-type': 'application/x-www-form-urlencoded' })).body.error).toBe('invalid_grant');
  });
});

describe('doors', () => {
  test('the log holds each request and can be read from a point on', async () => {
    await client.send('GET', `${events}?maxResults=5`);
    const before = await log();
    await client.send('POST', events, timed('2026-12-01', 9));
    const after = await log(`?since=${before.last}`);
    expect(after.entries).toMatchObject([{ account: me, method: 'POST', path: events, status: 200, units: { calendar: 1 }, api: 'calendar', call: 'calendar.events.insert' }]);
    expect(after.writes).toBe(1);
    expect(before.entries[0]).toMatchObject({ query: { maxResults: '5' } });
    await control('reset', { log: true });
    expect((await log()).entries).toEqual([]);
    expect((await client.send('GET', events)).body.items).toHaveLength(1);
  });

  test('a wrong seed, act or switch is refused with the place of the mistake', async () => {
    const seed = await control('seed', { accounts: [{ email: 'x' }] });
    expect(seed.body.error.message).toContain('accounts[0].email');
    expect((await control('act', { action: 'event.dance', account: me })).status).toBe(400);
    expect((await control('switches', { speed: 1 })).status).toBe(400);
    expect((await control('act', { action: 'contact.delete', account: 'no@example.com', id: 'x' })).body.error.reason).toBe('unknownAccount');
  });

  test('setting one switch leaves the others as they are', async () => {
    await control('switches', { quota: false });
    await control('switches', { pageLimit: 3 });
    expect((await client.send('GET', '/_sim/switches')).body).toMatchObject({ quota: false, pageLimit: 3, tasksIfMatch: '412' });
  });

  test('the state shows all resources of an account, and merging and emptying act on them', async () => {
    const made = [];
    for (const name of ['A', 'B']) made.push((await control('act', { action: 'contact.create', account: me, person: { names: [{ givenName: name }], emailAddresses: [{ value: `${name}@x.test` }] } })).body);
    await control('act', { action: 'group.create', account: me, name: 'Clients' });
    await control('act', { action: 'group.addMember', account: me, group: 'Clients', id: made[0].resourceName });
    expect((await control('act', { action: 'group.empty', account: me, group: 'Clients' })).body).not.toHaveProperty('memberCount');
    const merged = await control('act', { action: 'contact.merge', account: me, id: made[0].resourceName, with: [made[1].resourceName] });
    expect(merged.body.emailAddresses).toHaveLength(2);
    await control('act', { action: 'task.create', account: me, task: { title: 'T' } });
    const state = (await client.send('GET', `/_sim/state?account=${me}`)).body;
    expect(state.people.filter(({ metadata }: { metadata: { deleted?: boolean } }) => metadata.deleted !== true)).toHaveLength(1);
    expect(state.taskLists).toMatchObject([{ title: 'My Tasks', tasks: [{ title: 'T' }] }]);
    expect(state.calendars).toMatchObject([{ id: me, primary: true, accessRole: 'owner' }]);
  });

  test('a reset of everything forgets accounts and tokens', async () => {
    await control('reset', {});
    expect((await client.send('GET', events)).status).toBe(401);
    expect((await client.send('GET', '/_sim/state')).body.accounts).toEqual([]);
  });

  test('a request without a token is told to log in', async () => {
    const answer = await client.send('GET', events, undefined, { authorization: '' });
    expect([answer.status, answer.body.error.errors[0].reason]).toEqual([401, 'required']);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer realm=');
  });

  test('a partial answer holds only the fields asked for', async () => {
    await client.send('POST', events, { id: 'aartial1', ...timed('2026-12-01', 9) });
    const { body } = await client.send('GET', `${events}?fields=items(id,start/timeZone),nextSyncToken`);
    expect(body).toEqual({ items: [{ id: 'aartial1', start: { timeZone: 'America/New_York' } }], nextSyncToken: expect.any(String) });
  });
});
