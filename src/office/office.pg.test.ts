import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { Sql } from '../store/open.ts';
import { calendarBetween, changeOccurrence, createActivity, deleteActivity, getActivity, listActivities, updateActivity } from './activities.ts';
import type { Owner } from './activities.ts';
import { changeOffice, onOfficeChange } from './change.ts';
import type { OfficeChangeNotice } from './change.ts';
import { changesSince, currentRev } from './changes.ts';
import { createContact, deleteContact, findContact, getContact, listContacts, updateContact } from './contacts.ts';
import { activityInputSchema, taskInputSchema } from './input.ts';
import type { ActivityDraft } from './input.ts';
import { endSeries, splitSeries } from './series-split.ts';
import { changeSetMembers, createSet, deleteSet, getSet, previewFilter, updateSet } from './sets.ts';
import { createTask, deleteTask, listTasks, updateTask } from './tasks.ts';
import { createOffice, createUser, signIn } from './users.ts';

let database: TestDatabase;
let db: Sql;
let owner: Owner;
let colleague: Owner;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.store.db;
  const officeId = await createOffice(db, 'Test office');
  const person = { password: 'right horse', role: 'user', zone: 'America/New_York', country: 'US', locale: 'en-US' } as const;
  const [first, second] = [await createUser(db, officeId, { ...person, fullName: 'Ada', email: 'Ada@example.com' }), await createUser(db, officeId, { ...person, fullName: 'Ben', email: 'ben@example.com' })];
  owner = { officeId, userId: first.id };
  colleague = { officeId, userId: second.id };
});
afterAll(() => database.drop());

const phone = (value: string, type = 'Mobile' as const, preferred = false) => ({ value, type, preferred });
const activity = (draft: Partial<ActivityDraft> = {}) =>
  activityInputSchema.parse({
    type: 'Meeting', subject: 'Review', start: { local: '2026-03-02T09:00:00', zone: 'America/New_York' }, end: { local: '2026-03-02T10:00:00', zone: 'America/New_York' }, ...draft,
  });

describe('users', () => {
  test('signing in takes the right password, in any spelling of the e-mail', async () => {
    expect((await signIn(db, ' ada@EXAMPLE.com', 'right horse'))?.fullName).toBe('Ada');
    expect(await signIn(db, 'ada@example.com', 'wrong horse')).toBeUndefined();
    expect(await signIn(db, 'nobody@example.com', 'right horse')).toBeUndefined();
  });
});

