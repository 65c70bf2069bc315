// The main job through the doors: connect, preview, approve, initial synchronization, and
// then by itself, against the Google simulator over HTTP.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivity, getActivity, listActivities } from '../src/office/activities.ts';
import { createContact, deleteContact, getContact, updateContact } from '../src/office/contacts.ts';
import { changeSetMembers, createSet } from '../src/office/sets.ts';
import { createTask, listTasks } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

interface GoogleState {
  readonly people: readonly { resourceName: string; names?: { givenName?: string; familyName?: string }[]; phoneNumbers?: { value: string; type?: string }[]; memberships?: unknown[]; organizations?: { name?: string }[] }[];
  readonly calendars: readonly { events: readonly { id: string; summary?: string; status?: string }[] }[];
  readonly taskLists: readonly { tasks: readonly { id: string; title?: string; due?: string; deleted?: boolean }[] }[];
}

let world: World;
let user: User;
let setId: string;
let bobId: string;
let eveId: string;
let reportId: string;

const google = async (): Promise<GoogleState> => (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as GoogleState;
const writes = async () => (await world.requests()).filter((request) => request.method !== 'GET');
const author = (): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const person = async (family: string) => (await google()).people.find((one) => one.names?.[0]?.familyName === family);

beforeAll(async () => {
  world = await createWorld();
  user = await world.addUser('Ann Adviser');
  const { db } = world.store;
  const nothing = { phones: [], emails: [], addresses: [], urls: [] };
  bobId = (
    await createContact(db, author(), {
      ...nothing,
      givenName: 'Robert',
      familyName: 'Smith',
      company: 'Acme',
      taxId: '123-45-6789',
      phones: [
        { type: 'Business', value: '(555) 201-4567', preferred: true },
        { type: 'Mobile', value: '(555) 201-9999', preferred: false },
      ],
      emails: [{ type: 'Business', value: 'bob@example.com', preferred: true }],
    })
  ).id;
  eveId = (await createContact(db, author(), { ...nothing, givenName: 'Eve', familyName: 'Adams', phones: [{ type: 'Residence', value: '(212) 555-0188', preferred: true }] })).id;
  await createContact(db, author(), { ...nothing, givenName: 'Not', familyName: 'Synchronized' });
  setId = (await createSet(db, author(), { kind: 'plain', name: 'Google Sync' })).id;
  await changeSetMembers(db, author(), setId, [bobId, eveId], []);
  await createActivity(db, author(), {
    type: 'Appointment',
    status: 'active',
    priority: 'Normal',
    subject: 'Annual review',
    start: { local: '2026-12-01T10:00:00', zone: 'America/New_York' },
    end: { local: '2026-12-01T11:00:00', zone: 'America/New_York' },
    private: false,
    showAs: 'busy',
    recurrence: [],
    occurrences: [],
    participants: [],
  });
  await createTask(db, author(), { subject: 'Send illustration', priority: 'High', status: 'active', dueDate: '2026-12-03', dueTime: '16:00' });
  await world.door('seed', {
    accounts: [
      {
        email: user.email,
        calendars: [{ id: 'primary', timeZone: 'America/New_York', events: [{ summary: 'Dentist', start: { dateTime: '2026-12-02T09:00:00-05:00', timeZone: 'America/New_York' }, end: { dateTime: '2026-12-02T09:30:00-05:00', timeZone: 'America/New_York' } }] }],
        people: [
          { names: [{ givenName: 'Bob', familyName: 'Smith' }], emailAddresses: [{ value: 'Bob@Example.com', type: 'work' }], phoneNumbers: [{ value: '+1 555-201-4567', type: 'Isac' }, { value: '+1 555-201-7777', type: 'home' }] },
          { names: [{ givenName: 'Private', familyName: 'Friend' }] },
        ],
        taskLists: [{ title: 'My Tasks', tasks: [{ title: 'Buy milk', due: '2026-12-04T00:00:00.000Z' }] }],
      },
    ],
  });
}, 120_000);

afterAll(async () => {
  await world?.close();
});

test('[R2] [N4] a preview writes nothing: no stamp, no group, no calendar', async () => {
  expect(await world.connect(user)).toEqual({ userId: user.id });
  await world.door('reset', { log: true });
  reportId = await world.preview(user, { contacts: 'set', setId, activities: 'two-way', recurring: true });
  expect(await writes()).toEqual([]);
  // Groups and contacts, events, task lists and tasks: one page each.
  expect((await world.requests()).length).toBe(5);
  const { lines } = await world.sync.reportLines(user.id, reportId, { offset: 0, limit: 1000 });
  expect(lines.map((line) => `${line.section} ${line.side ?? '-'} ${line.kind} ${line.name}`).sort()).toEqual([
    'asked - contact Robert Smith',
    'create google contact Eve Adams',
    'create google event Annual review',
    'create google group SmartOffice',
    'create google task Send illustration',
    'create office event Dentist',
    'create office task Buy milk',
    'link - contact Robert Smith',
    // What nobody disputes of the two goes on whatever is chosen.
    'update google contact Bob Smith',
    'update office contact Robert Smith',
  ]);
});

test('[R1] [N5] approving is refused until the report was opened, and with another digest', async () => {
  const report = (await world.sync.listReports(user.id)).find((row) => row.id === reportId);
  const approval = { digest: report?.digest ?? '', decisions: {}, choices: {}, released: [] };
  await expect(world.sync.approve(user.id, reportId, approval, user.email)).rejects.toMatchObject({ code: 'not-opened' });
  await expect(world.sync.approve(user.id, reportId, { ...approval, digest: 'other' }, user.email)).rejects.toMatchObject({ code: 'not-current', details: { currentReport: reportId } });
  expect(await writes()).toEqual([]);
});

test('the initial synchronization executes exactly the approved plan, with a choice', async () => {
  const { lines } = await world.sync.reportLines(user.id, reportId, { offset: 0, limit: 1000 });
  const asked = lines.find((line) => line.section === 'asked');
  await world.approve(user, reportId, { choices: { [asked?.unit ?? '']: 'office' } });
  const run = await world.sync.reportLines(user.id, `${reportId}.run`, { offset: 0, limit: 1000 });
  expect(run.lines.filter((line) => line.outcome !== 'applied')).toEqual([]);
  expect((await world.sync.setupDetail(user.id)).state).toBe('active');
  const bob = await person('Smith');
  expect(bob?.names?.[0]?.givenName).toBe('Robert');
  expect(bob?.organizations?.[0]?.name).toBe('Acme');
  expect(bob?.phoneNumbers?.map((phone) => `${phone.type} ${phone.value}`)).toEqual(['Isac +1 555-201-4567', 'home +1 555-201-7777', 'mobile (555) 201-9999']);
  expect(bob?.memberships?.length).toBe(2);
  expect(JSON.stringify(await google())).not.toContain('123-45-6789');
  const held = await getContact(world.store.db, user.officeId, bobId);
  expect(held.phones.map((phone) => `${phone.type} ${phone.value} ${phone.preferred}`)).toEqual(['Business (555) 201-4567 true', 'Mobile (555) 201-9999 false', 'Residence +1 555-201-7777 false']);
  expect((await world.door('mail'))['mails'] ?? []).toEqual([]);
  const mails = await world.sync.mails(user.id);
  expect(mails.map((mail) => mail.subject)).toEqual(['Your SmartOffice/Google initial synchronization has completed', 'Your SmartOffice/Google Preview report is available for review']);
});

test('[A4] cycles without an edit write nothing, on either side', async () => {
  await world.door('reset', { log: true });
  await world.sync.syncNow(user.id, user.email);
  await world.until('a cycle', async () => (await world.requests()).length >= 4);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await writes()).toEqual([]);
  expect((await world.sync.listReports(user.id)).map((row) => row.kind)).toEqual(['Initial Synchronization', 'Preview Report']);
});

