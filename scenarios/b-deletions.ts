// Group B: deletions and what stops them. Absence is not deletion, many deletions stop
// before harm, and what was done can be undone. Never here: a look inside the product.

import { copyContacts, csvOf, wireEvents } from './a-duplicates.ts';
import { readOfOfficeFails } from './b-half-read.ts';
import { count, inTurns, meeting, phone, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';

const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=20'] };

export const scenarios: readonly Scenario[] = [
  {
    id: 'B1',
    title: 'a read that fails half-way ends the run before planning',
    exclusive: true,
    async run({ one, alone }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(400) }] });
      await one.begin();
      const before = await one.office.versions();
      same(before.length, 400, 'activities');
      const { last } = await one.google.log();
      await one.google.fault({ call: 'calendar.events.list' }, { status: 410, reason: 'fullSyncRequired' });
      await one.google.fault({ call: 'calendar.events.list', path: 'pageToken' }, { status: 403, reason: 'forbidden', skip: 1 });
      await one.google.door('switches', { pageLimit: 100 });
      await one.api('POST', '/api/sync/now');
      await until('the failed run', async () => (await one.google.log(last)).entries.some(({ status }) => status === 403));
      await one.google.door('switches', { pageLimit: 0 });
      await one.cycle();
      same(await one.office.versions(), before, 'activities');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      await readOfOfficeFails(await alone());
    },
  },
  {
    id: 'B2',
    title: 'when SmartOffice shows no activity any more, it stops before anything is deleted',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(44) }] });
      await one.begin();
      const { last } = await one.google.log();
      await one.stop();
      await inTurns(await one.office.activities(), ({ id }) => one.office.deleteActivity(id));
      const report = await one.preview();
      const { brakes } = await one.report(report);
      truly(brakes.length > 0, 'no brake');
      const { digest } = await one.open(report);
      const refused = await one.api('POST', `/api/reports/${report}/approve`, { digest }).then(() => 'approved', (error: Error) => error.message);
      truly(/brake/.test(refused), `approved without releasing the brake: ${refused}`);
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      same((await one.google.events()).length, 44, 'events');
    },
  },
  {
    id: 'B3',
    title: 'a SET whose rule was edited from 400 to 90 removes nothing before it is released',
    async run({ one }) {
      await one.importFile('contacts.csv', csvOf(400, (index) => (index < 90 ? 'Boston' : 'Springfield')));
      const filter = (value: string): object => ({ kind: 'filtered', name: 'Google Sync', filter: { match: 'all', conditions: [{ field: 'email', test: 'contains', value }] } });
      const { id } = await one.api<{ id: string }>('POST', '/api/sets', filter('@x.com'));
      await one.begin({ setId: id, activities: 'none' });
      const { last } = await one.google.log();
      const { version } = await one.api<{ version: string }>('GET', `/api/sets/${id}`);
      await one.api('PUT', `/api/sets/${id}`, { version, set: { kind: 'filtered', name: 'Google Sync', filter: { match: 'all', conditions: [{ field: 'city', test: 'is', value: 'Boston' }] } } });
      const now = await one.cycle();
      same(now.state, 'paused by brake', 'the state');
      const report = await one.report(now.currentReport ?? '');
      truly(report.brakes.some(({ text }) => /SET/.test(text) && /310/.test(text)), `the brake does not say what happened: ${report.brakes.map(({ text }) => text).join(' ')}`);
      const lines = await one.lines(now.currentReport ?? '');
      same(new Set(lines.filter((line) => line.kind === 'contact').map(({ name }) => name)).size, 310, 'names listed');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      same((await one.google.people()).length, 400, 'contacts in Google');
      truly((await one.alerts()).some(({ text, title }) => /SET|brake|stopped/i.test(`${title} ${text}`)), 'no alert');
    },
  },
  {
    id: 'B5',
    title: 'one 404 on an update deletes nothing; the change arrives later',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Dentist', '2027-02-02T09:00', 30)] }] });
      await one.begin();
      const { id } = await one.office.activityNamed('Dentist');
      await one.google.fault({ method: 'PUT', path: '/events/' }, { status: 404, reason: 'notFound' });
      await one.office.editActivity(id, () => ({ location: 'Main Street' }));
      await until('the change', async () => {
        await one.cycle();
        return (await one.google.event('Dentist'))['location'] === 'Main Street';
      }, 15_000);
      same((await one.office.activity(id)).status, 'active', 'the activity');
      same((await one.setup()).waiting, 0, 'questions');
    },
  },
  {
    id: 'B6',
    title: 'the first occurrence deleted in Google leaves the other 19',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [{ id: 'weekly20', ...wireEvent('Weekly', '2027-01-04T09:00', 30, weekly) }] }] });
      await one.begin();
      await one.google.act('event.instanceDelete', { id: 'weekly20', originalStart: '2027-01-04T09:00:00-05:00' });
      await one.cycle();
      const series = await one.office.activityNamed('Weekly');
      same(series.status, 'active', 'the series');
      same(series.occurrences, [{ original: '2027-01-04T14:00:00Z', cancelled: true }], 'changed occurrences');
      const { entries } = await one.api<{ entries: unknown[] }>('GET', '/api/calendar?from=2027-01-01&to=2027-12-31&zone=America/New_York');
      same(entries.length, 19, 'occurrences shown');
      same((await one.setup()).waiting, 0, 'questions');
    },
  },
  {
    id: 'B9',
    title: 'what is deleted in Google is asked, and never made again by itself',
    async run({ one }) {
      await one.office.addActivity(meeting('Keep', '2027-02-01T10:00'));
      await one.office.addActivity(meeting('Follow', '2027-02-02T10:00'));
      await one.office.addActivity(meeting('Restore', '2027-02-03T10:00'));
      // Others, so that it is not the whole calendar that is gone.
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(40) }] });
      const ours = async (): Promise<string[]> => (await one.google.events()).map(({ summary }) => summary ?? '').filter((name) => !name.startsWith('Meeting'));
      await one.begin();
      for (const name of ['Keep', 'Follow', 'Restore']) await one.google.act('event.delete', { id: (await one.google.event(name)).id });
      await one.cycle();
      const questions = await one.asked();
      same(questions.map(({ name }) => name).sort(), ['Follow', 'Keep', 'Restore'], 'questions');
      await one.quiet();
      same(await ours(), [], 'events made again');
      await one.approve((await one.setup()).currentReport ?? '', { choices: Object.fromEntries(questions.map(({ unit, name }) => [unit, name.toLowerCase()])) });
      const held = async (): Promise<string[]> => (await one.office.activities()).filter(({ subject }) => !subject.startsWith('Meeting')).map(({ subject, status }) => `${subject} ${status}`).sort();
      same(await held(), ['Follow canceled', 'Keep active', 'Restore active'], 'activities');
      same(await ours(), ['Restore'], 'events');
      await one.quiet();
      same((await one.setup()).waiting, 0, 'questions that are left');
      const keep = await one.office.activityNamed('Keep');
      await one.office.editActivity(keep.id, () => ({ location: 'Elsewhere' }));
      await one.cycle();
      same(await ours(), ['Restore'], 'events after an edit of the one that was kept');
    },
  },
  {
    id: 'B13',
    title: 'a group emptied in Google takes nobody out of SmartOffice before it is released',
    async run({ one }) {
      const { setId } = await copyContacts(one, 300);
      const before = await one.office.versions();
      await one.google.act('group.empty', { group: await one.google.group() });
      const now = await one.cycle();
      same(now.state, 'paused by brake', 'the state');
      const { brakes } = await one.report(now.currentReport ?? '');
      truly(brakes.some(({ text }) => /group is empty/i.test(text)), `the brake does not say so: ${brakes.map(({ text }) => text).join(' ')}`);
      same(await one.office.versions(), before, 'contacts');
      const { memberCount } = await one.api<{ memberCount: number }>('GET', `/api/sets/${setId}`);
      same(memberCount, 300, 'members of the SET');
    },
  },
  {
    id: 'B14',
    title: 'deleted in SmartOffice and edited in Google is a question, and nothing is lost while it waits',
    async run({ one }) {
      const { ids } = await copyContacts(one, 6);
      await one.stop();
      const { setId } = (await one.api<{ options: { setId: string } }>('GET', '/api/setup')).options;
      const name = (await one.office.contact(ids[0] ?? '')).familyName ?? '';
      await one.office.deleteContact(ids[0] ?? '');
      const person = await one.google.person(name);
      await one.google.act('contact.edit', { id: person.resourceName, patch: { phoneNumbers: [{ value: '(555) 201-0007', type: 'mobile' }] } });
      const report = await one.preview({ setId, activities: 'none' });
      const lines = await one.lines(report);
      same(lines.map(({ section }) => section), ['asked'], 'sections');
      truly(/changed in Google/i.test(lines[0]?.why ?? ''), `the reason: ${lines[0]?.why}`);
      await one.approve(report);
      same((await one.google.person(name)).phoneNumbers?.[0]?.value, '(555) 201-0007', 'the phone in Google');
      await one.cycle();
      const [question] = await one.asked();
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [question?.unit ?? '']: 'restore' } });
      const back = (await one.office.contacts()).find(({ familyName }) => familyName === name);
      same(back?.phones.map(({ value }) => value), ['(555) 201-0007'], 'the restored contact');
    },
  },
  {
    id: 'B15',
    title: 'a run of 40 creates, 25 updates and 5 deletions is undone, but for 2 that were edited since',
    async run({ one }) {
      const { setId, ids } = await copyContacts(one, 30);
      await one.stop();
      const gone = ids.slice(0, 5);
      const people = await one.google.people();
      for (const id of gone) await one.office.deleteContact(id);
      await inTurns(ids.slice(5), (id) => one.office.editContact(id, () => ({ jobTitle: 'Partner', phones: [phone('(555) 201-0001')] })));
      const fresh = await inTurns(count(40, (index) => index), (index) => one.office.addContact({ givenName: 'New', familyName: `One${index}` }));
      await one.office.changeSet(setId, { add: fresh.map(({ id }) => id) });
      const report = await one.preview({ setId, activities: 'none' });
      const questions = (await one.lines(report)).filter(({ section }) => section === 'asked');
      same(questions.length, 5, 'questions');
      const { brakes } = await one.report(report);
      const run = await one.approve(report, { choices: Object.fromEntries(questions.map(({ unit }) => [unit, 'follow'])), released: brakes.map(({ key }) => key) });
      same(run.filter(({ outcome }) => outcome === 'applied').length, 70, 'applied');
      for (const name of ['One3', 'Kay011']) {
        const person = await one.google.person(name);
        await one.google.act('contact.edit', { id: person.resourceName, patch: { organizations: [{ title: 'Edited since' }] } });
      }
      await one.cycle();
      const { id: undo } = await one.api<{ id: string }>('POST', `/api/reports/${report}.run/undo`);
      await until('the undo preview', async () => (await one.reports()).some((row) => row.id === undo && row.status === 'ready'));
      const planned = await one.lines(undo);
      same(planned.filter(({ section }) => section === 'left alone').map(({ name }) => name).sort(), ['Kim Kay011', 'New One3'], 'left alone');
      const undone = await one.approve(undo, { released: (await one.report(undo)).brakes.map(({ key }) => key) });
      const back = new Set(undone.filter(({ outcome, section }) => outcome === 'applied' && section !== 'left alone').map(({ name }) => name));
      truly(!back.has('New One3'), 'a contact that was edited since was deleted');
      // Of the other one the field that was edited since is left alone, the rest is taken back.
      same(back.size - (back.has('Kim Kay011') ? 1 : 0), 68, 'taken back');
      same((await one.google.person('Kay011')).organizations?.[0]?.title, 'Edited since', 'the edit since');
      const after = await one.google.people();
      const plain = (list: typeof people): string[] => list.filter(({ names, organizations }) => names?.[0]?.givenName === 'Kim' && organizations === undefined).map(({ names, emailAddresses, phoneNumbers, organizations }) => JSON.stringify([names?.[0]?.familyName, emailAddresses?.map(({ value, type }) => [value, type]), phoneNumbers?.length ?? 0, organizations?.length ?? 0])).sort();
      same(plain(after), plain(people.filter(({ names }) => names?.[0]?.familyName !== 'Kay011')), 'contacts in Google');
      same(after.length, 31, 'contacts in Google');
    },
  },
];
