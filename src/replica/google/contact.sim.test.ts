// Contacts against the simulator: how many requests, what is left alone, what is refused.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import { diffItems } from '../../core/diff.ts';
import type { ContactItem, RemoteId } from '../../core/item.ts';
import type { Raw, Reading, RemoteRecord, WriteAnswer, WriteRequest } from '../replica.ts';
import type { ContactReplica } from './contact.ts';
import { openGoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';

const groupName = 'SmartOffice';
const context = { country: 'US' };
let simulator: Simulator;
let account: SimulatedAccount;
let contacts: ContactReplica;
const raws = new Map<RemoteId, Raw>();
const held = async (ids: readonly RemoteId[]) => new Map(ids.flatMap((id) => (raws.has(id) ? [[id, raws.get(id) as Raw] as const] : [])));

const open = (contactLagMs = 0): ContactReplica =>
  openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName, country: 'US', zone: 'America/New_York', contactLagMs }).contact;

beforeEach(async () => {
  raws.clear();
  simulator = await startSimulator();
  account = await openSimulatedAccount(simulator.url, 'ada@example.com');
  contacts = open();
});
afterEach(async () => {
  expect(await account.violations()).toEqual([]);
  await simulator.close();
});

async function read(cursor?: string): Promise<Reading> {
  const reading = await contacts.read(cursor, held);
  for (const record of reading.records) raws.set(record.id, record.raw);
  return reading;
}
async function write(requests: readonly WriteRequest[]): Promise<WriteAnswer[]> {
  const answers: WriteAnswer[] = [];
  for await (const answer of contacts.write(requests)) answers.push(answer);
  return answers.sort((left, right) => Number(left.operation) - Number(right.operation));
}
const calls = async (): Promise<string[]> => (await account.log()).map((entry) => `${(entry.call ?? '').replace(/^people\.(people\.)?/, '')} ${entry.status}`);
const sample = (n: number): ContactItem => ({ kind: 'contact', givenName: `Given${n}`, emails: [{ value: `given${n}@example.org`, type: 'work' }], member: true });
const create = (n: number): WriteRequest => ({ operation: String(n), op: 'create', after: sample(n), marker: `office-${n}` });
function update(record: RemoteRecord, operation: number, edit: Partial<ContactItem>): WriteRequest {
  const after = { ...(record.item as ContactItem), ...edit };
  return { operation: String(operation), op: 'update', id: record.id, version: record.version, raw: record.raw, before: record.item, after, changes: diffItems(record.item, after, context) };
}
const remove = (record: RemoteRecord, operation: number): WriteRequest => ({ operation: String(operation), op: 'delete', id: record.id, version: record.version, raw: record.raw });
async function made(count: number): Promise<RemoteRecord[]> {
  await write(Array.from({ length: count }, (_, n) => create(n)));
  const { records } = await read();
  await account.log();
  return records.toSorted((left, right) => Number(left.marker?.slice(7)) - Number(right.marker?.slice(7)));
}

