// What a report is made of: the model that the screen, the PDF, the CSV and the JSON
// all show. In: nothing. Out: types only. A model is made once from a stored plan;
// nothing that shows it may compute anything about the plan again.

import type { Approval, Outcome, Plan } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import type { Report, ReportLine, ReportRow } from '../http/contract/sync.ts';
import type { LineList } from './line-list.ts';

export type ReportKind = ReportRow['kind'];
export type Section = ReportLine['section'];
export type LineOutcome = NonNullable<ReportLine['outcome']>;

/** What became of one operation. */
export interface OperationOutcome {
  readonly outcome: Outcome;
  readonly why?: string;
}

export interface ReportInput {
  readonly plan: Plan;
  readonly digest: string;
  readonly kind: ReportKind;
  /** ISO instant. */
  readonly madeAt: string;
  readonly account: Report['account'];
  /** The settings as they were, in the order of the Setup Detail. */
  readonly settings: readonly { readonly label: string; readonly value: string; readonly was?: string | undefined }[];
  readonly policy: Policy;
  readonly approval?: Approval;
  /** By operation id; given once the plan has been executed. */
  readonly outcomes?: ReadonlyMap<string, OperationOutcome>;
  /** BCP 47; en-US when absent. */
  readonly locale?: string;
  /** What reading and writing cost at Google. */
  readonly spent?: { readonly requests: number; readonly units: number };
}

export interface ReportModel {
  readonly kind: ReportKind;
  readonly digest: string;
  readonly madeAt: string;
  readonly locale: string;
  /** IANA zone of the user, for the times in the report. */
  readonly zone: string;
  readonly account: Report['account'];
  readonly settings: Report['settings'];
  readonly summary: Report['summary'];
  readonly counts: Report['counts'];
  readonly brakes: Report['brakes'];
  readonly invitations: number;
  /** True once there are outcomes: the report then speaks of what was done. */
  readonly executed: boolean;
  readonly approval?: { readonly by: string; readonly at: string };
  readonly spent?: { readonly requests: number; readonly units: number };
  /** In reading order: section, side, kind, then name or date. */
  readonly lines: LineList;
}

/** The order in which sections are read: what waits for the person comes first. */
export const sectionOrder: readonly Section[] = ['asked', 'create', 'update', 'delete', 'link', 'unlink', 'left alone', 'other'];
