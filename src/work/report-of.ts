// The report of a stored plan, and what is kept of it so that the first look at a large one
// waits for nothing. In: a plan, and what is known of its approval and outcomes. Out: the
// model. Never here: a report that is decided and shown as if it were not.

import type { Approval, Plan } from '../core/plan.ts';
import type { ReportKind, ReportModel, OperationOutcome } from '../report/model.ts';
import { packOpening } from '../report/opening.ts';
import { buildReport } from '../report/report.ts';
import type { Account } from '../store/account.ts';
import { loadAccount } from '../store/account.ts';
import { loadOfficeSetup } from '../store/office-setup.ts';
import type { Store } from '../store/open.ts';
import { keepOpening, loadPlan, loadPlanRow } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { policyOf } from './account-context.ts';
import type { AccountDoors } from './account-context.ts';

export interface ReportOf {
  /** At hand already; else it is loaded. */
  readonly plan?: Plan | undefined;
  readonly kind: ReportKind;
  readonly approval?: Approval | undefined;
  readonly outcomes?: ReadonlyMap<string, OperationOutcome> | undefined;
}

/** Below it a report is made in the time in which its page is drawn. */
const LARGE = 2_000;

type Person = Pick<AccountDoors, 'person'>;

export async function reportOf(store: Store, doors: Person, account: Account, row: PlanRow, { plan, kind, approval, outcomes }: ReportOf): Promise<ReportModel> {
  const person = await doors.person(account.userId);
  return buildReport({
    plan: plan ?? (await loadPlan(store.db, row.id)),
    digest: row.digest ?? '',
    kind,
    madeAt: (row.madeAt ?? row.startedAt).toISOString(),
    account: { user: person.fullName, email: person.email, google: account.googleEmail ?? undefined },
    settings: row.settings,
    policy: policyOf(account, await loadOfficeSetup(store.db, account.officeId), person),
    approval,
    outcomes,
    locale: person.locale,
    spent: { requests: row.requests, units: row.units },
  });
}

/** After the report is ready and told of: who opens it sooner waits until it is made. */
export async function prepareOpening(store: Store, doors: Person, accountId: string, planId: string, plan?: Plan): Promise<void> {
  const row = await loadPlanRow(store.db, planId);
  if (row === undefined || row.operations < LARGE || row.approvedAt !== null) return;
  const kind = row.purpose === 'undo' ? 'Undo Preview' : 'Preview Report';
  const model = await reportOf(store, doors, await loadAccount(store.db, accountId), row, { kind, plan });
  await keepOpening(store.db, planId, await packOpening(model));
}
