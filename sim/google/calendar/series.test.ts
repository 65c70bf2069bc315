// Recurring events: instances, exceptions, splits and daylight saving, seen through HTTP.
import { afterEach, beforeEach, expect, test } from 'vitest';
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

const series = { id: 'series1', summary: 'Weekly', ...timed('2026-10-05', 20), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] };
const instances = async (id: string, query = '') => (await client.send('GET', `${events}/${id}/instances${query}`)).body.items as { id: string; start: { dateTime?: string; date?: string }; summary: string; status: string }[];

test('instances keep their wall clock over the end of daylight saving', async () => {
  await client.send('POST', events, series);
  const found = await instances('series1');
  expect(found).toHaveLength(10);
  expect(found[0]).toMatchObject({ id: 'series1_20261006T000000Z', start: { dateTime: '2026-10-05T20:00:00-04:00' } });
  expect(found[9]).toMatchObject({ id: 'series1_20261208T010000Z', start: { dateTime: '2026-12-07T20:00:00-05:00' } });
});

test('deleting an instance leaves a cancelled exception that full listings of series still show', async () => {
  await client.send('POST', events, series);
  const token = (await client.send('GET', events)).body.nextSyncToken as string;
  expect((await client.send('DELETE', `${events}/series1_20261020T000000Z`)).status).toBe(204);
  const listed = await client.send('GET', events);
  expect(listed.body.items).toHaveLength(2);
  const exception = listed.body.items.find(({ id }: { id: string }) => id !== 'series1');
  expect(exception).toMatchObject({ status: 'cancelled', recurringEventId: 'series1' });
  expect(exception.originalStartTime.dateTime).toBe('2026-10-19T20:00:00-04:00');
  expect((await client.send('GET', `${events}?syncToken=${encodeURIComponent(token)}`)).body.items.map(({ id }: { id: string }) => id)).toEqual(['series1_20261020T000000Z']);
  expect(await instances('series1')).toHaveLength(9);
  expect((await client.send('DELETE', `${events}/series1_20261020T000000Z`)).status).toBe(410);
});

test('moving an instance keeps the place it came from', async () => {
  await client.send('POST', events, series);
  const moved = await client.send('PATCH', `${events}/series1_20261013T000000Z`, timed('2026-10-12', 22));
  expect(moved.body).toMatchObject({ recurringEventId: 'series1', originalStartTime: { dateTime: '2026-10-12T20:00:00-04:00' }, start: { dateTime: '2026-10-12T22:00:00-04:00' } });
  expect(moved.body).not.toHaveProperty('recurrence');
  const window = '?singleEvents=true&orderBy=startTime&timeMin=2026-10-12T00:00:00Z&timeMax=2026-10-20T12:00:00Z';
  const single = await client.send('GET', events + window);
  expect(single.body.items.map(({ start }: { start: { dateTime: string } }) => start.dateTime)).toEqual(['2026-10-12T22:00:00-04:00', '2026-10-19T20:00:00-04:00']);
  expect((await client.send('GET', `${events}/series1_20261014T000000Z`)).status).toBe(404);
});

