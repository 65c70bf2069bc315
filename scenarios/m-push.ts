// Group M: Google's notices of changes, as they come, do not come, and are forged. Each
// scenario has a product of its own that Google can reach.

import { setTimeout as sleep } from 'node:timers/promises';
import { same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Channel } from './google.ts';
import { until } from './world.ts';
import type { Person } from './world.ts';

const cycles = async (person: Person, since = 0): Promise<number> => (await person.google.log(since)).entries.filter(({ call }) => call === 'tasks.tasklists.list').length;

async function began(person: Person): Promise<Channel> {
  await person.google.door('switches', { pushAllowHttp: true });
  await person.connect();
  const report = await person.preview();
  const { last } = await person.google.log();
  await person.approve(report);
  // The run itself has read, and within seconds the cycle that is due after it.
  await until('the cycle after the first run', async () => (await cycles(person, last)) >= 2);
  return until('a channel', async () => (await person.google.channels())[0]);
}

/** Until nothing is going on any more. */
async function rest(person: Person): Promise<number> {
  return until('a rest', async () => {
    const { last } = await person.google.log();
    await sleep(3_000);
    return (await person.google.log()).last === last && last;
  });
}

function notify(hook: string, channel: Channel, state: string): Promise<number> {
  return fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json; utf-8', 'x-goog-channel-id': channel.id, 'x-goog-channel-token': channel.token, 'x-goog-resource-id': channel.resourceId, 'x-goog-resource-state': state, 'x-goog-message-number': '5' },
  }).then(({ status }) => status);
}

const inOffice = async (person: Person, subject: string): Promise<boolean> => (await person.office.activities()).some((activity) => activity.subject === subject);

export const scenarios: readonly Scenario[] = [
  {
    id: 'M1',
    title: 'the first notice starts nothing, those of a change one cycle however many come together, and one more for those that come late',
    people: 0,
    exclusive: true,
    async run({ alone }) {
      const { person, hook } = await alone({ push: true });
      const channel = await began(person);
      await person.google.door('switches', { pushDuplicate: true });
      await person.google.act('event.create', { event: wireEvent('Told twice', '2027-02-01T09:00') });
      await until('the activity', () => inOffice(person, 'Told twice'), 5_000);
      await person.google.door('switches', { pushDuplicate: false });
      let mark = await rest(person);
      same(await notify(hook, channel, 'sync'), 204, 'the answer to the first notice');
      await sleep(1_000);
      same(await cycles(person, mark), 0, 'cycles after the first notice');
      mark = (await person.google.log()).last;
      same(await Promise.all(Array.from({ length: 20 }, () => notify(hook, channel, 'exists'))), Array.from({ length: 20 }, () => 204), 'the answers');
      await rest(person);
      // One that comes after the cycle began to read is owed another.
      truly([1, 2].includes(await cycles(person, mark)), `${await cycles(person, mark)} cycles after twenty notices that came together`);
      await person.quiet();
    },
  },
  {
    id: 'M3',
    title: 'while no notice arrives, changes take no longer than the interval of polling',
    people: 0,
    exclusive: true,
    async run({ alone }) {
      const { person } = await alone({ push: true, pollSeconds: 2 });
      await began(person);
      await person.google.door('switches', { pushDropEvery: 1 });
      try {
        for (const [index, subject] of ['First', 'Second', 'Third'].entries()) {
          const at = Date.now();
          await person.google.act('event.create', { event: wireEvent(subject, `2027-02-0${index + 1}T09:00`) });
          await until(subject, () => inOffice(person, subject), 20_000);
          // The interval, how often what is due is looked for, and the cycle itself.
          truly(Date.now() - at < 2_000 + 2_000 + 2_000, `${subject} took ${Date.now() - at} ms`);
        }
      } finally {
        await person.google.door('switches', { pushDropEvery: 0 });
      }
      await person.google.act('event.create', { event: wireEvent('Told again', '2027-02-05T09:00') });
      await until('a change that is told', () => inOffice(person, 'Told again'), 5_000);
      await person.stop();
      await until('no channel', async () => (await person.google.channels()).length === 0);
    },
  },
  {
    id: 'M4',
    title: 'forged notices are refused and counted, and start nothing',
    people: 0,
    exclusive: true,
    async run({ alone }) {
      const { person, hook } = await alone({ push: true });
      const channel = await began(person);
      const mark = await rest(person);
      same(await notify(hook, { ...channel, token: 'guessed' }, 'exists'), 403, 'a wrong secret');
      same(await notify(hook, { ...channel, resourceId: 'another' }, 'exists'), 403, 'another resource');
      same(await notify(hook, { ...channel, id: '00000000-0000-0000-0000-000000000000' }, 'exists'), 404, 'an unknown channel');
      same((await fetch(hook, { method: 'POST', body: JSON.stringify({ channel }), headers: { 'content-type': 'application/json' } })).status, 404, 'a notice without headers');
      await sleep(3_000);
      same(await cycles(person, mark), 0, 'cycles after forged notices');
      const { checks } = await person.api<{ checks: { id: string; found: string }[] }>('GET', '/api/doctor');
      const found = checks.find(({ id }) => id === 'webhook')?.found ?? '';
      // The doctor's own look at the address is one that is refused, too.
      truly(/; ([4-9]|\d\d) refused/.test(found), `they are not counted: ${found}`);
      await person.quiet();
    },
  },
];
