// Neighbours of the scenarios that stand in no row: the same rules, met another way. In and
// out as the groups. Never here: a look inside the product.

import { copyContacts } from './a-duplicates.ts';
import type { Wire } from './google.ts';
import { meeting, phone, same, truly, wireEvent, wirePerson } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const zone = 'America/New_York';
const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] };
const at = (local: string): Wire => ({ dateTime: Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toString({ timeZoneName: 'never' }), timeZone: zone });

export const scenarios: readonly Scenario[] = [
  {
    id: 'X1',
    title: 'timed becomes all-day and back, on either side',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Fair', '2027-05-03T10:00'));
      await one.begin();
      await one.office.editActivity(id, () => ({ start: { date: '2027-05-04' }, end: { date: '2027-05-06' } }));
      await one.cycle();
      const event = await one.google.event('Fair');
      same([event.start, event.end], [{ date: '2027-05-04' }, { date: '2027-05-06' }], 'all-day in Google');
      await one.google.act('event.edit', { id: event.id, patch: { start: { ...at('2027-05-04T09:00'), date: null }, end: { ...at('2027-05-04T09:30'), date: null } } });
      await one.cycle();
      const back = await one.office.activity(id);
      same([back.start, back.end], [{ local: '2027-05-04T09:00:00', zone }, { local: '2027-05-04T09:30:00', zone }], 'timed in SmartOffice');
    },
  },
  {
    id: 'X2',
    title: 'a single entry becomes a series and a single one again, on either side',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00'));
      await one.begin();
      await one.office.editActivity(id, () => weekly);
      await one.cycle();
      same((await one.google.event('Choir')).recurrence, weekly.recurrence, 'the rule in Google');
      await one.google.act('event.instanceDelete', { id: (await one.google.event('Choir')).id, originalStart: '2027-01-11T20:00:00-05:00' });
      await one.cycle();
      same((await one.office.activity(id)).occurrences.length, 1, 'changed occurrences');
      await one.office.editActivity(id, () => ({ recurrence: [], occurrences: [] }));
      await one.cycle();
      const event = await one.google.event('Choir');
      same(event.recurrence, undefined, 'the rule in Google in the end');
      same((await one.office.activities()).length, 1, 'activities');
    },
  },
  {
    id: 'X3',
    title: 'a series with exceptions is moved as a whole in SmartOffice',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, weekly));
      await one.begin();
      await one.office.changeOccurrence(id, { original: '2027-01-19T01:00:00Z', title: 'Special' });
      await one.cycle();
      await one.office.editActivity(id, () => ({ location: 'Hall', notes: 'Bring scores' }));
      await one.cycle();
      const state = (await one.google.state()).calendars.find(({ primary }) => primary)?.events ?? [];
      const special = state.find(({ summary }) => summary === 'Special');
      same([special?.['location'], special?.description], ['Hall', 'Bring scores'], 'the exception follows');
      await one.office.editActivity(id, () => ({ start: { local: '2027-01-04T19:00:00', zone }, end: { local: '2027-01-04T20:00:00', zone }, occurrences: [{ original: '2027-01-19T00:00:00Z', title: 'Special' }] }));
      await one.cycle();
      const { entries } = await one.api<{ entries: { subject: string; startsAt: string }[] }>('GET', `/api/calendar?from=2027-01-01&to=2027-04-01&zone=${zone}`);
      same(entries.length, 10, 'occurrences in SmartOffice');
      same(entries.filter(({ subject }) => subject === 'Special').map(({ startsAt }) => startsAt), ['2027-01-19T00:00:00Z'], 'the special one');
      const master = await one.google.event('Choir');
      same(Temporal.Instant.from(master.start?.dateTime ?? '').toString(), '2027-01-05T00:00:00Z', 'the start in Google');
    },
  },
  {
    id: 'X4',
    title: 'Synchronize Recurring Activities switched off and on again loses and doubles nothing',
    async run({ one }) {
      await one.office.addActivity(meeting('Office series', '2027-01-04T20:00', 60, weekly));
      await one.office.addActivity(meeting('Office single', '2027-01-05T20:00'));
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Google series', '2027-01-06T20:00', 60, weekly), wireEvent('Google single', '2027-01-07T20:00')] }] });
      await one.begin();
      await one.stop();
      await one.approve(await one.preview({ recurring: false }));
      await one.office.editActivity((await one.office.activityNamed('Office series')).id, () => ({ location: 'Hall' }));
      await one.office.editActivity((await one.office.activityNamed('Office single')).id, () => ({ location: 'Hall' }));
      await one.cycle();
      same([(await one.google.event('Office series'))['location'], (await one.google.event('Office single'))['location']], [undefined, 'Hall'], 'in Google while off');
      await one.quiet();
      await one.stop();
      await one.approve(await one.preview({ recurring: true }));
      same((await one.google.event('Office series'))['location'], 'Hall', 'in Google when on again');
      same([(await one.google.events()).length, (await one.office.activities()).length], [4, 4], 'events and activities');
    },
  },
  {
    id: 'X5',
    title: 'two contacts merged in Google, and one whose name at Google changes, lose nothing',
    async run({ one }) {
      await copyContacts(one, 8);
      const [kept, taken, renamed] = await Promise.all(['Kay000', 'Kay001', 'Kay002'].map((name) => one.google.person(name)));
      await one.google.act('contact.rename', { id: renamed?.resourceName });
      await one.cycle();
      same((await one.setup()).waiting, 0, 'questions after the new name');
      same((await one.office.contacts()).length, 8, 'contacts after the new name');
      await one.quiet();
      await one.google.act('contact.merge', { id: kept?.resourceName, with: [taken?.resourceName] });
      await one.cycle();
      same((await one.office.contacts()).length, 8, 'contacts in SmartOffice after the merge');
      same((await one.google.people()).length, 7, 'contacts in Google after the merge');
    },
  },
  {
    id: 'X6',
    title: 'deleted on both sides, and cleared fields, leave nothing to ask',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Gone', '2027-01-04T20:00'));
      const stays = await one.office.addActivity(meeting('Stays', '2027-01-05T20:00', 60, { location: 'Hall', notes: 'Bring scores', reminder: 10 }));
      const task = await one.office.addTask({ subject: 'Call', dueDate: '2027-02-03', notes: 'Soon' });
      await one.begin();
      await one.google.act('event.delete', { id: (await one.google.event('Gone')).id });
      await one.office.deleteActivity(id);
      await one.google.act('event.edit', { id: (await one.google.event('Stays')).id, patch: { location: null } });
      await one.office.editActivity(stays.id, ({ location }) => ({ location, notes: undefined }));
      const [wire] = await one.google.tasks();
      await one.google.act('task.edit', { id: wire?.id, patch: { due: null } });
      await one.office.editTask(task.id, () => ({ notes: undefined }));
      await one.cycle();
      same((await one.setup()).waiting, 0, 'questions');
      const activity = await one.office.activity(stays.id);
      same([activity['location'], activity.notes], [undefined, undefined], 'cleared in SmartOffice');
      const event = await one.google.event('Stays');
      same([event['location'], event.description], [undefined, undefined], 'cleared in Google');
      const after = (await one.google.tasks())[0];
      same([after?.due, after?.['notes'], (await one.office.task(task.id)).dueDate], [undefined, undefined, undefined], 'cleared of the task');
    },
  },
  {
    id: 'X7',
    title: 'a canceled activity is asked about and comes back when it is activated again',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Review', '2027-01-04T20:00'));
      await one.office.addActivity(meeting('Other', '2027-01-05T20:00'));
      await one.begin();
      await one.office.editActivity(id, () => ({ status: 'canceled' }));
      await one.cycle();
      const [question] = await one.asked();
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [question?.unit ?? '']: 'follow' } });
      same((await one.google.events()).map(({ summary }) => summary), ['Other'], 'events');
      await one.office.editActivity(id, () => ({ status: 'active' }));
      await one.cycle();
      same((await one.google.events()).map(({ summary }) => summary).sort(), ['Other', 'Review'], 'events when active again');
      await one.office.editActivity(id, () => ({ status: 'done' }));
      await one.cycle();
      same((await one.google.events()).length, 2, 'events when done');
    },
  },
  {
    id: 'X8',
    title: 'types are swapped, one number stands twice, a birthday has no year: nothing is lost',
    async run({ one }) {
      const { id } = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay', phones: [phone('(555) 201-0001', 'Mobile'), phone('(555) 201-0002', 'Business', true)], birthday: { month: 2, day: 29 } });
      const setId = await one.office.addSet('Google Sync', [id]);
      await one.google.seed({ people: [wirePerson('Kay', 'Kim')] });
      await one.begin({ setId, activities: 'none' });
      const person = await one.google.person('Kay');
      same((person['birthdays'] as { date: unknown }[])[0]?.date, { month: 2, day: 29 }, 'the birthday in Google');
      await one.google.act('contact.edit', { id: person.resourceName, patch: { phoneNumbers: [{ value: '(555) 201-0001', type: 'work' }, { value: '(555) 201-0002', type: 'mobile' }] } });
      await one.cycle();
      same((await one.office.contact(id)).phones.map(({ value, type, preferred }) => `${value} ${type} ${preferred}`), ['(555) 201-0001 Business false', '(555) 201-0002 Mobile true'], 'swapped');
      await one.google.act('contact.edit', { id: person.resourceName, patch: { phoneNumbers: [{ value: '(555) 201-0001', type: 'work' }, { value: '+15552010001', type: 'home' }, { value: '(555) 201-0002', type: 'mobile' }] } });
      await one.cycle();
      await one.quiet();
      await one.office.editContact(id, () => ({ jobTitle: 'Partner' }));
      await one.cycle();
      same((await one.google.person('Kay')).phoneNumbers?.length, 3, 'numbers in Google');
      truly((await one.office.contact(id)).phones.length >= 2, 'numbers in SmartOffice');
    },
  },
  {
    id: 'X9',
    title: 'an occurrence that was cancelled in Google comes back there and in SmartOffice',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, weekly));
      await one.begin();
      const master = (await one.google.event('Choir')).id;
      await one.google.act('event.instanceDelete', { id: master, originalStart: '2027-01-11T20:00:00-05:00' });
      await one.cycle();
      same((await one.office.activity(id)).occurrences, [{ original: '2027-01-12T01:00:00Z', cancelled: true }], 'cancelled');
      await one.office.editActivity(id, () => ({ occurrences: [] }));
      await one.cycle();
      const events = (await one.google.state()).calendars.find(({ primary }) => primary)?.events ?? [];
      same(events.filter(({ recurringEventId, status }) => recurringEventId === master && status === 'cancelled').length, 0, 'cancelled ones in Google');
      await one.google.act('event.delete', { id: master });
      await one.cycle();
      same((await one.asked()).length, 1, 'questions about the series');
    },
  },
  {
    id: 'X16',
    title: 'a meeting of two users, the organizer first: moved and renamed, it stays one, and the guest writes nothing',
    people: 2,
    async run({ one, two }) {
      const guests = { attendees: [{ email: one.email, responseStatus: 'accepted' }, { email: two.email, responseStatus: 'needsAction' }] };
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Shared meeting', '2027-03-01T10:00', 60, guests)] }] });
      await one.begin();
      await two.begin();
      const { last } = await two.google.log();
      await one.google.act('event.edit', { id: (await one.google.event('Shared meeting')).id, patch: { location: 'Room 5' } });
      await two.cycle();
      await one.cycle();
      await two.cycle();
      const [seen] = await two.office.activities();
      same(seen?.location, 'Room 5', 'the place as the guest sees it');
      await one.office.editActivity(seen?.id ?? '', () => ({ subject: 'Renamed meeting' }));
      await one.cycle();
      await two.cycle();
      same((await two.google.event('Renamed meeting')).location, 'Room 5', 'the copy of the guest');
      same((await one.office.activities()).length, 1, 'activities');
      same((await two.google.writes(last)).length, 0, "writes to the guest's Google");
      await one.quiet();
      await two.quiet();
    },
  },
];
