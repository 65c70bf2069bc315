// What became of a plan, in sentences. In: the lines of an executed report. Out: the
// sentences that open it. A line without an outcome must not be counted as done.

import type { ReportLine } from '../http/contract/sync.ts';
import type { LineOutcome } from './model.ts';

/** One word for a cell of a table. */
export const outcomeWord: Readonly<Record<LineOutcome, string>> = {
  applied: 'Done',
  stale: 'Changed meanwhile',
  refused: 'Refused',
  failed: 'Failed',
  unknown: 'Not known',
  skipped: 'Not taken',
};

export function summarizeOutcomes(lines: Iterable<ReportLine>): string[] {
  const count = { applied: 0, stale: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 };
  const written: Record<string, number> = {};
  for (const line of lines) {
    if (line.outcome === undefined) continue;
    count[line.outcome] += 1;
    if (line.outcome === 'applied' && line.side !== undefined) {
      const key = `${line.side}:${line.section}`;
      written[key] = (written[key] ?? 0) + 1;
    }
  }
  const on = (side: string): string =>
    `${written[`${side}:create`] ?? 0} created, ${written[`${side}:update`] ?? 0} changed, ${written[`${side}:delete`] ?? 0} deleted`;
  const sentences = [`On Google: ${on('google')}.`, `In SmartOffice: ${on('office')}.`];
  if (count.stale > 0) sentences.push(`${count.stale} changed meanwhile and ${was(count.stale)} not written; the next synchronization proposes ${them(count.stale)} afresh.`);
  if (count.refused > 0) sentences.push(`${count.refused} ${was(count.refused)} refused.`);
  if (count.failed > 0) sentences.push(`${count.failed} failed.`);
  if (count.unknown > 0) sentences.push(`Of ${count.unknown} it is not known whether ${count.unknown === 1 ? 'it was' : 'they were'} written; the next synchronization looks before it writes.`);
  if (count.skipped > 0) sentences.push(`${count.skipped} ${was(count.skipped)} not taken in the approval.`);
  return sentences;
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were';
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}
