import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import type { TestDatabase } from '../../../test/support/postgres.ts';
import type { ContactItem, EventItem, Item, TaskItem } from '../../core/item.ts';
import { createActivity, getActivity, updateActivity } from '../../office/activities.ts';
import type { Owner } from '../../office/activities.ts';
import { createContact, deleteContact, getContact, updateContact } from '../../office/contacts.ts';
import { activityInputSchema, taskInputSchema } from '../../office/input.ts';
import { changeSetMembers, createSet, deleteSet, getSet, updateSet } from '../../office/sets.ts';
import { createTask, getTask } from '../../office/tasks.ts';
import { createOffice, createUser } from '../../office/users.ts';
import type { Sql } from '../../store/open.ts';
import type { RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import type { OfficeAccount } from './account.ts';
import { officeContacts } from './contact.ts';
import { officeEvents } from './event.ts';
import { officeTasks } from './task.ts';

let database: TestDatabase;
let db: Sql;
let owner: Owner;
let account: OfficeAccount;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.store.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  const officeId = await createOffice(db, 'Office');
  const user = await createUser(db, officeId, { fullName: 'Ada', email: `ada-${officeId}@example.com`, password: 'x', role: 'user', zone: 'America/New_York', country: 'US', locale: 'en' });
  owner = { officeId, userId: user.id };
  const set = await createSet(db, owner, { kind: 'plain', name: 'Google Sync' });
  account = { officeId, userId: user.id, setId: set.id, country: 'US' };
});

const held = async () => new Map();
async function writeOne(replica: Replica, request: Omit<WriteRequest, 'operation'>): Promise<WriteAnswer> {
  for await (const answer of replica.write([{ operation: 'op', ...request }])) return answer;
  throw new Error('no answer');
}
function applied(answer: WriteAnswer): RemoteRecord {
  if (answer.outcome !== 'applied' || answer.record === undefined) throw new Error(`${answer.outcome}: ${'why' in answer ? answer.why : ''}`);
  return answer.record;
}
const without = (item: Item) => JSON.parse(JSON.stringify(item, (key, value) => (key === 'id' ? undefined : value)));

