// npm run bench [-- NAME…]. In: names of figures, or none for all. Out: one JSON object a
// line on the standard output; what is for people on the other one. Each group runs in a
// process of its own, one after the other, so that none disturbs another's time or memory.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from './programs.ts';

const groups: Readonly<Record<string, readonly string[]>> = {
  'measure-demo.ts': ['clone_to_ready_s', 'ready_to_preview_s'],
  'measure-thousand.ts': [
    'preview_read_ratio', 'preview_writes', 'preview_s', 'preview_rss_mb', 'initial_unit_ratio', 'initial_write_unit_ratio', 'initial_s',
    'second_cycle_writes', 'second_cycle_requests', 'office_to_google_ms', 'google_to_office_ms',
  ],
  'measure-reconcile.ts': ['reconcile_10k_1pct_ms', 'reconcile_100k_1pct_ms', 'reconcile_rss_mb'],
  'measure-cycles.ts': ['cycle_cost_flatness', 'cycle_cost_flatness_time', 'cycle_cost_flatness_rows'],
  'measure-histories.ts': ['histories_per_s'],
  'measure-ten-thousand.ts': ['preview_10k_s', 'preview_10k_rss_mb', 'idle_cycle_ms'],
  'measure-ratios.ts': ['read_ratio', 'read_ratio_requests', 'read_ratio_units', 'read_ratio_worst_step', 'write_ratio', 'write_ratio_requests', 'write_ratio_units', 'write_ratio_worst_step'],
  'measure-quota.ts': ['quota_floor_ratio', 'quota_refusals'],
  'measure-push.ts': ['push_to_written_ms', 'push_to_written_p95_ms'],
  'measure-export.ts': ['export_1000_events_s'],
  'measure-screen.ts': ['first_page_script_kb', 'first_page_interactive_ms', 'preview50k_open_ms', 'preview50k_filter_ms', 'preview50k_worst_frame_ms'],
  'measure-paper.ts': ['pdf_1k_s', 'pdf_10k_s', 'pdf_10k_rss_mb', 'pdf_50k_s'],
  'measure-axe.ts': ['axe_violations', 'axe_pages'],
  'measure-mutation.ts': ['mutation_score_core'],
  'measure-faults.ts': ['planted_faults_killed'],
};
/** What runs for an hour is measured only when it is named. */
const onlyWhenNamed = new Set(['mutation_score_core', 'planted_faults_killed']);

const asked = new Set(process.argv.slice(2));
const known = new Set(Object.values(groups).flat());
const unknown = [...asked].filter((name) => !known.has(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no figure ${unknown.join(', ')}. There are:\n  ${[...known].join('\n  ')}\n`);
  process.exit(2);
}

let failed = 0;
for (const [file, names] of Object.entries(groups)) {
  const wanted = names.filter((name) => (asked.size === 0 ? !onlyWhenNamed.has(name) : asked.has(name)));
  if (wanted.length > 0 && !(await measure(file, asked.size === 0 ? [] : wanted))) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

async function measure(file: string, wanted: readonly string[]): Promise<boolean> {
  process.stderr.write(`${file.replace(/\.ts$/, '')}\n`);
  const child = spawn(process.execPath, [join(repository, 'bench', file), ...wanted], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const { name } = JSON.parse(line) as { name: string };
    if (wanted.length === 0 || wanted.includes(name)) process.stdout.write(`${line}\n`);
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0) process.stderr.write(`${file} ended with ${code}\n`);
  return code === 0;
}
