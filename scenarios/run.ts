// npm run scenarios [ids…]: starts one simulator and one product, tries each scenario with
// people and an office of its own, and prints id, title and outcome. In: ids, or none for
// all. Out: lines, then `N passed, N failed`; exit code 1 when one failed.
// Never here: a scenario that is left out without a word.

import { scenarios as duplicates } from './a-duplicates.ts';
import { scenarios as deletions } from './b-deletions.ts';
import { scenarios as calendars } from './b-calendars.ts';
import { scenarios as recurrence } from './c-recurrence.ts';
import { scenarios as times } from './d-times.ts';
import { scenarios as mail } from './e-mail.ts';
import { scenarios as attendees } from './f-attendees.ts';
import { scenarios as cursors } from './g-cursors.ts';
import { scenarios as authorisation } from './h-authorisation.ts';
import { scenarios as loops } from './i-loops.ts';
import { scenarios as quota } from './j-quota.ts';
import { scenarios as contacts } from './k-contacts.ts';
import { scenarios as privacy } from './l-privacy.ts';
import { scenarios as push } from './m-push.ts';
import { scenarios as preview } from './n-preview.ts';
import { scenarios as directions } from './x-directions.ts';
import { scenarios as neighbours } from './x-neighbours.ts';
import { openDatabase } from './database.ts';
import type { Alone, Cast, Scenario, Wanted } from './scenario.ts';
import { addPeople, freePort, makeFolder, startProduct, startSimulator } from './stage.ts';
import type { Newcomer, Program } from './stage.ts';
import { openPerson } from './world.ts';

const together = Number(process.env['SCENARIOS_TOGETHER'] ?? 4);
const all: readonly Scenario[] = [...duplicates, ...deletions, ...calendars, ...recurrence, ...times, ...mail, ...attendees, ...cursors, ...authorisation, ...loops, ...quota, ...contacts, ...privacy, ...push, ...preview, ...neighbours, ...directions];

function newcomersOf(scenario: Scenario): Newcomer[] {
  return Array.from({ length: scenario.people ?? 1 }, (_, index) => ({
    email: `${scenario.id.toLowerCase()}-${index + 1}@example.com`,
    name: `Person ${index + 1} of ${scenario.id}`,
    office: `Office ${scenario.id}`,
    zone: scenario.zones?.[index],
  }));
}

interface Outcome {
  readonly scenario: Scenario;
  readonly why?: string;
  readonly milliseconds: number;
}

async function tryOne(scenario: Scenario, product: Program, simulator: Program): Promise<Outcome> {
  const began = performance.now();
  const endings: (() => Promise<unknown>)[] = [];
  const took = (): number => Math.round(performance.now() - began);
  try {
    const people = await Promise.all(newcomersOf(scenario).map(({ email }) => openPerson(product.address, simulator.address, email)));
    const cast: Cast = {
      people,
      get one() {
        return people[0] as (typeof people)[number];
      },
      get two() {
        return people[1] as (typeof people)[number];
      },
      alone: (wanted) => openAlone(scenario, simulator, endings, wanted),
    };
    await scenario.run(cast);
    for (const [index, person] of people.entries()) {
      const { options, state } = await person.setup();
      const expected = typeof scenario.mails === 'object' ? (scenario.mails[index] ?? 0) : (scenario.mails ?? 0);
      if (options.runSynchronization && (state === 'active' || state === 'failed')) await person.quiet(expected);
      else {
        const mails = await person.google.mails();
        if (mails.length !== expected) throw new Error(`Google would have sent ${mails.length} mails`);
      }
    }
    return { scenario, milliseconds: took() };
  } catch (error) {
    const why = error instanceof Error ? (process.env['SCENARIOS_LOG'] ? (error.stack ?? error.message) : error.message) : String(error);
    return { scenario, why, milliseconds: took() };
  } finally {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
  }
}

async function openAlone(scenario: Scenario, shared: Program, endings: (() => Promise<unknown>)[], wanted: Wanted = {}): Promise<Alone> {
  const folder = await makeFolder();
  endings.push(() => folder.remove());
  const simulator = wanted.ownGoogle === true ? await startSimulator() : shared;
  if (simulator !== shared) endings.push(() => simulator.stop());
  const email = `${scenario.id.toLowerCase()}-alone@example.com`;
  const port = await freePort();
  const hook = `http://127.0.0.1:${port}/api/google/push`;
  const environment = { ...(wanted.push === true ? { WEBHOOK_URL: hook } : {}), ...(wanted.pollSeconds === undefined ? {} : { POLL_SECONDS: String(wanted.pollSeconds), POLL_WATCHED_SECONDS: String(wanted.pollSeconds), POLL_SHOWN_SECONDS: String(wanted.pollSeconds) }) };
  let product = await startProduct(folder.path, simulator.address, port, environment);
  endings.push(() => product.stop());
  await addPeople(folder.path, [{ email, name: 'Alone', office: 'Alone' }]);
  return {
    hook,
    person: await openPerson(product.address, simulator.address, email),
    async database() {
      const database = await openDatabase(folder.path);
      endings.push(() => database.close());
      return database;
    },
    kill: () => product.stop('SIGKILL'),
    restart: async () => (product = await startProduct(folder.path, simulator.address, port, environment)),
  };
}

async function main(): Promise<void> {
  const twice = all.filter(({ id }, index) => all.findIndex((one) => one.id === id) !== index);
  if (twice.length > 0) throw new Error(`Two scenarios have the id ${twice.map(({ id }) => id).join(', ')}.`);
  const wanted = process.argv.slice(2).map((id) => id.toUpperCase());
  const unknown = wanted.filter((id) => !all.some((scenario) => scenario.id === id || scenario.id[0] === id));
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}.`);
  const chosen = wanted.length === 0 ? all : all.filter(({ id }) => wanted.includes(id) || wanted.includes(id.slice(0, 1)));
  const folder = await makeFolder();
  const simulator = await startSimulator();
  const product = await startProduct(folder.path, simulator.address);
  const outcomes: Outcome[] = [];
  const report = (outcome: Outcome): void => {
    outcomes.push(outcome);
    const { scenario, why, milliseconds } = outcome;
    process.stdout.write(`${scenario.id.padEnd(4)} ${why === undefined ? 'passed' : 'FAILED'} ${String(milliseconds).padStart(6)} ms  ${scenario.title}${why === undefined ? '' : `\n     ${why.replaceAll('\n', '\n     ')}`}\n`);
  };
  try {
    await addPeople(folder.path, chosen.flatMap(newcomersOf));
    const queue = chosen.filter((scenario) => scenario.exclusive !== true);
    await Promise.all(
      Array.from({ length: together }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) report(await tryOne(next, product, simulator));
      }),
    );
    for (const scenario of chosen.filter((each) => each.exclusive === true)) report(await tryOne(scenario, product, simulator));
    const { violations } = (await (await fetch(`${simulator.address}/_sim/log?summary=true`)).json()) as { violations: readonly unknown[] };
    if (violations.length > 0) throw new Error(`The simulator broke Google's schemas: ${JSON.stringify(violations).slice(0, 2000)}`);
  } finally {
    await product.stop();
    await simulator.stop();
    await folder.remove();
  }
  const failed = outcomes.filter((outcome) => outcome.why !== undefined).length;
  process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}

await main();