describe('contacts', () => {
  test('a contact comes back as it was written, with its entries in order', async () => {
    const made = await createContact(db, owner, {
      givenName: 'Zoë', familyName: 'Zażółć', birthday: { month: 2, day: 29 }, taxId: '123-45-6789', clientStatus: 'Active',
      phones: [phone('(212) 555-0142', 'Mobile', true), phone('212 555 0143')],
      addresses: [{ value: { street: '1 Main St', city: 'Albany', region: 'NY' }, type: 'Business' }],
    });
    const read = await getContact(db, owner.officeId, made.id);
    expect(read).toMatchObject({ givenName: 'Zoë', birthday: { month: 2, day: 29 }, taxId: '123-45-6789', emails: [], urls: [], sets: [] });
    expect(read.phones.map(({ value, type, preferred }) => ({ value, type, preferred }))).toEqual([phone('(212) 555-0142', 'Mobile', true), phone('212 555 0143')]);
    expect(read.addresses[0]).toMatchObject({ value: { street: '1 Main St', city: 'Albany', region: 'NY' }, type: 'Business', preferred: false });
  });

  test('an entry that keeps its id keeps its row; an id that is not ours becomes a new row', async () => {
    const made = await createContact(db, owner, { givenName: 'Entry', phones: [phone('1'), phone('2')] });
    const [first, second] = made.phones;
    const foreign = 'bbbbbbbb-0000-4000-8000-000000000000';
    const after = await updateContact(db, owner, made.id, made.version, {
      givenName: 'Entry', phones: [{ id: second?.id, ...phone('2b') }, { id: foreign, ...phone('3') }, { id: second?.id, ...phone('4') }],
    });
    expect(after.phones.map((one) => one.value)).toEqual(['2b', '3', '4']);
    expect(after.phones[0]?.id).toBe(second?.id);
    expect(after.phones.map((one) => one.id)).not.toContain(first?.id);
    expect(after.phones.map((one) => one.id)).not.toContain(foreign);
    expect(new Set(after.phones.map((one) => one.id)).size).toBe(3);
  });

  test('an old version is refused and changes nothing', async () => {
    const made = await createContact(db, owner, { givenName: 'Stale' });
    await updateContact(db, owner, made.id, made.version, { givenName: 'Newer' });
    const rev = await currentRev(db, owner.officeId);
    await expect(updateContact(db, owner, made.id, made.version, { givenName: 'Older' })).rejects.toMatchObject({ code: 'stale' });
    await expect(deleteContact(db, owner, made.id, made.version)).rejects.toMatchObject({ code: 'stale' });
    expect((await getContact(db, owner.officeId, made.id)).givenName).toBe('Newer');
    expect(await currentRev(db, owner.officeId)).toBe(rev);
  });

  test('a deleted contact is out of every list and can still be found by its id', async () => {
    const made = await createContact(db, owner, { givenName: 'Goneperson' });
    await deleteContact(db, owner, made.id, made.version);
    expect((await listContacts(db, owner.officeId, { q: 'goneperson', limit: 10 })).contacts).toEqual([]);
    await expect(getContact(db, owner.officeId, made.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await findContact(db, owner.officeId, made.id)).toMatchObject({ deleted: true });
  });

  test('search finds words in any order, without accents, and digits of a phone', async () => {
    await createContact(db, owner, { givenName: 'Łukasz', familyName: 'Müller', company: 'Blau & Co_100%', phones: [phone('+1 (646) 555-0199')] });
    for (const q of ['muller lukasz', 'Müll', '6465550199', 'co_100%', 'łuk']) {
      expect((await listContacts(db, owner.officeId, { q, limit: 10 })).contacts.map((one) => one.name), q).toEqual(['Müller, Łukasz']);
    }
    expect((await listContacts(db, owner.officeId, { q: 'co-100', limit: 10 })).contacts).toEqual([]);
    // As a list shows the name, and parts of the number as people say or write them.
    for (const q of ['Müller, Lukasz', '555 0199', '646-555', '(646) 555', '+1 646', '646.555.01']) {
      expect((await listContacts(db, owner.officeId, { q, limit: 10 })).contacts.map((one) => one.name), q).toEqual(['Müller, Łukasz']);
    }
    expect((await listContacts(db, owner.officeId, { q: '555 0198', limit: 10 })).contacts).toEqual([]);
  });

  test('pages follow each other without a gap or a repetition', async () => {
    const all = await listContacts(db, owner.officeId, { limit: 500 });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listContacts(db, owner.officeId, { limit: 2, after });
      seen.push(...page.contacts.map((one) => one.id));
      after = page.next;
      if (after === undefined) break;
    }
    expect(seen).toEqual(all.contacts.map((one) => one.id));
    await expect(listContacts(db, owner.officeId, { limit: 2, after: 'forged' })).rejects.toMatchObject({ code: 'invalid', field: 'after' });
  });

  test('another office sees none of it', async () => {
    const elsewhere = await createOffice(db, 'Elsewhere');
    expect((await listContacts(db, elsewhere, { limit: 10 })).contacts).toEqual([]);
  });
});

