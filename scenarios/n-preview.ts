// Group N: the preview and its gate. What is shown is what happens, and nothing happens
// before it was approved. Never here: a look inside the product.

import { copyContacts, csvOf } from './a-duplicates.ts';
import type { Wire } from './google.ts';
import { count, inTurns, meeting, phone, same, truly, wireEvent, wirePerson } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { Refused } from './world.ts';
import type { Person, Wanted } from './world.ts';

async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof Refused) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'not refused';
}

/** Some of everything, on both sides. */
async function fill(one: Person): Promise<string> {
  const contact = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay', emails: [{ value: 'kim@x.com', type: 'Business' }], phones: [phone('(555) 201-0001', 'Mobile')] });
  const setId = await one.office.addSet('Google Sync', [contact.id]);
  await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00'));
  await one.office.addTask({ subject: 'Send illustration', dueDate: '2027-02-03' });
  await one.google.seed({
    people: [wirePerson('Kim', 'Kay', { emailAddresses: [{ value: 'kim@x.com', type: 'work' }], phoneNumbers: [{ value: '(555) 201-0002', type: 'home' }] })],
    calendars: [{ id: 'primary', events: [wireEvent('Dentist', '2027-02-02T09:00', 30)] }],
    taskLists: [{ title: 'My Tasks', tasks: [{ title: 'Buy milk', due: '2027-02-04T00:00:00.000Z' }] }],
  });
  return setId;
}

