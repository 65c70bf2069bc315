// Every list of the three discovery documents, seen through HTTP: pages of the size that was asked
// for, each entry once, the sync token on the last page only, and the refusal of tokens that are none.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply, TestClient } from './test-client.ts';
import { me, openClient } from './test-client.ts';

interface ListOf {
  readonly path: string;
  readonly items: string;
  readonly size: 'maxResults' | 'pageSize';
  readonly most: number;
  /** People refuses a page that is too large, the others give the largest. */
  readonly tooLarge: 'clamped' | 'refused';
  readonly sync?: 'given' | 'asked for';
}
const calendar = { size: 'maxResults', tooLarge: 'clamped' } as const;
const people = { size: 'pageSize', most: 1000, tooLarge: 'refused' } as const;
const lists: Readonly<Record<string, ListOf>> = {
  'calendar.acl.list': { path: '/calendar/v3/calendars/primary/acl', items: 'items', most: 250, sync: 'given', ...calendar },
  'calendar.calendarList.list': { path: '/calendar/v3/users/me/calendarList', items: 'items', most: 250, sync: 'given', ...calendar },
  'calendar.events.instances': { path: '/calendar/v3/calendars/primary/events/seriesa/instances', items: 'items', most: 2500, ...calendar },
  'calendar.events.list': { path: '/calendar/v3/calendars/primary/events', items: 'items', most: 2500, sync: 'given', ...calendar },
  'calendar.settings.list': { path: '/calendar/v3/users/me/settings', items: 'items', most: 250, sync: 'given', ...calendar },
  'people.contactGroups.list': { path: '/v1/contactGroups', items: 'contactGroups', sync: 'given', ...people },
  'people.otherContacts.list': { path: '/v1/otherContacts?readMask=names', items: 'otherContacts', sync: 'asked for', ...people },
  'people.people.connections.list': { path: '/v1/people/me/connections?personFields=names,metadata', items: 'connections', sync: 'asked for', ...people },
  'people.people.listDirectoryPeople': { path: '/v1/people:listDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE', items: 'people', sync: 'asked for', ...people },
  'people.people.searchDirectoryPeople': { path: '/v1/people:searchDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&query=per', items: 'people', ...people, most: 500 },
  'tasks.tasklists.list': { path: '/tasks/v1/users/@me/lists', items: 'items', size: 'maxResults', most: 1000, tooLarge: 'clamped' },
  'tasks.tasks.list': { path: '/tasks/v1/lists/@default/tasks', items: 'items', size: 'maxResults', most: 100, tooLarge: 'clamped' },
};

const scopes = ['calendar', 'contacts', 'contacts.other.readonly', 'directory.readonly', 'tasks'].map((name) => `https://www.googleapis.com/auth/${name}`);
let client: TestClient;
beforeAll(async () => {
  const many = Array.from({ length: 5 }, (_, n) => n);
  const day = (n: number): string => `2026-12-0${n + 1}`;
  const stranger = await openClient({
    accounts: [
      {
        email: me,
        name: 'Person Ada',
        calendars: [
          { id: 'primary', events: [{ id: 'seriesa', summary: 'Series', start: { date: day(0) }, end: { date: day(1) }, recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] }, ...many.map((n) => ({ id: `event${n}`, summary: `Event ${n}`, start: { date: day(n) }, end: { date: day(n + 1) } }))] },
          ...many.map((n) => ({ id: `team${n}@group.calendar.google.com`, summary: `Team ${n}`, owner: me, events: [] })),
        ],
        groups: many.map((n) => ({ name: `Group ${n}` })),
        people: many.map((n) => ({ names: [{ givenName: `Person ${n}` }] })),
        otherContacts: many.map((n) => ({ names: [{ givenName: `Other ${n}` }] })),
        taskLists: [{ title: 'My Tasks', tasks: many.map((n) => ({ title: `Task ${n}` })) }, ...many.map((n) => ({ title: `List ${n}`, tasks: [] }))],
      },
      ...many.map((n) => ({ email: `person${n}@example.com`, name: `Person ${n}` })),
    ],
  });
  client = await stranger.as(me, scopes);
  for (const n of many) await client.send('POST', '/calendar/v3/calendars/primary/acl', { role: 'reader', scope: { type: 'user', value: `person${n}@example.com` } });
});
afterAll(async () => {
  expect((await client.send('GET', '/_sim/log?summary=true')).body.violations).toEqual([]);
  await client.close();
});

