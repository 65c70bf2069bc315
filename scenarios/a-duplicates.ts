// Group A: duplicates. However often it runs, whoever crashed, whatever was lost: one
// record stays one record. Never here: a look inside the product.

import type { Wire } from './google.ts';
import { count, inTurns, meeting, phone, same, truly, wireEvent, wirePerson } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';
import type { Person } from './world.ts';

export function csvOf(length: number, city: (index: number) => string = () => 'Springfield'): string {
  const rows = count(length, (index) => `Kim,Kay${String(index).padStart(3, '0')},kim${index}@x.com,${city(index)}`);
  return ['First Name,Last Name,E-mail Address,Business City', ...rows, ''].join('\n');
}

/** So many contacts of the SET, copied to Google. */
export async function copyContacts(one: Person, length: number): Promise<{ setId: string; ids: readonly string[] }> {
  const setId = await one.office.addSet('Google Sync', []);
  const came = await one.importFile('contacts.csv', csvOf(length), setId);
  same(came.contacts, length, 'contacts imported');
  await one.begin({ setId, activities: 'none' });
  const rows = await one.api<{ contacts: { id: string }[] }>('GET', '/api/contacts?limit=500');
  return { setId, ids: rows.contacts.map(({ id }) => id) };
}

export function wireEvents(length: number, more: (index: number) => Wire = () => ({})): Wire[] {
  return count(length, (index) => {
    const day = Temporal.PlainDate.from('2027-01-04').add({ days: index % 300 }).toString();
    return wireEvent(`Meeting ${index}`, `${day}T${String(9 + (index % 8)).padStart(2, '0')}:00`, 30, more(index));
  });
}

const sections = (lines: readonly { section: string }[], section: string): number => lines.filter((line) => line.section === section).length;

