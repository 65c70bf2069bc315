// The decision alone: 10,000 and 100,000 links of which one in a hundred has changed on
// one of the sides. Timed twice: over all links, as if every one had been loaded, and, as
// a cycle does it, over those that a change points at. Own process: its memory is a figure.

import { reconcile } from '../src/core/reconcile.ts';
import { median, note, say, timed } from './figures.ts';
import { peakMemoryMb } from './programs.ts';
import { changeSome, inputOf, makeLinks } from './reconcile-input.ts';

const wanted = new Set(process.argv.slice(2));
const isWanted = (...names: readonly string[]): boolean => wanted.size === 0 || names.some((name) => wanted.has(name));

if (isWanted('reconcile_10k_1pct_ms')) say({ name: 'reconcile_10k_1pct_ms', value: await measure(10_000), unit: 'ms' });
if (isWanted('reconcile_100k_1pct_ms', 'reconcile_rss_mb')) {
  say({ name: 'reconcile_100k_1pct_ms', value: await measure(100_000), unit: 'ms' });
  say({ name: 'reconcile_rss_mb', value: await peakMemoryMb('self'), unit: 'MB' });
}

async function measure(count: number): Promise<number> {
  const pairs = changeSome(makeLinks(count), 100);
  const all = inputOf(pairs, { contact: 0, event: 0, task: 0 });
  const changed = inputOf(pairs.filter((_, index) => index % 100 === 0), { contact: count / 2, event: count / 2, task: 0 });
  const { operations } = reconcile(all);
  if (operations.length !== count / 100) throw new Error(`${operations.length} operations for ${count / 100} changes`);
  const times: number[] = [];
  const few: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    times.push((await timed(() => reconcile(all))).ms);
    few.push((await timed(() => reconcile(changed))).ms);
  }
  note(`${count} links: ${times.map(Math.round).join(' ')} ms over all, ${median(few).toFixed(1)} ms over the ${count / 100} that a cycle loads`);
  return median(times);
}
