// One meeting in the calendars of several users of an office: one activity, a link each.
// Met through the doors, against the simulator, in whichever order they come.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createActivity, deleteActivity, getActivity, listActivities, updateActivity } from '../src/office/activities.ts';
import { keptByColleagues } from '../src/office/participation.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

interface Event { readonly id: string; readonly iCalUID: string; readonly summary: string; readonly status: string }

let world: World;
let ann: User;
let bob: User;
let stranger: User;
let pairs = 0;
const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const zone = 'America/New_York';

beforeAll(async () => {
  world = await createWorld();
  await world.door('switches', { invitationCopyId: 'different' });
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  pairs += 1;
  ann = await world.addUser(`Ann ${pairs}`);
  bob = await world.addUser(`Bob ${pairs}`);
  stranger = await world.addUser(`Cid ${pairs}`);
  await world.door('seed', { accounts: [{ email: ann.email, timeZone: zone }, { email: bob.email, timeZone: zone }] });
});

const begin = async (user: User): Promise<void> => {
  await world.connect(user);
  await world.approve(user, await world.preview(user, setup));
};
const act = (user: User, action: string, more: object): Promise<unknown> => world.door('act', { account: user.email, action, ...more });
const invite = (summary: string): Promise<unknown> =>
  act(ann, 'event.create', { event: { summary, start: { dateTime: '2027-03-01T10:00:00-05:00', timeZone: zone }, end: { dateTime: '2027-03-01T11:00:00-05:00', timeZone: zone }, attendees: [{ email: ann.email, responseStatus: 'accepted' }, { email: bob.email }] } });
const events = async (user: User): Promise<Event[]> => {
  const { calendars } = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as { calendars: { events: Event[] }[] };
  return calendars.flatMap((calendar) => calendar.events).filter(({ status }) => status !== 'cancelled');
};
const activities = async (user: User) => (await listActivities(world.store.db, user.id, { limit: 100 })).activities.filter(({ status }) => status !== 'canceled');
const links = async (user: User): Promise<number> => Number((await world.store.pool.query("select count(*)::int as n from link l join account a on a.id = l.account_id where a.user_id = $1 and l.kind = 'event'", [user.id])).rows[0].n);
const writes = async (): Promise<number> => (await world.requests()).filter(({ api, method }) => api === 'calendar' && method !== 'GET').length;

/** Both look again, several times, and neither writes nor asks. */
async function expectQuiet(): Promise<void> {
  const state = async (): Promise<string> => JSON.stringify([await writes(), (await activities(ann)).map(({ id, version }) => [id, version]), (await activities(bob)).map(({ id, version }) => [id, version])]);
  const before = await state();
  for (let round = 0; round < 5; round += 1) {
    for (const user of [ann, bob]) await cycle(user);
  }
  expect(await state()).toBe(before);
  for (const user of [ann, bob]) expect(await world.sync.setupDetail(user.id)).toMatchObject({ state: 'active', waiting: 0 });
}

async function cycle(user: User): Promise<void> {
  const reads = async (): Promise<number> => (await world.requests(user)).filter(({ call }) => call === 'calendar.events.list').length;
  const before = await reads();
  await world.sync.syncNow(user.id, user.email);
  await world.until('a cycle', async () => (await reads()) > before);
}

async function expectOne(title: string): Promise<string> {
  const [hers, his] = [await activities(ann), await activities(bob)];
  expect([hers.map(({ id }) => id), hers.map(({ subject }) => subject)]).toEqual([his.map(({ id }) => id), [title]]);
  expect(hers[0]?.participants.map(({ email }) => email)).toEqual([ann.email, bob.email]);
  expect([await links(ann), await links(bob)]).toEqual([1, 1]);
  return hers[0]?.id ?? '';
}

