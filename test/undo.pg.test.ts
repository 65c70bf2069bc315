// The undo of a whole run through the doors, over PostgreSQL and against the simulator: links
// come apart, fills are taken back, what was deleted is there again as it was, and an undo is
// itself undone.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createActivity, deleteActivity, getActivity } from '../src/office/activities.ts';
import { createContact, deleteContact, getContact, listContacts, updateContact } from '../src/office/contacts.ts';
import { changeSetMembers, createSet } from '../src/office/sets.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

interface Person {
  readonly resourceName: string;
  readonly names?: { givenName?: string; familyName?: string }[];
  readonly phoneNumbers?: { value: string; type?: string }[];
  readonly organizations?: { title?: string }[];
  readonly memberships?: { contactGroupMembership?: { contactGroupResourceName?: string } }[];
}
interface Event {
  readonly id: string;
  readonly summary?: string;
  readonly status?: string;
  readonly recurrence?: string[];
  readonly recurringEventId?: string;
}

let world: World;
let user: User;
let setId = '';
let people = 0;

beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  people += 1;
  user = await world.addUser(`Undoer ${people}`);
  setId = (await createSet(world.store.db, owner(), { kind: 'plain', name: `Set ${people}` })).id;
});

const owner = (): { officeId: string; userId: string } => ({ officeId: user.officeId, userId: user.id });
const state = async () => {
  const found = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { people: (Person & { metadata?: { deleted?: boolean } })[]; calendars: { events: Event[] }[] };
  return { ...found, people: found.people.filter(({ metadata }) => metadata?.deleted !== true) };
};
const person = async (family: string) => (await state()).people.find((one) => one.names?.[0]?.familyName === family);
const events = async () => (await state()).calendars[0]?.events.filter(({ status }) => status !== 'cancelled') ?? [];
const linesOf = async (report: string) => (await world.sync.reportLines(user.id, report, { offset: 0, limit: 1000 })).lines;
const quiet = (): Promise<void> => world.cycle(user);
const ann = { givenName: 'Ann', familyName: 'Miller', emails: [{ type: 'Business', value: 'ann@example.com', preferred: true }], addresses: [], urls: [] } as const;
const phones = [{ type: 'Business', value: '(212) 555-0101', preferred: false }, { type: 'Mobile', value: '(212) 555-0102', preferred: true }];
const addContact = async (more: object): Promise<string> => {
  const { id } = await createContact(world.store.db, owner(), { ...ann, phones: [], ...more } as never);
  await changeSetMembers(world.store.db, owner(), setId, [id], []);
  return id;
};
const editContact = async (id: string, change: object): Promise<void> => {
  const { id: _, version, ...fields } = await getContact(world.store.db, user.officeId, id);
  await updateContact(world.store.db, owner(), id, version, { ...fields, ...change } as never);
};
const undoRun = async (report: string): Promise<string> => {
  const { id } = await world.sync.undo(user.id, report, user.email);
  await world.until('the undo preview', async () => (await world.sync.listReports(user.id)).some((row) => row.id === id && row.status === 'ready'));
  return id;
};
const waiting = () => world.until('a question', async () => {
  const detail = await world.sync.setupDetail(user.id);
  return detail.waiting > 0 && detail.currentReport;
});
/** Answers everything that is asked with this, and gives the run. */
const answerAll = async (choice: string): Promise<string> => {
  const report = (await waiting()) ?? '';
  const asked = (await linesOf(report)).filter(({ section }) => section === 'asked');
  const { brakes } = await world.sync.report(user.id, report);
  await world.approve(user, report, { choices: Object.fromEntries(asked.map(({ unit }) => [unit, choice])), released: brakes.map(({ key }) => key) });
  return `${report}.run`;
};

