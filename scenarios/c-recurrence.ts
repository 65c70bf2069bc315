// Group C: recurrence. A series stays a series, its exceptions go both ways, and what we
// cannot express stays untouched. Never here: a look inside the product.

import type { GoogleEvent, Wire } from './google.ts';
import { count, meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Person } from './world.ts';

const seriesOf = (id: string, summary: string, at: string, recurrence: string[], more: Wire = {}, where?: string): Wire => ({ id, ...wireEvent(summary, at, 60, { recurrence, ...more }, where) });

/** The changed occurrences of a series, by original start, deleted ones too. */
async function exceptionsOf(one: Person, id: string): Promise<Map<string, GoogleEvent>> {
  const { calendars } = await one.google.state();
  const events = calendars.find(({ primary }) => primary)?.events ?? [];
  const original = ({ originalStartTime }: GoogleEvent): string => originalStartTime?.date ?? Temporal.Instant.from(originalStartTime?.dateTime ?? '').toString();
  return new Map(events.filter(({ recurringEventId }) => recurringEventId === id).map((event) => [original(event), event]));
}

async function shown(one: Person, from: string, to: string): Promise<string[]> {
  const { entries } = await one.api<{ entries: { subject: string; start: { local?: string; date?: string } }[] }>('GET', `/api/calendar?from=${from}&to=${to}&zone=America/New_York`);
  return entries.map(({ subject, start }) => `${subject} ${start.local?.slice(0, 16) ?? start.date ?? ''}`).sort();
}

const instant = (event: GoogleEvent | undefined): string => Temporal.Instant.from(event?.start?.dateTime ?? '').toString();