describe('contacts', () => {
  const jane: ContactItem = {
    kind: 'contact', givenName: 'Jane', familyName: 'Doe', company: 'Acme', birthday: { month: 2, day: 29 }, notes: 'line\nline', member: true,
    phones: [{ value: '212 555 0142', type: 'workFax', preferred: true }, { value: '+1 212 555 0143', type: 'mobile' }],
    emails: [{ value: 'jane@example.com', type: 'home' }],
    addresses: [{ value: { street: '1 Main St', city: 'Albany', region: 'NY', postalCode: '12207' }, type: 'work', preferred: true }],
    urls: [{ value: 'https://example.com', type: 'other' }],
  };

  test('what is created is what is read, and is in the SET', async () => {
    const replica = officeContacts(db, account);
    const made = applied(await writeOne(replica, { op: 'create', after: jane, marker: 'people/c1', newId: replica.chooseId?.('seed') }));
    expect(without(made.item)).toEqual(jane);
    expect(made).toMatchObject({ id: replica.chooseId?.('seed'), inScope: true, marker: 'people/c1' });
    const reading = await replica.read(undefined, held);
    expect(reading).toMatchObject({ complete: true, gone: [] });
    expect(reading.records).toEqual([made]);
    expect((await getContact(db, owner.officeId, made.id)).phones[0]).toMatchObject({ type: 'Business Fax', preferred: true });
  });

  test('a create that is sent again, or looked for after its answer was lost, finds what it made', async () => {
    const replica = officeContacts(db, account);
    const request = { op: 'create', after: jane, marker: 'people/c2', newId: replica.chooseId?.('again') } as const;
    const first = applied(await writeOne(replica, request));
    expect(applied(await writeOne(replica, request))).toEqual(first);
    expect((await replica.find({ operation: 'x', op: 'create', after: jane, marker: 'people/c2' }))?.id).toBe(first.id);
    expect(await replica.find({ operation: 'x', op: 'create', after: jane, marker: 'people/c3' })).toBeUndefined();
    expect((await replica.read(undefined, held)).records).toHaveLength(1);
    const stranger = officeContacts(db, { ...account, userId: owner.officeId });
    expect(await stranger.find({ operation: 'x', op: 'create', after: jane, marker: 'people/c2' })).toBeUndefined();
  });

  test('an update changes what it names; preferred, TYPE, ids and office-only fields stay', async () => {
    const replica = officeContacts(db, account);
    const row = await createContact(db, owner, { familyName: 'Keep', taxId: '123-45-6789', clientStatus: 'Active', clientType: 'Client', source: 'Referral', phones: [{ value: '1', type: 'Business', preferred: true }, { value: '2', type: 'Pager' }] });
    const before = (await replica.confirm([row.id], held)).get(row.id) as RemoteRecord;
    expect(JSON.stringify(before)).not.toMatch(/123-45-6789|Active|Referral/);
    const item = before.item as ContactItem;
    const entry = item.phones?.[0];
    const after = applied(await writeOne(replica, {
      op: 'update', id: row.id, version: before.version, changes: [{ field: 'phones', key: '1', from: { value: '1', type: 'work' }, to: { value: '11', type: 'work' } }, { field: 'givenName', to: 'Gia' }],
    }));
    expect((after.item as ContactItem).phones).toEqual([{ ...entry, value: '11' }, item.phones?.[1]]);
    const now = await getContact(db, owner.officeId, row.id);
    expect(now).toMatchObject({ givenName: 'Gia', familyName: 'Keep', taxId: '123-45-6789', clientStatus: 'Active', clientType: 'Client', source: 'Referral' });
    expect(now.phones).toEqual([{ ...row.phones[0], value: '11' }, row.phones[1]]);
  });

  test('a write on an old version is stale and changes nothing', async () => {
    const replica = officeContacts(db, account);
    const row = await createContact(db, owner, { familyName: 'First' });
    const before = (await replica.confirm([row.id], held)).get(row.id) as RemoteRecord;
    await updateContact(db, owner, row.id, row.version, { familyName: 'Second' });
    for (const op of ['update', 'delete'] as const) {
      expect(await writeOne(replica, { op, id: row.id, version: before.version, changes: [{ field: 'familyName', from: 'First', to: 'Third' }] })).toMatchObject({ outcome: 'stale' });
    }
    expect((await getContact(db, owner.officeId, row.id)).familyName).toBe('Second');
  });

  test('changes since a cursor are told whole, deletions as gone, and then nothing more', async () => {
    const replica = officeContacts(db, account);
    const [one, two] = [await createContact(db, owner, { familyName: 'One' }), await createContact(db, owner, { familyName: 'Two' })];
    const { cursor } = await replica.read(undefined, held);
    await deleteContact(db, owner, one.id, one.version);
    await updateContact(db, owner, two.id, two.version, { familyName: 'Deux' });
    const next = await replica.read(cursor, held);
    expect(next).toMatchObject({ complete: false, gone: [one.id], records: [{ id: two.id, item: { familyName: 'Deux' }, inScope: false }] });
    expect(await replica.read(next.cursor, held)).toEqual({ complete: false, gone: [], records: [], cursor: next.cursor });
    expect((await replica.confirm([one.id, two.id, 'no id of ours'], held)).get(one.id)).toBe('gone');
  });

  test('a cursor of another SET, or from ahead of the office, is expired', async () => {
    const { cursor } = await officeContacts(db, account).read(undefined, held);
    const other = await createSet(db, owner, { kind: 'plain', name: 'Other' });
    await expect(officeContacts(db, { ...account, setId: other.id }).read(cursor, held)).rejects.toMatchObject({ kind: 'cursor-expired' });
    await expect(officeContacts(db, account).read(cursor.replace(/\d+/, '999999999'), held)).rejects.toMatchObject({ kind: 'cursor-expired' });
    for (const other of ['', '{"rev":7}', '{"since":"7"}']) await expect(officeContacts(db, account).read(other, held)).rejects.toMatchObject({ kind: 'cursor-expired' });
  });

  test('entering and leaving the SET is told as a change and never deletes', async () => {
    const replica = officeContacts(db, account);
    const row = await createContact(db, owner, { familyName: 'Mover' });
    const start = await replica.read(undefined, held);
    expect(start.records[0]?.inScope).toBe(false);
    await changeSetMembers(db, owner, account.setId ?? '', [row.id], []);
    const entered = await replica.read(start.cursor, held);
    expect(entered.records).toMatchObject([{ id: row.id, inScope: true, item: { member: true } }]);
    const record = entered.records[0];
    const left = applied(await writeOne(replica, { op: 'update', id: row.id, version: record?.version, changes: [{ field: 'member', from: true, to: undefined }] }));
    expect(left).toMatchObject({ inScope: false });
    expect(BigInt(left.version)).toBeGreaterThan(BigInt(record?.version ?? 0));
    expect(await getContact(db, owner.officeId, row.id)).toMatchObject({ version: row.version, sets: [] });
    expect((await replica.read(entered.cursor, held)).records).toEqual([left]);
  });

  test('a filtered SET: leaving by its rule is told, and its rule cannot be overruled', async () => {
    const filter = { match: 'all', conditions: [{ field: 'clientStatus', test: 'is', value: 'Active' }] } as const;
    const set = await createSet(db, owner, { kind: 'filtered', name: 'Active', filter: { match: 'all', conditions: [...filter.conditions] } });
    const replica = officeContacts(db, { ...account, setId: set.id });
    const row = await createContact(db, owner, { familyName: 'Ruled', clientStatus: 'Active' });
    const start = await replica.read(undefined, held);
    expect(start.records).toMatchObject([{ inScope: true }]);
    await updateSet(db, owner, set.id, (await getSet(db, owner.officeId, set.id)).version, { kind: 'filtered', name: 'Active', filter: { match: 'all', conditions: [{ field: 'clientStatus', test: 'is', value: 'Prospect' }] } });
    const next = await replica.read(start.cursor, held);
    expect(next.records).toMatchObject([{ id: row.id, inScope: false }]);
    const version = next.records[0]?.version;
    expect(await writeOne(replica, { op: 'update', id: row.id, version, changes: [{ field: 'member', to: true }] })).toMatchObject({ outcome: 'refused' });
    expect(applied(await writeOne(replica, { op: 'update', id: row.id, version, changes: [{ field: 'member', to: true }, { field: 'givenName', to: 'Ann' }] }))).toMatchObject({ inScope: false, item: { givenName: 'Ann' } });
  });

  test('a deleted SET is trouble, never an empty list', async () => {
    const { cursor } = await officeContacts(db, account).read(undefined, held);
    await deleteSet(db, owner, account.setId ?? '', (await getSet(db, owner.officeId, account.setId ?? '')).version);
    for (const since of [undefined, cursor]) await expect(officeContacts(db, account).read(since, held)).rejects.toMatchObject({ kind: 'gone' });
  });

  test('a deleted contact comes back under its id with everything that an item does not carry', async () => {
    const replica = officeContacts(db, account);
    const row = await createContact(db, owner, { familyName: 'Back', taxId: '1', phones: [{ value: '1', type: 'Mobile', preferred: true }] });
    await changeSetMembers(db, owner, account.setId ?? '', [row.id], []);
    const before = (await replica.confirm([row.id], held)).get(row.id) as RemoteRecord;
    await writeOne(replica, { op: 'delete', id: row.id, version: before.version });
    expect((await replica.read(undefined, held)).records).toEqual([]);
    const request = { op: 'create', newId: row.id, after: before.item, marker: 'people/c9' } as const;
    const back = applied(await writeOne(replica, request));
    expect(back).toMatchObject({ id: row.id, inScope: true });
    expect(back.item).toEqual(before.item);
    expect((await getContact(db, owner.officeId, row.id)).taxId).toBe('1');
    expect(applied(await writeOne(replica, request))).toEqual(back);
  });
});