function ask({ path, sync }: ListOf, parameters: Readonly<Record<string, string | number | undefined>>): Promise<Reply> {
  const query = new URLSearchParams(Object.entries({ ...(sync === 'asked for' ? { requestSyncToken: 'true' } : {}), ...parameters }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
  return client.send('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
}

const idOf = (item: Record<string, unknown>): string => String(item['id'] ?? item['resourceName']);

test('no list of the discovery documents is left out', () => {
  const found: string[] = [];
  const walk = (part: { methods?: Record<string, { id: string; httpMethod: string; parameters?: object }>; resources?: Record<string, never> }): void => {
    for (const method of Object.values(part.methods ?? {})) if (method.httpMethod === 'GET' && 'pageToken' in (method.parameters ?? {})) found.push(method.id);
    for (const inner of Object.values(part.resources ?? {})) walk(inner);
  };
  for (const name of ['calendar-v3', 'people-v1', 'tasks-v1']) walk(JSON.parse(readFileSync(new URL(`discovery/${name}.json`, import.meta.url), 'utf8')) as never);
  expect(found.sort()).toEqual(Object.keys(lists).sort());
});

describe.each(Object.entries(lists))('%s', (_, list) => {
  test('gives pages of the size that was asked for, each entry once, and a sync token on the last page only', async () => {
    const whole = await ask(list, { [list.size]: list.most });
    const all = (whole.body[list.items] as Record<string, unknown>[]).map(idOf);
    expect(all.length).toBeGreaterThanOrEqual(4);
    const seen: string[] = [];
    let pageToken: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const { status, body } = await ask(list, { [list.size]: 3, pageToken });
      expect(status).toBe(200);
      const items = (body[list.items] ?? []) as Record<string, unknown>[];
      expect(items.length).toBeLessThanOrEqual(3);
      seen.push(...items.map(idOf));
      pageToken = body.nextPageToken as string | undefined;
      expect(body.nextSyncToken === undefined).toBe(pageToken !== undefined || list.sync === undefined);
      if (pageToken === undefined) {
        expect(pages).toBe(Math.ceil(all.length / 3));
        break;
      }
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
  });

  test('refuses a page token that is none, and a page that is too large or too small as Google does', async () => {
    expect((await ask(list, { pageToken: 'nonsense' })).status).toBe(400);
    expect((await ask(list, { [list.size]: list.most + 1 })).status).toBe(list.tooLarge === 'clamped' ? 200 : 400);
    expect((await ask(list, { [list.size]: -1 })).status).toBe(400);
    // People takes 0 for the usual size.
    expect((await ask(list, { [list.size]: 0 })).status).toBe(list.size === 'pageSize' ? 200 : 400);
  });

  test.runIf(list.sync !== undefined)('gives nothing when nothing changed, refuses a sync token that is none, and ends an old one', async () => {
    const { nextSyncToken } = (await ask(list, { [list.size]: list.most })).body as { nextSyncToken: string };
    const quiet = await ask(list, { [list.size]: list.most, syncToken: nextSyncToken });
    expect([quiet.status, (quiet.body[list.items] as unknown[] | undefined) ?? []]).toEqual([200, []]);
    for (const syncToken of ['nonsense', '99999999999999999999']) expect((await ask(list, { [list.size]: list.most, syncToken })).status).toBe(400);
    const before = (await client.send('GET', '/_sim/clock')).body.now as string;
    await client.send('POST', '/_sim/clock', { advance: 'P31D' });
    const later = await client.as(me, scopes);
    const old = new URLSearchParams({ ...(list.sync === 'asked for' ? { requestSyncToken: 'true' } : {}), [list.size]: String(list.most), syncToken: nextSyncToken });
    const { status, body } = await later.send('GET', `${list.path}${list.path.includes('?') ? '&' : '?'}${old}`);
    expect([status, JSON.stringify(body)]).toEqual([list.size === 'maxResults' ? 410 : 400, expect.stringMatching(/fullSyncRequired|EXPIRED_SYNC_TOKEN/)]);
    await client.send('POST', '/_sim/clock', { set: before });
  });
});

test('a sync token of access rules tells of a new, a changed and a deleted rule; of settings, of another zone; each once', async () => {
  const { path } = lists['calendar.acl.list'] as ListOf;
  const since = (text: string): Promise<Reply> => client.send('GET', `${path}?syncToken=${text}`);
  const { nextSyncToken: first } = (await client.send('GET', path)).body;
  await client.send('POST', path, { role: 'writer', scope: { type: 'user', value: 'new@example.com' } });
  await client.send('PATCH', `${path}/user:person1@example.com`, { role: 'writer' });
  await client.send('DELETE', `${path}/user:person2@example.com`);
  const { body } = await since(first);
  expect(body.items.map(({ id, role }: { id: string; role: string }) => `${id} ${role}`).sort()).toEqual(['user:new@example.com writer', 'user:person1@example.com writer', 'user:person2@example.com none']);
  expect((await since(body.nextSyncToken)).body.items).toEqual([]);
  expect((await since(`${first}&showDeleted=false`)).status).toBe(400);
  const listed = async (query: string): Promise<number> => (await client.send('GET', `${path}${query}`)).body.items.length;
  expect((await listed('?showDeleted=true')) - (await listed(''))).toBe(1);

  const settings = '/calendar/v3/users/me/settings';
  const { nextSyncToken } = (await client.send('GET', settings)).body;
  await client.send('PATCH', '/calendar/v3/calendars/primary', { timeZone: 'Asia/Tokyo' });
  const changed = (await client.send('GET', `${settings}?syncToken=${nextSyncToken}`)).body;
  expect(changed.items.map(({ id, value }: { id: string; value: string }) => `${id} ${value}`)).toEqual(['timezone Asia/Tokyo']);
  expect((await client.send('GET', `${settings}?syncToken=${changed.nextSyncToken}`)).body.items).toEqual([]);
});

test('a page token of one list is none for another, and a changed access ends the tokens of events once, not for ever', async () => {
  const { nextPageToken } = (await client.send('GET', '/calendar/v3/users/me/settings?maxResults=1')).body;
  expect((await client.send('GET', `/calendar/v3/users/me/calendarList?pageToken=${encodeURIComponent(nextPageToken)}`)).status).toBe(400);
  const events = '/calendar/v3/calendars/primary/events';
  const token = async (): Promise<string> => encodeURIComponent((await client.send('GET', events)).body.nextSyncToken);
  const old = await token();
  await client.send('POST', '/calendar/v3/calendars/primary/acl', { role: 'reader', scope: { type: 'user', value: 'late@example.com' } });
  expect((await client.send('GET', `${events}?syncToken=${old}`)).status).toBe(410);
  expect((await client.send('GET', `${events}?syncToken=${await token()}`)).status).toBe(200);
});
