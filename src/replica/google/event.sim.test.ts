// Events against the simulator: series and their occurrences, lost answers, and no mails.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import { diffItems, hashItem } from '../../core/diff.ts';
import type { EventItem, Occurrence, RemoteId } from '../../core/item.ts';
import type { Raw, Reading, RemoteRecord, WriteAnswer, WriteRequest } from '../replica.ts';
import type { EventReplica } from './event.ts';
import { openGoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';

const zone = 'America/New_York';
const context = { country: 'US' };
let simulator: Simulator;
let account: SimulatedAccount;
let events: EventReplica;
const raws = new Map<RemoteId, Raw>();
const held = async (ids: readonly RemoteId[]) => new Map(ids.flatMap((id) => (raws.has(id) ? [[id, raws.get(id) as Raw] as const] : [])));

beforeEach(async () => {
  raws.clear();
  simulator = await startSimulator();
  account = await openSimulatedAccount(simulator.url, 'ada@example.com');
  await account.door('seed', { accounts: [{ email: 'ada@example.com', calendars: [{ timeZone: zone }] }, { email: 'bob@example.com' }] });
  // Google may write to guests where a client does not forbid it.
  await account.door('switches', { strayMails: true, instancePutClearsSeriesGuests: true });
  events = openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName: 'x', country: 'US', zone: 'UTC' }).event;
});
afterEach(async () => {
  expect(await account.violations()).toEqual([]);
  // Whatever a test did: nothing of ours made Google write to anybody.
  expect(await account.mails()).toBe(0);
  await simulator.close();
});

async function read(cursor?: string): Promise<Reading> {
  const reading = await events.read(cursor, held);
  for (const record of reading.records) raws.set(record.id, record.raw);
  return reading;
}
async function write(...requests: WriteRequest[]): Promise<WriteAnswer[]> {
  const answers: WriteAnswer[] = [];
  for await (const answer of events.write(requests)) answers.push(answer);
  return answers;
}
const calls = async (): Promise<string[]> => (await account.log()).map((entry) => `${(entry.call ?? '').replace('calendar.events.', '')} ${entry.status}`);
const timed = (day: string, hour: number, title: string): EventItem => ({
  kind: 'event',
  title,
  start: { local: `${day}T${String(hour).padStart(2, '0')}:00:00`, zone },
  end: { local: `${day}T${String(hour + 1).padStart(2, '0')}:00:00`, zone },
});
const weekly: EventItem = { ...timed('2026-03-02', 9, 'Weekly'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] };
const create = (after: EventItem, seed = 'seed'): WriteRequest => ({ operation: seed, op: 'create', after, marker: `office-${seed}`, newId: events.chooseId(seed) });
function update(record: RemoteRecord, after: EventItem): WriteRequest {
  return { operation: 'update', op: 'update', id: record.id, version: record.version, raw: record.raw, before: record.item, after, changes: diffItems(record.item, after, context) };
}
async function make(after: EventItem, seed = 'seed'): Promise<RemoteRecord> {
  return applied((await write(create(after, seed)))[0]);
}
function applied(answer: WriteAnswer | undefined): RemoteRecord {
  if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
  return answer.record;
}
const itemOf = (record: RemoteRecord | undefined): EventItem => record?.item as EventItem;
const wire = async (id: string) => (await account.state()).calendars[0]?.events.find((event) => event['id'] === id) as Record<string, unknown>;
const changed: readonly Occurrence[] = [
  { original: '2026-03-09T13:00:00Z', cancelled: true },
  { original: '2026-03-16T13:00:00Z', start: { local: '2026-03-16T11:00:00', zone }, end: { local: '2026-03-16T12:00:00', zone } },
  { original: '2026-03-23T13:00:00Z', title: 'Special' },
];

