// Calendars shared between accounts, free/busy, labels and the limits of an account, seen through HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

let client: TestClient;
let bob: TestClient;
beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me }, { email: 'bob@example.com' }] });
  bob = await client.as('bob@example.com');
});
afterEach(async () => {
  expect((await client.send('GET', '/_sim/log?summary=true')).body.violations).toEqual([]);
  await client.close();
});

const calendars = '/calendar/v3/calendars';
const share = (id: string, role: string) => client.send('POST', `${calendars}/${id}/acl`, { role, scope: { type: 'user', value: 'bob@example.com' } });

describe('sharing', () => {
  test('a calendar is read-only, then writable, then gone for the other account, as the rule says', async () => {
    const { body: team } = await client.send('POST', calendars, { summary: 'Team' });
    const path = `${calendars}/${team.id}/events`;
    expect((await bob.send('GET', path)).status).toBe(404);
    expect((await share(team.id, 'reader')).body).toMatchObject({ id: 'user:bob@example.com', role: 'reader' });
    expect((await bob.send('POST', '/calendar/v3/users/me/calendarList', { id: team.id })).body).toMatchObject({ accessRole: 'reader' });
    const first = await bob.send('GET', path);
    expect(first.body.accessRole).toBe('reader');
    expect((await bob.send('POST', path, timed('2026-12-01', 9))).status).toBe(403);
    await client.send('PATCH', `${calendars}/${team.id}/acl/user:bob@example.com`, { role: 'writer' });
    expect((await bob.send('POST', path, timed('2026-12-01', 9))).status).toBe(200);
    // A change of access ends the sync tokens of the calendar.
    expect((await bob.send('GET', `${path}?syncToken=${encodeURIComponent(first.body.nextSyncToken)}`)).status).toBe(410);
    expect((await client.send('GET', `${calendars}/${team.id}/acl`)).body.items).toHaveLength(2);
    expect((await client.send('DELETE', `${calendars}/${team.id}/acl/user:bob@example.com`)).status).toBe(204);
    expect((await bob.send('GET', path)).status).toBe(404);
    expect((await client.send('DELETE', `${calendars}/${team.id}`)).status).toBe(204);
    expect((await client.send('GET', path)).status).toBe(404);
  });
});

test('free/busy melts meetings together, leaves out what is free, and says nothing of unknown calendars', async () => {
  const post = (day: string, hour: number, more: object = {}) => client.send('POST', events, { ...timed(day, hour, 'UTC'), summary: 'Secret', ...more });
  await post('2026-12-01', 9, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
  await post('2026-12-01', 10);
  await post('2026-12-01', 15, { transparency: 'transparent' });
  const asked = { timeMin: '2026-12-01T00:00:00Z', timeMax: '2026-12-03T00:00:00Z', items: [{ id: 'primary' }, { id: 'nobody@example.com' }] };
  expect((await client.send('POST', '/calendar/v3/freeBusy', asked)).body.calendars).toEqual({
    primary: { busy: [{ start: '2026-12-01T09:00:00Z', end: '2026-12-01T11:00:00Z' }, { start: '2026-12-02T09:00:00Z', end: '2026-12-02T10:00:00Z' }] },
    'nobody@example.com': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
  });
  expect((await client.send('POST', '/calendar/v3/freeBusy', { ...asked, timeMax: asked.timeMin })).body.error.errors[0].reason).toBe('timeRangeEmpty');
});

test('a label is set by a client that knows labels; one that does not keeps it, and the other way round', async () => {
  const label = '5f0c1f54-6f43-4c39-9d4b-1a1a3f6b8a11';
  await client.send('PATCH', `${calendars}/primary`, { labelProperties: { eventLabels: [{ id: label, name: 'Clients', backgroundColor: '#039be5' }] } });
  expect((await client.send('GET', `${calendars}/primary`)).body.labelProperties.eventLabels[0].name).toBe('Clients');
  const { body: made } = await client.send('POST', `${events}?eventLabelVersion=1`, { ...timed('2026-12-01', 9), eventLabelId: label, colorId: '3' });
  expect(made).toMatchObject({ eventLabelId: label });
  expect(made).not.toHaveProperty('colorId');
  const { body: put } = await client.send('PUT', `${events}/${made.id}`, { ...timed('2026-12-01', 9), colorId: '5' });
  expect(put).toMatchObject({ eventLabelId: label, colorId: '5' });
  expect((await client.send('PATCH', `${events}/${made.id}?eventLabelVersion=1`, { eventLabelId: '' })).body).not.toHaveProperty('eventLabelId');
  expect((await client.send('PATCH', `${events}/${made.id}?eventLabelVersion=1`, { eventLabelId: 'unknown' })).status).toBe(400);
});

test('quickAdd makes an event of the text', async () => {
  expect((await client.send('POST', `${events}/quickAdd?text=Lunch%20with%20Bob`)).body).toMatchObject({ kind: 'calendar#event', summary: 'Lunch with Bob', status: 'confirmed' });
});

test('too many guests from outside, or calendars, meet the usage limits', async () => {
  await client.send('POST', '/_sim/switches', { externalInvitationsPerDay: 3, calendarsPerAccount: 2 });
  const invite = (...emails: string[]) => client.send('POST', events, { ...timed('2026-12-01', 9), attendees: emails.map((email) => ({ email })) });
  expect((await invite('a@example.org', 'b@example.org', 'bob@example.com')).status).toBe(200);
  expect((await invite('c@example.org', 'd@example.org')).body.error).toMatchObject({ code: 403, message: 'Calendar usage limits exceeded.', errors: [{ domain: 'usageLimits', reason: 'quotaExceeded' }] });
  await client.send('POST', '/_sim/clock', { advance: 'PT24H' });
  client = await client.as(me);
  expect((await invite('c@example.org', 'd@example.org')).status).toBe(200);
  expect((await client.send('POST', calendars, { summary: 'Second' })).status).toBe(200);
  expect((await client.send('POST', calendars, { summary: 'Third' })).body.error.errors[0].reason).toBe('quotaExceeded');
});
