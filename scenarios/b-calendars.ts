// Group B where a calendar or a direction is another: a calendar that is gone, two of one
// name, one way made two. None of it is a deletion. Never here: a look inside the product.

import { wireEvents } from './a-duplicates.ts';
import { meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { Refused, until } from './world.ts';
import type { Line, Person } from './world.ts';

function tally(lines: readonly Line[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { section, side } of lines) counts[`${section} ${side ?? '-'}`] = (counts[`${section} ${side ?? '-'}`] ?? 0) + 1;
  return counts;
}

async function settingOf(one: Person, report: string, label: string): Promise<{ value?: string; was?: string }> {
  const found = (await one.report(report)).settings.find((setting) => setting.label === label);
  return { value: found?.value, was: found?.was };
}

/** Asks for a cycle and waits until the calendar is missed. */
async function missTheCalendar(one: Person): Promise<string> {
  await one.api('POST', '/api/sync/now');
  const now = await until('the pause', async () => {
    const setup = await one.setup();
    return setup.state === 'calendar gone' && setup;
  });
  return now.stateText;
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'B7',
    title: 'a dedicated calendar that is deleted pauses the synchronization, is told once, and is chosen anew',
    async run({ one }) {
      const dedicated = await one.google.makeCalendar('Dedicated');
      await one.google.seed({ calendars: [{ id: dedicated, events: wireEvents(200) }] });
      await one.begin({ calendarId: dedicated });
      const before = await one.office.versions();
      same(before.length, 200, 'activities');
      const { last } = await one.google.log();
      const spare = await one.google.makeCalendar('Spare');
      await one.google.act('calendar.delete', { calendar: dedicated });
      const text = await missTheCalendar(one);
      truly(/Dedicated is no longer in Google.*another calendar.*new one.*stop/.test(text), `the state does not offer what can be done: ${text}`);
      await one.cycle();
      await one.cycle();
      same((await one.setup()).state, 'calendar gone', 'the state after more cycles');
      same((await one.alerts()).filter(({ kind }) => kind === 'calendar gone').length, 1, 'alerts');
      same((await one.letters()).filter(({ subject }) => /calendar is gone/.test(subject)).length, 1, 'mails to the person');
      same(await one.office.versions(), before, 'activities while it waits');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      // Another one that was there.
      same(tally(await one.lines(await one.change({ calendarId: spare }))), { 'create google': 200 }, 'the preview for another calendar');
      // A new one.
      const fresh = await one.google.makeCalendar('Fresh');
      const report = await one.change({ calendarId: fresh });
      same(tally(await one.lines(report)), { 'create google': 200 }, 'the preview for a new calendar');
      same((await one.google.writes(last)).length, 0, 'writes before the approval');
      await one.approve(report);
      same([(await one.google.subjectsIn(fresh)).length, (await one.google.subjectsIn(spare)).length], [200, 0], 'events in the new and the other calendar');
      same(await one.office.versions(), before, 'activities after the choice');
      await one.quiet();
      // Stopped.
      await one.google.act('calendar.delete', { calendar: fresh });
      await missTheCalendar(one);
      await one.stop();
      same((await one.setup()).state, 'off', 'the state when stopped');
      same(await one.office.versions(), before, 'activities in the end');
    },
  },
  {
    id: 'B8',
    title: 'two calendars of one name are told apart by id and role, and a colleague’s is never written',
    async run({ one }) {
      const colleague = `colleague-of-${one.email}`;
      const own = await one.google.makeCalendar('Team');
      const [theirs, readable] = [`team-${one.email}`, `readable-${one.email}`];
      await one.google.door('seed', {
        accounts: [
          { email: colleague, calendars: [{ id: theirs, summary: 'Team', events: [wireEvent('Theirs', '2027-02-02T09:00')] }, { id: readable, summary: 'Team' }] },
          { email: one.email, calendars: [{ id: theirs, summary: 'Team', owner: colleague, accessRole: 'writer' }, { id: readable, summary: 'Team', owner: colleague, accessRole: 'reader' }] },
        ],
      });
      await one.office.addActivity(meeting('Mine', '2027-02-03T10:00'));
      await one.connect();
      const listed = (await one.calendars()).filter(({ name }) => name === 'Team');
      same(listed.map(({ id, role, writable }) => `${id} ${role} ${writable}`).sort(), [`${own} owner true`, `${readable} reader false`, `${theirs} writer true`].sort(), 'calendars of the name');
      const refused = await one.preview({ calendarId: readable }).then(() => 'taken', (error: unknown) => (error instanceof Refused ? error.code : String(error)));
      same(refused, 'calendar-read-only', 'choosing one that may only be read');
      const report = await one.preview({ calendarId: own });
      same((await settingOf(one, report, 'Google calendar')).value, `Team (owner), ${own}`, 'the calendar in the preview');
      await one.approve(report);
      await one.office.editActivity((await one.office.activityNamed('Mine')).id, () => ({ location: 'Here' }));
      await one.cycle();
      same([await one.google.subjectsIn(own), await one.google.subjectsIn(theirs), await one.google.subjectsIn(readable), await one.google.subjectsIn(one.email)], [['Mine'], ['Theirs'], [], []], 'events of own, theirs, readable and main');
      same((await one.office.activities()).length, 1, 'activities');
      same((await one.google.writes()).filter(({ path }) => !path.includes(encodeURIComponent(own))).map(({ path }) => path), [], 'writes elsewhere');
    },
  },
  {
    id: 'B11',
    title: 'one way made two, and another calendar, show what is only there as created, never as deleted',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(66) }] });
      for (const day of [1, 2, 3]) await one.office.addActivity(meeting(`Ours ${day}`, `2027-11-0${day}T10:00`));
      await one.connect();
      const first = await one.preview({ activities: 'to-google' });
      same(tally(await one.lines(first))['create google'], 3, 'created in Google');
      await one.approve(first);
      same([(await one.office.activities()).length, (await one.google.events()).length], [3, 69], 'activities and events while one way');
      await one.quiet();
      const { last } = await one.google.log();
      const before = await one.office.versions();
      const both = await one.change({ activities: 'two-way' });
      same(tally(await one.lines(both)), { 'create office': 66 }, 'the preview of two ways');
      same((await settingOf(one, both, 'Activities/Tasks')).was, 'SmartOffice to Google only', 'what it was');
      same([await one.office.versions(), (await one.google.writes(last)).length], [before, 0], 'written before the approval');
      await one.approve(both);
      same([(await one.office.activities()).length, (await one.google.events()).length], [69, 69], 'activities and events');
      await one.quiet();
      const other = await one.google.makeCalendar('Other');
      await one.google.seed({ calendars: [{ id: other, events: [wireEvent('Only there', '2027-12-02T09:00')] }] });
      const target = await one.change({ calendarId: other });
      same(tally(await one.lines(target)), { 'create google': 69, 'create office': 1 }, 'the preview of another calendar');
      await one.approve(target);
      same([(await one.office.activities()).length, (await one.google.subjectsIn(other)).length, (await one.google.events()).length], [70, 70, 69], 'activities, events of the other and of the main calendar');
      await one.quiet();
      const back = await one.change({ calendarId: one.email, activities: 'to-office' });
      same(tally(await one.lines(back))['delete office'] ?? 0, 0, 'deleted when it is the way to SmartOffice only');
      await one.approve(back);
      same((await one.office.activities()).length, 70, 'activities in the end');
    },
  },
  {
    id: 'X30',
    title: 'a calendar that goes away between the list and the question for its events deletes none of them',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(20) }] });
      await one.begin();
      const before = await one.office.versions();
      const { last } = await one.google.log();
      // The full list still answers, without its events; then nobody knows the calendar.
      await one.google.fault({ call: 'calendar.events.list' }, { status: 410, reason: 'fullSyncRequired' });
      await one.google.fault({ call: 'calendar.events.list' }, { empty: true });
      // Google is believed the third time; and for some cycles, so that the pause can be seen.
      await one.google.fault({ call: 'calendar.events.list' }, { status: 404, reason: 'notFound', count: 9 });
      await one.google.fault({ call: 'calendar.events.get' }, { status: 404, reason: 'notFound', count: 20 });
      await missTheCalendar(one);
      same(await one.office.versions(), before, 'activities');
      same((await one.setup()).waiting, 0, 'questions');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      await until('the calendar to be back', async () => {
        await one.cycle();
        return (await one.setup()).state === 'active';
      });
      same(await one.office.versions(), before, 'activities when it is back');
    },
  },
  {
    id: 'X14',
    title: 'a calendar that is deleted between preview and approval loses nothing, and another one takes its place',
    async run({ one }) {
      const dedicated = await one.google.makeCalendar('Dedicated');
      for (const day of [1, 2, 3]) await one.office.addActivity(meeting(`Ours ${day}`, `2027-11-0${day}T10:00`));
      await one.connect();
      const report = await one.preview({ calendarId: dedicated });
      const { digest } = await one.open(report);
      await one.google.act('calendar.delete', { calendar: dedicated });
      await one.api('POST', `/api/reports/${report}/approve`, { digest });
      await missTheCalendar(one);
      same((await one.office.activities()).map(({ status }) => status), ['active', 'active', 'active'], 'activities');
      await one.approve(await one.change({ calendarId: one.email }));
      same(await one.google.subjectsIn(one.email), ['Ours 1', 'Ours 2', 'Ours 3'], 'events');
    },
  },
  {
    id: 'X15',
    title: 'a shared calendar that may only be read from now on keeps everything, and what waits is sent when it may be written again',
    async run({ one }) {
      const colleague = `colleague-of-${one.email}`;
      const shared = `shared-${one.email}`;
      await one.google.door('seed', {
        accounts: [
          { email: colleague, calendars: [{ id: shared, summary: 'Team', events: [wireEvent('Theirs', '2027-02-02T09:00')] }] },
          { email: one.email, calendars: [{ id: shared, summary: 'Team', owner: colleague, accessRole: 'writer' }] },
        ],
      });
      const mine = await one.office.addActivity(meeting('Mine', '2027-02-03T10:00'));
      await one.begin({ calendarId: shared });
      same(await one.google.subjectsIn(shared), ['Mine', 'Theirs'], 'events');
      await one.google.door('act', { action: 'calendar.share', account: colleague, calendar: shared, with: one.email, role: 'reader' });
      const { last } = await one.google.log();
      await one.office.editActivity(mine.id, () => ({ location: 'Here' }));
      await one.office.addActivity(meeting('New', '2027-02-04T10:00'));
      await one.google.door('act', { action: 'event.create', account: colleague, calendar: shared, event: wireEvent('Later', '2027-02-05T09:00') });
      await one.cycle();
      const closed = await one.cycle();
      same(closed.state, 'calendar read-only', 'the state');
      truly(/Team may only be read.*its owner took away.*waits.*Ask its owner/.test(closed.stateText), `the state does not say why and what to do: ${closed.stateText}`);
      same((await one.alerts()).filter(({ kind }) => kind === 'calendar access').length, 1, 'alerts');
      same((await one.letters()).filter(({ subject }) => /calendar was closed/.test(subject)).length, 1, 'mails to the person');
      same(await one.google.subjectsIn(shared), ['Later', 'Mine', 'Theirs'], 'events while it may only be read');
      same((await one.office.activities()).map(({ subject, status }) => `${subject} ${status}`).sort(), ['Later active', 'Mine active', 'New active', 'Theirs active'], 'activities while it may only be read');
      same((await one.google.log(last)).entries.filter(({ status }) => status === 403).length, 0, 'refused requests');
      same(closed.waiting, 0, 'questions while it may only be read');
      await one.google.door('act', { action: 'calendar.share', account: colleague, calendar: shared, with: one.email, role: 'writer' });
      await one.office.editActivity(mine.id, () => ({ location: 'There' }));
      await one.cycle();
      await one.cycle();
      same((await one.setup()).state, 'active', 'the state when it may be written again');
      const events = (await one.google.state()).calendars.find(({ id }) => id === shared)?.events ?? [];
      same(events.map((event) => `${event.summary} ${String(event['location'] ?? '-')}`).sort(), ['Later -', 'Mine There', 'New -', 'Theirs -'], 'events when it may be written again');
      same((await one.setup()).waiting, 0, 'questions in the end');
    },
  },
  {
    id: 'X31',
    title: 'a calendar that may only be read is shown, follows Google, is never written, and leaves the office only through a preview',
    async run({ one }) {
      const colleague = `colleague-of-${one.email}`;
      const shared = `shared-${one.email}`;
      await one.google.door('seed', {
        accounts: [
          { email: colleague, calendars: [{ id: shared, summary: 'Bea', events: [wireEvent('Theirs', '2027-02-02T09:00'), wireEvent('Gone soon', '2027-02-03T09:00')] }] },
          { email: one.email, calendars: [{ id: shared, summary: 'Bea', owner: colleague, accessRole: 'reader' }] },
        ],
      });
      await one.office.addActivity(meeting('Mine', '2027-02-04T10:00'));
      await one.connect();
      const report = await one.preview({ shownCalendars: [shared] });
      same((await settingOf(one, report, 'Calendars shown in SmartOffice')).value, 'Bea (reader): only read, never written', 'what the preview says of it');
      same(tally(await one.lines(report)), { 'create office': 2, 'create google': 1 }, 'the preview');
      await one.approve(report);
      const subjects = async (): Promise<readonly string[]> => (await one.office.activities()).filter(({ status }) => status === 'active').map(({ subject }) => subject).sort();
      same(await subjects(), ['Gone soon', 'Mine', 'Theirs'], 'activities');
      const theirs = await one.office.activityNamed('Theirs');
      const refused = await one.office.editActivity(theirs.id, () => ({ location: 'Here' })).then(() => 'taken', (error: unknown) => (error instanceof Refused ? error.code : String(error)));
      same(refused, 'invalid', 'an edit of what is shown');
      const events = ((await one.google.door<{ calendars: { id: string; events: { id: string; summary?: string }[] }[] }>(`state?account=${encodeURIComponent(colleague)}`)).calendars.find(({ id }) => id === shared)?.events ?? []);
      await one.google.door('act', { action: 'event.delete', account: colleague, calendar: shared, id: events.find(({ summary }) => summary === 'Gone soon')?.id });
      await one.google.door('act', { action: 'event.create', account: colleague, calendar: shared, event: wireEvent('New', '2027-02-05T09:00') });
      await one.cycle();
      const [asked] = await one.asked();
      same([asked?.name, await subjects()], ['Gone soon', ['Gone soon', 'Mine', 'New', 'Theirs']], 'what is asked of a deleted one, and activities meanwhile');
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [asked?.unit ?? '']: 'follow' } });
      same(await subjects(), ['Mine', 'New', 'Theirs'], 'activities after the answer');
      const { last } = await one.google.log();
      const without = await one.change({ shownCalendars: [] });
      same([tally(await one.lines(without)), await subjects()], [{ 'delete office': 2 }, ['Mine', 'New', 'Theirs']], 'the preview without it, and activities before the approval');
      await one.approve(without);
      same([await subjects(), await one.google.subjectsIn(shared)], [['Mine'], ['New', 'Theirs']], 'activities and the events of the colleague in the end');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      same((await one.google.writes()).filter(({ path }) => path.includes(encodeURIComponent(shared))).length, 0, 'writes to the calendar that is shown');
      await one.quiet();
    },
  },
];