export const scenarios: readonly Scenario[] = [
  {
    id: 'A1',
    title: 'one phone changed in Google is one update, and 50 contacts stay 50',
    async run({ one }) {
      const { ids } = await copyContacts(one, 50);
      const before = await one.office.versions();
      const { last } = await one.google.log();
      const person = await one.google.person('Kay007');
      await one.google.act('contact.edit', { id: person.resourceName, patch: { phoneNumbers: [{ value: '(555) 201-0007', type: 'mobile' }] } });
      await one.cycle();
      const after = await one.office.versions();
      same(ids.length, 50, 'contacts before');
      same(after.length, 50, 'contacts after');
      same(after.filter((version) => !before.includes(version)).length, 1, 'contacts written');
      await one.cycle();
      await one.cycle();
      same(await one.office.versions(), after, 'contacts after runs 2 and 3');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
    },
  },
  {
    id: 'A2',
    title: 'a meeting in the calendars of two users is one activity with two participants',
    people: 2,
    async run({ one, two }) {
      const guests = { attendees: [{ email: one.email, responseStatus: 'accepted' }, { email: two.email, responseStatus: 'accepted' }] };
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Shared meeting', '2027-03-01T10:00', 60, guests)] }] });
      truly((await two.google.events()).length === 1, 'the simulator gave the guest no copy');
      await two.begin();
      await one.begin();
      const found = [...(await one.office.activities()), ...(await two.office.activities())].filter((each) => each.subject === 'Shared meeting');
      same(new Set(found.map(({ id }) => id)).size, 1, 'activities in SmartOffice');
      same((await two.office.activities()).map(({ id }) => id), (await one.office.activities()).map(({ id }) => id), 'what the two see in SmartOffice');
      for (let run = 0; run < 5; run += 1) {
        await one.quiet();
        await two.quiet();
      }
    },
  },
  {
    id: 'A3',
    title: 'a full list that comes back empty once stops the run and deletes nothing',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(80) }] });
      await one.begin();
      const before = await one.office.versions();
      const { last } = await one.google.log();
      await one.google.fault({ call: 'calendar.events.list' }, { status: 410, reason: 'fullSyncRequired' });
      await one.google.fault({ call: 'calendar.events.list' }, { empty: true });
      await one.api('POST', '/api/sync/now');
      const alerts = await until('the alert', async () => {
        const found = await one.alerts();
        return found.some(({ text }) => /empty/.test(text)) && found;
      });
      same(alerts.filter(({ text }) => /empty/.test(text)).length, 1, 'alerts about the empty list');
      same(await one.office.versions(), before, 'activities');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      await one.cycle();
      same((await one.setup()).state, 'active', 'the state after the next run');
      same(await one.office.versions(), before, 'activities after the next run');
    },
  },
  {
    id: 'A4',
    title: '20 events, 3 of them series: ten runs without an edit write nothing',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(10, (index) => (index < 2 ? { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=8'] } : {})) }] });
      await inTurns(count(10, (index) => index), (index) => one.office.addActivity(meeting(`Review ${index}`, `2027-02-${10 + index}T10:00`, 60, index === 0 ? { recurrence: ['RRULE:FREQ=DAILY'] } : {})));
      await one.begin();
      await one.cycle();
      const before = await one.office.versions();
      same(before.length, 20, 'activities');
      same((await one.google.events()).length, 20, 'events');
      const { last } = await one.google.log();
      for (let run = 0; run < 5; run += 1) await one.cycle();
      same(await one.office.versions(), before, 'activities after ten runs');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
    },
  },
  {
    id: 'A5',
    title: 'a series that began years ago and goes on is one series',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [{ id: 'oldseries1', ...wireEvent('Old series', '2019-01-07T09:00', 30, { recurrence: ['RRULE:FREQ=WEEKLY'] }) }] }] });
      await one.google.act('event.instanceEdit', { id: 'oldseries1', originalStart: '2027-01-04T09:00:00-05:00', patch: { summary: 'Old series, moved on' } });
      await one.begin();
      for (let run = 0; run < 3; run += 1) await one.cycle();
      same((await one.office.activities()).map(({ subject }) => subject), ['Old series'], 'activities');
    },
  },
  {
    id: 'A7',
    title: 'when all links are lost, records are found again with a reason each, and nothing is copied',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: wireEvents(30) }] });
      await inTurns(count(30, (index) => index), (index) => one.office.addActivity(meeting(`Review ${index}`, `2027-02-${String(1 + (index % 28)).padStart(2, '0')}T10:00`)));
      const { id } = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay' });
      const setId = await one.office.addSet('Google Sync', [id]);
      await one.begin({ setId });
      // What was known of the former Google account is forgotten when another one is connected.
      await one.google.door('seed', { accounts: [{ email: `other-${one.email}` }] });
      await one.stop();
      await one.connect(`other-${one.email}`);
      await one.connect();
      const report = await one.preview({ setId });
      const lines = await one.lines(report);
      same(sections(lines, 'create'), 0, 'records that would be copied');
      same(sections(lines, 'link'), 61, 'records found again');
      truly(lines.every((line) => line.section !== 'link' || line.why !== ''), 'a match without a reason');
      const run = await one.approve(report);
      same(run.filter((line) => line.outcome !== undefined && line.outcome !== 'applied').length, 0, 'lines not applied');
      same((await one.office.activities()).length, 60, 'activities');
      same((await one.google.events()).length, 60, 'events');
    },
  },
  {
    id: 'A9',
    title: 'killed between an insert at Google and its link, it goes on without a duplicate',
    async run({ alone }) {
      const { person, kill, restart } = await alone();
      await inTurns(count(100, (index) => index), (index) => person.office.addActivity(meeting(`Review ${index}`, `2027-02-${String(1 + (index % 28)).padStart(2, '0')}T${10 + (index % 4)}:00`)));
      await person.connect();
      const report = await person.preview();
      await person.google.fault({ call: 'calendar.events.insert' }, { delayMs: 40, count: 200 });
      const { digest } = await person.open(report);
      const { last } = await person.google.log();
      await person.api('POST', `/api/reports/${report}/approve`, { digest });
      await until('57 inserts', async () => (await person.google.writes(last)).length >= 57);
      await kill();
      await restart();
      await until('the run', async () => (await person.reports()).some((row) => row.id === `${report}.run` && row.status === 'complete'), 60_000);
      const events = await person.google.events();
      same(events.length, 100, 'events');
      same(new Set(events.map(({ summary }) => summary)).size, 100, 'different events');
      await person.quiet();
      same((await person.office.activities()).length, 100, 'activities');
    },
  },
  {
    id: 'A10',
    title: 'the same e-mail links, the same name and phone asks, and nobody is copied silently',
    async run({ one }) {
      const { id } = await one.office.addContact({ givenName: 'Bob', familyName: 'Smith', emails: [{ value: 'bob@x.com', type: 'Business' }], phones: [phone('555-201-1234')] });
      const setId = await one.office.addSet('Google Sync', [id]);
      const member = { memberships: [{ contactGroupMembership: { contactGroupResourceName: 'contactGroups/ours' } }] };
      await one.google.seed({
        groups: [{ resourceName: 'contactGroups/ours', name: 'SmartOffice' }],
        people: [
          wirePerson('Robert', 'Smith', { emailAddresses: [{ value: 'Bob@X.com' }], ...member }),
          wirePerson('Bob', 'Smith', { phoneNumbers: [{ value: '+1 (555) 201 1234' }], ...member }),
        ],
      });
      await one.connect();
      const lines = await one.lines(await one.preview({ setId, activities: 'none' }));
      same(sections(lines, 'create'), 0, 'silent copies');
      truly(lines.some((line) => line.section === 'link' && /e-mail/i.test(line.why)), 'no link by e-mail');
      truly(lines.some((line) => line.section === 'asked' && /phone/i.test(`${line.why} ${line.text}`)), 'nothing is asked about name and phone');
    },
  },
  {
    id: 'A11',
    title: 'a client in the SETs of two users: one contact, two links, a change once each',
    people: 2,
    async run({ one, two }) {
      const { id } = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay', phones: [phone('(555) 201-0001', 'Mobile')] });
      const setId = await one.office.addSet('Google Sync', [id]);
      await one.begin({ setId, activities: 'none' });
      await two.begin({ setId, activities: 'none' });
      const { last } = await two.google.log();
      const { resourceName } = await one.google.person('Kay');
      await one.google.act('contact.edit', { id: resourceName, patch: { phoneNumbers: [{ value: '(555) 201-9999', type: 'mobile' }] } });
      await one.cycle();
      await two.cycle();
      same((await two.google.person('Kay')).phoneNumbers?.[0]?.value, '(555) 201-9999', "the other's phone");
      same((await two.google.writes(last)).length, 1, "writes to the other's Google");
      same((await one.office.contacts()).length, 1, 'contacts');
      await one.quiet();
      await two.quiet();
      same((await two.google.writes(last)).length, 1, "writes to the other's Google in the end");
    },
  },
  {
    id: 'A13',
    title: 'a shared family address alone links nobody',
    async run({ one }) {
      const shared = { emails: [{ value: 'family@x.com', type: 'Personal' }] };
      const ann = await one.office.addContact({ givenName: 'Ann', familyName: 'Miller', ...shared });
      const tom = await one.office.addContact({ givenName: 'Tom', familyName: 'Miller', ...shared });
      const setId = await one.office.addSet('Google Sync', [ann.id, tom.id]);
      await one.google.seed({ people: [wirePerson('Tom', 'Miller', { emailAddresses: [{ value: 'family@x.com' }] }), wirePerson('Millers', '', { emailAddresses: [{ value: 'family@x.com' }] })] });
      await one.connect();
      const lines = await one.lines(await one.preview({ setId, activities: 'none' }));
      same(lines.filter((line) => line.section === 'link').map(({ name }) => name), ['Tom Miller'], 'linked without a question');
      truly(lines.some((line) => line.name === 'Ann Miller' && (line.section === 'asked' || line.section === 'create')), 'Ann is not accounted for');
    },
  },
];
