// 10,000 contacts and 10,000 activities on each side, half of them the same: a cold
// preview, from saving the setup until the report can be opened, and the product's memory.
// Then the same size with everything linked and nothing left to ask: a cycle in which
// nothing has changed.

import { createAccountDoors } from '../src/compose/account-doors.ts';
import { createTokenVault } from '../src/compose/token-vault.ts';
import { readSecretKeys } from '../src/cli/data-folder.ts';
import { runCycle } from '../src/cycle/cycle.ts';
import { addressesAt } from '../src/replica/google/addresses.ts';
import { median, note, say, timed } from './figures.ts';
import { withContext } from './in-process.ts';
import type { Names } from './people.ts';
import { clientId, openSite } from './site.ts';
import type { Site } from './site.ts';

const size = Number(process.env['BENCH_SIZE'] ?? 10_000);
const seldom = 86_400;
const wanted = new Set(process.argv.slice(2));
const isWanted = (name: string): boolean => wanted.size === 0 || wanted.has(name);

if (isWanted('preview_10k_s') || isWanted('preview_10k_rss_mb')) await withSite(0.5, process.env['BENCH_NAMES'] === 'few' ? 'few' : 'many', measurePreview);
if (isWanted('idle_cycle_ms')) await withSite(1, 'unique', measureIdle);

async function withSite(same: number, names: Names, measure: (site: Site) => Promise<void>): Promise<void> {
  const site = await openSite({ contacts: size, events: size, tasks: 0, same, names }, { pollSeconds: seldom });
  try {
    await measure(site);
  } finally {
    await site.close();
  }
}

async function measurePreview(site: Site): Promise<void> {
  const { product, client } = await site.start();
  note(`before: ${Math.round(await product.peakMemoryMb())} MB`);
  const cpu = { product: product.cpuSeconds, google: site.google.cpuSeconds, database: site.databaseCpuSeconds };
  const spent = async (): Promise<readonly number[]> => Promise.all(Object.values(cpu).map((tell) => tell()));
  const before = await spent();
  const phases: [string, number][] = [];
  const preview = await timed(() => client.preview({ contacts: 'set', setId: site.setId, activities: 'two-way', recurring: true }, (phase) => void phases.push([phase, performance.now()])));
  const after = await spent();
  // Seen from outside every 20 ms: when the reading ended and the comparing began.
  const [reading, comparing] = [phases.find(([phase]) => phase.startsWith('Reading'))?.[1] ?? Number.NaN, phases.find(([phase]) => phase === 'Comparing')?.[1] ?? Number.NaN];
  const parts = Object.fromEntries(Object.keys(cpu).map((name, index) => [`${name}_cpu_s`, (after[index] as number) - (before[index] as number)]));
  say({ name: 'preview_10k_s', value: preview.ms / 1000, unit: 's', parts: { reading_s: (comparing - reading) / 1000, planning_s: (preview.endedAt - comparing) / 1000, ...parts } });
  say({ name: 'preview_10k_rss_mb', value: await product.peakMemoryMb(), unit: 'MB' });
  note((await site.google.log()).map((entry) => entry.call).join(' '));
}

async function measureIdle(site: Site): Promise<void> {
  const { product, client } = await site.start();
  const report = await client.preview({ contacts: 'set', setId: site.setId, activities: 'two-way', recurring: true });
  await client.approve(report);
  await product.stop();
  const { store, folder, google } = site;
  const keys = await readSecretKeys(folder, undefined);
  const doors = createAccountDoors({ store, vault: createTokenVault(store, keys), google: { clientId, clientSecret: site.clientSecret, addresses: addressesAt(google.url) } });
  // The first one settles what the run itself set off.
  await withContext(store, doors, client.userId, runCycle);
  await store.pool.query('vacuum analyze');
  const { rows } = await store.pool.query<{ count: string }>('select count(*) from mirror where unsettled');
  note(`${rows[0]?.count} records are unsettled`);
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const { ms } = await timed(() => withContext(store, doors, client.userId, runCycle));
    times.push(ms);
  }
  note(`${times.map(Math.round).join(' ')} ms, with the lock, its session, and the requests over loopback`);
  say({ name: 'idle_cycle_ms', value: median(times), unit: 'ms' });
}