test('excluded and added dates count, and all-day series have date ids', async () => {
  await client.send('POST', events, { id: 'single1', summary: 'D', start: { date: '2026-03-07' }, end: { date: '2026-03-08' }, recurrence: ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE:20260308', 'RDATE;VALUE=DATE:20260320'] });
  expect((await instances('single1')).map(({ id }) => id)).toEqual(['single1_20260307', 'single1_20260309', 'single1_20260320']);
  expect((await client.send('POST', events, { ...series, id: 'broken1', recurrence: ['RRULE:FREQ=SOMETIMES'] })).status).toBe(400);
});

test('a new rule drops the exceptions that have no place in it any more', async () => {
  await client.send('POST', events, series);
  await client.send('PATCH', `${events}/series1_20261201T010000Z`, { summary: 'Special' });
  const token = (await client.send('GET', events)).body.nextSyncToken as string;
  await client.send('PATCH', `${events}/series1`, { recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20261110T000000Z'] });
  const changed = await client.send('GET', `${events}?syncToken=${encodeURIComponent(token)}`);
  expect(changed.body.items.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([['series1', 'confirmed'], ['series1_20261201T010000Z', 'cancelled']]);
  expect((await client.send('GET', events)).body.items).toHaveLength(1);
});

test('deleting a series deletes its exceptions', async () => {
  await client.send('POST', events, series);
  await client.send('PATCH', `${events}/series1_20261013T000000Z`, { summary: 'Special' });
  await client.send('DELETE', `${events}/series1`);
  expect((await client.send('GET', events)).body.items).toEqual([]);
  expect((await client.send('GET', `${events}?showDeleted=true`)).body.items).toHaveLength(2);
});

test('a person who moves this and following ends the old series and starts a new one', async () => {
  await client.send('POST', events, { ...series, recurrence: ['RRULE:FREQ=WEEKLY'] });
  const acted = await client.send('POST', '/_sim/act', { action: 'event.moveThisAndFollowing', account: me, id: 'series1', originalStart: '2026-10-19T20:00:00-04:00', patch: { start: { dateTime: '2026-10-19T20:30:00-04:00' }, end: { dateTime: '2026-10-19T21:30:00-04:00' } } });
  expect(acted.status).toBe(200);
  expect(acted.body.id).not.toBe('series1');
  expect(acted.body.iCalUID).not.toBe(acted.body.previousSeries.iCalUID);
  expect(acted.body.previousSeries.recurrence).toEqual(['RRULE:FREQ=WEEKLY;UNTIL=20261019T235959Z']);
  expect(await instances('series1')).toHaveLength(2);
  expect((await instances(acted.body.id, '?maxResults=1'))[0]?.start.dateTime).toBe('2026-10-19T20:30:00-04:00');
});

test('a daily series with hundreds of exceptions is listed in one page', async () => {
  const daily = { id: 'single2', summary: 'Daily', ...timed('2026-01-01', 9), recurrence: ['RRULE:FREQ=DAILY;COUNT=730'] };
  const starts = Array.from({ length: 729 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10));
  const exceptions = starts.map((day) => ({ recurringEventId: 'single2', originalStartTime: { dateTime: `${day}T09:00:00`, timeZone: 'UTC' }, summary: 'Exception', start: { dateTime: `${day}T10:00:00`, timeZone: 'UTC' }, end: { dateTime: `${day}T11:00:00`, timeZone: 'UTC' } }));
  await client.send('POST', '/_sim/seed', { accounts: [{ email: me, calendars: [{ id: 'primary', events: [{ ...daily, ...timed('2026-01-01', 9, 'UTC') }, ...exceptions] }] }] });
  expect((await client.send('GET', `${events}?maxResults=2500`)).body.items).toHaveLength(730);
  expect(await instances('single2', '?maxResults=2500&timeMax=2028-12-31T00:00:00Z')).toHaveLength(730);
});

test('a stricter visibility of one instance holds for the series, a looser one is ignored', async () => {
  await client.send('POST', events, series);
  await client.send('PATCH', `${events}/series1_20261013T000000Z`, { visibility: 'private' });
  expect((await client.send('GET', `${events}/series1`)).body.visibility).toBe('private');
  const looser = await client.send('PATCH', `${events}/series1_20261020T000000Z`, { visibility: 'public' });
  expect(looser.body.visibility).toBe('private');
});

test('a window shows a series only when one of its occurrences lies in it', async () => {
  await client.send('POST', events, { id: 'rare1', ...timed('2026-10-05', 20), recurrence: ['RRULE:FREQ=YEARLY'] });
  const list = async (from: string, to?: string) => (await client.send('GET', `${events}?timeMin=${from}${to === undefined ? '' : `&timeMax=${to}`}`)).body.items.length as number;
  expect(await list('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z')).toBe(0);
  expect(await list('2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z')).toBe(1);
  expect(await list('2026-11-01T00:00:00Z')).toBe(1);
});
