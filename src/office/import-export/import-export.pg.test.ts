import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { epochOf } from '../../core/occurrence.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import type { TestDatabase } from '../../../test/support/postgres.ts';
import type { Sql } from '../../store/open.ts';
import { calendarBetween, createActivity, deleteActivity, updateActivity } from '../activities.ts';
import type { Owner } from '../activities.ts';
import { currentRev } from '../changes.ts';
import { readContactRecords } from '../contact-record.ts';
import type { ContactRecord } from '../contact-record.ts';
import { demoUsers } from '../demo-content.ts';
import { seedDemoOffice } from '../demo-seed.ts';
import { activityInputSchema } from '../input.ts';
import { createSet, getSet } from '../sets.ts';
import { listTasks } from '../tasks.ts';
import { createOffice, createUser } from '../users.ts';
import { exportCalendar, exportCsv, exportVcards } from './export-office.ts';
import { importFile } from './import-file.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
const zone = 'America/New_York';
let database: TestDatabase;
let db: Sql;
let demo: Owner;
const bytes = (text: string) => new TextEncoder().encode(text);

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.store.db;
  const { officeId, users } = await seedDemoOffice(db, { now });
  demo = { officeId, userId: users[0]?.id ?? '' };
});
afterAll(() => database.drop());

async function emptyOffice(): Promise<Owner> {
  const officeId = await createOffice(db, 'Empty');
  const user = await createUser(db, officeId, { fullName: 'E', email: `e-${officeId}@example.com`, password: 'x', role: 'user', zone, country: 'US', locale: 'en' });
  return { officeId, userId: user.id };
}

