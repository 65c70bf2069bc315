// What became of a plan, in sentences. In: the lines of an executed report and what was
// written. Out: the sentences that open it. A line without an outcome must not be counted as done.

import type { Operation } from '../core/plan.ts';
import type { Side } from '../core/side.ts';
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

/** `applied`: the operations that were written, those of answers among them. */
export function summarizeOutcomes(lines: Iterable<ReportLine>, applied: readonly Operation[]): string[] {
  const count = { applied: 0, stale: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const line of lines) if (line.outcome !== undefined) count[line.outcome] += 1;
  const written = (op: Operation['op'], side?: Side): number => applied.filter((one) => one.op === op && (side === undefined || ('side' in one && one.side === side))).length;
  const on = (side: Side): string => `${written('create', side)} created, ${written('update', side)} changed, ${written('delete', side)} deleted`;
  const sentences = [`On Google: ${on('google')}.`, `In SmartOffice: ${on('office')}.`];
  if (written('create-group') > 0) sentences.push('The contact group was created on Google.');
  if (written('link') > 0) sentences.push(`Found on both sides and linked: ${written('link')}.`);
  if (written('unlink') > 0) sentences.push(`No longer synchronized: ${written('unlink')}.`);
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
