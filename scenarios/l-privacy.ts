// Group L: visibility, Meet, special entries, attachments: what SmartOffice does not know
// stays as Google has it. Never here: a look inside the product.

import { meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    id: 'L1',
    title: 'visibility is unchanged by a new subject, whichever side gives it',
    partly: 'the four modes (skip, busy only, full, full and private): there is no such setting',
    async run({ one }) {
      const visibilities = [undefined, 'default', 'public', 'private', 'confidential'];
      await one.google.seed({ calendars: [{ id: 'primary', events: visibilities.map((visibility, index) => wireEvent(`Google ${visibility}`, `2027-02-0${index + 1}T09:00`, 30, visibility === undefined ? {} : { visibility })) }] });
      await one.office.addActivity(meeting('Office private', '2027-03-01T09:00', 30, { private: true }));
      await one.office.addActivity(meeting('Office open', '2027-03-02T09:00', 30));
      await one.begin();
      const seen = async (suffix: string): Promise<unknown[]> => Promise.all([...visibilities.map((each) => `Google ${each}`), 'Office private', 'Office open'].map(async (name) => (await one.google.event(`${name}${suffix}`))['visibility'] ?? 'none'));
      const before = await seen('');
      same(before.slice(-2), ['private', 'none'], 'visibility of the mirrors');
      for (const activity of await one.office.activities()) await one.office.editActivity(activity.id, ({ subject }) => ({ subject: `${subject}!` }));
      await one.cycle();
      same(await seen('!'), before, 'visibility after an edit in SmartOffice');
      const flags = (await one.office.activities()).map((each) => [each.subject, each.private]).sort();
      for (const event of await one.google.events()) await one.google.act('event.edit', { id: event.id, patch: { summary: `${event.summary}?` } });
      await one.cycle();
      same(await seen('!?'), before, 'visibility after an edit in Google');
      same((await one.office.activities()).map((each) => [each.subject, each.private]).sort(), flags.map(([name, flag]) => [`${String(name)}?`, flag as boolean]), 'the private flags of SmartOffice');
    },
  },
  {
    id: 'L3',
    title: 'no conference is added to an activity that has none',
    async run({ one }) {
      await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00', 60, { type: 'Meeting', participants: [{ email: 'client@outside.com' }] }));
      await one.begin();
      const event = await one.google.event('Annual review');
      same([event['conferenceData'], event['hangoutLink']], [undefined, undefined], 'the conference');
    },
  },
  {
    id: 'L5',
    title: 'birthdays, entries from messages, out of office, focus time and working location are skipped by type and listed',
    async run({ one }) {
      const special = [
        { ...wireEvent('Away', '2027-02-02T09:00'), eventType: 'outOfOffice', outOfOfficeProperties: { autoDeclineMode: 'declineNone' }, transparency: 'opaque' },
        { ...wireEvent('Focus', '2027-02-03T09:00'), eventType: 'focusTime', focusTimeProperties: { autoDeclineMode: 'declineNone' }, transparency: 'opaque' },
        { summary: 'Home', start: { date: '2027-02-04' }, end: { date: '2027-02-05' }, eventType: 'workingLocation', visibility: 'public', transparency: 'transparent', workingLocationProperties: { type: 'homeOffice', homeOffice: {} } },
        { summary: 'Kim’s birthday', start: { date: '2027-02-05' }, end: { date: '2027-02-06' }, eventType: 'birthday', visibility: 'private', transparency: 'transparent', recurrence: ['RRULE:FREQ=YEARLY'], birthdayProperties: { type: 'birthday' } },
        { ...wireEvent('Flight', '2027-02-06T09:00'), eventType: 'fromGmail' },
      ];
      await one.google.seed({ calendars: [{ id: 'primary', events: [...special, wireEvent('Dentist', '2027-02-07T09:00')] }] });
      await one.connect();
      const report = await one.preview();
      const lines = await one.lines(report);
      same(lines.filter(({ section }) => section === 'create').map(({ name }) => name), ['Dentist'], 'created');
      same(lines.filter(({ section }) => section === 'left alone' || section === 'other').map(({ name }) => name).sort(), special.map(({ summary }) => summary as string).sort(), 'listed');
      await one.approve(report);
      same((await one.google.log()).entries.filter(({ status }) => status === 400).length, 0, 'requests that Google refused');
      same((await one.office.activities()).length, 1, 'activities');
    },
  },
  {
    id: 'L6',
    title: 'attachment and Meet are kept by an edit in SmartOffice, and nothing else moves',
    async run({ one }) {
      const extra = {
        conferenceData: { conferenceId: 'abc-defg-hij', conferenceSolution: { key: { type: 'hangoutsMeet' } }, entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc-defg-hij' }] },
        attachments: [{ fileUrl: 'https://drive.google.com/open?id=1', title: 'Agenda' }],
        colorId: '5',
        reminders: { useDefault: false, overrides: [{ method: 'email', minutes: 1440 }, { method: 'popup', minutes: 10 }] },
        extendedProperties: { private: { other: 'program' }, shared: { team: 'x' } },
        source: { title: 'CRM', url: 'https://crm.example.com/1' },
        guestsCanInviteOthers: false,
      };
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, extra)] }] });
      await one.begin();
      const others = async (name: string): Promise<unknown> => {
        const { summary: _, location: __, etag: ___, updated: ____, sequence: _____, extendedProperties, ...rest } = await one.google.event(name);
        const { private: own, ...properties } = extendedProperties as { private: Record<string, string> };
        return { ...rest, extendedProperties: { ...properties, private: own['other'] } };
      };
      const before = await others('Planning');
      const { id } = await one.office.activityNamed('Planning');
      await one.office.editActivity(id, () => ({ subject: 'Planning 2027', location: 'Here' }));
      await one.cycle();
      const after = await one.google.event('Planning 2027');
      same(after['location'], 'Here', 'the edit');
      truly(after['attachments'] !== undefined && after['conferenceData'] !== undefined, 'attachment or Meet is gone');
      same(await others('Planning 2027'), before, 'everything else');
    },
  },
];