test('[K14] a phone changed in SmartOffice and a title changed in Google both arrive on both', async () => {
  const bob = await getContact(world.store.db, user.officeId, bobId);
  const { id, version, ...fields } = bob;
  await updateContact(world.store.db, author(), id, version, { ...fields, phones: bob.phones.map((phone) => (phone.type === 'Mobile' ? { ...phone, value: '(555) 201-8888' } : phone)) } as never);
  await world.door('act', { account: user.email, action: 'contact.edit', id: (await person('Smith'))?.resourceName, patch: { organizations: [{ name: 'Acme', title: 'Partner' }] } });
  await world.until('both changes on both sides', async () => {
    const office = await getContact(world.store.db, user.officeId, bobId);
    const there = await person('Smith');
    return office.jobTitle === 'Partner' && there?.phoneNumbers?.some((phone) => phone.value === '(555) 201-8888');
  });
  const there = await person('Smith');
  expect(there?.phoneNumbers?.map((phone) => `${phone.type} ${phone.value}`)).toEqual(['Isac +1 555-201-4567', 'home +1 555-201-7777', 'mobile (555) 201-8888']);
  const office = await getContact(world.store.db, user.officeId, bobId);
  expect(office.phones.map((phone) => `${phone.type} ${phone.preferred}`)).toEqual(['Business true', 'Mobile false', 'Residence false']);
});

