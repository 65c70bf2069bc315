// Group L: visibility, Meet, special entries, attachments: what SmartOffice does not know
// stays as Google has it. Never here: a look inside the product.

import { meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Person } from './world.ts';

interface Mode {
  readonly privacy: 'skip' | 'busy only' | 'full' | 'full and private';
  /** Of the private activity as Google holds it, after each of two edits; undefined: it is not there. */
  readonly shown?: readonly [first: unknown, second: unknown];
}

const whole = (subject: string, visibility: string): unknown => [subject, 'About money', 'Here', visibility];
const busy = ['Busy', 'none', 'none', 'private'];
const modes: readonly Mode[] = [
  { privacy: 'skip' },
  { privacy: 'busy only', shown: [busy, busy] },
  { privacy: 'full', shown: [whole('Secret', 'none'), whole('Secret 2', 'none')] },
  { privacy: 'full and private', shown: [whole('Secret', 'private'), whole('Secret 2', 'private')] },
];

/** A private and an open activity, edited on either side, under one of the modes. */
async function tryMode(one: Person, { privacy, shown }: Mode): Promise<void> {
  const secret = await one.office.addActivity(meeting('Secret', '2027-03-01T09:00', 30, { private: true, notes: 'About money', location: 'Here' }));
  await one.office.addActivity(meeting('Open', '2027-03-02T09:00', 30));
  await one.connect();
  const report = await one.preview({ policy: { privacy } });
  const lines = await one.lines(report);
  same(lines.filter(({ section }) => section === 'create').length, shown === undefined ? 1 : 2, `${privacy}: created`);
  same(lines.filter(({ section }) => section === 'left alone').map(({ name }) => name), shown === undefined ? ['Secret'] : [], `${privacy}: listed as not sent`);
  truly(privacy !== 'busy only' || !/About money|Here/.test(JSON.stringify(lines)), 'the text of a private activity stands in what is sent');
  await one.approve(report);
  const find = async () => (await one.google.events()).find(({ summary }) => summary !== 'Open' && summary !== 'Open!');
  const held = async (): Promise<unknown> => {
    const event = await find();
    return event === undefined ? undefined : [event.summary, event.description ?? 'none', event['location'] ?? 'none', event['visibility'] ?? 'none'];
  };
  same(await held(), shown?.[0], `${privacy}: in Google`);
  await one.office.editActivity(secret.id, () => ({ subject: 'Secret 2' }));
  await one.cycle();
  same(await held(), shown?.[1], `${privacy}: in Google after an edit in SmartOffice`);
  const event = await find();
  if (event !== undefined) {
    await one.google.act('event.edit', { id: event.id, patch: { start: wireEvent('', '2027-03-01T11:00', 30).start, end: wireEvent('', '2027-03-01T11:00', 30).end, ...(privacy === 'busy only' ? {} : { summary: 'Secret 3' }) } });
    await one.cycle();
  }
  const kept = await one.office.activity(secret.id);
  same([kept.subject, kept.notes, kept['location'], kept.private, kept.start.local], [event === undefined || privacy === 'busy only' ? 'Secret 2' : 'Secret 3', 'About money', 'Here', true, event === undefined ? '2027-03-01T09:00:00' : '2027-03-01T11:00:00'], `${privacy}: in SmartOffice`);
  await one.google.act('event.edit', { id: (await one.google.event('Open')).id, patch: { summary: 'Open!' } });
  await one.cycle();
  same((await one.office.activityNamed('Open!')).private, false, `${privacy}: the flag of the open one`);
  same((await one.office.activities()).length, 2, `${privacy}: activities`);
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'L1',
    title: 'visibility is unchanged by a new subject, whichever side gives it, and private activities go as each of four modes says',
    people: 5,
    async run({ one, people }) {
      await Promise.all(modes.map((mode, index) => tryMode(people[index + 1] as Person, mode)));
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
