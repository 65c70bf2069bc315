// Group J: limits of Google. Somebody loads much while others change a word; a limit that
// lasts for hours; changes of contacts one after the other.

import { count, inTurns, meeting, same, truly } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';
import type { Person } from './world.ts';

const day = (n: number): string => `2027-${String(1 + (Math.floor(n / 28) % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
const each = 715;

/** A file is the quick way to bring in hundreds. */
function calendarFile(name: string, length: number): string {
  const stamp = (n: number, hour: number): string => `${day(n).replaceAll('-', '')}T${String(hour).padStart(2, '0')}0000`;
  const entries = count(length, (n) => ['BEGIN:VEVENT', `UID:${name}-${n}@example.com`, `DTSTART;TZID=America/New_York:${stamp(n, 8 + (n % 9))}`, `DTEND;TZID=America/New_York:${stamp(n, 9 + (n % 9))}`, `SUMMARY:${name} ${n}`, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//scenarios//EN', ...entries.flat(), 'END:VCALENDAR', ''].join('\r\n');
}

function contactFile(length: number): string {
  return count(length, (n) => ['BEGIN:VCARD', 'VERSION:3.0', `N:Family${n};Given${n};;;`, `FN:Given${n} Family${n}`, `EMAIL;TYPE=WORK:p${n}@example.com`, 'END:VCARD', ''].join('\r\n')).join('');
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'J1',
    title: 'seven users, 5,000 items, refusals on the way: the small one is not starved, each item is there once',
    people: 8,
    exclusive: true,
    async run({ people, one }) {
      await one.google.door('switches', { quota: false });
      try {
        const small = people[7] as Person;
        const loaders = people.slice(0, 7);
        const changed = await small.office.addActivity(meeting('Word', '2027-02-01T10:00'));
        await small.begin();
        for (const [n, person] of loaders.entries()) {
          const { activities } = await person.importFile('calendar.ics', calendarFile(`U${n}`, each));
          same(activities, each, 'activities that were brought in');
          await person.connect();
        }
        const reports = await inTurns(loaders, async (person) => ({ person, report: await person.preview() }), 3);
        for (const person of loaders) {
          await person.google.fault({ api: 'calendar', method: 'POST' }, { status: 403, reason: 'userRateLimitExceeded', skip: 40, count: 2 });
          await person.google.fault({ api: 'calendar', method: 'POST' }, { status: 429, reason: 'rateLimitExceeded', skip: 200, count: 2 });
        }
        const mark = (await small.google.log()).last;
        for (const { person, report } of reports) {
          const { digest } = await person.open(report);
          await person.api('POST', `/api/reports/${report}/approve`, { digest });
        }
        await until('the first writes', async () => (await loaders[0]?.google.writes(mark))?.length !== 0);
        await small.office.editActivity(changed.id, () => ({ subject: 'Other word' }));
        for (const { person, report } of reports) await until('the end of a load', async () => (await person.reports()).find((row) => row.id === `${report}.run` && row.status === 'complete'), 300_000);
        const order = (await small.google.writes(mark))[0]?.n ?? Number.POSITIVE_INFINITY;
        const ends = await Promise.all(loaders.map(async (person) => (await person.google.writes(mark)).at(-1)?.n ?? 0));
        truly(ends.filter((end) => order < end).length >= 4, 'the change of the small one came after most of the loads');
        for (const [n, person] of loaders.entries()) {
          const names = (await person.google.events()).map(({ summary }) => summary);
          same([names.length, new Set(names).size], [each, each], `events of user ${n}`);
        }
      } finally {
        await one.google.door('switches', { quota: true });
      }
    },
  },
  {
    id: 'J2',
    title: 'a limit of use: paused for hours, said and mailed once, resumed without doing anything twice',
    people: 2,
    async run({ one, two }) {
      await inTurns(count(80, (n) => n), (n) => one.office.addActivity(meeting(`Review ${n}`, `${day(n)}T10:00`, 30)));
      await one.connect();
      const report = await one.preview();
      await one.google.fault({ api: 'calendar', method: 'POST' }, { status: 403, reason: 'quotaExceeded', skip: 30, count: 1 });
      const { digest } = await one.open(report);
      await one.api('POST', `/api/reports/${report}/approve`, { digest });
      const paused = await until('the pause', async () => {
        const now = await one.setup();
        return now.state === 'paused by Google' && now;
      });
      const hours = (Date.parse(paused.pausedUntil ?? '') - Date.now()) / 3_600_000;
      truly(hours > 1 && hours < 24, `paused for ${hours} hours`);
      const made = (await one.google.events()).length;
      truly(made >= 30 && made < 80, `${made} events before the pause`);
      for (let n = 0; n < 3; n += 1) await one.api('POST', '/api/sync/now');
      same((await one.alerts()).filter(({ kind }) => kind === 'paused').length, 1, 'alerts');
      same((await one.api<{ mails: { subject: string }[] }>('GET', '/api/mail')).mails.filter(({ subject }) => /paus|google/i.test(subject) && !/preview/i.test(subject)).length, 1, 'mails');
      same((await one.google.events()).length, made, 'events during the pause');
      // Where Google says when: it goes on then, with what is left.
      await inTurns(count(80, (n) => n), (n) => two.office.addActivity(meeting(`Review ${n}`, `${day(n)}T10:00`, 30)));
      await two.connect();
      const second = await two.preview();
      const { last } = await two.google.log();
      await two.google.fault({ api: 'calendar', method: 'POST' }, { status: 403, reason: 'quotaExceeded', retryAfter: 3, skip: 30, count: 1 });
      await two.approve(second);
      const inserts = (await two.google.writes(last)).filter(({ call, status }) => call === 'calendar.events.insert' && status === 200);
      same([inserts.length, (await two.google.events()).length], [80, 80], 'events that were made, and are there');
      await two.quiet();
    },
  },
  {
    id: 'J3',
    title: '2,000 contacts: ten creates of 200, one change in flight, membership in the same body',
    exclusive: true,
    async run({ one }) {
      const setId = await one.office.addSet('Google Sync', []);
      const { contacts } = await one.importFile('contacts.vcf', contactFile(2000), setId);
      same(contacts, 2000, 'contacts that were brought in');
      await one.google.door('switches', { latencyMs: 15 });
      try {
        await one.connect();
        const report = await one.preview({ setId, activities: 'none' });
        const { last } = await one.google.log();
        await one.approve(report);
        const writes = await one.google.writes(last);
        const tally = (call: string): number => writes.filter((entry) => entry.call === call).length;
        same([tally('people.people.batchCreateContacts'), tally('people.contactGroups.create'), writes.length], [10, 1, 11], 'batches, groups, writes');
        same(writes.filter((entry) => (entry as { overlapped?: boolean }).overlapped === true).length, 0, 'changes in flight together');
        const group = await one.google.group();
        const members = (await one.google.people()).filter(({ memberships }) => memberships?.some((each) => each.contactGroupMembership?.contactGroupResourceName === group));
        same(members.length, 2000, 'members');
      } finally {
        await one.google.door('switches', { latencyMs: 0 });
      }
      await one.quiet();
    },
  },
];