test('[B15] [R24] the undo of a first meeting takes the fills back and the two apart; they are not linked again until that is taken back, and the undo can be undone', async () => {
  await world.door('seed', { accounts: [{ email: user.email, people: [{ names: [{ givenName: 'Ann', familyName: 'Miller' }], emailAddresses: [{ value: 'ann@example.com', type: 'work' }], organizations: [{ title: 'Partner' }] }] }] });
  await world.connect(user);
  const id = await addContact({ phones });
  const first = await world.preview(user, { contacts: 'set', setId, activities: 'none' });
  await world.approve(user, first);
  expect((await person('Miller'))?.phoneNumbers?.map(({ type }) => type)).toEqual(['work', 'mobile']);
  expect((await getContact(world.store.db, user.officeId, id)).jobTitle).toBe('Partner');

  const undo = await undoRun(`${first}.run`);
  const lines = await linesOf(undo);
  expect(lines.map(({ section, side }) => `${section} ${side ?? '-'}`).sort()).toEqual(['left alone google', 'unlink -', 'update google', 'update office']);
  expect(lines.find(({ section }) => section === 'unlink')?.text).toContain('both records stay as they are, and are not linked or copied again');
  await world.approve(user, undo);
  const apart = async (): Promise<void> => {
    expect((await person('Miller'))?.phoneNumbers ?? []).toEqual([]);
    expect((await person('Miller'))?.organizations?.[0]?.title).toBe('Partner');
    const office = await getContact(world.store.db, user.officeId, id);
    expect([office.jobTitle ?? '', office.phones.map(({ type, preferred }) => `${type} ${preferred}`)]).toEqual(['', ['Business false', 'Mobile true']]);
    expect((await state()).people.length).toBe(1);
  };
  await apart();
  // Neither an edit nor a new name links or copies them, nor does a new preview.
  await editContact(id, { nickname: 'Annie' });
  await quiet();
  await apart();
  await editContact(id, { givenName: 'Susan', emails: [], nickname: '' });
  await quiet();
  expect((await state()).people.length).toBe(1);
  await editContact(id, { givenName: 'Ann', emails: ann.emails });
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
  const again = await world.preview(user, {});
  expect((await linesOf(again)).map(({ section }) => section)).toEqual([]);
  await world.approve(user, again);
  const [decision] = await world.sync.neverDecisions(user.id);
  expect(decision).toMatchObject({ kind: 'contact', name: 'Ann Miller', by: user.email, text: expect.stringContaining('apart') });

  // The undo is undone: linked again, the fills are back, and nothing is refused any more.
  const back = await undoRun(`${undo}.run`);
  expect((await linesOf(back)).map(({ section, side }) => `${section} ${side ?? '-'}`).sort()).toEqual(['link -', 'update google', 'update office']);
  await world.approve(user, back);
  expect((await person('Miller'))?.phoneNumbers?.map(({ type }) => type).sort()).toEqual(['mobile', 'work']);
  expect(await world.sync.neverDecisions(user.id)).toEqual([]);
  await editContact(id, { jobTitle: 'Director' });
  await world.until('the edit', async () => (await person('Miller'))?.organizations?.[0]?.title === 'Director');
  expect((await state()).people.length).toBe(1);
});

test('[B15] two that an undo took apart are offered again once that is taken back', async () => {
  await world.door('seed', { accounts: [{ email: user.email, people: [{ names: [{ givenName: 'Ann', familyName: 'Miller' }], emailAddresses: [{ value: 'ann@example.com', type: 'work' }] }] }] });
  await world.connect(user);
  await addContact({});
  const first = await world.preview(user, { contacts: 'set', setId, activities: 'none' });
  await world.approve(user, first);
  await world.approve(user, await undoRun(`${first}.run`));
  const [decision] = await world.sync.neverDecisions(user.id);
  await world.sync.takeBackNever(user.id, decision?.id ?? '', user.email);
  const report = await world.until('the offer', async () => (await world.sync.setupDetail(user.id)).currentReport);
  expect((await linesOf(report)).map(({ section, name }) => `${section} ${name}`)).toContain('link Ann Miller');
});

test('[B15] [R9] an undone create that is undone makes the record again for its old counterpart, and the two go on together', async () => {
  await world.door('seed', { accounts: [{ email: user.email }] });
  await world.connect(user);
  const id = await addContact({ phones });
  const first = await world.preview(user, { contacts: 'set', setId, activities: 'none' });
  await world.approve(user, first);
  const undo = await undoRun(`${first}.run`);
  const shown = await world.sync.report(user.id, undo);
  // The one pair that there is is what is undone.
  expect(shown.summary.join(' ')).not.toContain('Nothing to do for');
  await world.approve(user, undo, { released: shown.brakes.map(({ key }) => key) });
  expect(await person('Miller')).toBeUndefined();
  await quiet();
  expect(await person('Miller')).toBeUndefined();
  await world.approve(user, await undoRun(`${undo}.run`));
  expect((await person('Miller'))?.phoneNumbers?.map(({ type }) => type)).toEqual(['work', 'mobile']);
  await editContact(id, { jobTitle: 'Director' });
  await world.until('the edit', async () => (await person('Miller'))?.organizations?.[0]?.title === 'Director');
  expect((await state()).people.length).toBe(1);
});

