// Group D: zones, whole days, clock changes, dates of tasks. The product runs in a zone
// that nobody here has. Never here: a look inside the product.

import { inTurns, meeting, same, truly } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const zones = ['Pacific/Pago_Pago', 'America/Sao_Paulo', 'Etc/UTC', 'Africa/Cairo', 'Asia/Kolkata', 'Pacific/Kiritimati'];

export const scenarios: readonly Scenario[] = [
  {
    id: 'D1',
    title: 'an all-day entry on 31 January is on 31 January in every zone, both ways',
    people: zones.length,
    zones,
    async run({ people }) {
      await inTurns(people, async (one) => {
        const timeZone = zones[people.indexOf(one)];
        await one.office.addActivity({ subject: 'From SmartOffice', start: { date: '2027-01-31' }, end: { date: '2027-02-01' } });
        await one.google.seed({ calendars: [{ id: 'primary', timeZone, events: [{ summary: 'From Google', start: { date: '2027-01-31' }, end: { date: '2027-02-01' } }] }] });
        await one.begin();
        same((await one.google.event('From SmartOffice')).start, { date: '2027-01-31' }, `start in Google, ${timeZone}`);
        same((await one.google.event('From SmartOffice')).end, { date: '2027-02-01' }, `end in Google, ${timeZone}`);
        same((await one.office.activityNamed('From Google')).start, { date: '2027-01-31' }, `start in SmartOffice, ${timeZone}`);
        await one.google.act('event.edit', { id: (await one.google.event('From SmartOffice')).id, patch: { location: 'Here' } });
        await one.cycle();
        const back = await one.office.activityNamed('From SmartOffice');
        same([back.start, back.end, back['location']], [{ date: '2027-01-31' }, { date: '2027-02-01' }, 'Here'], `after the round trip, ${timeZone}`);
      }, 3);
    },
  },
  {
    id: 'D2',
    title: 'three days, 3 to 5 May, stay three days',
    async run({ one }) {
      const { id } = await one.office.addActivity({ subject: 'Fair', start: { date: '2027-05-03' }, end: { date: '2027-05-06' } });
      await one.begin();
      const event = await one.google.event('Fair');
      same([event.start, event.end], [{ date: '2027-05-03' }, { date: '2027-05-06' }], 'in Google');
      await one.google.act('event.edit', { id: event.id, patch: { summary: 'Spring fair' } });
      await one.cycle();
      const back = await one.office.activity(id);
      same([back.subject, back.start, back.end], ['Spring fair', { date: '2027-05-03' }, { date: '2027-05-06' }], 'in SmartOffice');
    },
  },
  {
    id: 'D4',
    title: 'with server, user and calendar in three zones the instant stays',
    zones: ['Europe/London'],
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', timeZone: 'Asia/Tokyo', events: [{ summary: 'From Google', start: { dateTime: '2027-03-28T10:00:00+09:00' }, end: { dateTime: '2027-03-28T11:00:00+09:00' } }] }] });
      await one.office.addActivity(meeting('From SmartOffice', '2027-07-01T09:00', 60, {}, 'America/Los_Angeles'));
      await one.begin();
      const instant = (time: { dateTime?: string } | undefined): string => Temporal.Instant.from(time?.dateTime ?? '').toString();
      const event = await one.google.event('From SmartOffice');
      same([instant(event.start), event.start?.timeZone], ['2027-07-01T16:00:00Z', 'America/Los_Angeles'], 'in Google');
      const { start } = await one.office.activityNamed('From Google');
      same(Temporal.PlainDateTime.from(start.local ?? '').toZonedDateTime(start.zone ?? '').toInstant().toString(), '2027-03-28T01:00:00Z', 'in SmartOffice');
      await one.google.act('event.edit', { id: event.id, patch: { start: { dateTime: '2027-07-01T17:30:00Z', timeZone: 'UTC' }, end: { dateTime: '2027-07-01T18:30:00Z', timeZone: 'UTC' } } });
      await one.cycle();
      const moved = (await one.office.activityNamed('From SmartOffice')).start;
      same(Temporal.PlainDateTime.from(moved.local ?? '').toZonedDateTime(moved.zone ?? '').toInstant().toString(), '2027-07-01T17:30:00Z', 'moved in Google');
    },
  },
  {
    id: 'D6',
    title: 'foreign zone names are mapped, and an unknown one is a warning, never UTC in silence',
    async run({ one }) {
      const entry = (uid: string, zone: string): string[] => ['BEGIN:VEVENT', `UID:${uid}`, `SUMMARY:${uid}`, 'DTSTAMP:20270101T000000Z', `DTSTART;TZID=${zone}:20270701T090000`, `DTEND;TZID=${zone}:20270701T100000`, 'END:VEVENT'];
      const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...entry('Windows', 'Eastern Standard Time'), ...entry('Legacy', 'US/Pacific'), ...entry('Unknown', 'Mars/Phobos'), 'END:VCALENDAR', ''];
      const report = await one.importFile('calendar.ics', lines.join('\r\n'));
      truly(report.problems.some(({ reason }) => reason.includes('Mars/Phobos')), 'no warning about the unknown zone');
      await one.begin();
      const instant = async (name: string): Promise<string> => Temporal.Instant.from((await one.google.event(name)).start?.dateTime ?? '').toString();
      same([await instant('Windows'), await instant('Legacy')], ['2027-07-01T13:00:00Z', '2027-07-01T16:00:00Z'], 'in Google');
      const unknown = (await one.google.events()).find(({ summary }) => summary === 'Unknown');
      truly(unknown === undefined || Temporal.Instant.from(unknown.start?.dateTime ?? '').toString() !== '2027-07-01T09:00:00Z', 'the unknown zone became UTC');
    },
  },
  {
    id: 'D7',
    title: 'a task keeps its time in SmartOffice, also when it is moved in Google',
    async run({ one }) {
      const { id } = await one.office.addTask({ subject: 'Send illustration', priority: 'High', dueDate: '2027-03-15', dueTime: '16:00' });
      await one.begin();
      const [task] = await one.google.tasks();
      same(task?.due?.slice(0, 10), '2027-03-15', 'due in Google');
      await one.google.act('task.edit', { id: task?.id, patch: { notes: 'By mail' } });
      await one.cycle();
      const once = await one.office.task(id);
      same([once.dueDate, once.dueTime?.slice(0, 5), once.priority, once['notes']], ['2027-03-15', '16:00', 'High', 'By mail'], 'after the round trip');
      await one.google.act('task.edit', { id: task?.id, patch: { due: '2027-03-17T00:00:00.000Z' } });
      await one.cycle();
      const moved = await one.office.task(id);
      same([moved.dueDate, moved.dueTime?.slice(0, 5), moved.priority], ['2027-03-17', '16:00', 'High'], 'after the move');
      await one.google.act('task.complete', { id: task?.id });
      await one.cycle();
      const done = await one.office.task(id);
      same([done.status, done.dueTime?.slice(0, 5)], ['done', '16:00'], 'when done');
    },
  },
];