/** Whoever's synchronization brought it first. */
async function expectKeptBy(keeper: User, other: User, id: string): Promise<void> {
  const seen = await getActivity(world.store.db, other.id, id);
  const refused = { message: `You take part in this activity; it is ${keeper.fullName}’s.` };
  const owner = { officeId: other.officeId, userId: other.id };
  await expect(updateActivity(world.store.db, owner, id, seen.version, { ...seen, subject: 'Mine' } as never)).rejects.toMatchObject(refused);
  await expect(deleteActivity(world.store.db, owner, id, seen.version)).rejects.toMatchObject(refused);
  expect([[...(await keptByColleagues(world.store.db, other.id, [seen]))], [...(await keptByColleagues(world.store.db, keeper.id, [seen]))]]).toEqual([[[id, keeper.fullName]], []]);
}

test.each(['A first', 'B first'])('[A2] [R36] a meeting of two users is one activity with two links, and stays quiet: %s', async (order) => {
  await invite('Together');
  for (const user of order === 'A first' ? [ann, bob] : [bob, ann]) await begin(user);
  const id = await expectOne('Together');
  expect(await activities(stranger)).toEqual([]);
  await expectQuiet();

  // What is B's own stays there: B's reminder and colour reach nobody.
  const [copy] = await events(bob);
  await act(bob, 'event.edit', { id: copy?.id, patch: { reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 55 }] }, transparency: 'transparent' } });
  await cycle(bob);
  await expectQuiet();
  expect(await getActivity(world.store.db, ann.id, id)).toMatchObject({ showAs: 'busy' });

  // A moves it at Google, then renames it in the office: it reaches both, and B writes nothing.
  const [original] = await events(ann);
  await act(ann, 'event.edit', { id: original?.id, patch: { location: 'Room 5' } });
  await world.until('the place', async () => (await activities(bob))[0]?.location === 'Room 5');
  await expectQuiet();
  const now = await getActivity(world.store.db, ann.id, id);
  await updateActivity(world.store.db, { officeId: ann.officeId, userId: ann.id }, id, now.version, { ...now, subject: 'Renamed' } as never);
  await world.until('the name at Google', async () => (await events(bob))[0]?.summary === 'Renamed' && (await events(ann))[0]?.summary === 'Renamed');
  await expectQuiet();
  await expectOne('Renamed');
  await expectKeptBy(ann, bob, id);
}, 240_000);

test('[A2] [R36] both at once: the second of two approved plans brings in no second activity', async () => {
  await invite('At once');
  for (const user of [ann, bob]) await world.connect(user);
  const reports = await Promise.all([ann, bob].map(async (user) => [user, await world.preview(user, setup)] as const));
  await Promise.all(reports.map(([user, report]) => world.approve(user, report)));
  await world.until('two links', async () => (await links(ann)) + (await links(bob)) === 2, 30_000);
  await expectOne('At once');
  await expectQuiet();
}, 240_000);

test('[R36] who leaves a meeting deletes nothing; when its organizer cancels, all links end without a further write', async () => {
  await invite('Leaving');
  await begin(ann);
  await begin(bob);
  await expectOne('Leaving');
  const { options } = await world.sync.setupDetail(bob.id);
  expect(options.runSynchronization).toBe(true);
  const [copy] = await events(bob);
  await act(bob, 'event.delete', { id: copy?.id });
  await world.until('the end of the link of B', async () => (await links(bob)) === 0);
  await world.until('the answer of B', async () => (await activities(ann))[0]?.participants.some(({ response }) => response === 'declined'));
  expect((await activities(ann)).map(({ subject }) => subject)).toEqual(['Leaving']);
  expect(await world.sync.setupDetail(bob.id)).toMatchObject({ state: 'active', waiting: 0 });
  await expectQuiet();

  await invite('Cancelled');
  await world.until('both links', async () => (await links(bob)) === 1 && (await links(ann)) === 2);
  const before = await writes();
  const hers = (await activities(ann)).find(({ subject }) => subject === 'Cancelled');
  await deleteActivity(world.store.db, { officeId: ann.officeId, userId: ann.id }, hers?.id ?? '', hers?.version ?? '');
  await world.until('a question to A', async () => (await world.sync.setupDetail(ann.id)).waiting > 0);
  await cycle(bob);
  expect((await world.sync.setupDetail(bob.id)).waiting).toBe(0);
  expect(await writes()).toBe(before);
}, 240_000);