describe('events', () => {
  const at = (local: string) => ({ local, zone: 'America/New_York' });
  const meeting: EventItem = {
    kind: 'event', title: 'Review', description: 'Bring papers', location: 'Room 1', start: at('2026-05-04T09:00:00'), end: at('2026-05-04T10:00:00'), private: true, busy: false, reminder: 10,
    guests: [{ email: 'a@example.com', name: 'A', response: 'accepted' }], recurrence: ['RRULE:FREQ=WEEKLY', 'EXDATE;TZID=America/New_York:20260601T090000'],
    occurrences: [{ original: '2026-05-11T13:00:00Z', title: 'Special' }, { original: '2026-05-18T13:00:00Z', cancelled: true }],
    activityType: 'Call', activitySubType: 'Annual', priority: 'High',
  };

  test('what is created is what is read, series and all-day too', async () => {
    const replica = officeEvents(db, account);
    expect(without(applied(await writeOne(replica, { op: 'create', after: meeting, marker: 'e1' })).item)).toEqual({ ...meeting, attending: ['A'] });
    const allDay: EventItem = { kind: 'event', title: 'Trip', start: { date: '2026-05-03' }, end: { date: '2026-05-06' } };
    const made = applied(await writeOne(replica, { operation: 'op2', op: 'create', after: allDay, marker: 'e2' } as WriteRequest));
    expect(without(made.item)).toEqual({ ...allDay, activityType: 'Appointment', priority: 'Normal' });
    expect((await replica.read(undefined, held)).records).toHaveLength(2);
  });

  test('lines that the office cannot read are kept as they came', async () => {
    const recurrence = ['RRULE:FREQ=SECONDLY;COUNT=3', 'X-ODD:1'];
    const made = applied(await writeOne(officeEvents(db, account), { op: 'create', after: { ...meeting, recurrence }, marker: 'e3' }));
    expect((made.item as EventItem).recurrence).toEqual(recurrence);
  });

  test('deleting cancels, a canceled activity reads as gone, and it can come back', async () => {
    const replica = officeEvents(db, account);
    const row = await createActivity(db, owner, activityInputSchema.parse({ type: 'Meeting', subject: 'X', status: 'done', start: at('2026-01-01T10:00:00'), end: at('2026-01-01T11:00:00'), participants: [{ name: 'No mail' }, { email: 'b@example.com' }] }));
    const { cursor, records } = await replica.read(undefined, held);
    const renamed = applied(await writeOne(replica, { op: 'update', id: row.id, version: records[0]?.version, changes: [{ field: 'title', from: 'X', to: 'Y' }, { field: 'guests', key: 'b@example.com', from: { email: 'b@example.com' } }, { field: 'guests', key: 'c@example.com', to: { email: 'c@example.com' } as never }] }));
    const now = await getActivity(db, owner.userId, row.id);
    expect(now).toMatchObject({ subject: 'Y', status: 'done', type: 'Meeting', participants: [{ name: 'No mail' }, { email: 'c@example.com' }] });
    expect(now.participants[0]?.id).toBe(row.participants[0]?.id);
    expect(await writeOne(replica, { op: 'delete', id: row.id, version: renamed.version })).toMatchObject({ outcome: 'applied' });
    expect(await getActivity(db, owner.userId, row.id)).toMatchObject({ status: 'canceled' });
    expect(await replica.read(cursor, held)).toMatchObject({ gone: [row.id], records: [] });
    expect((await replica.read(undefined, held)).records).toEqual([]);
    expect(applied(await writeOne(replica, { op: 'create', newId: row.id, after: renamed.item }))).toMatchObject({ id: row.id });
    expect(await getActivity(db, owner.userId, row.id)).toMatchObject({ status: 'active' });
  });

  test('another user’s activities are none of this account’s', async () => {
    const user = await createUser(db, owner.officeId, { fullName: 'Ben', email: `ben-${owner.officeId}@example.com`, password: 'x', role: 'user', zone: 'UTC', country: 'US', locale: 'en' });
    const row = await createActivity(db, { ...owner, userId: user.id }, activityInputSchema.parse({ type: 'Call', subject: 'Private', start: at('2026-01-01T10:00:00'), end: at('2026-01-01T11:00:00') }));
    const replica = officeEvents(db, account);
    expect((await replica.read(undefined, held)).records).toEqual([]);
    expect((await replica.confirm([row.id], held)).get(row.id)).toBe('gone');
    expect(await writeOne(replica, { op: 'update', id: row.id, version: row.version, changes: [{ field: 'title', to: 'Z' }] })).toMatchObject({ outcome: 'stale' });
  });

  test('an edit in the office by its own form is seen as a change', async () => {
    const replica = officeEvents(db, account);
    const made = applied(await writeOne(replica, { op: 'create', after: meeting, marker: 'e4' }));
    const { cursor } = await replica.read(undefined, held);
    const row = await getActivity(db, owner.userId, made.id);
    await updateActivity(db, owner, row.id, row.version, activityInputSchema.parse({ type: 'Call', subject: 'Edited', start: row.start, end: row.end, recurrence: row.recurrence }));
    expect((await replica.read(cursor, held)).records).toMatchObject([{ id: made.id, item: { title: 'Edited', occurrences: meeting.occurrences } }]);
  });
});