describe('contacts of Google', () => {
  test('a read makes no group, and finds ours by its predefined name once', async () => {
    const { cursor } = await read();
    expect(contacts.groupId()).toBeUndefined();
    expect((await account.state()).groups.some((group) => group['name'] === groupName)).toBe(false);
    expect(await calls()).toEqual(['contactGroups.list 200', 'connections.list 200']);
    await account.act({ action: 'group.create', name: groupName });
    await read();
    expect(contacts.groupId()).toMatch(/^contactGroups\//);
    await account.log();
    await read(cursor);
    expect(await calls()).toEqual(['connections.list 200']);
  });

  test('making the group twice makes one', async () => {
    const id = await contacts.createGroup(groupName);
    expect(await open().createGroup(groupName)).toBe(id);
    expect((await account.state()).groups.filter((group) => group['name'] === groupName).length).toBe(1);
  });

  test('a replica that has not read yet finds the group before it writes, and writes no member without one', async () => {
    expect((await write([create(1)]))[0]).toMatchObject({ outcome: 'refused', why: 'The contact group is not there.' });
    await account.act({ action: 'group.create', name: groupName });
    contacts = open();
    expect((await write([create(1)]))[0]).toMatchObject({ outcome: 'applied', record: { inScope: true } });
  });

  test('two writes that are begun together change one after the other', async () => {
    await account.door('switches', { latencyMs: 20 });
    await contacts.createGroup(groupName);
    const both = await Promise.all([write([create(1)]), write([create(2)]), contacts.createGroup('Other')]);
    expect([both[0][0]?.outcome, both[1][0]?.outcome]).toEqual(['applied', 'applied']);
    expect((await account.log()).filter((entry) => entry.status === 409)).toEqual([]);
  });

  test('450 creates are 3 requests, 450 updates of different fields 3, 450 deletes 6, one after the other', async () => {
    await account.door('switches', { latencyMs: 2 });
    await contacts.createGroup(groupName);
    await account.log();
    const created = await write(Array.from({ length: 450 }, (_, n) => create(n)));
    expect(created.every((answer) => answer.outcome === 'applied' && answer.record?.inScope === true && answer.record.marker === `office-${answer.operation}`)).toBe(true);
    expect(await calls()).toEqual(Array.from({ length: 3 }, () => 'batchCreateContacts 200'));
    const { records } = await read();
    expect(records.length).toBe(450);
    await account.log();
    const edits: Partial<ContactItem>[] = [{ jobTitle: 'Agent' }, { notes: 'Note' }, { phones: [{ value: '+1 212 555 0100', type: 'mobile' }] }];
    const updated = await write(records.map((record, n) => update(record, n, edits[n % 3] ?? {})));
    expect(updated.every((answer) => answer.outcome === 'applied')).toBe(true);
    expect(await calls()).toEqual(Array.from({ length: 3 }, () => 'batchUpdateContacts 200'));
    const now = (await read()).records;
    expect(now.filter((record) => (record.item as ContactItem).jobTitle === 'Agent').length).toBe(150);
    await account.log();
    expect((await write(now.map(remove))).every((answer) => answer.outcome === 'applied')).toBe(true);
    expect(await calls()).toEqual(Array.from({ length: 3 }, () => ['getBatchGet 200', 'batchDeleteContacts 200']).flat());
  });

  test('one outdated contact in a batch is stale, the others are written', async () => {
    await contacts.createGroup(groupName);
    const records = await made(5);
    await account.act({ action: 'contact.edit', id: records[2]?.id, patch: { nicknames: [{ value: 'Newer' }] } });
    await account.act({ action: 'contact.delete', id: records[3]?.id });
    const answers = await write(records.map((record, n) => update(record, n, { jobTitle: 'Agent' })));
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'applied', 'stale', 'stale', 'applied']);
    const stands = (await account.state()).people.find((person) => person['resourceName'] === records[2]?.id);
    expect(stands).not.toHaveProperty('organizations');
  });

  test('one contact that Google refuses is named, the others are written', async () => {
    const id = await contacts.createGroup(groupName);
    const records = await made(3);
    await account.act({ action: 'group.delete', group: id });
    const again = (await read()).records.toSorted((left, right) => (left.marker ?? '').localeCompare(right.marker ?? ''));
    const requests = [update(again[0] as RemoteRecord, 0, { jobTitle: 'A' }), update(again[1] as RemoteRecord, 1, { member: true }), create(7)];
    const answers = await write(requests);
    expect(records.length).toBe(3);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'refused', 'refused']);
  });

  test('[A9] a batch whose answer was lost is unknown; each contact is found by its marker with one listing', async () => {
    await contacts.createGroup(groupName);
    await account.log();
    await account.door('fault', { match: { call: 'people.people.batchCreateContacts' }, drop: 'after' });
    await expect(write([create(1), create(2)])).rejects.toMatchObject({ kind: 'unknown' });
    expect((await contacts.find(create(1)))?.marker).toBe('office-1');
    expect((await contacts.find(create(2)))?.marker).toBe('office-2');
    expect(await contacts.find(create(3))).toBeUndefined();
    expect((await calls()).filter((call) => call.startsWith('connections.list')).length).toBe(1);
  });

  test('a lost create that lists do not show yet is waited for, not given up', async () => {
    contacts = open(180_000);
    await contacts.createGroup(groupName);
    await account.door('fault', { match: { call: 'people.people.createContact' }, drop: 'after', lagMs: 60_000 });
    await expect(write([create(1)])).rejects.toMatchObject({ kind: 'unknown' });
    await expect(contacts.find(create(1))).rejects.toMatchObject({ kind: 'wait' });
    await account.connection.clock.sleep(61_000);
    expect((await contacts.find(create(1)))?.marker).toBe('office-1');
  });

  test('an update whose answer was lost is sent again and known as our own', async () => {
    await contacts.createGroup(groupName);
    const [record] = await made(1);
    await account.door('fault', { match: { call: 'people.people.updateContact' }, drop: 'after' });
    const [answer] = await write([update(record as RemoteRecord, 0, { jobTitle: 'Agent' })]);
    expect(answer).toMatchObject({ outcome: 'applied', record: { item: { jobTitle: 'Agent' } } });
  });

  test('[R14] a contact that an answer leaves out is not known to be gone', async () => {
    await contacts.createGroup(groupName);
    const [record] = await made(1);
    await account.door('fault', { match: { call: 'people.people.getBatchGet' }, answer: {} });
    await expect(contacts.confirm([record?.id ?? ''], async () => new Map())).rejects.toMatchObject({ kind: 'rejected' });
  });

  test('[G2] a token older than seven days is expired by reason and message', async () => {
    const { cursor } = await read();
    await account.door('clock', { advance: 'P7DT1H' });
    await expect(read(cursor)).rejects.toMatchObject({ kind: 'cursor-expired' });
    expect((await read()).complete).toBe(true);
    await expect(read('nonsense')).rejects.toMatchObject({ kind: 'cursor-expired' });
  });

  test('one contact alone is no batch: it costs one read and one write', async () => {
    await contacts.createGroup(groupName);
    await account.log();
    const [first] = await write([create(1)]);
    const record = first?.outcome === 'applied' ? first.record : undefined;
    const [answer] = await write([update(record as RemoteRecord, 0, { jobTitle: 'Agent' })]);
    if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
    const stale = await write([update(record as RemoteRecord, 0, { jobTitle: 'Broker' })]);
    expect(stale[0]?.outcome).toBe('stale');
    await write([{ operation: 'd', op: 'delete', id: answer.record.id, version: answer.record.version, raw: answer.record.raw }]);
    expect((await account.log()).filter(({ method }) => method !== 'GET').map(({ call, status }) => `${call} ${status}`)).toEqual([
      'people.people.createContact 200',
      'people.people.updateContact 200',
      'people.people.updateContact 400',
      'people.people.deleteContact 200',
    ]);
  });

  test('a contact that Google renames stays the same record; merged ones are gone', async () => {
    await contacts.createGroup(groupName);
    const [first, second] = await made(2);
    const { cursor } = await read();
    await account.act({ action: 'contact.rename', id: first?.id });
    const renamed = await read(cursor);
    expect(renamed.records.map((record) => record.id)).toEqual([first?.id]);
    expect(renamed.gone).toEqual([]);
    const [record] = renamed.records;
    expect(record?.raw['resourceName']).not.toBe(first?.id);
    expect((await write([update(record as RemoteRecord, 0, { jobTitle: 'Agent' })]))[0]).toMatchObject({ outcome: 'applied', record: { id: first?.id } });
    expect((await contacts.confirm([first?.id ?? ''], held)).get(first?.id ?? '')).toMatchObject({ id: first?.id });
    await account.act({ action: 'contact.merge', id: String(record?.raw['resourceName']), with: [second?.id] });
    const merged = await read(renamed.cursor);
    expect(merged.gone).toEqual([second?.id]);
    expect(merged.records.map((one) => one.id)).toEqual([first?.id]);
  });

  test('other labels, unknown fields and custom types survive an update of the label and a phone', async () => {
    const id = await contacts.createGroup(groupName);
    await account.door('seed', {
      accounts: [{ email: account.email, people: [{ resourceName: 'people/c77', names: [{ givenName: 'Zoe' }], phoneNumbers: [{ value: '555-0100', type: 'Boat' }, { value: '555-0101', type: 'mobile' }], userDefined: [{ key: 'a', value: 'b' }], memberships: [{ contactGroupMembership: { contactGroupResourceName: 'contactGroups/starred' } }] }] }],
    });
    const record = (await read()).records.find((one) => one.id === 'people/c77') as RemoteRecord;
    expect(record.inScope).toBe(false);
    const phones = (record.item as ContactItem).phones ?? [];
    const [answer] = await write([update(record, 0, { member: true, phones: [phones[0] as never, { value: '555-0199', type: 'mobile' }] })]);
    expect(answer).toMatchObject({ outcome: 'applied', record: { inScope: true } });
    const person = (await account.state()).people.find((one) => one['resourceName'] === 'people/c77') as Record<string, Record<string, unknown>[]>;
    expect(person['phoneNumbers']?.map((phone) => [phone['value'], phone['type']])).toEqual([['555-0100', 'Boat'], ['555-0199', 'mobile']]);
    expect(person['userDefined']?.length).toBe(1);
    expect(person['memberships']?.map((one) => (one['contactGroupMembership'] as Record<string, unknown>)['contactGroupResourceName']).sort()).toEqual(['contactGroups/starred', id].sort());
  });
});
