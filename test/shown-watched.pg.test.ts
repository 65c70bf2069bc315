// What calendars that are only shown cost: Google tells of them, or they are looked at seldom.
// Counted in the simulator's log, as Google would count.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { listActivities } from '../src/office/activities.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let told: World;
let polled: World;
beforeAll(async () => {
  told = await createWorld({ pollSeconds: 1, push: true, pollWatchedSeconds: 3600, pollShownSeconds: 3600 });
  await told.door('switches', { pushAllowHttp: true });
  polled = await createWorld({ pollSeconds: 1, pollShownSeconds: 3600 });
}, 120_000);
afterAll(async () => {
  await told?.close();
  await polled?.close();
});

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const holidays = 'en.usa#holiday@group.v.calendar.google.com';
const timed = (summary: string, day: string) => ({ summary, start: { dateTime: `${day}T10:00:00`, timeZone: 'America/New_York' }, end: { dateTime: `${day}T11:00:00`, timeZone: 'America/New_York' } });

async function begin(world: World, name: string): Promise<{ user: User; boss: string; shared: string }> {
  const user = await world.addUser(name);
  const boss = `boss.of.${user.email}`;
  const shared = `shared-${user.email}`;
  await world.door('seed', { accounts: [{ email: boss, calendars: [{ id: shared, summary: 'Boss', events: [timed('Board', '2027-02-01')] }, { id: holidays, summary: 'Holidays', events: [timed('New Year', '2027-01-01')] }] }] });
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ id: shared, summary: 'Boss', owner: boss, accessRole: 'reader' }, { id: holidays, summary: 'Holidays', owner: boss, accessRole: 'reader' }] }] });
  await world.connect(user);
  await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared, holidays] }));
  return { user, boss, shared };
}

/** How often each calendar was looked at. */
const looks = async (world: World, user: User): Promise<{ main: number; boss: number; holidays: number }> => {
  const paths = (await world.requests(user)).filter(({ call }) => call === 'calendar.events.list').map(({ path }) => decodeURIComponent(path));
  return { main: paths.filter((path) => path.includes('/primary/')).length, boss: paths.filter((path) => path.includes('/shared-')).length, holidays: paths.filter((path) => path.includes('#holiday')).length };
};
const rounds = async (world: World, user: User): Promise<number> => (await world.requests(user)).filter(({ call }) => call === 'tasks.tasklists.list').length;
const afterRounds = async (world: World, user: User, count: number): Promise<void> => {
  const from = await rounds(world, user);
  await world.until(`${count} cycles`, async () => (await rounds(world, user)) >= from + count, 40_000);
};
const channels = async (world: World, user: User): Promise<string[]> => ((await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { channels: { watched: string }[] }).channels.map(({ watched }) => watched).sort();
const shown = async (world: World, user: User): Promise<string[]> => (await listActivities(world.store.db, user.id, { limit: 100, status: 'active' })).activities.map(({ subject }) => subject).sort();

test('[R37] [M1] Google tells of shown calendars too; a quiet cycle costs no request for them, and a change of one is looked for in that one', async () => {
  const { user, boss, shared } = await begin(told, 'Told Of');
  await told.until('two channels', async () => (await channels(told, user)).length === 2, 30_000);
  expect(await channels(told, user)).toEqual([shared, user.email]);
  await afterRounds(told, user, 3);
  const quiet = await looks(told, user);
  await afterRounds(told, user, 4);
  expect(await looks(told, user)).toEqual(quiet);
  // A calendar of which Google tells nobody is not asked about again and again.
  expect((await told.requests(user)).filter(({ call, path }) => call === 'calendar.events.watch' && path.includes('holiday'))).toHaveLength(1);

  await told.door('act', { action: 'event.create', account: boss, calendar: shared, event: timed('Told', '2027-02-09') });
  await told.until('the event', async () => (await shown(told, user)).includes('Told'));
  await afterRounds(told, user, 2);
  const after = await looks(told, user);
  // One look for the notice, and one at the calendar that is written to, before anything was decided.
  expect({ main: after.main - quiet.main, boss: after.boss - quiet.boss, holidays: after.holidays - quiet.holidays }).toEqual({ main: 1, boss: 1, holidays: 0 });

  await told.door('act', { action: 'event.create', account: boss, calendar: holidays, event: timed('Easter', '2027-03-28') });
  await afterRounds(told, user, 2);
  expect(await shown(told, user)).not.toContain('Easter');
  await told.sync.syncNow(user.id, user.email);
  await told.until('the holiday, for a person who asks', async () => (await shown(told, user)).includes('Easter'));

  const { options } = await told.sync.setupDetail(user.id);
  await told.sync.saveSetup(user.id, { ...options, shownCalendars: undefined, change: true }, user.email);
  await told.until('the channel of what is left off to be stopped', async () => (await channels(told, user)).join() === user.email, 30_000);
}, 120_000);

test('[R37] without notices shown calendars are looked at seldom, and one that is away stays told of between two looks', async () => {
  const { user, boss, shared } = await begin(polled, 'Polled Seldom');
  await afterRounds(polled, user, 3);
  const quiet = await looks(polled, user);
  await afterRounds(polled, user, 4);
  const later = await looks(polled, user);
  expect(later).toEqual({ ...quiet, main: later.main });
  expect(later.main).toBeGreaterThanOrEqual(quiet.main + 4);

  await polled.door('act', { action: 'calendar.share', account: boss, calendar: shared, with: user.email, role: 'none' });
  await polled.sync.syncNow(user.id, user.email);
  const said = 'The calendar Boss cannot be read';
  const words = async (): Promise<boolean> => (await polled.sync.setupDetail(user.id)).stateText.includes(said);
  await polled.until('the words', words);
  const away = await looks(polled, user);
  await afterRounds(polled, user, 4);
  expect([await words(), (await looks(polled, user)).boss]).toEqual([true, away.boss]);
  expect((await polled.sync.alerts(user.id)).alerts.filter(({ text }) => text.includes(said))).toHaveLength(1);

  await polled.door('act', { action: 'calendar.share', account: boss, calendar: shared, with: user.email, role: 'reader' });
  await polled.sync.syncNow(user.id, user.email);
  await polled.until('no more words', async () => !(await words()));
  expect(await shown(polled, user)).toEqual(['Board', 'New Year']);
}, 120_000);