describe('tasks', () => {
  const task: TaskItem = { kind: 'task', title: 'Call back', notes: 'soon', dueDate: '2026-03-15', dueTime: '16:00', priority: 'High' };

  test('[D7] a date that moves keeps the time of the office', async () => {
    const replica = officeTasks(db, account);
    const row = await createTask(db, owner, taskInputSchema.parse({ subject: 'Call back', notes: 'soon', dueDate: '2026-03-15', dueTime: '16:00', priority: 'High' }));
    const { records } = await replica.read(undefined, held);
    expect(records.map((one) => without(one.item))).toEqual([task]);
    const after = applied(await writeOne(replica, { op: 'update', id: row.id, version: row.version, changes: [{ field: 'dueDate', from: '2026-03-15', to: '2026-03-17' }, { field: 'completed', to: true }] }));
    expect(after.item).toMatchObject({ dueDate: '2026-03-17', dueTime: '16:00', completed: true });
    expect(await getTask(db, owner.userId, row.id)).toMatchObject({ status: 'done' });
  });

  test('a hundred creates are one change of the office', async () => {
    const replica = officeTasks(db, account);
    const requests = Array.from({ length: replica.batch }, (_, index): WriteRequest => ({ operation: `op${index}`, op: 'create', after: { ...task, title: `Task ${index}` }, marker: `t${index}` }));
    const answers: WriteAnswer[] = [];
    for await (const answer of replica.write(requests)) answers.push(answer);
    expect(new Set(answers.map((answer) => applied(answer).version)).size).toBe(1);
    expect((await replica.read(undefined, held)).records).toHaveLength(100);
  });
});
