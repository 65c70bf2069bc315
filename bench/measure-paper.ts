// The report on paper, as the product makes it: seconds for all parts of a report of
// 1,000, 10,000 and 50,000 operations, and the peak memory of its largest typesetter.
// Meanwhile this process, the web server's stand-in, must stay free: its worst pause is said.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defaultPolicy } from '../src/core/policy.ts';
import { renderPdfParts } from '../src/report/pdf.ts';
import { buildReport } from '../src/report/report.ts';
import { samplePlan } from '../src/report/sample.ts';
import { note, say } from './figures.ts';
import { watchChildMemory } from './programs.ts';

const wanted = new Set(process.argv.slice(2));
const sizes: readonly (readonly [string, number])[] = [['pdf_1k_s', 1_000], ['pdf_10k_s', 10_000], ['pdf_50k_s', 50_000]];

for (const [name, lines] of sizes) {
  if (wanted.size > 0 && !wanted.has(name) && !(name === 'pdf_10k_s' && wanted.has('pdf_10k_rss_mb'))) continue;
  const model = buildReport({
    plan: samplePlan(lines), digest: '0'.repeat(64), kind: 'Preview Report', madeAt: '2026-11-22T16:00:00Z',
    account: { user: 'Anna Advisor', email: 'anna@example.com' }, settings: [], policy: defaultPolicy,
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const memory = watchChildMemory();
  delay.enable();
  const start = performance.now();
  let parts = 0;
  for await (const part of renderPdfParts(model)) parts = part.of;
  say({ name, value: (performance.now() - start) / 1000, unit: 's' });
  delay.disable();
  const peak = memory.stop();
  if (name === 'pdf_10k_s') say({ name: 'pdf_10k_rss_mb', value: peak, unit: 'MB' });
  note(`${lines} operations: ${parts} parts; the server's longest pause ${(delay.max / 1e6).toFixed(0)} ms, typesetter ${peak.toFixed(0)} MB`);
}
