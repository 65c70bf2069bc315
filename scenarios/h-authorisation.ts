// Group H: access to Google that is partly given, taken back, or ends by itself. Nothing is
// deleted for it, it is told once, and what waits goes on afterwards.

import { setTimeout as sleep } from 'node:timers/promises';
import { meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';
import type { Person } from './world.ts';

interface GoogleAccess {
  readonly connected: boolean;
  readonly missing: readonly string[];
  readonly accessEndsAt?: string;
}

const access = async (person: Person): Promise<GoogleAccess> => (await person.api<{ google: GoogleAccess }>('GET', '/api/setup')).google;
const told = async (person: Person): Promise<[number, number]> => {
  const { mails } = await person.api<{ mails: { subject: string }[] }>('GET', '/api/mail');
  return [mails.filter(({ subject }) => subject.includes('connect Google again')).length, (await person.alerts()).filter(({ kind }) => kind === 'reconnect').length];
};

async function loseAccess(person: Person): Promise<void> {
  await person.google.act('access.revoke', {});
  await person.api('POST', '/api/sync/now');
  await until('needs reconnect', async () => (await person.setup()).state === 'needs reconnect');
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'H1',
    title: 'access that ended is a state, told once by mail and alert; what waits is kept, nothing is deleted',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('In Google', '2027-02-01T09:00')] }] });
      await one.office.addActivity(meeting('In SmartOffice', '2027-02-02T09:00'));
      await one.begin();
      const held = async (): Promise<object> => {
        const { calendars, people, groups, taskLists } = await one.google.state();
        return { calendars, people, groups, taskLists };
      };
      const before = await held();
      await loseAccess(one);
      const since = (await one.google.log()).last;
      await one.office.addActivity(meeting('Meanwhile', '2027-02-03T09:00'));
      for (let turn = 0; turn < 4; turn += 1) {
        await one.api('POST', '/api/sync/now');
        await sleep(400);
      }
      same(await told(one), [1, 1], 'mails and alerts that tell of it');
      const { stateText } = await one.setup();
      truly(/Most likely.*Connect Google again/.test(stateText), `cause and remedy are not named: ${stateText}`);
      same((await one.google.writes(since)).length, 0, 'writes without access');
      same(await held(), before, 'what Google holds');
      await one.connect();
      await until('what waited', async () => (await one.google.events()).some(({ summary }) => summary === 'Meanwhile'));
      await until('active', async () => (await one.setup()).state === 'active');
      same((await one.google.events()).map(({ summary }) => summary).sort(), ['In Google', 'In SmartOffice', 'Meanwhile'], 'events in Google');
    },
  },
  {
    id: 'H2',
    title: 'an application in Testing: the end after seven days is said beforehand, and on the seventh day named as the cause',
    people: 0,
    async run({ alone }) {
      const { person } = await alone({ ownGoogle: true });
      await person.google.door('switches', { oauthTestingMode: true });
      await person.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('In Google', '2027-02-01T09:00')] }] });
      await person.begin();
      await person.google.door('switches', { oauthTestingMode: false });
      const { accessEndsAt } = await access(person);
      const days = (Date.parse(accessEndsAt ?? '') - Date.now()) / 86_400_000;
      truly(days > 6.9 && days < 7.1, `the end that is said: ${accessEndsAt}`);
      const { checks } = await person.api<{ checks: { id: string; result: string; steps: string[] }[] }>('GET', '/api/doctor');
      const consent = checks.find(({ id }) => id === 'consent');
      same(consent?.result, 'warning', 'what the doctor says');
      truly(consent?.steps.some((step) => step.includes('Publish app')), 'the doctor does not say what to do');
      // The seventh day comes at Google: it ends the access by its own clock, and says what time it is there.
      await person.google.door('clock', { advance: 'P7DT1M' });
      await person.office.addActivity(meeting('Meanwhile', '2027-02-03T09:00'));
      await person.api('POST', '/api/sync/now');
      const ended = await until('needs reconnect', async () => {
        const now = await person.setup();
        return now.state === 'needs reconnect' && now;
      });
      truly(/Testing.*seven days.*Connect Google again.*Publish app/.test(ended.stateText), `cause and remedy are not named: ${ended.stateText}`);
      same(await told(person), [1, 1], 'mails and alerts that tell of it');
      same((await person.office.activities()).map(({ subject, status }) => `${subject} ${status}`).sort(), ['In Google active', 'Meanwhile active'], 'activities without access');
      await person.connect();
      await until('what waited', async () => (await person.google.events()).some(({ summary }) => summary === 'Meanwhile'));
      same((await access(person)).accessEndsAt, undefined, 'the end after connecting without Testing');
    },
  },
  {
    id: 'H3',
    title: 'contacts that were not granted are shown as such, the calendar works',
    async run({ one }) {
      const { id } = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay' });
      const setId = await one.office.addSet('Google Sync', [id]);
      await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00'));
      await one.connect(undefined, ['auth/contacts']);
      same((await access(one)).missing, ['contacts'], 'what was not granted');
      const report = await one.preview({ setId });
      truly((await one.report(report)).settings.some(({ label, value }) => label === 'Not granted at Google' && value.includes('Contacts')), 'the report does not say it');
      same((await one.lines(report)).map(({ kind, name }) => `${kind} ${name}`), ['event Annual review'], 'the preview');
      await one.approve(report);
      same((await one.google.events()).map(({ summary }) => summary), ['Annual review'], 'events in Google');
      same((await one.google.people()).length, 0, 'contacts in Google');
      // Granted later: previewed first.
      await one.connect();
      const next = await until('a preview of the contacts', async () => {
        const now = await one.setup();
        return now.state === 'preview ready' && now.currentReport;
      });
      same((await one.google.people()).length, 0, 'contacts in Google before the approval');
      await one.approve(next);
      same((await one.google.people()).length, 1, 'contacts in Google');
    },
  },
  {
    id: 'H5',
    title: 'access was revoked: a notice and a run end as H1, and a channel that cannot be stopped disturbs nothing',
    people: 0,
    exclusive: true,
    async run({ alone }) {
      const { person, hook } = await alone({ push: true });
      await person.google.door('switches', { pushAllowHttp: true });
      await person.begin();
      const channel = await until('a channel', async () => (await person.google.channels())[0]);
      await person.google.act('access.revoke', {});
      const answer = await fetch(hook, { method: 'POST', headers: { 'x-goog-channel-id': channel.id, 'x-goog-channel-token': channel.token, 'x-goog-resource-id': channel.resourceId, 'x-goog-resource-state': 'exists' } });
      same(answer.status, 204, 'the answer to the notice');
      await until('needs reconnect', async () => (await person.setup()).state === 'needs reconnect');
      same(await told(person), [1, 1], 'mails and alerts that tell of it');
      await person.stop();
      await sleep(3_000);
      same((await person.setup()).state, 'off', 'the state');
      same(await told(person), [1, 1], 'mails and alerts afterwards');
      await person.begin();
      await person.quiet();
    },
  },
];
