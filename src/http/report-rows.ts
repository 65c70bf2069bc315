// Rows of the Report List from what happened to plans. In: stored plans. Out: rows of the
// contract. A plan that a person decides shows as its preview; one that ran, as its run.

import type { PlanRow } from '../store/plan.ts';
import type { ReportRow } from './contract/sync.ts';

/** The run of a plan is a report of its own. */
export const runSuffix = '.run';

export interface ReportId {
  readonly planId: string;
  readonly ofRun: boolean;
}

export function readReportId(id: string): ReportId {
  return id.endsWith(runSuffix) ? { planId: id.slice(0, -runSuffix.length), ofRun: true } : { planId: id, ofRun: false };
}

export function rowsOf(plan: PlanRow, currentPlan: string | null): readonly ReportRow[] {
  const rows: ReportRow[] = [];
  const byPolicy = plan.purpose === 'cycle' && (plan.approvedBy?.startsWith('policy:') ?? plan.madeAt === null);
  // A cycle that only noted what both sides agree on wrote nothing to tell of.
  const silent = byPolicy && plan.operations === 0;
  if (plan.approvedAt !== null && !silent) rows.push(runRow(plan));
  if (!byPolicy) rows.push(previewRow(plan, currentPlan));
  return rows;
}

export function rowOf(plan: PlanRow, currentPlan: string | null, ofRun: boolean): ReportRow {
  return ofRun ? runRow(plan) : previewRow(plan, currentPlan);
}

function previewRow(plan: PlanRow, currentPlan: string | null): ReportRow {
  const decidedAt = plan.approvedAt ?? plan.rejectedAt;
  return {
    id: plan.id,
    kind: plan.purpose === 'undo' ? 'Undo Preview' : 'Preview Report',
    createdAt: plan.startedAt.toISOString(),
    status: previewStatus(plan),
    digest: plan.digest ?? undefined,
    summary: plan.failed ?? (plan.madeAt === null ? 'The report is being made' : plan.summary),
    current: plan.id === currentPlan,
    openedAt: plan.openedAt?.toISOString(),
    decidedBy: plan.approvedBy ?? plan.rejectedBy ?? undefined,
    decidedAt: decidedAt?.toISOString(),
    canUndo: false,
  };
}

function previewStatus(plan: PlanRow): ReportRow['status'] {
  if (plan.failed !== null) return 'failed';
  if (plan.rejectedAt !== null) return 'rejected';
  if (plan.approvedAt !== null) return 'approved';
  if (plan.replacedAt !== null) return 'replaced';
  if (plan.madeAt === null) return 'in progress';
  return plan.openedAt === null ? 'ready' : 'opened';
}

export const runKind: Readonly<Record<PlanRow['purpose'], ReportRow['kind']>> = { preview: 'Initial Synchronization', cycle: 'Synchronization', undo: 'Undo' };

function runRow(plan: PlanRow): ReportRow {
  const complete = plan.runFinishedAt !== null && plan.runFailed === null;
  return {
    id: `${plan.id}${runSuffix}`,
    kind: runKind[plan.purpose],
    createdAt: (plan.approvedAt ?? plan.startedAt).toISOString(),
    status: complete ? 'complete' : plan.runFailed === null ? 'in progress' : 'failed',
    progress: complete ? undefined : (plan.runProgress ?? undefined),
    digest: plan.digest ?? undefined,
    summary: plan.runFailed ?? plan.runSummary ?? plan.summary,
    current: false,
    decidedBy: plan.approvedBy ?? undefined,
    decidedAt: plan.approvedAt?.toISOString(),
    canUndo: complete,
  };
}
