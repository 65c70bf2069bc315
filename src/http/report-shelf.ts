// Report models, made once from stored plans and kept while they are looked at. In: a
// plan. Out: its model. A plan never changes; a run's outcomes do, until it is finished.

import { z } from 'zod';
import { loadOutcomes } from '../store/journal.ts';
import type { Account } from '../store/account.ts';
import type { Store } from '../store/open.ts';
import { loadApproval, loadOpening } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import type { ReportModel } from '../report/model.ts';
import { unpackOpening } from '../report/opening.ts';
import { report, reportLine } from './contract/sync.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { reportOf } from '../work/report-of.ts';
import { rowOf } from './report-rows.ts';

export interface ReportShelf {
  model(account: Account, plan: PlanRow, ofRun: boolean): Promise<ReportModel>;
  /** What is seen first of a large report that waits, while nobody has made all of it. */
  opening(plan: PlanRow, ofRun: boolean): Promise<Opening | undefined>;
}

const opening = z.object({ head: report.omit({ row: true }), lines: z.array(reportLine) });
export type Opening = z.infer<typeof opening>;

/** A report of 50,000 lines is some 60 MB: only what is being looked at. */
const kept = 6;

/** Names what a report says: it changes when it is decided and when its run ends. */
export function shelfKey(row: PlanRow, ofRun: boolean): string {
  return [row.id, ofRun, row.approvedAt?.getTime(), row.runFinishedAt?.getTime()].join(' ');
}

export function makeReportShelf(store: Store, doors: AccountDoors): ReportShelf {
  const models = new Map<string, ReportModel>();
  return {
    async opening(row, ofRun) {
      if (ofRun || row.approvedAt !== null || models.has(shelfKey(row, ofRun))) return undefined;
      const bytes = await loadOpening(store.db, row.id);
      // Kept by a version that said it in another way: then the report is made.
      return bytes === undefined ? undefined : opening.safeParse(await unpackOpening(bytes)).data;
    },

    async model(account, row, ofRun) {
      const finished = row.runFinishedAt !== null;
      const key = shelfKey(row, ofRun);
      const present = models.get(key);
      if (present !== undefined && (!ofRun || finished)) return present;
      const outcomes = ofRun ? await loadOutcomes(store.db, row.id) : undefined;
      const known = new Map([...(outcomes ?? [])].flatMap(([id, { outcome, why }]) => (outcome === null ? [] : [[id, { outcome, why: why ?? undefined }] as const])));
      const model = await reportOf(store, doors, account, row, {
        kind: rowOf(row, account.currentPlan, ofRun).kind,
        approval: await loadApproval(store.db, row.id),
        outcomes: ofRun ? known : undefined,
      });
      models.set(key, model);
      const oldest = models.keys().next().value;
      if (models.size > kept && oldest !== undefined) models.delete(oldest);
      return model;
    },
  };
}