describe('SETs', () => {
  test('a plain SET has the members that were put in, and leaving deletes nobody', async () => {
    const [one, two] = [await createContact(db, owner, { givenName: 'One' }), await createContact(db, owner, { givenName: 'Two' })];
    const made = await createSet(db, owner, { kind: 'plain', name: 'Plain' });
    expect((await changeSetMembers(db, owner, made.id, [one.id, two.id, one.id], [])).memberCount).toBe(2);
    expect((await changeSetMembers(db, owner, made.id, [], [one.id])).memberCount).toBe(1);
    expect((await getContact(db, owner.officeId, one.id)).deleted).toBe(false);
    expect((await listContacts(db, owner.officeId, { setId: made.id, limit: 10 })).contacts.map((row) => row.id)).toEqual([two.id]);
    await expect(createSet(db, owner, { kind: 'plain', name: 'pLAIN' })).rejects.toMatchObject({ code: 'invalid', field: 'name' });
  });

  test('a filtered SET follows every change of a contact and of its rule', async () => {
    const filter = { match: 'all', conditions: [{ field: 'region', test: 'is', value: 'ny' }, { field: 'clientStatus', test: 'is not', value: 'Former' }] } as const;
    const address = (region: string) => [{ value: { city: 'X', region }, type: 'Business' as const }];
    const inside = await createContact(db, owner, { familyName: 'Inside', addresses: address('NY'), source: 'filter-test' });
    const preview = await previewFilter(db, owner.officeId, { ...filter, conditions: [...filter.conditions, { field: 'source', test: 'is', value: 'filter-test' }] });
    expect(preview).toMatchObject({ count: 1, contacts: [{ name: 'Inside' }] });
    const made = await createSet(db, owner, { kind: 'filtered', name: 'New York', filter: { match: 'all', conditions: [...filter.conditions, { field: 'source', test: 'is', value: 'filter-test' }] } });
    expect(made.memberCount).toBe(1);

    const outside = await createContact(db, owner, { familyName: 'Outside', addresses: address('CA'), source: 'filter-test' });
    expect((await getSet(db, owner.officeId, made.id)).memberCount).toBe(1);
    await updateContact(db, owner, outside.id, outside.version, { familyName: 'Outside', addresses: address('NY'), source: 'filter-test' });
    expect((await getSet(db, owner.officeId, made.id)).memberCount).toBe(2);
    await updateContact(db, owner, inside.id, inside.version, { familyName: 'Inside', addresses: address('NY'), source: 'filter-test', clientStatus: 'Former' });
    expect((await getSet(db, owner.officeId, made.id)).memberCount).toBe(1);

    await updateSet(db, owner, made.id, made.version, { kind: 'filtered', name: 'New York', filter: { match: 'any', conditions: [{ field: 'source', test: 'starts with', value: 'filter' }] } });
    expect((await getSet(db, owner.officeId, made.id)).memberCount).toBe(2);
    await expect(changeSetMembers(db, owner, made.id, [], [inside.id])).rejects.toMatchObject({ code: 'invalid' });
    await deleteSet(db, owner, made.id, (await getSet(db, owner.officeId, made.id)).version);
    expect((await getContact(db, owner.officeId, inside.id)).sets).toEqual([]);
  });
});

