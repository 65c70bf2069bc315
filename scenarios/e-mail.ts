// Group E: mail to guests by accident. No write of ours makes Google mail anybody unless a
// person chose it. Never here: a look inside the product.

import { count, inTurns, meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Person } from './world.ts';

/** Each change of an event says that nobody is to be told. */
async function neverTells(one: Person): Promise<void> {
  const writes = (await one.google.writes()).filter(({ api }) => api === 'calendar');
  const telling = writes.filter(({ query }) => !JSON.stringify(query).includes('none'));
  same(telling.map(({ method, path }) => `${method} ${path}`), [], 'writes without sendUpdates=none');
}

const clients = [{ email: 'client@outside.com', name: 'Client' }, { email: 'other@outside.com' }];

export const scenarios: readonly Scenario[] = [
  {
    id: 'E1',
    title: '40 activities with outside clients: the first synchronization mails nobody, and the preview says so',
    async run({ one }) {
      await inTurns(count(40, (index) => index), (index) => one.office.addActivity(meeting(`Review ${index}`, `2027-02-${String(1 + (index % 28)).padStart(2, '0')}T10:00`, 60, { participants: clients })));
      await one.office.addActivity(meeting('Past', '2020-02-01T10:00', 60, { participants: clients }));
      await one.connect();
      const report = await one.preview();
      const { invitations, summary } = await one.report(report);
      same(invitations, 0, 'invitations');
      truly(/0 invitations|no invitation/i.test(summary.join(' ')), `the preview does not say it: ${summary.join(' ')}`);
      await one.approve(report);
      same((await one.google.events()).length, 41, 'events');
      await neverTells(one);
    },
  },
  {
    id: 'E2',
    title: 'a guest’s endless series is neither answered nor written',
    async run({ one }) {
      const series = wireEvent('Stand-up', '2027-01-04T09:00', 15, { recurrence: ['RRULE:FREQ=DAILY'], organizer: { email: 'boss@outside.com' }, attendees: [{ email: 'boss@outside.com', organizer: true, responseStatus: 'accepted' }, { email: one.email, responseStatus: 'needsAction' }] });
      await one.google.seed({ calendars: [{ id: 'primary', events: [series] }] });
      const before = await one.google.events();
      await one.begin();
      same((await one.office.activities()).map(({ subject }) => subject), ['Stand-up'], 'activities');
      same(await one.google.events(), before, 'events');
      same((await one.google.writes()).length, 0, 'writes to Google');
    },
  },
  {
    id: 'E4',
    title: 'guests, Meet and attachment of an event stay when SmartOffice changes its subject',
    async run({ one }) {
      await one.google.seed({
        calendars: [{
          id: 'primary',
          events: [wireEvent('Planning', '2027-02-02T09:00', 30, {
            attendees: [{ email: 'a@outside.com', responseStatus: 'accepted', comment: 'Gladly' }, { email: 'b@outside.com', responseStatus: 'declined' }, { email: 'c@outside.com', optional: true }],
            conferenceData: { conferenceId: 'abc-defg-hij', conferenceSolution: { key: { type: 'hangoutsMeet' } }, entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc-defg-hij' }] },
            attachments: [{ fileUrl: 'https://drive.google.com/open?id=1', title: 'Agenda' }],
          })],
        }],
      });
      const kept = ({ attendees, conferenceData, attachments }: Awaited<ReturnType<typeof one.google.event>>): unknown => ({ attendees, conferenceData, attachments });
      const before = await one.google.event('Planning');
      await one.begin();
      same((await one.google.writes()).length, 0, 'writes to Google when it was read');
      const activity = await one.office.activityNamed('Planning');
      same(activity.participants.length, 3, 'participants');
      await one.office.editActivity(activity.id, () => ({ subject: 'Planning 2027' }));
      await one.cycle();
      same(kept(await one.google.event('Planning 2027')), kept(before), 'what was not changed');
      truly(before['conferenceData'] !== undefined && before['attachments'] !== undefined, 'the simulator kept no conference or attachment');
      await neverTells(one);
    },
  },
  {
    id: 'E6',
    title: 'the mirror of a meeting carries no guests but their names in its text, so deleting it in Google mails nobody',
    async run({ one }) {
      await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00', 60, { type: 'Meeting', participants: clients }));
      await one.begin();
      const mirror = await one.google.event('Annual review');
      same(mirror.attendees, undefined, 'guests of the mirror');
      same(mirror.description, '[SmartOffice] Participants: Client; other@outside.com', 'the text of the mirror');
      await one.google.act('event.edit', { id: mirror.id, patch: { description: `Bring scores<br><br>${String(mirror.description)}` } });
      await one.cycle();
      const activity = await one.office.activityNamed('Annual review');
      same(activity.notes, 'Bring scores', 'notes after an edit in Google');
      await one.office.editActivity(activity.id, ({ participants }) => ({ participants: [...participants, { name: 'Third' }] }));
      await one.cycle();
      same((await one.google.event('Annual review')).description, 'Bring scores\n\n[SmartOffice] Participants: Client; other@outside.com; Third', 'the text with another participant');
      same((await one.office.activityNamed('Annual review')).notes, 'Bring scores', 'notes in the end');
      await one.quiet();
      await one.google.act('event.delete', { id: mirror.id, sendUpdates: 'all' });
      await one.cycle();
      same((await one.asked()).length, 1, 'questions');
      same((await one.office.activityNamed('Annual review')).participants.length, 3, 'participants in SmartOffice');
    },
  },
  {
    id: 'E7',
    title: 'a meeting that its organizer cancels ends in SmartOffice without a write or a mail',
    async run({ one }) {
      const boss = `boss-of-${one.email}`;
      await one.google.door('seed', { accounts: [{ email: boss, calendars: [{ id: 'primary', events: [{ id: 'bossmeeting1', ...wireEvent('Townhall', '2027-02-02T09:00', 30, { attendees: [{ email: one.email, responseStatus: 'accepted' }] }) }] }] }] });
      truly((await one.google.events()).length === 1, 'the simulator gave the guest no copy');
      await one.begin();
      await one.google.door('act', { action: 'event.delete', account: boss, id: 'bossmeeting1' });
      await one.cycle();
      const [question] = await one.asked();
      if (question !== undefined) await one.approve((await one.setup()).currentReport ?? '', { choices: { [question.unit]: 'follow' } });
      same((await one.office.activityNamed('Townhall')).status, 'canceled', 'the activity');
      same((await one.google.writes()).length, 0, 'writes to Google');
    },
  },
  {
    id: 'E8',
    mails: 3,
    title: 'with the option "send invitations" Google invites each guest once, and the report names them',
    async run({ one }) {
      await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00', 60, { type: 'Meeting', participants: clients }));
      await one.connect();
      const report = await one.preview({ policy: { sendGuests: true } });
      same((await one.report(report)).invitations, 2, 'invitations in the preview');
      const [line] = await one.lines(report);
      truly(/client@outside\.com and other@outside\.com/.test(JSON.stringify(line)), `the report does not name the guests: ${JSON.stringify(line)}`);
      await one.approve(report);
      const told = async (): Promise<string[]> => (await one.google.mails()).map(({ to }) => to).sort();
      same(await told(), ['client@outside.com', 'other@outside.com'], 'mails');
      const run = await one.lines(`${report}.run`);
      truly(/client@outside\.com and other@outside\.com/.test(JSON.stringify(run)), `the report of the run does not name the guests: ${JSON.stringify(run)}`);
      same((await one.letters()).filter(({ to }) => to !== one.email).map(({ to }) => to), [], 'mails of our own to guests');
      // Who was invited is mailed nothing about later edits; who comes later is, once.
      const { id } = await one.office.activityNamed('Annual review');
      await one.office.editActivity(id, () => ({ location: 'Here', subject: 'Annual review 2027' }));
      await one.cycle();
      same((await told()).length, 2, 'mails after an edit');
      await one.office.editActivity(id, ({ participants }) => ({ participants: [...participants, { email: 'third@outside.com' }], notes: 'Bring scores' }));
      await one.cycle();
      same(await told(), ['client@outside.com', 'other@outside.com', 'third@outside.com'], 'mails after another guest');
      same((await one.google.event('Annual review 2027')).attendees?.length, 3, 'guests in Google');
      same((await one.letters()).filter(({ to }) => to !== one.email).length, 0, 'mails of our own in the end');
    },
  },
];
