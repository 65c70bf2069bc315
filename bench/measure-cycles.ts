// What a cycle with ten changes costs where 1,000, 10,000 and 100,000 contacts are linked:
// time, and rows that the database read for it. It must grow with what changed, not with
// what exists: the figure is the largest over the smallest.

import { runCycle } from '../src/cycle/cycle.ts';
import { median, note, say, timed } from './figures.ts';
import { withContext } from './in-process.ts';
import { openLinkedStore } from './linked-store.ts';
import type { LinkedStore } from './linked-store.ts';

const sizes = [1000, 10_000, 100_000];
const turns = 9;
const each = 5;

const times: number[] = [];
const reads: number[] = [];
for (const size of sizes) {
  const world = await openLinkedStore(size);
  try {
    const { ms, rows } = await measure(world, size);
    note(`${size} linked: ${ms.toFixed(1)} ms and ${Math.round(rows)} rows and index entries a cycle`);
    times.push(ms);
    reads.push(rows);
  } finally {
    await world.close();
  }
}
const flatness = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
say({ name: 'cycle_cost_flatness', value: Math.max(flatness(times), flatness(reads)), unit: 'ratio' });
say({ name: 'cycle_cost_flatness_time', value: flatness(times), unit: 'ratio' });
say({ name: 'cycle_cost_flatness_rows', value: flatness(reads), unit: 'ratio' });

async function measure(world: LinkedStore, size: number): Promise<{ ms: number; rows: number }> {
  const taken: number[] = [];
  let next = 1;
  const pick = (): number[] => Array.from({ length: each }, () => (next += 7) % size);
  // The first turns warm up code and caches.
  let before = 0;
  for (let turn = -3; turn < turns; turn += 1) {
    if (turn === 0) before = await rowsRead(world);
    world.change('office', pick(), `Office ${turn}`);
    world.change('google', pick(), `Google ${turn}`);
    const { ms, result } = await timed(() => withContext(world.store, world.doors, world.accountId, runCycle));
    if (result.end !== 'written' || result.operations !== 2 * each) throw new Error(`A cycle did something else: ${JSON.stringify(result)}`);
    if (turn >= 0) taken.push(ms);
  }
  return { ms: median(taken), rows: ((await rowsRead(world)) - before) / turns };
}

/** Every session tells what it has read before the sum is looked at. */
async function rowsRead({ store: { pool } }: LinkedStore): Promise<number> {
  const sessions = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const session of sessions) await session.query('select pg_stat_force_next_flush()');
  for (const session of sessions) session.release();
  const { rows } = await pool.query<{ read: string }>(`
    select (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = 'public') + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = 'public') as read`);
  return Number(rows[0]?.read ?? 0);
}