/** Linked contacts whose title was changed on both sides while the synchronization was off. */
async function clashing(one: Person, length: number): Promise<string> {
  const { setId, ids } = await copyContacts(one, length);
  await one.stop();
  const people = await one.google.people();
  for (const id of ids) await one.office.editContact(id, () => ({ jobTitle: 'Office title' }));
  for (const { resourceName } of people) await one.google.act('contact.edit', { id: resourceName, patch: { organizations: [{ title: 'Google title' }] } });
  return setId;
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'N1',
    title: 'an item has one planned action, and the run does what the preview said',
    async run({ one }) {
      const setId = await clashing(one, 2);
      await one.office.addContact({ givenName: 'New', familyName: 'One' }).then(({ id }) => one.office.changeSet(setId, { add: [id] }));
      const report = await one.preview({ setId, activities: 'none' });
      const planned = await one.lines(report);
      same(planned.map((line) => `${line.section} ${line.name}`).sort(), ['asked Kim Kay000', 'asked Kim Kay001', 'create New One'], 'planned');
      const questions = planned.filter((line) => line.section === 'asked');
      const run = await one.approve(report, { choices: Object.fromEntries(questions.map(({ unit }, index) => [unit, index === 0 ? 'office' : 'google'])) });
      same(run.filter(({ outcome }) => outcome === 'applied').map(({ name }) => name).sort(), ['Kim Kay000', 'Kim Kay001', 'New One'], 'done');
      same((await one.office.contacts()).map(({ jobTitle }) => jobTitle ?? '').sort(), ['', 'Google title', 'Office title'], 'titles');
    },
  },
  {
    id: 'N2',
    title: 'the report names each item and field, before and after',
    async run({ one }) {
      const { setId, ids } = await copyContacts(one, 3);
      await one.stop();
      await one.office.editContact(ids[0] ?? '', () => ({ jobTitle: 'Partner' }));
      const first = await one.preview({ setId, activities: 'none' });
      const fields = async (report: string): Promise<string[]> => (await one.lines(report)).flatMap((line) => line.fields.map(({ label, before, after }) => `${line.name}: ${label}: ${before ?? ''} → ${after ?? ''}`));
      same(await fields(first), ['Kim Kay000: Job title:  → Partner'], 'the first report');
      await one.stop();
      await one.office.editContact(ids[1] ?? '', () => ({ familyName: 'Kaye' }));
      const second = await one.preview({ setId, activities: 'none' });
      same((await fields(second)).sort(), ['Kim Kay000: Job title:  → Partner', 'Kim Kaye: Last name: Kay001 → Kaye'], 'the second report');
      truly((await one.report(first)).row.status === 'replaced', 'the first report is still open');
      await one.approve(second);
    },
  },
  {
    id: 'N3',
    title: 'conflicts are shown as conflicts, with what happens without a choice',
    async run({ one }) {
      const setId = await clashing(one, 3);
      const report = await one.preview({ setId, activities: 'none' });
      const lines = await one.lines(report);
      same(lines.map(({ section }) => section), ['asked', 'asked', 'asked'], 'sections');
      for (const line of lines) {
        truly((line.alternatives ?? []).some(({ id }) => id === line.otherwise), 'what happens without a choice is not said');
        same(line.values?.map(({ office, google }) => [office, google]), [['Office title', 'Google title']], 'values side by side');
      }
      await one.approve(report);
      same((await one.setup()).waiting, 0, 'waiting before the next cycle');
      await one.cycle();
      same((await one.setup()).waiting, 3, 'questions that wait');
      same((await one.office.contacts()).map(({ jobTitle }) => jobTitle), count(3, () => 'Office title'), 'titles in SmartOffice');
    },
  },
  {
    id: 'N4',
    title: 'a preview writes nothing: no stamp, no group, no calendar',
    async run({ one }) {
      const setId = await fill(one);
      await one.connect();
      const { last } = await one.google.log();
      const before = await one.office.versions();
      const state = await one.google.state();
      await one.preview({ setId });
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      same(await one.google.state(), state, 'what Google holds');
      same(await one.office.versions(), before, 'what SmartOffice holds');
    },
  },
  {
    id: 'N5',
    title: 'approving a report that was not opened, or another one, is refused',
    async run({ one }) {
      const setId = await fill(one);
      await one.connect();
      const report = await one.preview({ setId });
      const { last } = await one.google.log();
      const { digest } = (await one.report(report)).row;
      const approve = (id: string, body: Wire): Promise<string> => refusalOf(one.api('POST', `/api/reports/${id}/approve`, body));
      same(await approve(report, { digest }), '409 not-opened', 'approving what was not opened');
      same(await approve(report, { digest: 'other' }), '409 not-current', 'approving another digest');
      await one.open(report);
      await one.stop();
      await one.office.addTask({ subject: 'New since' });
      const second = await one.preview({ setId });
      same(await approve(report, { digest }), '409 not-current', 'approving the former report');
      same(await approve(second, { digest: (await one.report(second)).row.digest ?? '' }), '409 not-opened', 'the opening of the former one does not count');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
    },
  },
  {
    id: 'N7',
    title: 'rejecting writes nothing, makes the setup editable, and the next preview is fresh',
    async run({ one }) {
      const setId = await fill(one);
      await one.connect();
      const report = await one.preview({ setId });
      const { last } = await one.google.log();
      const { digest } = await one.open(report);
      await one.api('POST', `/api/reports/${report}/reject`, { digest });
      const now = await one.setup();
      same([now.state, now.locked, now.options.runSynchronization], ['off', false, false], 'the setup');
      const next = await one.preview({ setId });
      truly(next !== report && (await one.report(next)).row.status === 'ready', 'the next preview is not fresh');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
    },
  },
  {
    id: 'N9',
    title: 'of 200 rows 3 are unticked: 197 are applied, and the 3 stay undone',
    async run({ one }) {
      const setId = await one.office.addSet('Google Sync', []);
      await one.importFile('contacts.csv', csvOf(200), setId);
      await one.connect();
      const report = await one.preview({ setId, activities: 'none' });
      const rows = (await one.lines(report)).filter((line) => line.section === 'create' && line.kind === 'contact');
      same(rows.length, 200, 'rows');
      const [first, second, third] = rows.map(({ unit }) => unit);
      await one.approve(report, { decisions: { [first ?? '']: 'not now', [second ?? '']: 'not now', [third ?? '']: 'never' } });
      same((await one.google.people()).length, 197, 'contacts in Google');
      await one.cycle();
      same((await one.google.people()).length, 197, 'contacts in Google after a cycle');
      const waiting = await one.lines((await one.setup()).currentReport ?? '');
      same(waiting.map(({ unit }) => unit).sort(), [first, second].sort(), 'rows that wait');
      await one.quiet();
      await one.stop();
      const next = await one.lines(await one.preview({ setId, activities: 'none' }));
      same(next.filter((line) => line.section === 'create').map(({ unit }) => unit).sort(), [first, second].sort(), 'rows of the next preview');
    },
  },
  {
    id: 'N10',
    title: 'another SET, direction, calendar, policy or mapping opens the gate again, and the former setup can be taken back',
    async run({ one }) {
      const { ids, setId } = await copyContacts(one, 3);
      const meetingId = (await one.office.addActivity(meeting('Review', '2027-02-01T10:00'))).id;
      await one.approve(await one.change({ activities: 'two-way' }));
      await one.cycle();
      const late = await inTurns(count(2, (index) => index), (index) => one.office.addContact({ givenName: 'Late', familyName: `Comer${index}` }));
      const other = await one.office.addSet('Other', [...ids, ...late.map(({ id }) => id)]);
      const spare = await one.google.makeCalendar('Spare');
      // The mapping of types is the administrator's to change, unless the office leaves it to its users.
      const { setup: office } = await one.api<{ setup: { locked: string[] } }>('GET', '/api/office/setup');
      await one.api('PUT', '/api/office/setup', { ...office, locked: office.locked.filter((name) => name !== 'types') });
      const changes: readonly [label: RegExp, wanted: Wanted, lines: readonly string[]][] = [
        [/^Contacts to Synchronize$/, { setId: other }, ['create Late Comer0', 'create Late Comer1']],
        [/^Activities\/Tasks$/, { activities: 'to-office' }, []],
        [/^Google calendar$/, { calendarId: spare }, ['create Review']],
        [/changed the same field$/, { policy: { conflict: 'google' } }, []],
        [/^TYPE of/, { policy: { types: { office: { 'phones.main': 'home' } } } }, []],
      ];
      let { last } = await one.google.log();
      for (const [nth, [label, wanted, expected]] of changes.entries()) {
        const { options } = await one.setup();
        same(await refusalOf(one.api('PUT', '/api/setup', { ...options, ...wanted })), '409 setup-locked', `${String(label)} without saying that it is a change`);
        const report = await one.change(wanted);
        const { settings } = await one.report(report);
        same(settings.filter(({ was }) => was !== undefined).map(({ label: found }) => label.test(found)), [true], `${String(label)}: what the preview says was changed`);
        same((await one.lines(report)).map((line) => `${line.section} ${line.name}`).sort(), expected, `${String(label)}: the preview`);
        // What changes meanwhile waits behind the gate.
        await one.office.editActivity(meetingId, () => ({ location: `Room ${nth}` }));
        await one.api('POST', '/api/sync/now');
        const back = await one.goBack();
        same((await one.report(back)).settings.filter(({ was }) => was !== undefined), [], `${String(label)}: the former setup`);
        same((await one.google.writes(last)).length, 0, `${String(label)}: writes before an approval`);
        await one.approve(back);
        await one.cycle();
        same((await one.google.event('Review'))['location'], `Room ${nth}`, `${String(label)}: what waited`);
        const writes = await one.google.writes(last);
        same(writes.map(({ method, call }) => `${method} ${call}`), ['PUT calendar.events.update'], `${String(label)}: writes in the end`);
        ({ last } = await one.google.log());
      }
      const report = await one.change({ setId: other });
      await one.approve(report);
      same((await one.google.people()).length, 5, 'contacts in Google');
      truly(setId !== other, 'the SET is another');
    },
  },
];