test('[B15] [K3] a contact whose deletion is undone is there again with TYPES, preferred, SET and group', async () => {
  await world.door('seed', { accounts: [{ email: user.email }] });
  await world.connect(user);
  const ids = [await addContact({ phones }), await addContact({ givenName: 'Bo', familyName: 'Berg', emails: [], phones })];
  await world.approve(user, await world.preview(user, { contacts: 'set', setId, activities: 'none' }));
  const groupsOf = (one?: Person) => one?.memberships?.map(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName);
  const group = groupsOf(await person('Berg'));
  // One is deleted on each side, and that is followed.
  await deleteContact(world.store.db, owner(), ids[0] ?? '', (await getContact(world.store.db, user.officeId, ids[0] ?? '')).version);
  await world.door('act', { account: user.email, action: 'contact.delete', id: (await person('Berg'))?.resourceName });
  await world.until('two questions', async () => (await world.sync.setupDetail(user.id)).waiting === 2);
  const run = await answerAll('follow');
  expect((await state()).people).toEqual([]);
  const undo = await undoRun(run);
  await world.approve(user, undo);
  const miller = await person('Miller');
  expect([miller?.phoneNumbers?.map(({ value, type }) => `${type} ${value}`), groupsOf(miller)]).toEqual([['work (212) 555-0101', 'mobile (212) 555-0102'], group]);
  const berg = await getContact(world.store.db, user.officeId, ids[1] ?? '');
  expect(berg.phones.map(({ type, value, preferred }) => `${type} ${value} ${preferred}`)).toEqual(['Business (212) 555-0101 false', 'Mobile (212) 555-0102 true']);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from set_member where set_id = ${setId}::uuid and contact_id = ${ids[1]}::uuid`.execute(world.store.db);
  expect(rows[0]?.count).toBe(1);
  await quiet();
  expect((await state()).people.length).toBe(1);
});

test('[B15] [C4] a series whose deletion is undone has its rule and its changed occurrences again, on either side', async () => {
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ id: 'primary', timeZone: 'America/New_York', events: [] }] }] });
  await world.connect(user);
  const zone = 'America/New_York';
  const series = (subject: string) =>
    createActivity(world.store.db, owner(), {
      type: 'Appointment', status: 'active', priority: 'Normal', subject, private: false, showAs: 'busy', participants: [],
      start: { local: '2026-12-01T10:00:00', zone }, end: { local: '2026-12-01T11:00:00', zone }, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'],
      occurrences: [{ original: '2026-12-08T15:00:00Z', title: 'Moved', start: { local: '2026-12-09T14:00:00', zone }, end: { local: '2026-12-09T15:00:00', zone } }, { original: '2026-12-15T15:00:00Z', cancelled: true }],
    } as never);
  const [one, two] = [await series('Coaching'), await series('Review')];
  await world.approve(user, await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true }));
  const told = async () => (await events()).map(({ summary, recurrence, recurringEventId }) => `${summary} ${recurrence?.join() ?? (recurringEventId === undefined ? '' : 'changed')}`).sort();
  const before = await told();
  expect(before).toEqual([expect.stringContaining('Coaching RRULE'), 'Moved changed', 'Moved changed', expect.stringContaining('Review RRULE')]);
  await deleteActivity(world.store.db, owner(), one.id, (await getActivity(world.store.db, user.id, one.id)).version);
  await world.door('act', { account: user.email, action: 'event.delete', id: (await events()).find(({ summary, recurrence }) => summary === 'Review' && recurrence !== undefined)?.id });
  await world.until('two questions', async () => (await world.sync.setupDetail(user.id)).waiting === 2);
  const officeBefore = await getActivity(world.store.db, user.id, two.id);
  const run = await answerAll('follow');
  expect(await events()).toEqual([]);
  await world.approve(user, await undoRun(run));
  expect(await told()).toEqual([before.find((line) => line.startsWith('Coaching')), 'Moved changed']);
  const restored = await getActivity(world.store.db, user.id, two.id);
  expect([restored.status, restored.recurrence, restored.occurrences]).toEqual([officeBefore.status, officeBefore.recurrence, officeBefore.occurrences]);
  await quiet();
  expect((await events()).length).toBe(2);
});

test('[R20] the undo of what invited people says how many cancellations Google would send, and sends so many', async () => {
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ id: 'primary', timeZone: 'America/New_York', events: [] }] }] });
  await world.connect(user);
  const at = (hour: number) => ({ local: `2027-05-04T${hour}:00:00`, zone: 'America/New_York' });
  const participant = (email: string) => ({ email, name: email, response: 'needsAction', optional: false });
  await createActivity(world.store.db, owner(), { type: 'Appointment', status: 'active', priority: 'Normal', subject: 'With clients', start: at(10), end: at(11), private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [participant('client@example.com'), participant('other@example.com')] } as never);
  const report = await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true, policy: { sendGuests: true } } as never);
  expect((await world.sync.report(user.id, report)).invitations).toBe(2);
  await world.approve(user, report);
  const mails = async () => ((await world.door('mail')) as unknown as { mails: { from: string }[] }).mails.length;
  const before = await mails();
  const undo = await undoRun(`${report}.run`);
  const shown = await world.sync.report(user.id, undo);
  expect([shown.invitations, shown.summary.at(-1)]).toEqual([2, '2 invitations will be sent.']);
  const { brakes } = shown;
  await world.approve(user, undo, { released: brakes.map(({ key }) => key) });
  expect((await mails()) - before).toBe(2);
});

test('[B15] [R16] answers that left two different, or kept one, are asked again when their run is undone; the group that a run made stays, and that is said', async () => {
  await world.door('seed', { accounts: [{ email: user.email }] });
  await world.connect(user);
  const ids = [await addContact({ jobTitle: 'VP' }), await addContact({ givenName: 'Bo', familyName: 'Berg', emails: [] })];
  const first = await world.preview(user, { contacts: 'set', setId, activities: 'none' });
  await world.approve(user, first);
  await editContact(ids[0] ?? '', { jobTitle: 'Agent' });
  await world.door('act', { account: user.email, action: 'contact.edit', id: (await person('Miller'))?.resourceName, patch: { organizations: [{ title: 'Broker' }] } });
  await world.door('act', { account: user.email, action: 'contact.delete', id: (await person('Berg'))?.resourceName });
  await world.until('two questions', async () => (await world.sync.setupDetail(user.id)).waiting === 2);
  const report = (await waiting()) ?? '';
  const asked = (await linesOf(report)).filter(({ section }) => section === 'asked');
  const choices = Object.fromEntries(asked.map(({ unit, name }) => [unit, name === 'Ann Miller' ? 'leave' : 'keep']));
  await world.approve(user, report, { choices });
  await quiet();
  expect((await world.sync.setupDetail(user.id)).waiting).toBe(0);

  const undo = await undoRun(`${report}.run`);
  expect((await linesOf(undo)).map(({ section, text }) => `${section}: ${text}`).sort()).toEqual([
    'other: Ask again about contact Ann Miller, of which both were left as they are (job title)',
    'other: Ask again about contact Bo Berg: deleted on Google, and kept in SmartOffice only',
  ]);
  expect((await world.sync.report(user.id, undo)).summary).toContain('Answers taken back: 2 contacts.');
  await world.approve(user, undo);
  await world.until('the questions again', async () => (await world.sync.setupDetail(user.id)).waiting === 2);
  const again = (await linesOf((await waiting()) ?? '')).filter(({ section }) => section === 'asked');
  expect(again.map(({ name, why }) => `${name}: ${why}`).sort()).toEqual(asked.map(({ name, why }) => `${name}: ${why}`).sort());
  // Answered otherwise now: nothing was lost meanwhile.
  await world.approve(user, (await waiting()) ?? '', { choices: Object.fromEntries(again.map(({ unit, name }) => [unit, name === 'Ann Miller' ? 'google' : 'restore'])) });
  expect((await getContact(world.store.db, user.officeId, ids[0] ?? '')).jobTitle).toBe('Broker');
  expect((await person('Berg'))?.names?.[0]?.givenName).toBe('Bo');

  const whole = await linesOf(await undoRun(`${first}.run`));
  expect(whole.filter(({ kind }) => kind === 'group').map(({ section, text }) => `${section}: ${text}`)).toEqual([expect.stringMatching(/^left alone: The contact group “.+” on Google stays: what you have put into it yourself/)]);
});

test('[R14] a contact that we deleted and that a lagging list of Google shows once more does not come back into the office', async () => {
  await world.door('seed', { accounts: [{ email: user.email }] });
  await world.connect(user);
  const id = await addContact({ phones });
  await world.approve(user, await world.preview(user, { contacts: 'set', setId, activities: 'none', policy: { deletion: { contact: { office: 'follow' } } } } as never));
  const names = async (): Promise<string[]> => (await listContacts(world.store.db, user.officeId, { limit: 100 } as never)).contacts.map(({ name }) => name).filter((name) => name.includes('Miller'));
  const before = (await names()).length;
  await world.door('switches', { peopleSyncLagMs: 300_000 });
  try {
    await editContact(id, { jobTitle: 'Director' });
    await world.until('the edit', async () => (await person('Miller'))?.organizations?.[0]?.title === 'Director');
    await quiet();
    await world.door('clock', { advance: 120_000 });
    await deleteContact(world.store.db, owner(), id, (await getContact(world.store.db, user.officeId, id)).version);
    await world.until('the deletion', async () => (await person('Miller')) === undefined);
    await quiet();
    // Now the list shows the edit, and not the deletion yet.
    await world.door('clock', { advance: 220_000 });
    await quiet();
    expect((await names()).length).toBe(before - 1);
    await world.door('clock', { advance: 300_000 });
    await quiet();
    expect([(await names()).length, await person('Miller')]).toEqual([before - 1, undefined]);
  } finally {
    await world.door('switches', { peopleSyncLagMs: 0 });
  }
});
