// Calendars of Google that may only be read, shown in the office: chosen by id, read with a
// token each, never written, and taken out again only through a preview.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeOccurrence, createActivity, deleteActivity, listActivities, updateActivity } from '../src/office/activities.ts';
import { splitSeries } from '../src/office/series-split.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ pollSeconds: 3600 });
}, 120_000);
afterAll(async () => {
  await world?.close();
});

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const by = 'Test';
const zone = 'America/New_York';
const timed = (summary: string, day: string) => ({ summary, start: { dateTime: `${day}T10:00:00`, timeZone: zone }, end: { dateTime: `${day}T11:00:00`, timeZone: zone } });

interface Wire {
  readonly id: string;
  readonly summary?: string;
}

/** A user whose colleague shares a calendar. */
async function begin(name: string, role: 'reader' | 'freeBusyReader' = 'reader'): Promise<{ user: User; boss: string; shared: string }> {
  const user = await world.addUser(name);
  const boss = `boss.of.${user.email}`;
  const shared = `shared-${user.email}`;
  await world.door('seed', { accounts: [{ email: boss, calendars: [{ id: shared, summary: 'Boss', timeZone: zone, events: [timed('Board', '2027-02-01'), { ...timed('Lunch', '2027-02-02'), attendees: [{ email: 'guest@example.org' }], reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] } }, { ...timed('Weekly', '2027-02-03'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }] }] }] });
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ timeZone: zone }, { id: shared, summary: 'Boss', owner: boss, accessRole: role }] }] });
  await world.connect(user);
  return { user, boss, shared };
}
const activities = async (user: User) => (await listActivities(world.store.db, user.id, { limit: 100, status: 'active' })).activities.toSorted((left, right) => (`${left.subject} ${left.calendar ?? ''}` < `${right.subject} ${right.calendar ?? ''}` ? -1 : 1));
const tell = async (user: User): Promise<string[]> => (await activities(user)).map(({ subject, calendar }) => `${subject} | ${calendar ?? '-'}`);
const writes = async (user: User): Promise<readonly unknown[]> => (await world.requests(user)).filter(({ method, api, call }) => api === 'calendar' && method !== 'GET' && call?.includes('events') === true);
const lines = async (user: User, report: string): Promise<string[]> => (await world.sync.reportLines(user.id, report, { offset: 0, limit: 100 })).lines.map((line) => `${line.section} ${line.side ?? '-'} ${line.name}`).sort();
const changed = async (user: User, more: object): Promise<string> => {
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, ...more, change: true }, by);
  return world.until('the new preview', async () => {
    const now = await world.sync.setupDetail(user.id);
    return now.state === 'preview ready' && now.currentReport;
  });
};
const cycle = async (user: User, what: string, isDone: () => Promise<boolean>): Promise<void> => {
  await world.sync.syncNow(user.id, by);
  await world.until(what, isDone);
};
const inOffice = (user: User) => ({ officeId: user.officeId, userId: user.id });
const fields = { type: 'Appointment' as const, status: 'active' as const, priority: 'Normal' as const, private: false, showAs: 'busy' as const, recurrence: [], occurrences: [], participants: [] };