describe('events of Google', () => {
  test('a read of 5,200 events is 3 requests, the next one without changes 1', async () => {
    const seeded = Array.from({ length: 5200 }, (_, n) => ({ summary: `Event ${n}`, start: { date: '2026-01-01' }, end: { date: '2026-01-02' } }));
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: seeded }] }] });
    const { cursor, records } = await read();
    expect(records.length).toBe(5200);
    expect(await calls()).toEqual(['list 200', 'list 200', 'list 200']);
    expect((await read(cursor)).records).toEqual([]);
    expect(await calls()).toEqual(['list 200']);
  });

  test('[A3] many records that a list left out are confirmed by one listing, not one by one', async () => {
    const seeded = Array.from({ length: 120 }, (_, n) => ({ summary: `Event ${n}`, start: { date: '2026-01-01' }, end: { date: '2026-01-02' } }));
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: seeded }] }] });
    const ids = (await read()).records.map((record) => record.id);
    await account.act({ action: 'event.delete', id: ids[7] });
    await account.log();
    const confirmed = await events.confirm([...ids, 'neverwas'], held);
    // The last one asks whether the calendar itself is there.
    expect(await calls()).toEqual(['list 200', 'get 404', 'list 200']);
    expect([...confirmed].filter(([, one]) => one === 'gone').map(([id]) => id)).toEqual([ids[7], 'neverwas']);
    expect(confirmed.size).toBe(121);
  });

  test('[R14] [B7] a calendar that goes away between list and question says so, and no event is taken for deleted', async () => {
    const calendar = String(((await account.act({ action: 'calendar.create', summary: 'Dedicated' })) as { id: string }).id);
    const dedicated = openGoogleReplicas({ connection: account.connection, calendarId: calendar, groupName: 'x', country: 'US', zone: 'UTC' }).event;
    const made: RemoteId[] = [];
    for await (const answer of dedicated.write([create(weekly, 'one'), create(timed('2026-03-02', 9, 'Single'), 'two')])) made.push(applied(answer).id);
    await account.act({ action: 'calendar.delete', calendar });
    await expect(dedicated.confirm(made, held)).rejects.toMatchObject({ kind: 'gone', what: 'calendar' });
  });

  test('[C2] a series with a deleted, a moved and a renamed occurrence goes there and back as it was', async () => {
    const series = { ...weekly, occurrences: changed };
    const record = await make(series);
    expect(hashItem(record.item, context)).toBe(hashItem(series, context));
    const { records, cursor } = await read();
    expect(records.length).toBe(1);
    expect(hashItem(records[0]?.item as EventItem, context)).toBe(hashItem(series, context));
    expect(records[0]?.version).toBe(record.version);
    expect((await read(cursor)).records).toEqual([]);
  });

  test('[A9] a series whose making broke off between its occurrences is completed, not made twice', async () => {
    const series = { ...weekly, occurrences: changed };
    await account.door('fault', { match: { call: 'calendar.events.update' }, drop: 'before', skip: 1, count: 5 });
    await expect(write(create(series))).rejects.toMatchObject({ kind: 'unknown' });
    const [again] = await write(create(series));
    expect(hashItem(applied(again).item, context)).toBe(hashItem(series, context));
    expect((await read()).records.length).toBe(1);
  });

  test('[C2] a series and occurrences that were never changed before are changed by one write', async () => {
    const record = await make(weekly);
    const answer = applied((await write(update(record, { ...weekly, location: 'Room 2', occurrences: changed })))[0]);
    expect(answer.item).toMatchObject({ location: 'Room 2', occurrences: changed });
    expect(itemOf((await read()).records.find((one) => one.id === record.id))).toMatchObject({ location: 'Room 2', occurrences: changed });
  });

  test('[B6][C6] what a person does to single occurrences comes as one changed series, again and again', async () => {
    const { id } = await make(weekly);
    let { cursor } = await read();
    await account.act({ action: 'event.instanceDelete', id, originalStart: '2026-03-09T13:00:00Z' });
    let reading = await read(cursor);
    expect(reading.records.map((record) => [record.id, (record.item as EventItem).occurrences])).toEqual([[id, [changed[0]]]]);
    for (const title of ['Once', 'Twice']) {
      cursor = reading.cursor;
      await account.act({ action: 'event.instanceEdit', id, originalStart: '2026-03-23T13:00:00Z', patch: { summary: title } });
      reading = await read(cursor);
      expect(itemOf(reading.records[0]).occurrences).toEqual([changed[0], { ...changed[2], title }]);
    }
    const full = await read();
    expect(full.records[0]?.version).toBe(reading.records[0]?.version);
  });

  test('occurrences are changed, changed again, and given back to their series', async () => {
    let record = await make(weekly);
    await account.log();
    record = applied((await write(update(record, { ...weekly, occurrences: changed })))[0]);
    // Three that were like their series: each is read once, then written under its etag.
    expect((await calls()).sort()).toEqual(['get 200', 'get 200', 'get 200', 'update 200', 'update 200', 'update 200']);
    const second = [{ ...changed[1], title: 'Moved' } as Occurrence, changed[2] as Occurrence];
    record = applied((await write(update(record, { ...weekly, occurrences: second })))[0]);
    expect((record.item as EventItem).occurrences).toEqual(second.map((one) => ({ ...one })));
    record = applied((await write(update(record, weekly)))[0]);
    expect((record.item as EventItem).occurrences).toBeUndefined();
    expect(hashItem((await read()).records[0]?.item as EventItem, context)).toBe(hashItem(weekly, context));
  });

  test('a new title of a series reaches the occurrence that was moved, and not the one with its own', async () => {
    const record = await make({ ...weekly, occurrences: changed });
    const answer = applied((await write(update(record, { ...weekly, title: 'New', occurrences: changed })))[0]);
    expect((answer.item as EventItem).title).toBe('New');
    expect((answer.item as EventItem).occurrences).toEqual(changed);
    expect((await wire(`${record.id}_20260316T130000Z`))['summary']).toBe('New');
  });

  test('an occurrence that somebody changed since makes the whole request stale, and nothing is written', async () => {
    const record = await make(weekly);
    await account.act({ action: 'event.instanceEdit', id: record.id, originalStart: '2026-03-16T13:00:00Z', patch: { summary: 'Theirs' } });
    const [answer] = await write(update(record, { ...weekly, title: 'Ours', occurrences: [changed[1] as Occurrence] }));
    expect(answer?.outcome).toBe('stale');
    expect((await wire(record.id))['summary']).toBe('Weekly');
    const [deletion] = await write({ operation: 'delete', op: 'delete', id: record.id, version: record.version, raw: record.raw });
    expect(deletion?.outcome).toBe('stale');
  });

  test.each(['dropOrphans', 'dropAll', 'keep'])('what a moved series does to its changed occurrences (%s) stands in the answer as in the next read', async (seriesChangeExceptions) => {
    await account.door('switches', { seriesChangeExceptions });
    const record = await make({ ...weekly, occurrences: changed });
    const { cursor } = await read();
    const later = { ...weekly, ...timed('2026-03-03', 10, 'Weekly'), occurrences: changed };
    const answer = applied((await write(update(record, later)))[0]);
    if (seriesChangeExceptions !== 'keep') expect((answer.item as EventItem).occurrences).toBeUndefined();
    const [echo] = (await read(cursor)).records;
    expect(hashItem(echo?.item as EventItem, context)).toBe(hashItem(answer.item, context));
    expect(echo?.version).toBe(answer.version);
  });

  test('[C1] this and following: the old series ends, a new one begins, and then nothing more', async () => {
    const record = await make({ ...weekly, recurrence: ['RRULE:FREQ=WEEKLY'] });
    const { cursor } = await read();
    await account.act({ action: 'event.moveThisAndFollowing', id: record.id, originalStart: '2026-03-16T13:00:00Z', patch: { start: { dateTime: '2026-03-16T09:30:00', timeZone: zone }, end: { dateTime: '2026-03-16T10:30:00', timeZone: zone } } });
    const reading = await read(cursor);
    expect(reading.records.length).toBe(2);
    expect(itemOf(reading.records.find((one) => one.id === record.id)).recurrence?.[0]).toContain('UNTIL=');
    expect((await read(reading.cursor)).records).toEqual([]);
  });

  test('[A9] an insert, an update and a delete whose answers were lost happen once and are known as ours', async () => {
    for (const drop of ['before', 'after'] as const) {
      const after = timed('2026-03-02', 9, 'Call');
      await account.door('fault', { match: { call: 'calendar.events.insert' }, drop });
      let record = await make(after, drop);
      await account.door('fault', { match: { call: 'calendar.events.update' }, drop });
      record = applied((await write(update(record, { ...after, title: 'Moved' })))[0]);
      expect((record.item as EventItem).title).toBe('Moved');
      await account.door('fault', { match: { call: 'calendar.events.delete' }, drop });
      expect((await write({ operation: 'd', op: 'delete', id: record.id, version: record.version, raw: record.raw }))[0]?.outcome).toBe('applied');
    }
    expect((await read()).records).toEqual([]);
  });

  test('an id that was used and deleted is never used again: the next one for the same source is', async () => {
    const first = await make(timed('2026-03-02', 9, 'Call'));
    await account.act({ action: 'event.delete', id: first.id });
    const second = await make(timed('2026-03-02', 9, 'Call'));
    expect(second.id).not.toBe(first.id);
    expect((await events.find(create(timed('2026-03-02', 9, 'Call'))))?.id).toBe(second.id);
    const [again] = await write(create(timed('2026-03-02', 9, 'Call')));
    expect(applied(again).id).toBe(second.id);
    await account.act({ action: 'event.edit', id: second.id, patch: { summary: 'Edited since' } });
    expect((await write(create(timed('2026-03-02', 9, 'Call'))))[0]?.outcome).toBe('stale');
  });

  test('[R20] [E1][E4][F1] guests, conference and foreign properties outlive a new title, and nobody gets a mail', async () => {
    const given = { id: 'meeting1', summary: 'Meeting', ...wireTimes(), attendees: [{ email: 'bob@example.com', responseStatus: 'accepted' }, { email: 'out@elsewhere.example', responseStatus: 'declined', comment: 'No' }], extendedProperties: { private: { other: 'x' } }, colorId: '4' };
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: [given] }] }] });
    const record = (await read()).records[0] as RemoteRecord;
    const before = await wire('meeting1');
    const item = record.item as EventItem;
    applied((await write(update(record, { ...item, title: 'Renamed' })))[0]);
    const after = await wire('meeting1');
    for (const member of ['attendees', 'extendedProperties', 'colorId', 'start', 'end', 'iCalUID']) expect(after[member]).toEqual(before[member]);
    const more = (await read()).records[0] as RemoteRecord;
    applied((await write(update(more, { ...(more.item as EventItem), guests: [...(item.guests ?? []), { email: 'new@elsewhere.example' }] })))[0]);
    expect(((await wire('meeting1'))['attendees'] as unknown[]).slice(0, 2)).toEqual(before['attendees']);
    expect(((await wire('meeting1'))['attendees'] as unknown[]).length).toBe(3);
  });

  test('[E1] one occurrence of a meeting is moved and another deleted: the guests of the others stay, nobody gets a mail', async () => {
    const given = { id: 'series1', summary: 'Weekly', ...wireTimes(), recurrence: weekly.recurrence, attendees: [{ email: 'bob@example.com', responseStatus: 'accepted' }, { email: 'out@elsewhere.example' }] };
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: [given] }] }] });
    const record = (await read()).records.find((one) => one.id === 'series1') as RemoteRecord;
    const before = await wire('series1');
    applied((await write(update(record, { ...itemOf(record), occurrences: changed })))[0]);
    expect((await wire('series1'))['attendees']).toEqual(before['attendees']);
    expect((await wire('series1_20260316T130000Z'))['attendees']).toEqual(before['attendees']);
  });

  test('[E2][E7] other people’s meetings are read-only with the reason, and a silent 200 is no success', async () => {
    const bob = { email: 'bob@example.com', calendars: [{ events: [{ id: 'theirs1', summary: 'Theirs', ...wireTimes(), attendees: [{ email: account.email }] }] }] };
    await account.door('seed', { accounts: [bob] });
    const record = (await read()).records[0] as RemoteRecord;
    expect(record.readOnly).toMatch(/^Organized by /);
    const after = { ...(record.item as EventItem), title: 'Mine now' };
    expect((await write(update(record, after)))[0]?.outcome).toBe('refused');
    // The same where the record does not say so itself.
    await account.door('switches', { nonOrganizerEdit: 'silent' });
    const master = { ...(record.raw['master'] as object), organizer: undefined };
    const [answer] = await write({ ...update(record, after), raw: { ...record.raw, master } });
    expect(answer).toMatchObject({ outcome: 'refused', why: expect.stringContaining('did not make it') as string });
  });

  test('special entries are listed with the reason; a calendar that was deleted is gone, not empty', async () => {
    await account.door('seed', { accounts: [{ email: account.email, calendars: [{ events: [{ eventType: 'outOfOffice', summary: 'Away', ...wireTimes() }] }] }] });
    const [record] = (await read()).records;
    expect(record).toMatchObject({ inScope: false, skipped: 'An out-of-office time.' });
    const made = await account.act({ action: 'calendar.create', summary: 'Second' });
    const second = openGoogleReplicas({ connection: account.connection, calendarId: String(made['id']), groupName: 'x', country: 'US', zone }).event;
    const { cursor } = await second.read(undefined, held);
    await account.act({ action: 'calendar.delete', calendar: made['id'] });
    await expect(second.read(cursor, held)).rejects.toMatchObject({ kind: 'gone' });
    await expect(second.read((await read()).cursor, held)).rejects.toMatchObject({ kind: 'cursor-expired' });
  });

  test('[D1] an all-day event becomes a timed one and back; a reminder and a privacy change go along', async () => {
    let record = await make({ kind: 'event', title: 'Day', start: { date: '2026-01-31' }, end: { date: '2026-02-01' } });
    const asTimed: EventItem = { ...timed('2026-01-31', 9, 'Day'), reminder: 15, private: true, busy: false };
    record = applied((await write(update(record, asTimed)))[0]);
    expect(hashItem(record.item, context)).toBe(hashItem(asTimed, context));
    const back: EventItem = { kind: 'event', title: 'Day', start: { date: '2026-01-31' }, end: { date: '2026-02-01' } };
    record = applied((await write(update(record, back)))[0]);
    expect(hashItem((await read()).records[0]?.item as EventItem, context)).toBe(hashItem(back, context));
  });
});

function wireTimes(): object {
  return { start: { dateTime: '2026-03-02T09:00:00-05:00', timeZone: zone }, end: { dateTime: '2026-03-02T10:00:00-05:00', timeZone: zone } };
}
