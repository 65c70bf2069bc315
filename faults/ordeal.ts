// One seed: an initial synchronization and edits afterwards, while requests to Google fail in
// every way and the product is killed again and again; then peace, and a comparison. In: a
// seed, sizes, the programs. Out: what was lost, doubled or left open. The driver does what
// a person would: connects again when asked to, and waits. It never repairs anything.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../scenarios/world.ts';
import { compareSides, contactLines, eventLines, googleEvents, googlePeople, googleTasks, officeActivities, officeContacts, officeTasks, taskLines } from './contents.ts';
import type { Sizes } from './contents.ts';
import { makeRules } from './ways.ts';

export interface Ordeal {
  readonly seed: number;
  readonly sizes: Sizes;
  readonly probability: number;
  readonly kills: number;
  readonly person: Person;
  /** kill -9, and a new process at the same address. */
  killAndRestart(): Promise<void>;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly open: readonly string[];
  readonly requests: number;
  readonly faults: number;
  readonly kills: number;
  readonly reconnects: number;
  readonly seconds: number;
}

const patience = 240_000;

export async function undergo(ordeal: Ordeal): Promise<Verdict> {
  const began = performance.now();
  const { person, sizes, seed } = ordeal;
  const { google, api } = person;
  let kills = 0;
  let reconnects = 0;
  const random = randomOf(seed);
  const say = (what: string): void => void (process.env['FAULTS_LOG'] && process.stderr.write(`${Math.round(performance.now() - began)} ms  ${what}\n`));

  const setId = await fill(person, sizes);
  say('filled');
  await person.connect();
  const mark = (await google.log()).last;
  await google.door('fault', makeRules(person.email, ordeal.probability, seed));

  /** Looks until `isDone`, killing up to `most` times on the way, and does what the person is asked to do. */
  async function endure(what: string, most: number, isDone: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patience;
    let nextKill = Date.now() + 200 + random() * 3800;
    let last = '';
    for (let left = most; ; await sleep(50)) {
      if (left > 0 && kills < ordeal.kills && Date.now() >= nextKill) {
        say(`${what}: killing`);
        await ordeal.killAndRestart();
        say('started again');
        kills += 1;
        left -= 1;
        nextKill = Date.now() + 200 + random() * 3800;
      }
      if (await isDone()) return say(`${what} is done`);
      const { state, stateText } = await person.setup();
      if (state !== last) say(`${state} ${stateText}`);
      last = state;
      if (state === 'needs reconnect') {
        // Google's consent page itself does not fail; the exchange behind it may.
        const connected = await person.connect().then(() => true, () => false);
        if (connected) reconnects += 1;
      }
      if (Date.now() > end) throw new Error(`${what} did not end; the account is "${state}" (${stateText})`);
    }
  }

  const { options } = await api<{ options: object }>('GET', '/api/setup');
  await api('PUT', '/api/setup', { ...options, contacts: 'set', setId, activities: 'two-way', recurring: true, runSynchronization: true });
  let report = '';
  await endure('the preview', Math.ceil(ordeal.kills * 0.2), async () => {
    const now = await person.setup();
    if (now.state === 'preview ready') report = now.currentReport ?? '';
    // A report that could not be made unlocks the setup: the person saves it again.
    if (!now.options.runSynchronization) await api('PUT', '/api/setup', { ...options, contacts: 'set', setId, activities: 'two-way', recurring: true, runSynchronization: true });
    return report !== '';
  });
  const { digest } = await person.open(report);
  await api('POST', `/api/reports/${report}/approve`, { digest });
  await endure('the initial synchronization', Math.ceil(ordeal.kills * 0.6), async () => (await person.reports()).some((row) => row.id === `${report}.run` && row.status === 'complete'));
  await edit(person, sizes);
  await endure('the edits', ordeal.kills - kills, async () => kills === ordeal.kills && (await person.setup()).state === 'active');

  const hits = (await google.log(mark)).entries;
  // The rules end; what is late or put off ends by itself.
  const peace = await fetch(new URL('/_sim/fault', google.origin), { method: 'DELETE' });
  if (!peace.ok) throw new Error(`The faults could not be taken back: ${peace.status}`);
  const differences = await untilSettled(person, sizes, async () => {
    if ((await person.setup()).state === 'needs reconnect') await person.connect();
  });
  const open = await findOpen(person, report);
  await person.stop();
  return { ...differences, open, requests: (await google.log(mark)).count, faults: hits.filter((entry) => 'fault' in entry).length, kills, reconnects, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

async function fill(person: Person, sizes: Sizes): Promise<string> {
  const { google, office } = person;
  await google.seed({ people: googlePeople(sizes), calendars: [{ id: 'primary', timeZone: 'America/New_York', events: googleEvents(sizes) }], taskLists: [{ title: 'My Tasks', tasks: googleTasks(sizes) }] });
  const members = await each(officeContacts(sizes), async (fields) => (await office.addContact(fields)).id);
  const setId = await office.addSet('Everybody', members);
  await each(officeActivities(sizes), (fields) => office.addActivity(fields));
  await each(officeTasks(sizes), (fields) => office.addTask(fields));
  return setId;
}

/** One in twenty of each kind is edited, half of them at Google. */
async function edit({ google, office }: Person, sizes: Sizes): Promise<void> {
  const some = <T>(list: readonly T[], from: number): readonly T[] => list.filter((_, index) => index % 40 === from);
  const contacts = await office.contacts();
  const activities = await office.activities();
  const tasks = await office.tasks();
  await each(some(contacts, 0), ({ id }) => office.editContact(id, () => ({ jobTitle: 'Edited in SmartOffice' })));
  await each(some(activities, 0), ({ id }) => office.editActivity(id, (activity) => ({ location: `${String(activity['location'])} moved` })));
  await each(some(tasks, 0), ({ id }) => office.editTask(id, (task) => ({ notes: `${String(task['notes'])} edited` })));
  const state = await google.state();
  const people = state.people.filter((one) => one.names?.[0]?.familyName !== undefined && Number(/\d+/.exec(one.names[0].familyName)?.[0]) % 40 === 7);
  for (const one of people) await google.act('contact.edit', { id: one.resourceName, patch: { organizations: [{ name: `${one.organizations?.[0]?.name ?? ''} at Google` }] } });
  const numbered = (text: string | undefined): number => Number(/\d+/.exec(text ?? '')?.[0]) % 40;
  for (const event of (state.calendars.find(({ primary }) => primary)?.events ?? []).filter((one) => one.status !== 'cancelled' && numbered(one.summary) === 7)) await google.act('event.edit', { id: event.id, patch: { location: 'Edited at Google' } });
  for (const list of state.taskLists) for (const task of list.tasks.filter((one) => numbered(one.title) === 7)) await google.act('task.edit', { list: list.id, id: task.id, patch: { notes: 'Edited at Google' } });
  if (sizes.contacts > 0 && contacts.length === 0) throw new Error('SmartOffice lost every contact.');
}

/** Both sides are read until they agree, or until nothing has moved for a while. */
async function untilSettled(person: Person, sizes: Sizes, act: () => Promise<void>): Promise<{ lost: readonly string[]; doubled: readonly string[] }> {
  let before = '';
  for (let still = 0; ; ) {
    await act();
    await person.api('POST', '/api/sync/now');
    await sleep(700);
    const setup = await person.setup();
    if (setup.state !== 'active' && still < 12) {
      still += 1;
      continue;
    }
    const state = await person.google.state();
    const found = [
      compareSides('contact', contactLines(await person.office.contacts(), state), sizes.contacts),
      compareSides('event', eventLines(await person.office.activities(), state), sizes.events),
      compareSides('task', taskLines(await person.office.tasks(), state), sizes.tasks),
    ];
    const differences = { lost: found.flatMap(({ lost }) => lost), doubled: found.flatMap(({ doubled }) => doubled) };
    const isQuiet = setup.state === 'active' && differences.lost.length + differences.doubled.length === 0;
    const now = JSON.stringify([differences, setup.state]);
    still = now === before ? still + 1 : 0;
    before = now;
    if (isQuiet || still >= 6) return differences;
  }
}

/** Whatever waits for somebody although nobody disputes it. */
async function findOpen(person: Person, report: string): Promise<readonly string[]> {
  const open: string[] = [];
  const setup = await person.setup();
  if (setup.state !== 'active') open.push(`the account is "${setup.state}": ${setup.stateText}`);
  if (setup.waiting > 0) open.push(`${setup.waiting} operations wait`);
  if (setup.currentReport !== undefined) for (const line of await person.lines(setup.currentReport)) open.push(`waits: ${line.section} ${line.kind} ${line.name}: ${line.text} ${line.outcome ?? ''}`);
  for (const line of await person.lines(`${report}.run`)) if (line.outcome === 'unknown' || line.outcome === undefined) open.push(`no outcome: ${line.kind} ${line.name}`);
  const log = await person.google.log();
  for (const violation of log.violations) open.push(`the simulator noticed ${JSON.stringify(violation)}`);
  for (const mail of await person.google.mails()) open.push(`Google would have sent a mail: ${mail.kind} to ${mail.to}`);
  const before = log.last;
  await person.cycle();
  const written = (await person.google.writes(before)).map((entry) => `${entry.method} ${entry.path}`);
  for (const write of written) open.push(`a cycle in peace still wrote: ${write}`);
  return open;
}

async function each<T, R>(list: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < list.length) {
      const index = next;
      next += 1;
      results[index] = await run(list[index] as T);
    }
  }));
  return results;
}

function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