describe('[R37] a calendar that is only shown', () => {
  test('[R37] is announced in the preview, appears in the office, follows Google and is never written', async () => {
    const { user, boss, shared } = await begin('Sho Wn');
    await createActivity(world.store.db, inOffice(user), { ...fields, subject: 'Board', start: { local: '2027-02-01T10:00:00', zone }, end: { local: '2027-02-01T11:00:00', zone } });
    const report = await world.preview(user, { ...setup, shownCalendars: [shared] });
    // One's own of the same name and time is not taken for the colleague's.
    expect(await lines(user, report)).toEqual(['create google Board', 'create office Board', 'create office Lunch', 'create office Weekly']);
    expect((await world.sync.report(user.id, report)).settings).toContainEqual({ label: 'Calendars shown in SmartOffice', value: 'Boss (reader): only read, never written' });
    expect(await tell(user)).toEqual(['Board | -']);
    await world.approve(user, report);
    expect(await tell(user)).toEqual(['Board | -', 'Board | Boss', 'Lunch | Boss', 'Weekly | Boss']);
    const lunch = (await activities(user)).find(({ subject }) => subject === 'Lunch');
    expect([lunch?.participants, lunch?.reminder]).toEqual([[], undefined]);
    expect(await writes(user)).toHaveLength(1);

    const events = ((await world.door(`state?account=${encodeURIComponent(boss)}`)) as unknown as { calendars: { id: string; events: Wire[] }[] }).calendars.find(({ id }) => id === shared)?.events ?? [];
    const idOf = (summary: string): string => events.find((event) => event.summary === summary)?.id ?? '';
    await world.door('act', { action: 'event.edit', account: boss, calendar: shared, id: idOf('Lunch'), patch: { summary: 'Dinner' } });
    await world.door('act', { action: 'event.create', account: boss, calendar: shared, event: timed('New', '2027-02-09') });
    await cycle(user, 'the change and the new one', async () => (await tell(user)).join() === ['Board | -', 'Board | Boss', 'Dinner | Boss', 'New | Boss', 'Weekly | Boss'].join());
    expect(await writes(user)).toHaveLength(1);
    const reads = (await world.requests(user)).filter(({ call, path }) => call?.endsWith('events.list') === true && path.includes('shared-'));
    expect(reads.length).toBeGreaterThan(2);
    expect(reads.slice(1).every(({ query }) => JSON.stringify(query).includes('syncToken'))).toBe(true);
  });

  test('[R37] cannot be changed in the office; what is deleted there only stops being seen', async () => {
    const { user, shared } = await begin('Un Changed');
    await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared] }));
    const [board] = await activities(user);
    if (board === undefined) throw new Error('nothing is shown');
    await expect(updateActivity(world.store.db, inOffice(user), board.id, board.version, { ...fields, subject: 'Mine', start: board.start, end: board.end })).rejects.toMatchObject({ code: 'invalid', message: 'This activity is shown from the Google calendar Boss.' });
    await deleteActivity(world.store.db, inOffice(user), board.id, board.version);
    await world.sync.syncNow(user.id, by);
    await world.until('the cycle', async () => ((await world.sync.listReports(user.id)).length > 2 ? true : undefined));
    await world.quiet();
    const { waiting } = await world.sync.setupDetail(user.id);
    expect([waiting, await writes(user), await tell(user)]).toEqual([0, [], ['Lunch | Boss', 'Weekly | Boss']]);
  });

  test('[R37] that is left off again takes nothing out of the office before the preview of it is approved, and shows everything when it is chosen again', async () => {
    const { user, shared } = await begin('Left Off');
    await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared] }));
    const report = await changed(user, { shownCalendars: undefined });
    expect(await lines(user, report)).toEqual(['delete office Board', 'delete office Lunch', 'delete office Weekly']);
    expect((await world.sync.reportLines(user.id, report, { offset: 0, limit: 1 })).lines[0]?.why).toContain('The calendar Boss is no longer shown in SmartOffice; in Google nothing is changed');
    expect(await tell(user)).toHaveLength(3);
    const all = (await world.sync.reportLines(user.id, report, { offset: 0, limit: 100 })).lines;
    const kept = all.find(({ name }) => name === 'Weekly');
    const { brakes } = await world.sync.report(user.id, report);
    await world.approve(user, report, { choices: { [kept?.unit ?? '']: 'keep' }, released: brakes.map(({ key }) => key) });
    // What is kept is the office's own: it is changed there, and sent nowhere.
    expect(await tell(user)).toEqual(['Weekly | -']);
    const [weekly] = await activities(user);
    if (weekly === undefined) throw new Error('nothing was kept');
    expect(weekly).toMatchObject({ keptFrom: 'Boss', recurrence: [expect.stringContaining('WEEKLY')] });
    const input = { ...fields, recurrence: [...weekly.recurrence], start: weekly.start, end: weekly.end };
    const edited = await updateActivity(world.store.db, inOffice(user), weekly.id, weekly.version, { ...input, subject: 'Weekly', notes: 'Mine now' });
    const third = '2027-02-17T15:00:00Z';
    const once = await changeOccurrence(world.store.db, inOffice(user), weekly.id, edited.version, { original: third, location: 'Annex' });
    const { after } = await splitSeries(world.store.db, inOffice(user), weekly.id, once.version, third, { ...input, subject: 'Later', start: { local: '2027-02-17T10:00:00', zone }, end: { local: '2027-02-17T11:00:00', zone } });
    expect(after).toMatchObject({ subject: 'Later', keptFrom: 'Boss' });
    expect(await tell(user)).toEqual(['Later | -', 'Weekly | -']);
    await world.cycle(user);
    expect(await writes(user)).toEqual([]);
    await deleteActivity(world.store.db, inOffice(user), after.id, after.version);
    const again = await changed(user, { shownCalendars: [shared] });
    // What was changed meanwhile is asked about.
    expect(await lines(user, again)).toEqual(['asked - Weekly', 'create office Board', 'create office Lunch', 'link - Weekly']);
    await world.approve(user, again);
    expect([await tell(user), await writes(user)]).toEqual([['Board | Boss', 'Lunch | Boss', 'Weekly | Boss'], []]);
  });

  test('[R37] that is away is told once and loses nothing, while the rest goes on', async () => {
    const { user, boss, shared } = await begin('A Way');
    await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared] }));
    await world.door('act', { action: 'calendar.share', account: boss, calendar: shared, with: user.email, role: 'none' });
    await world.door('act', { action: 'event.create', account: user.email, event: timed('Own', '2027-02-09') });
    const said = 'The calendar Boss cannot be read';
    await cycle(user, 'the words', async () => (await world.sync.setupDetail(user.id)).stateText.includes(said));
    await cycle(user, 'the rest', async () => (await tell(user)).includes('Own | -'));
    expect(await tell(user)).toEqual(['Board | Boss', 'Lunch | Boss', 'Own | -', 'Weekly | Boss']);
    expect((await world.sync.setupDetail(user.id)).state).toBe('active');
    await world.cycle(user);
    expect((await world.sync.alerts(user.id)).alerts.filter(({ text }) => text.includes(said))).toHaveLength(1);
    await world.door('act', { action: 'calendar.share', account: boss, calendar: shared, with: user.email, role: 'reader' });
    await cycle(user, 'the end of it', async () => !(await world.sync.setupDetail(user.id)).stateText.includes(said));
    expect(await tell(user)).toEqual(['Board | Boss', 'Lunch | Boss', 'Own | -', 'Weekly | Boss']);
  });

  test('[R37] of which only the times are told is shown as busy', async () => {
    const { user, shared } = await begin('Bu Sy', 'freeBusyReader');
    await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared] }));
    // Of a series Google tells each time by itself.
    expect(await tell(user)).toEqual(Array.from({ length: 6 }, () => 'Busy | Boss'));
  });

  test('[R33] [R37] another calendar to be written leaves what is shown as it is, and the chosen one cannot be shown', async () => {
    const { user, shared } = await begin('Bo Th');
    await expect(world.sync.saveSetup(user.id, { ...(await world.sync.setupDetail(user.id)).options, ...setup, runSynchronization: true, shownCalendars: [user.email] }, by)).rejects.toMatchObject({ code: 'invalid', field: 'shownCalendars' });
    await world.approve(user, await world.preview(user, { ...setup, shownCalendars: [shared] }));
    const other = String((await world.door('act', { action: 'calendar.create', account: user.email, summary: 'Other' }))['id']);
    const report = await changed(user, { calendarId: other });
    expect(await lines(user, report)).toEqual([]);
    await world.approve(user, report);
    expect([await tell(user), await writes(user)]).toEqual([['Board | Boss', 'Lunch | Boss', 'Weekly | Boss'], []]);
  });
});
