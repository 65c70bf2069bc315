// A first synchronization of many activities and contacts into an empty Google account, with
// Google's quota enforced and its clock running faster: how long it takes in Google's time,
// against the floor that the quota itself sets. The product is composed in this process, with
// a clock that runs as fast as the simulator's.

import { readSecretKeys } from '../src/cli/data-folder.ts';
import { createAccountDoors } from '../src/compose/account-doors.ts';
import { createTokenVault } from '../src/compose/token-vault.ts';
import { runApproved } from '../src/cycle/cycle.ts';
import { addressesAt } from '../src/replica/google/addresses.ts';
import { openBudget } from '../src/replica/google/budget.ts';
import { defaultLimits } from '../src/replica/google/cost.ts';
import type { Clock } from '../src/replica/google/pace.ts';
import { takeQuota } from '../src/store/quota.ts';
import { note, say } from './figures.ts';
import { withContext } from './in-process.ts';
import { clientId, openSite } from './site.ts';

const events = Number(process.env['BENCH_EVENTS'] ?? 10_000);
const contacts = Number(process.env['BENCH_CONTACTS'] ?? 5000);
const rate = Number(process.env['BENCH_RATE'] ?? 4);
const seldom = 86_400;

const site = await openSite({ contacts, events, tasks: 0, same: 0, others: 'office', names: 'unique' }, { pollSeconds: seldom });
try {
  const { store, google, folder, setId } = site;
  const { product, client } = await site.start();
  const report = await client.preview({ contacts: 'set', setId, activities: 'two-way', recurring: true });
  // Approved, and written by this process alone.
  await product.stop();
  const { rows } = await store.pool.query<{ digest: string }>('select digest from plan where id = $1', [report]);
  await store.pool.query(`insert into approval (plan_id, digest, approved_by, decisions, choices, released) values ($1, $2, 'bench', '{}', '{}', '{}')`, [report, rows[0]?.digest]);
  await store.pool.query(`update account set state = 'initial sync' where id = $1`, [client.userId]);

  await google.switches({ quota: true });
  await google.clearLog();
  await google.hasten(rate);
  const began = Date.now();
  const clock: Clock = {
    now: () => began + (Date.now() - began) * rate,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / rate)),
    random: () => Math.random(),
  };
  const budget = openBudget({ ledger: { take: (demand) => takeQuota(store.db, demand, clock.now()) }, limits: defaultLimits, clock });
  const keys = await readSecretKeys(folder, undefined);
  const doors = createAccountDoors({ store, vault: createTokenVault(store, keys), google: { clientId, clientSecret: site.clientSecret, addresses: addressesAt(google.url) }, budget, clock });
  await withContext(store, doors, client.userId, runApproved);
  const tookMinutes = (clock.now() - began) / 60_000;

  const log = await google.log();
  const count = (call: string, good: boolean): number => log.filter((entry) => entry.call.endsWith(call) && entry.status < 300 === good).length;
  const refused = log.filter((entry) => entry.status === 403 || entry.status === 429).length;
  const windows = (units: number, limit: number): number => Math.ceil(units / limit) - 1;
  const floor = Math.max(windows(count('events.insert', true), 600), windows(count('batchCreateContacts', true), 15));
  const state = await google.state(site.user.email);
  if (state.people.length !== contacts || state.calendars[0]?.events.length !== events) throw new Error(`${state.people.length} contacts and ${state.calendars[0]?.events.length} activities arrived`);
  note(`${log.length} requests, ${refused} of them refused; ${tookMinutes.toFixed(2)} of Google's minutes at ${rate} times their speed, ${((Date.now() - began) / 1000).toFixed(0)} s in truth`);
  say({ name: 'quota_floor_ratio', value: tookMinutes / floor, unit: 'ratio', minimum: floor, ratio: tookMinutes / floor });
  say({ name: 'quota_refusals', value: refused, unit: 'requests' });
} finally {
  await site.close();
}
