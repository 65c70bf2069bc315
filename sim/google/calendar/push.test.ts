// Push channels: creation, refusals, notices and their end.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

interface Notice {
  readonly state: string | undefined;
  readonly number: number;
  readonly token: string | undefined;
  readonly body: string;
}

let client: TestClient;
let notices: Notice[];
let hook: ReturnType<typeof createServer>;
let address: string;

beforeEach(async () => {
  client = await openClient();
  notices = [];
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const header = (name: string): string | undefined => request.headers[name]?.toString();
      notices.push({ state: header('x-goog-resource-state'), number: Number(header('x-goog-message-number')), token: header('x-goog-channel-token'), body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  hook.close();
  hook.closeAllConnections();
  await client.close();
});

const watch = (body: object) => client.send('POST', `${events}/watch`, { id: 'channel-1', type: 'web_hook', address, token: 'secret', ...body });

test('an address without HTTPS is refused unless the switch allows loopback', async () => {
  expect((await watch({})).body.error.errors[0].reason).toBe('push.webhookUrlNotHttps');
});

test('the first notice is a sync message, changes follow with growing numbers and no body', async () => {
  await client.send('POST', '/_sim/switches', { pushAllowHttp: true });
  const channel = await watch({});
  expect(channel.body).toMatchObject({ kind: 'api#channel', id: 'channel-1', token: 'secret' });
  expect((await watch({})).body.error.errors[0].reason).toBe('channelIdNotUnique');
  await expect.poll(() => notices.length).toBe(1);
  await client.send('POST', events, timed('2026-12-01', 9));
  await expect.poll(() => notices.length).toBe(2);
  expect(notices.map(({ state }) => state)).toEqual(['sync', 'exists']);
  expect(notices[0]?.number).toBe(1);
  expect(notices[1]?.number).toBeGreaterThan(1);
  expect(notices.every(({ body, token }) => body === '' && token === 'secret')).toBe(true);
  expect((await client.send('POST', '/calendar/v3/channels/stop', { id: 'channel-1', resourceId: channel.body.resourceId })).status).toBe(204);
  await client.send('POST', events, timed('2026-12-01', 9));
  expect(notices).toHaveLength(2);
});

test('access rules and settings are told of to who watches them', async () => {
  await client.send('POST', '/_sim/switches', { pushAllowHttp: true });
  await client.send('POST', '/_sim/seed', { accounts: [{ email: 'bob@example.com' }] });
  const open = (path: string, id: string) => client.send('POST', `/calendar/v3/${path}/watch`, { id, type: 'web_hook', address, token: id });
  expect((await open('calendars/primary/acl', 'rules')).status).toBe(200);
  expect((await open('users/me/settings', 'settings')).status).toBe(200);
  await expect.poll(() => notices.length).toBe(2);
  await client.send('POST', '/calendar/v3/calendars/primary/acl', { role: 'reader', scope: { type: 'user', value: 'bob@example.com' } });
  await expect.poll(() => notices.length).toBe(3);
  await client.send('PATCH', '/calendar/v3/calendars/primary', { timeZone: 'Europe/Berlin' });
  await expect.poll(() => notices.length).toBe(4);
  await client.send('POST', '/_sim/act', { action: 'calendar.share', account: 'ada@example.com', calendar: 'primary', with: 'bob@example.com', role: 'writer' });
  await expect.poll(() => notices.length).toBe(5);
  expect(notices.map(({ state, token }) => `${state} ${token}`)).toEqual(['sync rules', 'sync settings', 'exists rules', 'exists settings', 'exists rules']);
});

test('a calendar that Google makes up itself is read and not watched', async () => {
  await client.send('POST', '/_sim/switches', { pushAllowHttp: true });
  const holidays = 'en.usa#holiday@group.v.calendar.google.com';
  const calendar = { id: holidays, summary: 'Holidays' };
  await client.send('POST', '/_sim/seed', { accounts: [{ email: 'bob@example.com', calendars: [{ ...calendar, events: [timed('2026-12-01', 9)] }] }, { email: me, calendars: [{ ...calendar, owner: 'bob@example.com', accessRole: 'reader' }] }] });
  const path = `/calendar/v3/calendars/${encodeURIComponent(holidays)}/events`;
  expect((await client.send('GET', path)).body.items).toHaveLength(1);
  const refused = await client.send('POST', `${path}/watch`, { id: 'channel-2', type: 'web_hook', address });
  expect([refused.status, refused.body.error.errors[0]]).toEqual([400, { domain: 'calendar', reason: 'pushNotSupportedForRequestedResource', message: 'Push notifications are not supported by this resource.' }]);
  await client.send('POST', '/_sim/switches', { pushUnsupported: [me] });
  expect((await watch({})).body.error.errors[0].reason).toBe('pushNotSupportedForRequestedResource');
  expect(notices).toEqual([]);
});

test('notices may be lost or come twice, and end with the channel', async () => {
  await client.send('POST', '/_sim/switches', { pushAllowHttp: true, pushDropEvery: 1, pushChannelDays: 2 });
  const opened = await watch({});
  expect(Number(opened.body.expiration) - Date.now()).toBeLessThan(2 * 86_400_000 + 5_000);
  await expect.poll(() => notices.length).toBe(1);
  await client.send('POST', events, timed('2026-12-01', 9));
  await client.send('POST', '/_sim/switches', { pushDropEvery: 0, pushDuplicate: true });
  await client.send('POST', events, timed('2026-12-02', 9));
  await expect.poll(() => notices.length).toBe(3);
  expect(notices.map(({ state }) => state)).toEqual(['sync', 'exists', 'exists']);
  expect(notices[1]?.number).toBe(notices[2]?.number);
  await client.send('POST', '/_sim/clock', { advance: 'P3D' });
  client = await client.as(me);
  await client.send('POST', events, timed('2026-12-03', 9));
  expect((await client.send('POST', '/calendar/v3/channels/stop', { id: 'channel-1', resourceId: opened.body.resourceId })).status).toBe(404);
  expect(notices).toHaveLength(3);
  expect((await watch({ id: 'channel-9', token: 'x'.repeat(257) })).status).toBe(400);
  expect((await watch({ id: 'channel-9', type: 'email' })).body.error.errors[0].reason).toBe('push.channelTypeNotSupported');
});
