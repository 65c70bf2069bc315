// Room 4. In: what a person decided about the very document that was opened. Out: an
// approval bound to its digest, once. Two windows, an old report or an unopened one are
// refused with what is current [R1]. Nothing is computed here that the plan does not hold.

import { brakeKey } from '../core/plan.ts';
import type { Approval, Decision, Plan } from '../core/plan.ts';
import { changeAccount, loadAccount, tellWatchers } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { saveHeldBack } from '../store/held-back.ts';
import { settleAsSeen } from '../store/mirror.ts';
import type { Tx } from '../store/open.ts';
import { loadPlan, loadPlanRow, markOpened, markRejected, saveApproval, saveNever } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { Refusal } from './refusal.ts';

export interface Decisions {
  readonly digest: string;
  readonly decisions: Readonly<Record<string, Decision>>;
  readonly choices: Readonly<Record<string, string>>;
  readonly released: readonly string[];
}

async function loadDecidable(tx: Tx, accountId: string, planId: string): Promise<{ account: Account; row: PlanRow }> {
  // The lock makes two windows stand in line: the second finds it decided.
  const account = await loadAccount(tx, accountId, 'for update');
  const row = await loadPlanRow(tx, planId);
  if (row === undefined || row.accountId !== accountId) throw new Refusal('not-found');
  if (row.approvedAt !== null || row.rejectedAt !== null) {
    const current = account.currentPlan === null ? undefined : await loadPlanRow(tx, account.currentPlan);
    throw new Refusal('already-decided', { currentDigest: current?.digest ?? undefined, currentReport: current?.id ?? (row.approvedAt === null ? undefined : `${row.id}.run`) });
  }
  if (row.madeAt === null) throw new Refusal('in-progress');
  return { account, row };
}

async function refuseUnlessCurrent(tx: Tx, account: Account, row: PlanRow, digest: string): Promise<void> {
  if (account.currentPlan === row.id && row.digest === digest) return;
  const current = account.currentPlan === null ? undefined : await loadPlanRow(tx, account.currentPlan);
  throw new Refusal('not-current', { currentDigest: current?.digest ?? undefined, currentReport: current?.id });
}

export async function approve(tx: Tx, accountId: string, planId: string, decided: Decisions, by: string): Promise<void> {
  const { account, row } = await loadDecidable(tx, accountId, planId);
  await refuseUnlessCurrent(tx, account, row, decided.digest);
  if (row.openedAt === null) throw new Refusal('not-opened');
  const plan = await loadPlan(tx, planId);
  checkNames(plan, decided);
  await saveApproval(tx, planId, { digest: decided.digest, by, decisions: decided.decisions, choices: decided.choices, released: decided.released });
  await rememberNever(tx, accountId, plan, decided);
  if (row.purpose !== 'undo') await rememberPutOff(tx, accountId, plan, decided);
  const state = account.state === 'preview ready' || account.state === 'paused by brake' ? (row.purpose === 'preview' ? 'initial sync' : 'active') : account.state;
  await changeAccount(tx, accountId, { state, stateText: '', currentPlan: null, progress: null, told: null, nextCycleAt: new Date() });
  await tellWatchers(tx, accountId, 'reports');
}

/** A named policy approves what needs no person: a plan without brakes, while active. */
export async function approveByPolicy(tx: Tx, planId: string, digest: string, heldBack: ReadonlySet<string>): Promise<Approval> {
  const decisions = Object.fromEntries([...heldBack].map((unit): [string, Decision] => [unit, 'not now']));
  const approval = { digest, by: 'policy: automatic while active', decisions, choices: {}, released: [] };
  await saveApproval(tx, planId, approval);
  return { ...approval, at: '' };
}

function checkNames(plan: Plan, decided: Decisions): void {
  const units = new Set([...plan.operations.map((operation) => operation.unit), ...plan.conflicts.map((conflict) => conflict.id)]);
  for (const unit of Object.keys(decided.decisions)) if (!units.has(unit)) throw new Refusal('unknown-choice', { field: `decisions.${unit}` });
  for (const [id, choice] of Object.entries(decided.choices)) {
    const conflict = plan.conflicts.find((each) => each.id === id);
    if (!conflict?.alternatives.some((alternative) => alternative.id === choice)) throw new Refusal('unknown-choice', { field: `choices.${id}` });
  }
  const released = new Set(decided.released);
  for (const brake of plan.brakes) if (!released.has(brakeKey(brake))) throw new Refusal('brake-not-released', { field: `released.${brakeKey(brake)}` });
}

async function rememberNever(tx: Tx, accountId: string, plan: Plan, decided: Decisions): Promise<void> {
  const never = Object.keys(decided.decisions).filter((unit) => decided.decisions[unit] === 'never');
  if (never.length === 0) return;
  await saveNever(tx, accountId, never);
  const refused = new Set(never);
  const sources = plan.operations.flatMap((operation) =>
    operation.op === 'create' && refused.has(operation.unit) ? [{ kind: operation.kind, side: operation.side === 'office' ? ('google' as const) : ('office' as const), id: operation.source.id }] : [],
  );
  await settleAsSeen(tx, accountId, sources);
}

/** "Not now" holds until a person takes it: no cycle does it by itself. */
async function rememberPutOff(tx: Tx, accountId: string, plan: Plan, decided: Decisions): Promise<void> {
  const units = [...new Set(plan.operations.map((operation) => operation.unit))];
  const isPutOff = (unit: string): boolean => decided.decisions[unit] === 'not now';
  await saveHeldBack(tx, accountId, units.filter(isPutOff), units.filter((unit) => !isPutOff(unit)));
}

/** Opening the report, on the screen or as PDF, is what makes it approvable. */
export async function open(tx: Tx, accountId: string, planId: string, by: string): Promise<void> {
  const row = await loadPlanRow(tx, planId);
  if (row === undefined || row.accountId !== accountId) throw new Refusal('not-found');
  if (row.madeAt === null) throw new Refusal('in-progress');
  if (row.openedAt !== null) return;
  await markOpened(tx, planId, by);
  await tellWatchers(tx, accountId, 'reports');
}

/** Writes nothing anywhere; a preview's rejection unlocks the Setup Detail. */
export async function reject(tx: Tx, accountId: string, planId: string, digest: string, by: string): Promise<void> {
  const { account, row } = await loadDecidable(tx, accountId, planId);
  await refuseUnlessCurrent(tx, account, row, digest);
  await markRejected(tx, planId, by);
  const unlocks = row.purpose === 'preview';
  await changeAccount(tx, accountId, {
    currentPlan: null,
    ...(unlocks ? { state: 'off' as const, stateText: '', options: { ...account.options, runSynchronization: false }, nextCycleAt: null } : {}),
    ...(account.state === 'paused by brake' && !unlocks ? { state: 'active' as const, stateText: '', told: null } : {}),
  });
  await tellWatchers(tx, accountId, 'reports');
}
