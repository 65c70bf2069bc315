// The main facts of Calendar's events, seen through HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

const insert = (body: object, query = '') => client.send('POST', events + query, { summary: 'Talk', ...timed('2026-12-01', 9), ...body });

describe('writing events', () => {
  test('an insert answers 200 with defaults left out and an etag made from the time of the update', async () => {
    const { status, body, etag } = await insert({ visibility: 'default', transparency: 'opaque', guestsCanInviteOthers: true });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('visibility');
    expect(body).not.toHaveProperty('guestsCanInviteOthers');
    expect(body.id).toMatch(/^[a-v0-9]{26}$/);
    expect(body.iCalUID).toBe(`${body.id}@google.com`);
    expect(body.etag).toBe(etag);
    expect(etag).toBe(`"${2 * Date.parse(body.updated)}000"`);
    expect(body.organizer).toEqual({ email: me, self: true });
  });

  test('a write under a stale etag is refused with 412 and the event stays', async () => {
    const first = await insert({});
    const path = `${events}/${first.body.id}`;
    const second = await client.send('PATCH', path, { summary: 'Second' }, { 'if-match': first.etag ?? '' });
    expect(second.status).toBe(200);
    for (const method of ['PATCH', 'DELETE']) {
      const stale = await client.send(method, path, method === 'PATCH' ? { summary: 'Third' } : undefined, { 'if-match': first.etag ?? '' });
      expect(stale.status).toBe(412);
      expect(stale.body.error.errors[0]).toEqual({ domain: 'global', reason: 'conditionNotMet', message: 'Precondition Failed', locationType: 'header', location: 'If-Match' });
    }
    expect((await client.send('GET', path)).body.summary).toBe('Second');
    expect((await client.send('GET', path, undefined, { 'if-none-match': second.etag ?? '' })).status).toBe(304);
    expect((await client.send('PATCH', path, { summary: 'Any' }, { 'if-match': '*' })).status).toBe(200);
  });

  test('a deleted id is burnt: 409 on insert, 403 on update, 410 on delete, and a get still shows it cancelled', async () => {
    expect((await insert({ id: 'abcde12345' })).status).toBe(200);
    expect((await insert({ id: 'abcde12345' })).body.error.errors[0].reason).toBe('duplicate');
    const path = `${events}/abcde12345`;
    expect((await client.send('DELETE', path)).status).toBe(204);
    expect((await client.send('GET', path)).body.status).toBe('cancelled');
    expect((await insert({ id: 'abcde12345' })).status).toBe(409);
    expect((await client.send('PUT', path, { summary: 'x', ...timed('2026-12-01', 9) })).status).toBe(403);
    const again = await client.send('DELETE', path);
    expect([again.status, again.body.error.errors[0].reason]).toEqual([410, 'deleted']);
    expect((await client.send('GET', `${events}/unknown`)).status).toBe(404);
    expect((await insert({ id: 'Xyz' })).body.error.message).toBe('Invalid resource id value.');
  });

  test('times are checked with the messages that Google gives', async () => {
    const cases: [object, string, string][] = [
      [{ end: undefined }, 'required', 'Missing end time.'],
      [{ end: { dateTime: '2026-12-01T08:00:00', timeZone: 'America/New_York' } }, 'timeRangeEmpty', 'The specified time range is empty.'],
      [{ start: { dateTime: '2026-12-01T09:00:00-05:00' }, end: { dateTime: '2026-12-01T10:00:00-05:00' }, recurrence: ['RRULE:FREQ=DAILY'] }, 'required', 'Missing time zone definition for start time.'],
      [{ start: { date: '2026-12-01' } }, 'invalid', 'The start and end times must both be dates or both be date-times.'],
    ];
    for (const [given, reason, message] of cases) {
      const { status, body } = await insert(given);
      expect([status, body.error.errors[0].reason, body.error.message]).toEqual([400, reason, message]);
    }
  });

  test('a put replaces the event while a patch keeps what it does not name and null clears', async () => {
    const { body } = await insert({ location: 'Here', description: 'Long' });
    const patched = await client.send('PATCH', `${events}/${body.id}`, { description: null });
    expect(patched.body).toMatchObject({ location: 'Here', summary: 'Talk' });
    expect(patched.body).not.toHaveProperty('description');
    const put = await client.send('PUT', `${events}/${body.id}`, { ...timed('2026-12-01', 9), summary: 'Only' });
    expect(put.body).not.toHaveProperty('location');
    expect(put.body.sequence).toBe(0);
    const moved = await client.send('PATCH', `${events}/${body.id}`, timed('2026-12-01', 14));
    expect(moved.body.sequence).toBe(1);
    expect((await client.send('PATCH', `${events}/${body.id}`, { sequence: 0 })).body.error.message).toContain('Invalid sequence value');
  });

  test('switching between timed and all-day needs the other member cleared', async () => {
    const { body } = await insert({});
    const path = `${events}/${body.id}`;
    expect((await client.send('PATCH', path, { start: { date: '2026-12-01' }, end: { date: '2026-12-02' } })).status).toBe(400);
    const cleared = await client.send('PATCH', path, { start: { date: '2026-12-01', dateTime: null, timeZone: null }, end: { date: '2026-12-02', dateTime: null, timeZone: null } });
    expect(cleared.body.start).toEqual({ date: '2026-12-01' });
  });

  test('an edit of reminders alone moves neither the etag nor a sync', async () => {
    const first = await insert({});
    const token = (await client.send('GET', events)).body.nextSyncToken as string;
    const edited = await client.send('PATCH', `${events}/${first.body.id}`, { reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] } });
    expect(edited.body.reminders.overrides).toHaveLength(1);
    expect(edited.etag).toBe(first.etag);
    expect((await client.send('GET', `${events}?syncToken=${encodeURIComponent(token)}`)).body.items).toEqual([]);
    expect((await client.send('PATCH', `${events}/${first.body.id}`, { reminders: { useDefault: true } })).status).toBe(400);
  });

  test('unknown fields, wrong enumerations and unknown parameters are refused', async () => {
    expect((await insert({ colour: 'red' })).body.error.message).toContain('Unknown name "colour"');
    expect((await insert({ visibility: 'secret' })).status).toBe(400);
    expect((await insert({}, '?sendUpdates=some')).status).toBe(400);
    expect((await insert({}, '?foo=1')).status).toBe(400);
    expect((await client.send('POST', events, '{')).body.error.errors[0].reason).toBe('parseError');
  });

  test('event types have their rules', async () => {
    expect((await insert({ eventType: 'fromGmail' })).body.error.errors[0].reason).toBe('eventTypeRestriction');
    expect((await insert({ eventType: 'birthday' })).body.error.errors[0].reason).toBe('eventTypeRestriction');
    const birthday = await insert({ eventType: 'birthday', start: { date: '2026-12-01' }, end: { date: '2026-12-02' }, recurrence: ['RRULE:FREQ=YEARLY'], birthdayProperties: { type: 'birthday' } });
    expect(birthday.status).toBe(200);
    const tagged = await client.send('PATCH', `${events}/${birthday.body.id}`, { extendedProperties: { private: { a: 'b' } } });
    expect(tagged.body.error.errors[0].reason).toBe('eventTypeRestriction');
    expect((await client.send('GET', `${events}?eventTypes=default`)).body.items).toEqual([]);
  });

  test('a conference is made only when it is asked for with its version', async () => {
    const conferenceData = { createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } } };
    expect((await insert({ conferenceData })).body).not.toHaveProperty('conferenceData');
    const made = await insert({ conferenceData }, '?conferenceDataVersion=1');
    expect(made.body.conferenceData.createRequest.status.statusCode).toBe('success');
    expect(made.body.hangoutLink).toContain('meet.google.com');
    const kept = await client.send('PUT', `${events}/${made.body.id}`, { ...timed('2026-12-01', 9) });
    expect(kept.body.hangoutLink).toBe(made.body.hangoutLink);
  });
});
