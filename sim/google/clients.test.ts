// The official Node clients, pointed at the simulator, go through a basic flow.
import { calendar as openCalendar } from '@googleapis/calendar';
import { people as openPeople } from '@googleapis/people';
import { tasks as openTasks } from '@googleapis/tasks';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { me, openClient } from './test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

test('events, contacts and tasks can be written and listed, and a token refreshed and revoked', async () => {
  const grant = (await client.send('POST', '/_sim/grant', { account: me, clientId: 'app' })).body;
  const auth = new OAuth2Client({
    clientId: 'app', clientSecret: 'secret',
    endpoints: { oauth2TokenUrl: `${client.url}/token`, oauth2RevokeUrl: `${client.url}/revoke`, tokenInfoUrl: `${client.url}/tokeninfo` },
  });
  auth.setCredentials({ refresh_token: grant.refresh_token });
  const access = await auth.getAccessToken();
  expect(access.token).toMatch(/^ya29\./);
  expect((await auth.getTokenInfo(access.token ?? '')).email).toBe(me);
  // The packages bring their own copies of the auth types, hence the header instead of the client.
  const rootUrl = `${client.url}/`;
  const headers = { Authorization: `Bearer ${access.token}` };

  const calendar = openCalendar({ version: 'v3', rootUrl, headers });
  const made = await calendar.events.insert({ calendarId: 'primary', sendUpdates: 'none', requestBody: { summary: 'Talk', start: { dateTime: '2026-12-01T09:00:00Z' }, end: { dateTime: '2026-12-01T10:00:00Z' } } });
  const eventId = made.data.id ?? '';
  await expect(calendar.events.update({ calendarId: 'primary', eventId, requestBody: { ...made.data, summary: 'New' } }, { headers: { 'If-Match': '"1"' } })).rejects.toMatchObject({ status: 412 });
  await calendar.events.update({ calendarId: 'primary', eventId, requestBody: { ...made.data, summary: 'New' } }, { headers: { 'If-Match': made.data.etag ?? '' } });
  expect((await calendar.events.list({ calendarId: 'primary', eventTypes: ['default', 'focusTime'] })).data.items).toMatchObject([{ summary: 'New' }]);

  const people = openPeople({ version: 'v1', rootUrl, headers });
  const created = await people.people.batchCreateContacts({ requestBody: { contacts: [{ contactPerson: { names: [{ givenName: 'Bob' }] } }], readMask: 'names,metadata' } });
  const resourceName = created.data.createdPeople?.[0]?.person?.resourceName ?? '';
  expect((await people.people.connections.list({ resourceName: 'people/me', personFields: 'names', requestSyncToken: true })).data.connections).toMatchObject([{ resourceName }]);
  await people.people.deleteContact({ resourceName });

  const tasks = openTasks({ version: 'v1', rootUrl, headers });
  await tasks.tasks.insert({ tasklist: '@default', requestBody: { title: 'Call' } });
  expect((await tasks.tasks.list({ tasklist: '@default' })).data.items).toMatchObject([{ title: 'Call' }]);

  await auth.revokeToken(grant.refresh_token);
  await expect(calendar.events.list({ calendarId: 'primary' })).rejects.toMatchObject({ status: 401 });
});
