// Listing, paging and synchronizing events, seen through HTTP.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me, calendars: [{ id: 'primary', events: Array.from({ length: 7 }, (_, index) => ({ id: `seeded${index}`, summary: `Event ${index}`, ...timed('2026-12-01', 8 + index) })) }] }] });
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

const list = (query: Record<string, string>) => client.send('GET', `${events}?${new URLSearchParams(query)}`);
const ids = (body: { items: { id: string }[] }): string[] => body.items.map(({ id }) => id);

test('a page token or a sync token ends a page, never both', async () => {
  const first = await list({ maxResults: '3' });
  expect(ids(first.body)).toHaveLength(3);
  expect(first.body).toHaveProperty('nextPageToken');
  expect(first.body).not.toHaveProperty('nextSyncToken');
  const second = await list({ maxResults: '3', pageToken: first.body.nextPageToken });
  const third = await list({ maxResults: '3', pageToken: second.body.nextPageToken });
  expect(new Set([first, second, third].flatMap(({ body }) => ids(body))).size).toBe(7);
  expect(third.body).not.toHaveProperty('nextPageToken');
  expect(third.body.nextSyncToken).toBeTypeOf('string');
});

test('a change that happens while a client pages comes with the next sync', async () => {
  const first = await list({ maxResults: '4' });
  await client.send('PATCH', `${events}/seeded0`, { summary: 'Changed meanwhile' });
  const last = await list({ maxResults: '4', pageToken: first.body.nextPageToken });
  const changed = await list({ syncToken: last.body.nextSyncToken });
  expect(ids(changed.body)).toEqual(['seeded0']);
  expect((await list({ syncToken: changed.body.nextSyncToken })).body.items).toEqual([]);
});

test('an incremental sync tells inserts, edits and deletions, and a full listing has no tombstones', async () => {
  const token = (await list({})).body.nextSyncToken as string;
  await client.send('DELETE', `${events}/seeded1`);
  await client.send('POST', events, { id: 'branded1', ...timed('2026-12-02', 9) });
  await client.send('PATCH', `${events}/seeded2`, { summary: 'New' });
  const { body } = await list({ syncToken: token });
  expect(body.items.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([['seeded1', 'cancelled'], ['branded1', 'confirmed'], ['seeded2', 'confirmed']]);
  expect(ids((await list({})).body)).not.toContain('seeded1');
  expect(ids((await list({ showDeleted: 'true' })).body)).toContain('seeded1');
});

test('a sync token refuses other restrictions and showDeleted=false', async () => {
  const syncToken = (await list({})).body.nextSyncToken as string;
  const clashes: Record<string, string>[] = [{ timeMin: '2026-01-01T00:00:00Z' }, { q: 'x' }, { orderBy: 'updated' }, { showDeleted: 'false' }];
  for (const clash of clashes) {
    const { status, body } = await list({ syncToken, ...clash });
    expect([status, body.error.message]).toEqual([400, 'Sync token cannot be used with other request restrictions']);
  }
});

test('a malformed token is 400, an old one and one from before a change of access are 410', async () => {
  expect((await list({ syncToken: 'nonsense' })).body.error.message).toBe('Invalid sync token value.');
  const syncToken = (await list({})).body.nextSyncToken as string;
  await client.send('POST', '/_sim/act', { action: 'calendar.share', account: me, with: 'bob@example.com', role: 'reader' });
  const revoked = await list({ syncToken });
  expect([revoked.status, revoked.body.error.errors[0].reason]).toEqual([410, 'fullSyncRequired']);
  const fresh = (await list({})).body.nextSyncToken as string;
  await client.send('POST', '/_sim/clock', { advance: 'P31D' });
  const later = await client.as(me);
  expect((await later.send('GET', `${events}?syncToken=${encodeURIComponent(fresh)}`)).status).toBe(410);
});

test('ordering and searching give no sync token, a time window does', async () => {
  const untokened: Record<string, string>[] = [{ orderBy: 'updated' }, { q: 'Event' }];
  for (const query of untokened) expect((await list(query)).body).not.toHaveProperty('nextSyncToken');
  const windowed = await list({ timeMin: '2026-12-01T16:30:00Z', timeMax: '2026-12-01T18:00:00Z' });
  expect(windowed.body).toHaveProperty('nextSyncToken');
  expect(ids(windowed.body)).toEqual(['seeded3', 'seeded4']);
  expect((await list({ orderBy: 'startTime' })).body.error.message).toBe('The requested ordering is not available for the particular query.');
  expect((await list({ timeMin: '2026-12-02T00:00:00Z', timeMax: '2026-12-01T00:00:00Z' })).body.error.errors[0].reason).toBe('timeRangeEmpty');
  expect((await list({ updatedMin: '2020-01-01T00:00:00Z' })).body.error.errors[0].reason).toBe('updatedMinTooLongAgo');
  expect((await list({ q: 'event 3' })).body.items).toHaveLength(1);
});

test('a private property finds its events, and too large a page is clamped', async () => {
  await client.send('PATCH', `${events}/seeded3`, { extendedProperties: { private: { crm: '42' } } });
  expect(ids((await list({ privateExtendedProperty: 'crm=42' })).body)).toEqual(['seeded3']);
  expect((await list({ maxResults: '9999' })).status).toBe(200);
  expect((await list({ maxResults: '0' })).status).toBe(400);
});

test('by switch a first page is empty and pages are short', async () => {
  await client.send('POST', '/_sim/switches', { emptyFirstPage: true, pageLimit: 2 });
  let page = await list({});
  expect(page.body.items).toEqual([]);
  const seen: string[] = [];
  while (page.body.nextPageToken !== undefined) {
    page = await list({ pageToken: page.body.nextPageToken });
    seen.push(...ids(page.body));
  }
  expect(seen).toHaveLength(7);
});

test('the calendar list has its own sync token and tells a deleted calendar', async () => {
  const made = await client.send('POST', '/calendar/v3/calendars', { summary: 'Office', timeZone: 'Europe/Berlin' });
  const first = await client.send('GET', '/calendar/v3/users/me/calendarList');
  expect(first.body.items).toHaveLength(2);
  expect(first.body.nextSyncToken).toMatch(/^\d{20}$/);
  expect((await client.send('DELETE', `/calendar/v3/calendars/${encodeURIComponent(made.body.id)}`)).status).toBe(204);
  const changed = await client.send('GET', `/calendar/v3/users/me/calendarList?syncToken=${first.body.nextSyncToken}`);
  expect(changed.body.items).toMatchObject([{ id: made.body.id, deleted: true }]);
  expect((await client.send('GET', `/calendar/v3/calendars/${encodeURIComponent(made.body.id)}/events`)).status).toBe(404);
});
