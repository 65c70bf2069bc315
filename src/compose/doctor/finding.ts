// The words of a check. In: what was found. Out: a row of the doctor's report. Never here: a
// secret; what comes from Google or the system is shortened and cleaned of line ends.

import type { DoctorCheck, DoctorReport } from '../../http/contract/doctor.ts';

export interface Finding {
  readonly result: DoctorCheck['result'];
  readonly found: string;
  readonly steps?: readonly string[];
}

export const ok = (found: string): Finding => ({ result: 'ok', found });
export const warning = (found: string, ...steps: readonly string[]): Finding => ({ result: 'warning', found, steps });
export const problem = (found: string, ...steps: readonly string[]): Finding => ({ result: 'problem', found, steps });

export function said(error: unknown): string {
  const [message, cause] = error instanceof Error ? [error.message, error.cause instanceof Error ? error.cause.message : ''] : [String(error), ''];
  const text = cause === '' ? message : `${message} (${cause})`;
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

/** One check that breaks must not hide the others. */
export async function check(id: string, title: string, look: () => Promise<Finding> | Finding): Promise<DoctorCheck> {
  let finding: Finding;
  try {
    finding = await look();
  } catch (error) {
    finding = problem(`This could not be checked: ${said(error)}`, 'Put that right, then run the check again.');
  }
  return { id, title, result: finding.result, found: finding.found, steps: [...(finding.steps ?? [])] };
}

export function toReport(checks: readonly DoctorCheck[], at: Date): DoctorReport {
  const worst = (['problem', 'warning'] as const).find((result) => checks.some((one) => one.result === result)) ?? 'ok';
  return { at: at.toISOString(), result: worst, checks: [...checks] };
}
