// Each unsettled point of Google's behaviour in its other position than the default; the default
// is what the tests beside the behaviour show. Each switch stands in NOTES.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import type { TestClient } from './test-client.ts';
import { events, me, openClient, timed } from './test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me, name: 'Ada Lovelace' }, { email: 'bob@example.org', name: 'Bob' }] });
});
afterEach(() => client.close());

const set = (switches: Partial<Switches>) => client.send('POST', '/_sim/switches', switches);
const advance = async (time: string): Promise<void> => {
  await client.send('POST', '/_sim/clock', { advance: time });
  client = await client.as(me);
};
const person = (givenName: string): object => ({ names: [{ givenName }] });
const list = '/v1/people/me/connections?personFields=names,metadata&requestSyncToken=true';
const tasks = '/tasks/v1/lists/@default/tasks';
const insert = async (event: object = timed('2026-12-01', 9)) => (await client.send('POST', events, event)).body;
const codeOf = async (asked: ReturnType<TestClient['send']>): Promise<number | string> => {
  const { status, body } = await asked;
  return status < 400 ? status : `${status} ${body.error.details?.[0]?.reason ?? body.error.errors?.[0]?.reason ?? body.error.status}`;
};

test('each switch stands in NOTES.md and in a test of the simulator', () => {
  const here = import.meta.dirname;
  const notes = readFileSync(join(here, 'NOTES.md'), 'utf8');
  const tests = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
  const names = Object.keys(defaultSwitches());
  expect(names.filter((name) => !notes.includes(`\`${name}\``))).toEqual([]);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(tests))).toEqual([]);
});

describe('quota', () => {
  const twice = async (first: () => ReturnType<TestClient['send']>): Promise<(number | string)[]> => [await codeOf(first()), await codeOf(first())];

  test('an excess of Calendar is 403 or 429, for a user, a project or one calendar, with Retry-After by switch', async () => {
    await set({ calendarPerProjectPerMinute: 1, calendarExcessStatus: 429, quotaRetryAfterSeconds: 7 });
    expect(await twice(() => client.send('GET', events))).toEqual([200, '429 rateLimitExceeded']);
    expect((await client.send('GET', events)).headers.get('retry-after')).toBe('7');
    await set({ calendarPerProjectPerMinute: 100, calendarWritesPerCalendarPerMinute: 1 });
    expect((await twice(() => client.send('POST', events, timed('2026-12-01', 9))))[0]).toBe(200);
    expect((await client.send('GET', events)).status).toBe(200);
    await set({ calendarWritesPerCalendarPerMinute: 0, calendarPatchUnits: 1, calendarPerUserPerMinute: 100 });
    await client.send('POST', '/_sim/reset', { log: true });
    const { id } = await insert();
    await client.send('PATCH', `${events}/${id}`, { summary: 'New' });
    expect((await client.send('GET', '/_sim/log')).body.units).toEqual({ calendar: 2 });
  });

  test('each ceiling of People stands by itself', async () => {
    const { resourceName } = (await client.send('POST', '/v1/people:createContact', person('A'))).body;
    const group = (name: string) => client.send('POST', '/v1/contactGroups', { contactGroup: { name } });
    const each: readonly [Partial<Switches>, () => ReturnType<TestClient['send']>][] = [
      [{ peopleCriticalReadsPerMinute: 1 }, () => client.send('GET', `/v1/${resourceName}?personFields=names`)],
      [{ peopleCriticalWritesPerMinute: 1 }, () => client.send('POST', '/v1/people:createContact', person('B'))],
      [{ peopleDailyWrites: 1 }, () => client.send('POST', '/v1/people:createContact', person('C'))],
      [{ peopleGroupReadsPerMinute: 1 }, () => client.send('GET', '/v1/contactGroups')],
      [{ peopleGroupWritesPerMinute: 1 }, () => group('G')],
      [{ peoplePhotoPerMinute: 1 }, () => client.send('PATCH', `/v1/${resourceName}:updateContactPhoto`, { photoBytes: 'aGk=' })],
      [{ peopleFullSyncFirstPagePerMinute: 1 }, () => client.send('GET', list)],
      [{ peopleDeletesPerMinute: 1 }, () => client.send('DELETE', `/v1/${resourceName}:deleteContact`)],
    ];
    for (const [switches, ask] of each) {
      const name = Object.keys(switches)[0] as keyof Switches;
      await set(switches);
      expect([name, (await twice(ask))[1]]).toEqual([name, '429 RATE_LIMIT_EXCEEDED']);
      await set({ [name]: defaultSwitches()[name] });
    }
  });
});

