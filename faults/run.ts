// npm run faults -- [--seeds 1,2,3 | --seeds 20] [--contacts 500 --events 500 --tasks 100]
// [--probability 0.2] [--kills 10]: for each seed an initial synchronization in which requests
// to Google fail in every way and the product is killed at random. Out: a line for each seed
// with what was lost, doubled or left open, then `N passed, N failed`; exit code 1 if any.

import { parseArgs } from 'node:util';
import { addPeople, makeFolder, startProduct, startSimulator, withoutQuota } from '../scenarios/stage.ts';
import type { Program } from '../scenarios/stage.ts';
import { openPerson } from '../scenarios/world.ts';
import { undergo } from './ordeal.ts';
import type { Verdict } from './ordeal.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    contacts: { type: 'string', default: '500' },
    events: { type: 'string', default: '500' },
    tasks: { type: 'string', default: '100' },
    probability: { type: 'string', default: '0.2' },
    kills: { type: 'string', default: '10' },
  },
});

const seeds = values.seeds.includes(',') ? values.seeds.split(',').filter((seed) => seed !== '').map(Number) : Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const sizes = { contacts: Number(values.contacts), events: Number(values.events), tasks: Number(values.tasks) };

/** A minute's wait is over in 6 ms, a six hours' one in two seconds; the quota is another run's matter. */
const hurried = {
  POLL_SECONDS: '1', GOOGLE_WAIT_FACTOR: '0.0001',
  ...withoutQuota,
};

const describe = (verdict: Verdict): string =>
  `lost ${verdict.lost.length}  doubled ${verdict.doubled.length}  open ${verdict.open.length}  requests ${verdict.requests}  faults ${verdict.faults}  kills ${verdict.kills}  reconnected ${verdict.reconnects}  ${verdict.seconds} s`;

async function main(): Promise<void> {
  const folder = await makeFolder();
  const simulator = await startSimulator();
  let product: Program = await startProduct(folder.path, simulator.address, 0, hurried);
  const port = Number(new URL(product.address).port);
  let failed = 0;
  try {
    await fetch(`${simulator.address}/_sim/switches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ quota: false }) });
    await addPeople(folder.path, seeds.map((seed) => ({ email: `seed-${seed}@example.com`, name: `Seed ${seed}`, office: `Office ${seed}` })));
    for (const seed of seeds) {
      let outcome: string;
      let problems: readonly string[];
      try {
        const person = await openPerson(product.address, simulator.address, `seed-${seed}@example.com`);
        const verdict = await undergo({
          seed, sizes, person, probability: Number(values.probability), kills: Number(values.kills),
          killAndRestart: async () => {
            await product.stop('SIGKILL');
            product = await startProduct(folder.path, simulator.address, port, hurried);
          },
        });
        outcome = describe(verdict);
        problems = [...verdict.lost, ...verdict.doubled, ...verdict.open];
      } catch (error) {
        outcome = 'did not end';
        problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
        // The next seed begins in peace.
        await fetch(`${simulator.address}/_sim/fault`, { method: 'DELETE' });
      }
      if (problems.length > 0) failed += 1;
      process.stdout.write(`seed ${String(seed).padEnd(4)} ${problems.length === 0 ? 'passed' : 'FAILED'}  ${outcome}\n`);
      for (const problem of problems.slice(0, 20)) process.stdout.write(`     ${problem}\n`);
    }
  } finally {
    await product.stop();
    await simulator.stop();
    await folder.remove();
  }
  process.stdout.write(`${seeds.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
