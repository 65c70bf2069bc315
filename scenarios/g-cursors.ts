// Group G: cursors. A token that ended, one that was given for another question, a page that
// failed: everything is read again, nothing is taken for deleted that is not, links stay.

import { count, inTurns, meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';

const day = (n: number): string => `2027-02-${String(1 + (n % 28)).padStart(2, '0')}`;

export const scenarios: readonly Scenario[] = [
  {
    id: 'G1',
    title: '410 on the token of the calendar: a full list, three deletions asked for, links kept',
    async run({ one }) {
      await inTurns(count(100, (n) => n), (n) => one.office.addActivity(meeting(`Review ${n}`, `${day(n)}T${String(8 + (n % 9)).padStart(2, '0')}:00`, 30)));
      await one.begin();
      const ids = (await one.google.events()).map(({ id }) => id).sort();
      for (const n of [3, 50, 77]) await one.google.act('event.delete', { id: (await one.google.event(`Review ${n}`)).id });
      await one.google.fault({ call: 'calendar.events.list' }, { status: 410, reason: 'fullSyncRequired' });
      const { last } = await one.google.log();
      await one.cycle();
      const asked = await one.asked();
      same(asked.map(({ name }) => name).sort(), ['Review 3', 'Review 50', 'Review 77'], 'deletions that are asked for');
      same((await one.office.activities()).length, 100, 'activities in SmartOffice');
      const lists = (await one.google.log(last)).entries.filter(({ call }) => call === 'calendar.events.list');
      same(lists.filter(({ query }) => !JSON.stringify(query).includes('syncToken')).length, 1, 'full lists');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      await one.office.editActivity((await one.office.activityNamed('Review 10')).id, () => ({ location: 'Here' }));
      await one.cycle();
      same((await one.google.event('Review 10'))['location'], 'Here', 'a link that was kept');
      const left = (await one.google.events()).map(({ id }) => id);
      truly(left.every((id) => ids.includes(id)) && left.length === 97, 'events were made again');
      await one.quiet();
    },
  },
  {
    id: 'G2',
    title: 'the token of contacts expired, also while paging: read anew once, partial pages dropped, links kept',
    async run({ one }) {
      const made = await inTurns(count(12, (n) => n), (n) => one.office.addContact({ givenName: 'Kim', familyName: `Kay${n}`, emails: [{ value: `kay${n}@example.com`, type: 'Business' }] }));
      const setId = await one.office.addSet('Google Sync', made.map(({ id }) => id));
      await one.begin({ setId, activities: 'none' });
      const person = await one.google.person('Kay3');
      await one.google.act('contact.edit', { id: person.resourceName, patch: { nicknames: [{ value: 'Kimmy' }] } });
      const { last } = await one.google.log();
      await one.google.fault({ call: 'people.people.connections.list' }, { status: 400, reason: 'EXPIRED_SYNC_TOKEN' });
      await one.cycle();
      same((await one.office.contacts()).filter((contact) => contact['nickname'] === 'Kimmy').length, 1, 'the change that came with the full list');
      const lists = (await one.google.log(last)).entries.filter(({ call }) => call === 'people.people.connections.list');
      same(lists.filter(({ query }) => !JSON.stringify(query).includes('syncToken=') && !JSON.stringify(query).includes('"syncToken"')).length, 1, 'full lists');
      // By its message alone, with another status.
      await one.google.fault({ call: 'people.people.connections.list' }, { status: 410, reason: 'gone', message: 'Sync token is expired. Clear local cache and retry call without the sync token.' });
      await one.cycle();
      same((await one.setup()).state, 'active', 'the state');
      same([(await one.office.contacts()).length, (await one.google.people()).length], [12, 12], 'contacts on both sides');
      await one.quiet();
    },
  },
  {
    id: 'G5',
    title: 'every request with a token repeats its parameters; a refusal of them ends in a full list',
    exclusive: true,
    async run({ one }) {
      await one.google.door('switches', { calendarTokenChecksQuery: true });
      try {
        await inTurns(count(10, (n) => n), (n) => one.office.addActivity(meeting(`Review ${n}`, `${day(n)}T10:00`)));
        await one.begin();
        const { last } = await one.google.log();
        await one.cycle();
        same((await one.google.log(last)).entries.filter(({ status }) => status >= 400).length, 0, 'refusals');
        await one.google.fault({ call: 'calendar.events.list' }, { status: 400, reason: 'badRequest', message: 'Sync token cannot be used with other request restrictions' });
        await one.google.act('event.edit', { id: (await one.google.event('Review 4')).id, patch: { location: 'There' } });
        await one.cycle();
        same((await one.office.activityNamed('Review 4'))['location'], 'There', 'the change that came with the full list');
        same((await one.setup()).state, 'active', 'the state');
        await one.quiet();
      } finally {
        await one.google.door('switches', { calendarTokenChecksQuery: false });
      }
    },
  },
  {
    id: 'G6',
    title: 'the second page of an incremental list fails: the cursor stays, and the next cycle finds every change',
    exclusive: true,
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: count(30, (n) => wireEvent(`Review ${n}`, `${day(n)}T10:00`)) }] });
      await one.begin();
      await one.google.door('switches', { pageLimit: 10 });
      try {
        for (let n = 0; n < 25; n += 1) await one.google.act('event.edit', { id: (await one.google.event(`Review ${n}`)).id, patch: { location: `Room ${n}` } });
        const { last } = await one.google.log();
        // So often that the cycle gives up, after its first page was there.
        await one.google.fault({ call: 'calendar.events.list', path: 'pageToken' }, { status: 403, reason: 'quotaExceeded', retryAfter: 2, count: 1 });
        await one.api('POST', '/api/sync/now');
        await until('the failed page', async () => (await one.google.log(last)).entries.some(({ call, status }) => call === 'calendar.events.list' && status === 403));
        await until('the pause', async () => (await one.setup()).state === 'paused by Google');
        same((await one.office.activities()).filter((activity) => activity['location'] !== undefined).length, 0, 'changes taken from a list that broke off');
        await until('the end of the pause', async () => (await one.setup()).state === 'active', 60_000);
        await one.cycle();
        same((await one.office.activities()).filter((activity) => String(activity['location'] ?? '').startsWith('Room')).length, 25, 'changes that arrived');
        await one.quiet();
      } finally {
        await one.google.door('switches', { pageLimit: 0 });
      }
    },
  },
];