async function contactsOf(officeId: string): Promise<object[]> {
  const records = await readContactRecords(db, sql`c.office_id = ${officeId} and c.deleted_at is null`);
  return records.map(comparable).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function comparable(record: ContactRecord): object {
  const { id: _id, version: _version, sets: _sets, createdAt: _made, updatedAt: _touched, clientStatus: _status, clientType: _type, taxId: _tax, source: _source, deleted: _deleted, ...rest } = record;
  return JSON.parse(JSON.stringify(rest, (key, value) => (key === 'id' ? undefined : value)));
}

describe('round trips of the whole demo office', () => {
  test.each([
    ['vCard 3.0', () => exportVcards(db, demo.officeId, { version: '3.0' as const })],
    ['vCard 4.0', () => exportVcards(db, demo.officeId, { version: '4.0' as const })],
    ['CSV', () => exportCsv(db, demo.officeId, {})],
  ])('contacts through %s come back equal, without what never leaves the office', async (_, write) => {
    const text = await write();
    expect(text).not.toMatch(/900-\d\d-\d{4}/);
    const office = await emptyOffice();
    const report = await importFile(db, office, bytes(text), { zone });
    expect(report).toMatchObject({ contacts: 300, problems: [] });
    expect(await contactsOf(office.officeId)).toEqual(await contactsOf(demo.officeId));
    expect(await importFile(db, office, bytes(text), { zone })).toMatchObject({ contacts: 0, alreadyThere: 300 });
    expect(await contactsOf(office.officeId)).toHaveLength(300);
  });

  test('activities and tasks through iCalendar show the same calendar', async () => {
    const text = await exportCalendar(db, demo.userId, { zone: demoUsers[0]?.zone ?? zone, now });
    const lines = text.split('\r\n');
    expect(lines.filter((line) => new TextEncoder().encode(line).length > 76)).toEqual([]);
    expect(text).not.toMatch(/x-recurrence-line/i);
    const office = await emptyOffice();
    const report = await importFile(db, office, bytes(text), { zone });
    expect(report.problems).toEqual([]);
    const shown = async (userId: string) =>
      (await calendarBetween(db, userId, '2026-07-01', '2027-07-01', zone)).entries.map(({ activity, at }) => ({
        subject: at.change?.title ?? activity.subject, at: [at.start, at.end].map(epochOf), type: activity.type, status: activity.status, notes: activity.notes, location: activity.location, subType: activity.subType,
        private: activity.private, showAs: activity.showAs, reminder: activity.reminder, priority: activity.priority, guests: activity.participants.flatMap((one) => one.email ?? []),
      })).map((one) => JSON.stringify(one)).sort();
    expect(await shown(office.userId)).toEqual(await shown(demo.userId));
    const tasks = async (userId: string) => (await listTasks(db, userId, { limit: 500 })).tasks.map(({ subject, notes, dueDate, dueTime, priority, status }) => ({ subject, notes, dueDate, dueTime, priority, status })).sort((left, right) => (left.subject < right.subject ? -1 : 1));
    expect(await tasks(office.userId)).toEqual(await tasks(demo.userId));
  });

  test('a long recurrence line and marks in it survive the folding', async () => {
    const office = await emptyOffice();
    const recurrence = ['RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13;COUNT=50', 'EXDATE;TZID=America/New_York:20260102T090000,20260103T090000'];
    await createActivity(db, office, activityInputSchema.parse({ type: 'Call', subject: 'Long; with, marks\\ and\nlines', start: { local: '2026-01-01T09:00', zone }, end: { local: '2026-01-01T10:00', zone }, recurrence }));
    const text = await exportCalendar(db, office.userId, { zone, now });
    const other = await emptyOffice();
    expect(await importFile(db, other, bytes(text), { zone })).toMatchObject({ activities: 1, problems: [] });
    const [entry] = (await calendarBetween(db, other.userId, '2026-01-01', '2026-01-05', zone)).entries;
    expect(entry?.activity).toMatchObject({ subject: 'Long; with, marks\\ and\nlines', recurrence });
  });
});

describe('imports', () => {
  const card = (name: string, email: string) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:${email}\r\nEND:VCARD\r\n`;

  test('a dry run tells what would happen and writes nothing', async () => {
    const office = await emptyOffice();
    const rev = await currentRev(db, office.officeId);
    expect(await importFile(db, office, bytes(card('A B', 'a@example.com')), { zone, dryRun: true })).toMatchObject({ dryRun: true, contacts: 1 });
    expect(await currentRev(db, office.officeId)).toBe(rev);
    expect(await contactsOf(office.officeId)).toEqual([]);
  });

  const calendar = (...lines: string[]) => bytes(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
  const meeting = (uid: string, subject: string, start: string) => ['BEGIN:VEVENT', ...(uid === '' ? [] : [`UID:${uid}`]), `SUMMARY:${subject}`, `DTSTART:${start}`, 'DURATION:PT1H', 'END:VEVENT'];
  const todo = (uid: string, subject: string) => ['BEGIN:VTODO', ...(uid === '' ? [] : [`UID:${uid}`]), `SUMMARY:${subject}`, 'DUE;VALUE=DATE:20261130', 'END:VTODO'];
  const subjects = async (office: Owner) => (await calendarBetween(db, office.userId, '2026-11-01', '2026-12-31', zone)).entries.map(({ activity }) => activity.subject).sort();

  test('a calendar imported twice is there once, known by its UIDs whatever the office made of it since', async () => {
    const office = await emptyOffice();
    const file = calendar(...meeting('m1', 'Review', '20261124T150000Z'), ...meeting('m2', 'Lunch', '20261125T170000Z'), ...todo('t1', 'Call Ann'), 'BEGIN:VEVENT', 'UID:s', 'SUMMARY:Weekly', 'DTSTART:20261123T150000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3', 'END:VEVENT');
    expect(await importFile(db, office, file, { zone })).toMatchObject({ activities: 3, tasks: 1, alreadyThere: 0 });
    const [{ activity } = { activity: undefined }] = (await calendarBetween(db, office.userId, '2026-11-24', '2026-11-25', zone)).entries;
    if (activity === undefined) throw new Error('The review is not in the calendar.');
    await updateActivity(db, office, activity.id, activity.version, activityInputSchema.parse({ type: activity.type, subject: 'Review with Bob', start: activity.start, end: activity.end }));
    const before = await subjects(office);
    expect(await importFile(db, office, file, { zone, dryRun: true })).toMatchObject({ activities: 0, tasks: 0, alreadyThere: 4 });
    const again = await importFile(db, office, file, { zone });
    expect(again).toMatchObject({ activities: 0, tasks: 0, alreadyThere: 4 });
    expect(again.problems.map(({ name, effect }) => [name, effect])).toEqual([['Review', 'left out'], ['Lunch', 'left out'], ['Call Ann', 'left out'], ['Weekly', 'left out']]);
    expect(await subjects(office)).toEqual(before);
    // What a person deleted is not there: it may be brought again.
    const present = (await calendarBetween(db, office.userId, '2026-11-24', '2026-11-25', zone)).entries[0]?.activity;
    await deleteActivity(db, office, present?.id ?? '', present?.version ?? '');
    expect(await importFile(db, office, file, { zone })).toMatchObject({ activities: 1, tasks: 0, alreadyThere: 3 });
  });

  test('without UIDs the same subject and time are the same activity; another time is another', async () => {
    const office = await emptyOffice();
    await importFile(db, office, calendar(...meeting('', 'Review', '20261124T150000Z'), ...todo('', 'Call Ann')), { zone });
    expect(await importFile(db, office, calendar(...meeting('', 'Review', '20261124T150000Z'), ...meeting('', 'Review', '20261125T150000Z'), ...todo('', 'Call Ann')), { zone })).toMatchObject({ activities: 1, tasks: 0, alreadyThere: 2 });
    expect(await subjects(office)).toEqual(['Review', 'Review']);
  });

  test('two entries of one file that look the same are both imported, and both known afterwards', async () => {
    const office = await emptyOffice();
    const file = calendar(...meeting('a', 'Call', '20261124T150000Z'), ...meeting('b', 'Call', '20261124T150000Z'));
    expect(await importFile(db, office, file, { zone })).toMatchObject({ activities: 2, alreadyThere: 0 });
    expect(await importFile(db, office, file, { zone })).toMatchObject({ activities: 0, alreadyThere: 2 });
  });

  test("the office's own export, brought back, doubles nothing", async () => {
    const office = await emptyOffice();
    await importFile(db, office, calendar(...meeting('m1', 'Review', '20261124T150000Z'), ...todo('t1', 'Call Ann')), { zone });
    const text = await exportCalendar(db, office.userId, { zone, now });
    expect(await importFile(db, office, bytes(text), { zone })).toMatchObject({ activities: 0, tasks: 0, alreadyThere: 2 });
  });

  test('contacts go into the SET that was named, and a filtered one is refused before anything is written', async () => {
    const office = await emptyOffice();
    const plain = await createSet(db, office, { kind: 'plain', name: 'Plain' });
    await importFile(db, office, bytes(card('A B', 'a@example.com') + card('C D', 'c@example.com')), { zone, setId: plain.id });
    expect((await getSet(db, office.officeId, plain.id)).memberCount).toBe(2);
    const filtered = await createSet(db, office, { kind: 'filtered', name: 'Filtered', filter: { match: 'all', conditions: [{ field: 'name', test: 'is not empty' }] } });
    await expect(importFile(db, office, bytes(card('E F', 'e@example.com')), { zone, setId: filtered.id })).rejects.toMatchObject({ code: 'invalid', field: 'setId' });
    expect(await contactsOf(office.officeId)).toHaveLength(2);
  });

  test('an empty or unknown file is refused with the remedy', async () => {
    const office = await emptyOffice();
    for (const content of ['', '%PDF-1.7\n%binary', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n']) {
      await expect(importFile(db, office, bytes(content), { zone }), content).rejects.toMatchObject({ code: 'invalid', field: 'file', remedy: expect.any(String) });
    }
  });

  test('no cell of an export starts a formula', async () => {
    const office = await emptyOffice();
    await importFile(db, office, bytes('First Name,Last Name,Phone 1 - Value\r\n=1+1,@x,+1 212 555 0100\r\n'), { zone });
    const text = await exportCsv(db, office.officeId, {});
    expect(text).toContain(', =1+1,');
    expect(text).toContain(',+1 212 555 0100');
  });
});