test('[R36] an activity that both have had twice from before is named to both, and none is merged', async () => {
  await invite('Twice');
  await begin(ann);
  // As a former version left it: B could not see the activity of A.
  await world.store.pool.query('update activity_participant p set email = null, name = $2 from activity a where a.id = p.activity_id and a.owner_id = $1 and p.email = $3', [ann.id, 'Bob', bob.email]);
  await begin(bob);
  await world.until('the activity of B', async () => (await links(bob)) === 1 && (await activities(bob)).length === 1);
  await world.store.pool.query("with rev as (update office set rev = rev + 1 where id = $1 returning rev) update activity_participant p set email = $3, name = null from activity a where a.id = p.activity_id and a.owner_id = $2 and p.name = 'Bob'", [ann.officeId, ann.id, bob.email]);
  const { options } = await world.sync.setupDetail(bob.id);
  await world.sync.saveSetup(bob.id, { ...options, runSynchronization: false }, bob.email);
  await world.store.pool.query("delete from cursor where kind = 'event' and side = 'office' and account_id in (select id from account where user_id = $1)", [bob.id]);
  const report = await world.preview(bob, setup);
  const { lines } = await world.sync.reportLines(bob.id, report, { limit: 100 } as never);
  expect(lines.map(({ text, why }) => `${text} ${why}`).join('\n')).toMatch(new RegExp(`has this meeting twice: here, and as Twice of ${ann.fullName}`));
  expect(lines.filter(({ section }) => section === 'create' || section === 'delete')).toEqual([]);
  expect(await activities(bob)).toHaveLength(2);
}, 120_000);

test('[R36] a meeting written in the office with guests comes back as the invitation of the other, not as a second activity', async () => {
  await world.connect(ann);
  await world.approve(ann, await world.preview(ann, { ...setup, policy: { sendGuests: true } } as never));
  await begin(bob);
  await createActivity(world.store.db, { officeId: ann.officeId, userId: ann.id }, {
    type: 'Meeting', status: 'active', priority: 'Normal', subject: 'From the office', private: true, showAs: 'busy', reminder: 10,
    start: { local: '2027-04-01T10:00:00', zone }, end: { local: '2027-04-01T11:00:00', zone }, participants: [{ email: ann.email, name: 'Ann' }, { email: bob.email, name: 'Bob' }],
  } as never);
  await world.until('the invitation of B', async () => (await events(bob)).length === 1);
  await world.until('two links', async () => (await links(ann)) + (await links(bob)) === 2);
  expect((await activities(bob)).map(({ id }) => id)).toEqual((await activities(ann)).map(({ id }) => id));
  expect(await activities(stranger)).toEqual([]);
  await expectQuiet();
  await expectKeptBy(ann, bob, (await activities(bob))[0]?.id ?? '');
}, 120_000);

test('[R36] [A2] who is invited to one occurrence only has an activity of that, beside the series of its organizer; none is written twice', async () => {
  await act(ann, 'event.create', { event: { summary: 'Weekly', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'], start: { dateTime: '2027-03-01T10:00:00-05:00', timeZone: zone }, end: { dateTime: '2027-03-01T11:00:00-05:00', timeZone: zone } } });
  await begin(ann);
  const [series] = await events(ann);
  await act(ann, 'event.edit', { id: `${series?.id}_20270308T150000Z`, patch: { attendees: [{ email: ann.email, responseStatus: 'accepted' }, { email: bob.email }] } });
  await cycle(ann);
  await begin(bob);
  expect((await activities(bob)).map(({ subject, recurrence }) => [subject, recurrence])).toEqual([['Weekly', []]]);
  // Ann sees the series, and not the one of it once more.
  expect((await activities(ann)).map(({ recurrence }) => recurrence.length)).toEqual([1]);
  await expectQuiet();
  await expectKeptBy(ann, bob, (await activities(bob))[0]?.id ?? '');
}, 120_000);