describe('tokens', () => {
  test('a token of Calendar lives as long as the switch says, and may come after a search', async () => {
    const { nextSyncToken } = (await client.send('GET', events)).body;
    await set({ calendarTokenLifeDays: 1 });
    await advance('P2D');
    expect(await codeOf(client.send('GET', `${events}?syncToken=${encodeURIComponent(nextSyncToken)}`))).toBe('410 fullSyncRequired');
    await set({ calendarTokenAfterSearch: true });
    expect((await client.send('GET', `${events}?q=lunch`)).body.nextSyncToken).toBeDefined();
    expect((await client.send('GET', `${events}?orderBy=updated`)).body.nextSyncToken).toBeUndefined();
  });

  test('by switch a token is bound to the query of its first call', async () => {
    await set({ calendarTokenChecksQuery: true });
    const { nextSyncToken } = (await client.send('GET', `${events}?timeZone=UTC`)).body;
    const since = `${events}?syncToken=${encodeURIComponent(nextSyncToken)}`;
    expect([(await client.send('GET', since)).status, (await client.send('GET', `${since}&timeZone=UTC`)).status]).toEqual([400, 200]);
  });

  test('updatedMin reaches as far back as the switch says', async () => {
    await set({ updatedMinMaxAgeDays: 3 });
    const since = (days: number): string => `${events}?updatedMin=${new Date(Date.now() - days * 86_400_000).toISOString()}`;
    expect([await codeOf(client.send('GET', since(2))), await codeOf(client.send('GET', since(4)))]).toEqual([200, '410 updatedMinTooLongAgo']);
  });

  test('a token of People lives as long as the switch says, and an incremental one may begin its days anew', async () => {
    await set({ peopleTokenLifeDays: 2, peopleTokenRestartsOnIncremental: true });
    const first = (await client.send('GET', list)).body.nextSyncToken;
    await advance('P1DT12H');
    const second = (await client.send('GET', `${list}&syncToken=${encodeURIComponent(first)}`)).body.nextSyncToken;
    await advance('P1DT12H');
    expect((await client.send('GET', `${list}&syncToken=${encodeURIComponent(second)}`)).status).toBe(200);
    expect(await codeOf(client.send('GET', `${list}&syncToken=${encodeURIComponent(first)}`))).toBe('400 EXPIRED_SYNC_TOKEN');
  });

  test('an access token lives as long as the switch says', async () => {
    await set({ oauthAccessTokenSeconds: 60 });
    client = await client.as(me);
    await client.send('POST', '/_sim/clock', { advance: 'PT2M' });
    expect(await codeOf(client.send('GET', events))).toBe('401 authError');
  });
});

