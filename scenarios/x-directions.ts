// Neighbours about directions and about which of two edits wins: one side closed, the newest
// edit. In and out as the groups. Never here: a look inside the product.

import { meeting, same, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    id: 'X11',
    title: 'SmartOffice to Google only: nothing of Google comes into SmartOffice, and it comes once both ways are open',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Theirs', '2027-02-01T09:00')] }] });
      const ours = await one.office.addActivity(meeting('Ours', '2027-02-02T10:00'));
      const gone = await one.office.addActivity(meeting('Gone there', '2027-02-03T10:00'));
      await one.begin({ activities: 'to-google' });
      same((await one.google.events()).map(({ summary }) => summary).sort(), ['Gone there', 'Ours', 'Theirs'], 'events');
      await one.office.editActivity(ours.id, () => ({ location: 'Here' }));
      await one.google.act('event.edit', { id: (await one.google.event('Ours')).id, patch: { description: 'Written in Google' } });
      await one.google.act('event.delete', { id: (await one.google.event('Gone there')).id });
      await one.google.act('event.create', { event: wireEvent('New there', '2027-02-04T09:00') });
      await one.cycle();
      const event = await one.google.event('Ours');
      same([event['location'], event.description], ['Here', 'Written in Google'], 'the event with both edits');
      const office = async (): Promise<unknown[]> => (await one.office.activities()).map(({ subject, notes, status }) => `${subject} ${notes ?? '-'} ${status}`).sort();
      same(await office(), ['Gone there - active', 'Ours - active'], 'activities');
      same((await one.setup()).waiting, 0, 'questions while one way');
      await one.quiet();
      const report = await one.change({ activities: 'two-way' });
      const questions = (await one.lines(report)).filter(({ section }) => section === 'asked');
      same(questions.map(({ name }) => name), ['Gone there'], 'questions when both ways are open');
      await one.approve(report, { choices: Object.fromEntries(questions.map(({ unit }) => [unit, 'follow'])) });
      same(await office(), ['Gone there - canceled', 'New there - active', 'Ours Written in Google active', 'Theirs - active'], 'activities when both ways are open');
      same((await one.office.activity(gone.id)).status, 'canceled', 'the one that was deleted in Google');
    },
  },
  {
    id: 'X12',
    title: 'Google to SmartOffice only: nothing is ever written to Google',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Theirs', '2027-02-01T09:00')] }] });
      await one.office.addActivity(meeting('Ours', '2027-02-02T10:00'));
      await one.office.addTask({ subject: 'Call', dueDate: '2027-02-03' });
      await one.begin({ activities: 'to-office' });
      same((await one.office.activities()).map(({ subject }) => subject).sort(), ['Ours', 'Theirs'], 'activities');
      const { id } = await one.office.activityNamed('Theirs');
      await one.office.editActivity(id, () => ({ location: 'Here' }));
      await one.cycle();
      await one.google.act('event.edit', { id: (await one.google.event('Theirs')).id, patch: { description: 'Written in Google' } });
      await one.cycle();
      const activity = await one.office.activity(id);
      same([activity['location'], activity.notes], ['Here', 'Written in Google'], 'the activity with both edits');
      await one.office.deleteActivity(id);
      await one.cycle();
      same((await one.google.events()).map(({ summary }) => summary), ['Theirs'], 'events');
      same((await one.google.writes()).length, 0, 'writes to Google');
      await one.quiet();
    },
  },
  {
    id: 'X13',
    title: 'with the policy "the newest" the later of two edits is on both sides, and nobody is asked',
    async run({ one }) {
      const first = await one.office.addActivity(meeting('Office first', '2027-02-01T10:00'));
      const second = await one.office.addActivity(meeting('Google first', '2027-02-02T10:00'));
      await one.begin({ policy: { conflict: 'newest' } });
      await one.stop();
      const [firstEvent, secondEvent] = [await one.google.event('Office first'), await one.google.event('Google first')];
      await one.google.act('event.edit', { id: secondEvent.id, patch: { location: 'From Google', description: 'Only in Google' } });
      await one.office.editActivity(first.id, () => ({ location: 'From SmartOffice', reminder: 25 }));
      await one.google.act('event.edit', { id: firstEvent.id, patch: { location: 'From Google' } });
      await one.office.editActivity(second.id, () => ({ location: 'From SmartOffice' }));
      const report = await one.preview();
      same((await one.lines(report)).filter(({ section }) => section === 'asked').length, 0, 'questions');
      await one.approve(report);
      const both = async (id: string, name: string): Promise<unknown[]> => [(await one.office.activity(id))['location'], (await one.google.event(name))['location']];
      same(await both(first.id, 'Office first'), ['From Google', 'From Google'], 'the one that Google changed last');
      same(await both(second.id, 'Google first'), ['From SmartOffice', 'From SmartOffice'], 'the one that SmartOffice changed last');
      // Nobody disputes the rest.
      same([(await one.office.activity(second.id)).notes, (await one.office.activity(first.id))['reminder']], ['Only in Google', 25], 'undisputed edits');
      same((await one.setup()).waiting, 0, 'questions in the end');
    },
  },
];