export const scenarios: readonly Scenario[] = [
  {
    id: 'C1',
    title: 'this and following moved in Google makes two series in SmartOffice, once',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, { recurrence: ['RRULE:FREQ=WEEKLY'] }));
      await one.begin();
      const master = await one.google.event('Choir');
      const moved = wireEvent('', '2027-01-18T20:30', 60);
      await one.google.act('event.moveThisAndFollowing', { id: master.id, originalStart: '2027-01-18T20:00:00-05:00', patch: { start: moved['start'], end: moved['end'] } });
      await one.cycle();
      same(await shown(one, '2027-01-01', '2027-02-02'), ['Choir 2027-01-04T20:00', 'Choir 2027-01-11T20:00', 'Choir 2027-01-18T20:30', 'Choir 2027-01-25T20:30', 'Choir 2027-02-01T20:30'], 'occurrences');
      const activities = await one.office.activities();
      same(activities.length, 2, 'series in SmartOffice');
      truly(activities.some((each) => each.id === id), 'the first series was made anew');
      truly(activities.some((each) => each.id !== id && !/UNTIL|COUNT/.test(each.recurrence.join())), 'the second series has an end');
      for (let run = 0; run < 2; run += 1) await one.cycle();
      same((await one.office.activities()).length, 2, 'series after more runs');
      same((await one.setup()).waiting, 0, 'questions');
    },
  },
  {
    id: 'C2',
    title: 'an occurrence deleted and one moved in SmartOffice are so in Google; 8 others untouched',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] }));
      await one.begin();
      const zone = 'America/New_York';
      await one.office.changeOccurrence(id, { original: '2027-01-26T01:00:00Z', cancelled: true });
      await one.office.changeOccurrence(id, { original: '2027-02-09T01:00:00Z', start: { local: '2027-02-08T22:00:00', zone }, end: { local: '2027-02-08T23:00:00', zone } });
      await one.cycle();
      const exceptions = await exceptionsOf(one, (await one.google.event('Choir')).id);
      same([...exceptions].map(([original, { status }]) => `${original} ${status}`).sort(), ['2027-01-26T01:00:00Z cancelled', '2027-02-09T01:00:00Z confirmed'], 'exceptions in Google');
      same(instant(exceptions.get('2027-02-09T01:00:00Z')), '2027-02-09T03:00:00Z', 'the moved occurrence');
      same((await shown(one, '2027-01-01', '2027-12-31')).length, 9, 'occurrences in SmartOffice');
      // And back: the moved one is moved on in Google, another one deleted there.
      const master = await one.google.event('Choir');
      await one.google.act('event.instanceEdit', { id: master.id, originalStart: '2027-02-08T20:00:00-05:00', patch: { start: { dateTime: '2027-02-08T21:00:00-05:00', timeZone: zone }, end: { dateTime: '2027-02-08T22:00:00-05:00', timeZone: zone } } });
      await one.google.act('event.instanceDelete', { id: master.id, originalStart: '2027-01-11T20:00:00-05:00' });
      await one.cycle();
      const entries = await shown(one, '2027-01-01', '2027-12-31');
      same(entries.length, 8, 'occurrences in SmartOffice after Google');
      truly(entries.includes('Choir 2027-02-08T21:00'), 'the moved one did not follow');
    },
  },
  {
    id: 'C3',
    title: 'series with RDATE alone, or with RRULE, RDATE and EXDATE, stay as they are, and the rest goes on',
    async run({ one }) {
      const odd = [
        seriesOf('rdateonly1', 'Only dates', '2027-01-04T09:00', ['RDATE;TZID=America/New_York:20270105T090000,20270109T090000']),
        seriesOf('mixed1', 'Mixed', '2027-01-04T11:00', ['RRULE:FREQ=WEEKLY;COUNT=5', 'RDATE;TZID=America/New_York:20270106T110000', 'EXDATE;TZID=America/New_York:20270111T110000']),
        seriesOf('monthly1', 'Last workday', '2027-01-29T10:00', ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1']),
      ];
      await one.google.seed({ calendars: [{ id: 'primary', events: [...odd, wireEvent('Dentist', '2027-02-02T09:00')] }] });
      const before = await one.google.events();
      await one.begin();
      same(await one.google.events(), before, 'events in Google');
      same((await one.office.activities()).map(({ subject }) => subject).sort(), ['Dentist', 'Last workday', 'Mixed', 'Only dates'], 'activities');
      same((await shown(one, '2027-01-01', '2027-02-02')).sort(), [
        'Last workday 2027-01-29T10:00', 'Mixed 2027-01-04T11:00', 'Mixed 2027-01-06T11:00', 'Mixed 2027-01-18T11:00', 'Mixed 2027-01-25T11:00', 'Mixed 2027-02-01T11:00',
        'Only dates 2027-01-04T09:00', 'Only dates 2027-01-05T09:00', 'Only dates 2027-01-09T09:00',
      ], 'occurrences in SmartOffice');
      for (const name of ['Only dates', 'Mixed']) await one.office.editActivity((await one.office.activityNamed(name)).id, () => ({ location: 'Here' }));
      await one.cycle();
      const rules = (events: readonly GoogleEvent[]): unknown => events.filter(({ recurringEventId }) => recurringEventId === undefined).map(({ summary, recurrence, start, end }) => [summary, recurrence, start, end]);
      same(rules(await one.google.events()), rules(before), 'rules after an edit beside them');
    },
  },
  {
    id: 'C4',
    title: 'a series that ends after the clocks changed ends on the same day; UNTIL is UTC, or a date for whole days',
    zones: ['Europe/London'],
    async run({ one }) {
      const london = 'Europe/London';
      await one.office.addActivity(meeting('Timed', '2027-10-20T00:30', 60, { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20271117T003000Z'] }, london));
      await one.office.addActivity(meeting('Dated', '2027-10-20T00:30', 60, { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20271117'] }, london));
      await one.office.addActivity({ subject: 'Whole day', start: { date: '2027-10-20' }, end: { date: '2027-10-21' }, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20271117'] });
      await one.google.seed({ calendars: [{ id: 'primary', timeZone: london, events: [seriesOf('summer1', 'From Google', '2027-10-20T00:30', ['RRULE:FREQ=DAILY;UNTIL=20271117T003000Z'], {}, london)] }] });
      await one.begin();
      const rule = async (name: string): Promise<string> => (await one.google.event(name)).recurrence?.join() ?? '';
      truly(/UNTIL=20271117T\d{6}Z/.test(await rule('Timed')), `UNTIL of the timed series: ${await rule('Timed')}`);
      truly(/UNTIL=20271117T\d{6}Z/.test(await rule('Dated')), `UNTIL of the series that was given a date: ${await rule('Dated')}`);
      truly(/UNTIL=20271117(;|$)/.test(await rule('Whole day')), `UNTIL of whole days: ${await rule('Whole day')}`);
      const { entries } = await one.api<{ entries: { subject: string; start: { local?: string; date?: string } }[] }>('GET', '/api/calendar?from=2027-11-10&to=2027-12-31&zone=Europe/London');
      const last = (name: string): string => entries.filter(({ subject }) => subject === name).map(({ start }) => start.local ?? start.date ?? '').sort().at(-1) ?? '';
      same(['Timed', 'Dated', 'Whole day', 'From Google'].map(last), ['2027-11-17T00:30:00', '2027-11-17T00:30:00', '2027-11-17', '2027-11-17T00:30:00'], 'last occurrences');
    },
  },
  {
    id: 'C6',
    title: 'an exception that is changed again and again is updated in place',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] }));
      await one.begin();
      const original = '2027-01-19T01:00:00Z';
      const zone = 'America/New_York';
      await one.office.changeOccurrence(id, { original, title: 'Choir with guests' });
      await one.cycle();
      const master = (await one.google.event('Choir')).id;
      const first = (await exceptionsOf(one, master)).get(original);
      same(first?.summary, 'Choir with guests', 'the title');
      await one.office.changeOccurrence(id, { original, title: 'Choir with guests', start: { local: '2027-01-18T19:00:00', zone }, end: { local: '2027-01-18T20:00:00', zone } });
      await one.cycle();
      const second = (await exceptionsOf(one, master)).get(original);
      same([second?.id, second?.summary, instant(second)], [first?.id, 'Choir with guests', '2027-01-19T00:00:00Z'], 'the occurrence');
      await one.google.act('event.instanceEdit', { id: master, originalStart: '2027-01-18T20:00:00-05:00', patch: { attendees: [{ email: 'a@outside.com' }], location: 'Hall' } });
      await one.cycle();
      await one.office.changeOccurrence(id, { original, title: 'Choir with many guests', location: 'Hall', start: { local: '2027-01-18T19:00:00', zone }, end: { local: '2027-01-18T20:00:00', zone } });
      await one.cycle();
      const third = (await exceptionsOf(one, master)).get(original);
      same([third?.summary, third?.['location'], third?.attendees?.map(({ email }) => email)], ['Choir with many guests', 'Hall', ['a@outside.com']], 'the occurrence after Google');
      same((await exceptionsOf(one, master)).size, 1, 'exceptions');
    },
  },
  {
    id: 'C8',
    title: 'an endless series is one rule without an end; deleted in Google it is one decision',
    async run({ one }) {
      await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, { recurrence: ['RRULE:FREQ=WEEKLY'] }));
      await one.office.addActivity(meeting('Other', '2027-01-05T20:00'));
      await one.begin();
      const master = await one.google.event('Choir');
      same(master.recurrence, ['RRULE:FREQ=WEEKLY'], 'the rule in Google');
      await one.google.act('event.delete', { id: master.id });
      const now = await one.cycle();
      same([now.state, now.waiting], ['active', 1], 'the state');
      const [question] = await one.asked();
      await one.approve(now.currentReport ?? '', { choices: { [question?.unit ?? '']: 'follow' } });
      same((await one.office.activityNamed('Choir')).status, 'canceled', 'the series');
    },
  },
  {
    id: 'C10',
    title: 'two years of days with 729 exceptions are read in pages, within 30 seconds',
    async run({ one }) {
      const first = Temporal.PlainDate.from('2027-01-01');
      const exceptions = count(729, (index) => {
        const day = first.add({ days: index });
        return { ...wireEvent(`Day ${index}`, `${day.toString()}T09:15`, 30), recurringEventId: 'daily730', originalStartTime: { dateTime: `${day.toString()}T09:00:00`, timeZone: 'America/New_York' } };
      });
      const withOffset = exceptions.map((each) => ({ ...each, originalStartTime: { dateTime: Temporal.PlainDateTime.from(each.originalStartTime.dateTime).toZonedDateTime('America/New_York').toString({ timeZoneName: 'never' }), timeZone: 'America/New_York' } }));
      await one.google.seed({ calendars: [{ id: 'primary', events: [{ id: 'daily730', ...wireEvent('Daily', '2027-01-01T09:00', 30, { recurrence: ['RRULE:FREQ=DAILY;COUNT=730'] }) }, ...withOffset] }] });
      const began = performance.now();
      await one.begin();
      truly(performance.now() - began < 30_000, 'it took more than 30 seconds');
      const series = await one.office.activityNamed('Daily');
      same(series.occurrences.length, 729, 'exceptions in SmartOffice');
      same((await one.google.log()).entries.filter(({ call }) => call === 'calendar.events.instances').length, 0, 'calls for instances');
    },
  },
  {
    id: 'C11',
    title: 'an exception edited on both sides is merged, or asked where both changed the same',
    async run({ one }) {
      const zone = 'America/New_York';
      const { id } = await one.office.addActivity(meeting('Choir', '2027-01-04T20:00', 60, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] }));
      const original = '2027-01-19T01:00:00Z';
      await one.office.changeOccurrence(id, { original, title: 'Choir, special' });
      await one.begin();
      const master = (await one.google.event('Choir')).id;
      const edit = (patch: Wire): Promise<unknown> => one.google.act('event.instanceEdit', { id: master, originalStart: '2027-01-18T20:00:00-05:00', patch });
      await one.stop();
      await edit({ start: { dateTime: '2027-01-18T19:00:00-05:00', timeZone: zone }, end: { dateTime: '2027-01-18T20:00:00-05:00', timeZone: zone } });
      await one.office.changeOccurrence(id, { original, title: 'Choir, very special' });
      await one.approve(await one.preview());
      const merged = (await exceptionsOf(one, master)).get(original);
      same([merged?.summary, instant(merged)], ['Choir, very special', '2027-01-19T00:00:00Z'], 'in Google');
      const [held] = (await one.office.activity(id)).occurrences;
      same([held?.title, held?.start?.local], ['Choir, very special', '2027-01-18T19:00:00'], 'in SmartOffice');
      await one.stop();
      await edit({ summary: 'Google says' });
      await one.office.changeOccurrence(id, { original, title: 'Office says', start: held?.start, end: { local: '2027-01-18T20:00:00', zone } });
      const report = await one.preview();
      const [question] = (await one.lines(report)).filter(({ section }) => section === 'asked');
      truly(question !== undefined, 'nothing is asked');
      await one.approve(report, { choices: { [question.unit]: 'office' } });
      same((await exceptionsOf(one, master)).get(original)?.summary, 'Office says', 'in Google after the choice');
      // A write that meets a newer occurrence is not forced.
      await one.google.fault({ method: 'PUT', path: '/events/' }, { status: 412, reason: 'conditionNotMet' });
      await one.office.changeOccurrence(id, { original, title: 'Office again', start: held?.start, end: { local: '2027-01-18T20:00:00', zone } });
      for (let run = 0; run < 3; run += 1) await one.cycle();
      same((await exceptionsOf(one, master)).get(original)?.summary, 'Office again', 'in Google after a 412');
    },
  },
];