describe('events', () => {
  const changed = async (token: string): Promise<number> => (await client.send('GET', `${events}?syncToken=${encodeURIComponent(token)}`)).body.items.length;
  const token = async (): Promise<string> => (await client.send('GET', events)).body.nextSyncToken;
  const reminders = (minutes: number): object => ({ reminders: { useDefault: false, overrides: [{ method: 'popup', minutes }] } });

  test('an edit of reminders or of private properties moves the etag, is told by a sync, both or neither, as the switches say', async () => {
    const { id } = await insert();
    const edit = async (patch: object): Promise<[boolean, number]> => {
      const [before, since] = [(await client.send('GET', `${events}/${id}`)).body.etag, await token()];
      const after = (await client.send('PATCH', `${events}/${id}`, patch)).body.etag;
      return [before !== after, await changed(since)];
    };
    await set({ reminderEditMovesEtag: true });
    expect(await edit(reminders(5))).toEqual([true, 1]);
    await set({ reminderEditMovesEtag: false, quietEditsInSync: true });
    expect(await edit(reminders(6))).toEqual([false, 1]);
    await set({ quietEditsInSync: false, privatePropertyEditMovesEtag: false });
    expect(await edit({ extendedProperties: { private: { a: 'b' } } })).toEqual([false, 0]);
  });

  test('the sequence grows with any change, or never', async () => {
    const { id } = await insert();
    await set({ sequenceGrows: 'any' });
    expect((await client.send('PATCH', `${events}/${id}`, { summary: 'New' })).body.sequence).toBe(1);
    await set({ sequenceGrows: 'never' });
    expect((await client.send('PATCH', `${events}/${id}`, timed('2026-12-02', 9))).body.sequence).toBe(1);
  });

  test('a new rule drops all exceptions, or keeps them', async () => {
    const left = async (mode: Switches['seriesChangeExceptions']): Promise<number> => {
      await set({ seriesChangeExceptions: mode });
      const { id, iCalUID } = await insert({ ...timed('2026-12-01', 9), recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] });
      await client.send('PATCH', `${events}/${id}_20261203T140000Z`, { summary: 'Moved' });
      await client.send('PATCH', `${events}/${id}`, { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
      const { items } = (await client.send('GET', `${events}?iCalUID=${encodeURIComponent(iCalUID)}`)).body as { items: { status: string }[] };
      return items.filter(({ status }) => status !== 'cancelled').length - 1;
    };
    expect([await left('dropOrphans'), await left('dropAll'), await left('keep')]).toEqual([1, 0, 1]);
  });

  test('what is too long is cut or refused, as the switches say', async () => {
    const properties = { ...timed('2026-12-01', 9), extendedProperties: { private: { ok: 'x'.repeat(2000), ['k'.repeat(50)]: 'dropped' } } };
    const cut = (await insert(properties)).extendedProperties.private;
    expect([Object.keys(cut), cut.ok.length]).toEqual([['ok'], 1024]);
    await set({ longExtendedProperties: 'refuse', descriptionLimit: 10, tasksOverLength: 'truncate' });
    expect((await client.send('POST', events, properties)).status).toBe(400);
    expect((await client.send('POST', events, { ...timed('2026-12-01', 9), description: 'x'.repeat(11) })).status).toBe(400);
    expect((await client.send('POST', tasks, { title: 'x'.repeat(1100) })).body.title).toHaveLength(1024);
    await set({ tasksOverLength: 'refuse' });
    expect((await client.send('POST', tasks, { title: 'x'.repeat(1100) })).status).toBe(400);
  });

  test('by switch a conference is pending at first, and unknown members of a body are ignored', async () => {
    await set({ conferencePending: true, calendarUnknownFields: 'ignore' });
    const made = await client.send('POST', `${events}?conferenceDataVersion=1`, { ...timed('2026-12-01', 9), wrong: 1, conferenceData: { createRequest: { requestId: 'a', conferenceSolutionKey: { type: 'hangoutsMeet' } } } });
    expect([made.status, made.body.conferenceData.createRequest.status.statusCode]).toEqual([200, 'pending']);
    // It becomes ready behind the first read.
    const status = async (): Promise<string> => (await client.send('GET', `${events}/${made.body.id}`)).body.conferenceData.createRequest.status.statusCode;
    expect([await status(), await status()]).toEqual(['pending', 'success']);
  });

  test('by switch a known UID is updated by an import, and private properties of a guest are refused', async () => {
    await set({ importKnownUid: 'update', nonOrganizerPrivateProperties: 'refuse' });
    const body = { ...timed('2026-12-01', 9), iCalUID: 'u1@example.org', organizer: { email: me } };
    const first = await client.send('POST', `${events}/import`, { ...body, summary: 'One' });
    const second = await client.send('POST', `${events}/import`, { ...body, summary: 'Two' });
    expect([second.status, second.body.id, second.body.summary]).toEqual([200, first.body.id, 'Two']);
    const { id } = await insert({ ...timed('2026-12-03', 9), attendees: [{ email: 'bob@example.org' }] });
    const bob = await client.as('bob@example.org');
    expect(await codeOf(bob.send('PATCH', `${events}/${id}`, { extendedProperties: { private: { a: 'b' } } }))).toBe('403 forbiddenForNonOrganizer');
  });

  test('by switch a put on an instance clears the guests of its series, and mails go out that nobody asked for', async () => {
    await set({ instancePutClearsSeriesGuests: true });
    const series = { ...timed('2026-12-01', 9), summary: 'Daily', recurrence: ['RRULE:FREQ=DAILY;COUNT=5'], attendees: [{ email: 'bob@example.org' }] };
    const { id } = await insert(series);
    await client.send('PUT', `${events}/${id}_20261203T140000Z`, { ...timed('2026-12-03', 10), summary: 'Later' });
    expect((await client.send('GET', `${events}/${id}`)).body.attendees).toBeUndefined();
    expect((await client.send('GET', '/_sim/mail')).body.mails).toEqual([]);
    await set({ strayMails: true });
    await insert({ ...timed('2026-12-05', 9), attendees: [{ email: 'client@elsewhere.test' }] });
    expect((await client.send('GET', '/_sim/mail')).body.mails).toMatchObject([{ kind: 'invitation', to: 'client@elsewhere.test' }]);
  });

  test('a calendar and its entry in the list are changed only under the etag that was read', async () => {
    const { id } = (await client.send('POST', '/calendar/v3/calendars', { summary: 'Team' })).body;
    for (const [path, field] of [[`/calendar/v3/calendars/${id}`, 'summary'], [`/calendar/v3/users/me/calendarList/${id}`, 'summaryOverride']] as const) {
      const { etag } = (await client.send('GET', path)).body;
      const change = (body: object) => client.send('PATCH', path, body, { 'if-match': etag });
      expect([await codeOf(change({ [field]: 'A' })), await codeOf(change({ [field]: 'B' }))]).toEqual([200, '412 conditionNotMet']);
    }
  });
});

describe('contacts and tasks', () => {
  test('the trash counts among the contacts of an account', async () => {
    await set({ peopleContactLimit: 2 });
    const { resourceName } = (await client.send('POST', '/v1/people:createContact', person('A'))).body;
    await client.send('POST', '/v1/people:createContact', person('B'));
    await client.send('DELETE', `/v1/${resourceName}:deleteContact`);
    const full = await client.send('POST', '/v1/people:createContact', person('C'));
    expect(JSON.stringify(full.body)).toContain('MY_CONTACTS_OVERFLOW_COUNT');
    await advance('P31D');
    expect((await client.send('POST', '/v1/people:createContact', person('C'))).status).toBe(200);
    await set({ deletedContactAgain: 200 });
    expect((await client.send('DELETE', `/v1/${resourceName}:deleteContact`)).status).toBe(200);
  });

  test('by switch the parts of an address win over its formatted value', async () => {
    await set({ addressFormattedValueWins: false });
    const made = (await client.send('POST', '/v1/people:createContact', { ...person('A'), addresses: [{ city: 'Boston', streetAddress: '1 Main' }] })).body;
    const address = made.addresses[0];
    const edited = await client.send('PATCH', `/v1/${made.resourceName}:updateContact?updatePersonFields=addresses`, { etag: made.etag, addresses: [{ ...address, city: 'Salem' }] });
    expect(edited.body.addresses[0]).toMatchObject({ city: 'Salem', formattedValue: expect.stringContaining('Salem') as string });
  });

  test('a deleted task is found or not, and a list says or hides that something in it changed', async () => {
    const { id } = (await client.send('POST', tasks, { title: 'A' })).body;
    await client.send('DELETE', `${tasks}/${id}`);
    expect((await client.send('GET', `${tasks}/${id}`)).body.deleted).toBe(true);
    await set({ tasksDeletedGet: 404, tasksListUpdatedMoves: false });
    expect((await client.send('GET', `${tasks}/${id}`)).status).toBe(404);
    const updated = async (): Promise<string> => (await client.send('GET', '/tasks/v1/users/@me/lists/@default')).body.updated;
    const before = await updated();
    await advance('PT10S');
    await client.send('POST', tasks, { title: 'B' });
    expect(await updated()).toBe(before);
  });
});
