// Report models, made once from stored plans and kept while they are looked at. In: a
// plan. Out: its model. A plan never changes; a run's outcomes do, until it is finished.

import { loadOutcomes } from '../store/journal.ts';
import type { Account } from '../store/account.ts';
import { loadOfficeSetup } from '../store/office-setup.ts';
import type { Store } from '../store/open.ts';
import { loadApproval, loadPlan } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { buildReport } from '../report/report.ts';
import type { ReportModel } from '../report/model.ts';
import { policyOf } from '../work/account-context.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { rowOf } from './report-rows.ts';

export interface ReportShelf {
  model(account: Account, plan: PlanRow, ofRun: boolean): Promise<ReportModel>;
}

/** A report of 50,000 lines is some 60 MB: only what is being looked at. */
const kept = 6;

/** Names what a report says: it changes when it is decided and when its run ends. */
export function shelfKey(row: PlanRow, ofRun: boolean): string {
  return [row.id, ofRun, row.approvedAt?.getTime(), row.runFinishedAt?.getTime()].join(' ');
}

export function makeReportShelf(store: Store, doors: AccountDoors): ReportShelf {
  const models = new Map<string, ReportModel>();
  return {
    async model(account, row, ofRun) {
      const finished = row.runFinishedAt !== null;
      const key = shelfKey(row, ofRun);
      const present = models.get(key);
      if (present !== undefined && (!ofRun || finished)) return present;
      const person = await doors.person(account.userId);
      const outcomes = ofRun ? await loadOutcomes(store.db, row.id) : undefined;
      const known = new Map([...(outcomes ?? [])].flatMap(([id, { outcome, why }]) => (outcome === null ? [] : [[id, { outcome, why: why ?? undefined }] as const])));
      const model = buildReport({
        plan: await loadPlan(store.db, row.id),
        digest: row.digest ?? '',
        kind: rowOf(row, account.currentPlan, ofRun).kind,
        madeAt: (row.madeAt ?? row.startedAt).toISOString(),
        account: { user: person.fullName, email: person.email, google: account.googleEmail ?? undefined },
        settings: row.settings,
        policy: policyOf(account, await loadOfficeSetup(store.db, account.officeId), person),
        approval: await loadApproval(store.db, row.id),
        outcomes: ofRun ? known : undefined,
        locale: person.locale,
        spent: { requests: row.requests, units: row.units },
      });
      models.set(key, model);
      const oldest = models.keys().next().value;
      if (models.size > kept && oldest !== undefined) models.delete(oldest);
      return model;
    },
  };
}