test('[D7] a task moved in Google keeps its time in SmartOffice', async () => {
  const list = (await google()).taskLists[0];
  const task = list?.tasks.find((one) => one.title === 'Send illustration');
  await world.door('act', { account: user.email, action: 'task.edit', id: task?.id, patch: { due: '2026-12-05T00:00:00.000Z' } });
  const moved = await world.until('the task', async () => (await listTasks(world.store.db, user.id, { limit: 100 } as never)).tasks.find((one) => one.dueDate === '2026-12-05'));
  expect(moved.dueTime?.slice(0, 5)).toBe('16:00');
});

test('[B9] what is deleted in Google waits for an answer and is never made again', async () => {
  const event = (await google()).calendars[0]?.events.find((one) => one.summary === 'Annual review');
  await world.door('act', { account: user.email, action: 'event.delete', id: event?.id });
  const detail = await world.until('the question', async () => {
    const now = await world.sync.setupDetail(user.id);
    return now.waiting === 1 && now;
  });
  const question = detail.currentReport ?? '';
  const { lines } = await world.sync.reportLines(user.id, question, { offset: 0, limit: 100 });
  expect(lines.map((line) => `${line.section} ${line.name}`)).toEqual(['asked Annual review']);
  await world.approve(user, question, { choices: { [lines[0]?.unit ?? '']: 'keep' } });
  await world.sync.syncNow(user.id, user.email);
  await world.until('no question', async () => (await world.sync.setupDetail(user.id)).waiting === 0);
  expect((await google()).calendars[0]?.events.filter((one) => one.summary === 'Annual review' && one.status !== 'cancelled')).toEqual([]);
  expect((await listActivities(world.store.db, user.id, { limit: 100 } as never)).activities.map((one) => one.subject).sort()).toEqual(['Annual review', 'Dentist']);
});

test('deleting a contact of the SET in SmartOffice asks before Google loses it', async () => {
  const bob = await getContact(world.store.db, user.officeId, bobId);
  await deleteContact(world.store.db, author(), bobId, bob.version);
  await world.until('the question', async () => (await world.sync.setupDetail(user.id)).waiting === 1);
  expect(await person('Smith')).toBeDefined();
});

test('[B15] a run is undone through a preview of its own', async () => {
  const dentist = (await listActivities(world.store.db, user.id, { limit: 100 } as never)).activities.find((one) => one.subject === 'Dentist');
  const undo = await world.sync.undo(user.id, `${reportId}.run`, user.email);
  const ready = await world.until('the undo preview', async () => (await world.sync.listReports(user.id)).find((row) => row.id === undo.id && row.status === 'ready'));
  const { lines } = await world.sync.reportLines(user.id, ready.id, { offset: 0, limit: 100 });
  expect(lines.map((line) => `${line.section} ${line.side ?? '-'} ${line.name}`).sort()).toContain('delete office Dentist');
  await world.approve(user, ready.id);
  expect((await getActivity(world.store.db, user.id, dentist?.id ?? '')).status).toBe('canceled');
  expect((await google()).people.some((one) => one.names?.[0]?.familyName === 'Adams')).toBe(false);
  expect((await person('Smith'))?.names?.[0]?.givenName).toBe('Bob');
  expect((await getContact(world.store.db, user.officeId, eveId)).givenName).toBe('Eve');
  await world.door('reset', { log: true });
  await world.sync.syncNow(user.id, user.email);
  await world.until('a cycle', async () => (await world.requests()).length >= 4);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(await writes()).toEqual([]);
});