describe('activities', () => {
  test('an activity comes back as it was written; a participant brings the name and e-mail of the contact', async () => {
    const contact = await createContact(db, owner, { givenName: 'Guest', familyName: 'One', emails: [{ value: 'old@example.com', type: 'Other' }, { value: 'guest@example.com', type: 'Business', preferred: true }] });
    const made = await createActivity(db, owner, activity({ participants: [{ contactId: contact.id }, { email: 'x@example.com', optional: true }], reminder: 15, private: true }));
    expect(await getActivity(db, owner.userId, made.id)).toMatchObject({
      subject: 'Review', status: 'active', priority: 'Normal', private: true, reminder: 15,
      start: { local: '2026-03-02T09:00:00', zone: 'America/New_York' },
      participants: [{ contactId: contact.id, email: 'guest@example.com', name: 'Guest One' }, { email: 'x@example.com', optional: true }],
    });
    await expect(getActivity(db, colleague.userId, made.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('the calendar expands a series, keeps its changed occurrence and hides canceled activities', async () => {
    const series = await createActivity(db, colleague, activity({ recurrence: ['RRULE:FREQ=WEEKLY'] }));
    await createActivity(db, colleague, activity({ subject: 'Hidden', status: 'canceled' }));
    await createActivity(db, colleague, activity({ subject: 'Whole day', start: { date: '2026-03-10' }, end: { date: '2026-03-11' } }));
    const changed = await changeOccurrence(db, colleague, series.id, series.version, { original: '2026-03-09T13:00:00Z', title: 'Moved', start: { local: '2026-03-10T11:00', zone: 'America/New_York' }, end: { local: '2026-03-10T12:00', zone: 'America/New_York' } });
    await expect(changeOccurrence(db, colleague, series.id, changed.version, { original: '2026-03-09T14:00:00Z', cancelled: true })).rejects.toMatchObject({ code: 'not-found' });
    const shown = await calendarBetween(db, colleague.userId, '2026-03-01', '2026-03-17', 'America/New_York');
    expect(shown.problems).toEqual([]);
    expect(shown.entries.map(({ activity: one, at }) => [at.change?.title ?? one.subject, 'date' in at.start ? at.start.date : at.start.local])).toEqual([
      ['Review', '2026-03-02T09:00:00'], ['Whole day', '2026-03-10'], ['Moved', '2026-03-10T11:00'], ['Review', '2026-03-16T09:00:00'],
    ]);
  });

  test('this and following: the old series ends before it, the new one starts there', async () => {
    const series = await createActivity(db, owner, activity({ subject: 'Split me', start: { local: '2027-01-04T20:00:00', zone: 'America/New_York' }, end: { local: '2027-01-04T21:00:00', zone: 'America/New_York' }, recurrence: ['RRULE:FREQ=WEEKLY'] }));
    const { before, after } = await splitSeries(db, owner, series.id, series.version, '2027-01-19T01:00:00Z', activity({
      subject: 'Split me', start: { local: '2027-01-18T20:30:00', zone: 'America/New_York' }, end: { local: '2027-01-18T21:30:00', zone: 'America/New_York' }, recurrence: ['RRULE:FREQ=WEEKLY'],
    }));
    expect(before?.recurrence).toEqual(['RRULE:FREQ=WEEKLY;UNTIL=20270112T010000Z']);
    expect(after.id).not.toBe(series.id);
    const shown = await calendarBetween(db, owner.userId, '2027-01-01', '2027-02-01', 'America/New_York');
    expect(shown.entries.filter((one) => one.activity.subject === 'Split me').map((one) => ('local' in one.at.start ? one.at.start.local : ''))).toEqual([
      '2027-01-04T20:00:00', '2027-01-11T20:00:00', '2027-01-18T20:30:00', '2027-01-25T20:30:00',
    ]);
  });

  test('this and following of a counted series: ten times stay ten, before and after together', async () => {
    const recurrence = ['RRULE:FREQ=WEEKLY;COUNT=10'];
    const series = await createActivity(db, owner, activity({ subject: 'Ten', start: { local: '2028-01-03T09:00:00', zone: 'UTC' }, end: { local: '2028-01-03T10:00:00', zone: 'UTC' }, recurrence }));
    const { after } = await splitSeries(db, owner, series.id, series.version, '2028-01-24T09:00:00Z', activity({ subject: 'Ten', start: { local: '2028-01-24T11:00:00', zone: 'UTC' }, end: { local: '2028-01-24T12:00:00', zone: 'UTC' }, recurrence }));
    expect(after.recurrence).toEqual(['RRULE:FREQ=WEEKLY;COUNT=7']);
    expect((await calendarBetween(db, owner.userId, '2028-01-01', '2028-12-01', 'UTC')).entries.filter((one) => one.activity.subject === 'Ten')).toHaveLength(10);
  });

  test('this and following deleted: what came before stays, and from the first one on all of it goes', async () => {
    const series = await createActivity(db, owner, activity({ subject: 'End me', start: { local: '2028-01-03T09:00:00', zone: 'UTC' }, end: { local: '2028-01-03T10:00:00', zone: 'UTC' }, recurrence: ['RRULE:FREQ=WEEKLY'] }));
    const shown = async () => (await calendarBetween(db, owner.userId, '2028-01-01', '2028-03-01', 'UTC')).entries.filter((one) => one.activity.subject === 'End me').length;
    const before = await endSeries(db, owner, series.id, series.version, '2028-01-17T09:00:00Z');
    expect(await shown()).toBe(2);
    await expect(endSeries(db, owner, series.id, series.version, '2028-01-03T09:00:00Z')).rejects.toMatchObject({ code: 'stale' });
    expect(await endSeries(db, owner, series.id, before?.version ?? '', '2028-01-03T09:00:00Z')).toBeUndefined();
    expect(await shown()).toBe(0);
  });

  test('a recurrence that cannot be read is refused by name', async () => {
    await expect(createActivity(db, owner, activity({ recurrence: ['RRULE:FREQ=SOMETIMES'] }))).rejects.toMatchObject({ code: 'invalid', field: 'recurrence' });
  });

  test('the list is paged from the latest start, and an edit of the whole keeps changed occurrences', async () => {
    const first = await listActivities(db, owner.userId, { limit: 1 });
    const second = await listActivities(db, owner.userId, { limit: 50, after: first.next });
    expect(first.activities.length + second.activities.length).toBe((await listActivities(db, owner.userId, { limit: 50 })).activities.length);
    const found = (await listActivities(db, colleague.userId, { q: 'review', status: 'active', limit: 5 })).activities[0];
    if (found === undefined) throw new Error('there is one');
    const after = await updateActivity(db, colleague, found.id, found.version, activity({ subject: 'Renamed', recurrence: [...found.recurrence] }));
    expect(after).toMatchObject({ subject: 'Renamed', occurrences: found.occurrences });
    await deleteActivity(db, colleague, after.id, after.version);
    await expect(getActivity(db, colleague.userId, after.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('tasks', () => {
  test('tasks are listed by due date, those without one last', async () => {
    const task = (subject: string, dueDate?: string, dueTime?: string) => createTask(db, owner, taskInputSchema.parse({ subject, dueDate, dueTime }));
    const [, late, early] = [await task('No date'), await task('Late', '2026-05-02'), await task('Early', '2026-05-01', '16:00')];
    expect(early).toMatchObject({ dueDate: '2026-05-01', dueTime: '16:00', priority: 'Normal', status: 'active' });
    const first = await listTasks(db, owner.userId, { limit: 1 });
    const rest = await listTasks(db, owner.userId, { limit: 10, after: first.next });
    expect([...first.tasks, ...rest.tasks].map((one) => one.subject)).toEqual(['Early', 'Late', 'No date']);
    const done = await updateTask(db, owner, late.id, late.version, taskInputSchema.parse({ subject: 'Late', dueDate: '2026-05-02', status: 'done' }));
    await expect(deleteTask(db, owner, late.id, late.version)).rejects.toMatchObject({ code: 'stale' });
    await deleteTask(db, owner, done.id, done.version);
    expect((await listTasks(db, colleague.userId, { limit: 10 })).tasks).toEqual([]);
  });
});

describe('changes', () => {
  test('everything that changed since a number is told, deleted rows and memberships too', async () => {
    const set = await createSet(db, owner, { kind: 'plain', name: 'Watched' });
    const contact = await createContact(db, owner, { givenName: 'Watched' });
    const since = await currentRev(db, owner.officeId);
    expect(await changesSince(db, owner.officeId, since)).toEqual({ rev: since, contacts: [], activities: [], tasks: [], sets: [] });
    await changeSetMembers(db, owner, set.id, [contact.id], []);
    expect(await changesSince(db, owner.officeId, since)).toMatchObject({ contacts: [contact.id], sets: [set.id] });
  });

  test('numbers are committed in their own order: a reader that has seen one has seen all before', async () => {
    const since = await currentRev(db, owner.officeId);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const slow = changeOffice(db, owner, async (change) => {
      entered();
      await held;
      return change.rev;
    });
    await inside;
    const quick = createContact(db, owner, { givenName: 'Quick' });
    await new Promise((resolve) => setImmediate(resolve));
    expect((await changesSince(db, owner.officeId, since)).contacts).toEqual([]);
    release();
    const [slowRev, contact] = await Promise.all([slow, quick]);
    expect(BigInt(contact.version)).toBeGreaterThan(BigInt(slowRev));
  });

  test('whoever listens hears of a change after its commit', async () => {
    const session = new pg.Client(database.store.connection);
    await session.connect();
    const heard: OfficeChangeNotice[] = [];
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const stop = await onOfficeChange(session, (notice) => {
      heard.push(notice);
      wake();
    });
    await createContact(db, owner, { givenName: 'Heard' });
    await woken;
    stop();
    await session.end();
    expect(heard).toEqual([{ officeId: owner.officeId, userId: owner.userId, bySynchronization: false }]);
  });
});
