// Room 4. In: what a person decided about the very document that was opened. Out: an
// approval bound to its digest, once. Two windows, an old report or an unopened one are
// refused with what is current [R1]. Nothing is computed here that the plan does not hold.

import { brakeKey } from '../core/plan.ts';
import type { Alternative, Approval, Decision, Plan } from '../core/plan.ts';
import { changeAccount, loadAccount, tellWatchers } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import type { AuditFact } from '../store/audit.ts';
import type { Tx } from '../store/open.ts';
import { loadPlan, loadPlanRow, markOpened, markRejected, noLonger, saveApproval } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { Refusal } from './refusal.ts';
import { readNever, rememberNever, rememberPutOff } from './remember.ts';

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
  const never = readNever(plan, planId, decided.decisions, decided.choices);
  await rememberNever(tx, accountId, never, by);
  if (row.purpose !== 'undo') await rememberPutOff(tx, accountId, plan, decided.decisions);
  await record(tx, account, row, decided, by, never.map(({ name }) => name), plan);
  await letRun(tx, account, row, decided, by);
}

/**
 * Answers questions of a running synchronization and nothing else: what the report holds
 * besides waits on, as it did. Bound to its digest like every approval [R1].
 */
export async function answer(tx: Tx, accountId: string, planId: string, answered: Pick<Decisions, 'digest' | 'choices'>, by: string): Promise<void> {
  const { account, row } = await loadDecidable(tx, accountId, planId);
  await refuseUnlessCurrent(tx, account, row, answered.digest);
  if (row.openedAt === null) throw new Refusal('not-opened');
  const plan = await loadPlan(tx, planId);
  if (row.purpose !== 'cycle') throw new Refusal('not-running');
  const asked = new Set(plan.conflicts.map(({ id }) => id));
  for (const id of Object.keys(answered.choices)) if (!asked.has(id)) throw new Refusal('unknown-choice', { field: `choices.${id}` });
  const waiting = plan.operations.flatMap(({ unit }): [string, Decision][] => (unit in answered.choices ? [] : [[unit, 'not now']]));
  const decided = { digest: answered.digest, choices: answered.choices, decisions: Object.fromEntries(waiting), released: [] };
  checkNames(plan, decided);
  const never = readNever(plan, planId, {}, decided.choices);
  await rememberNever(tx, accountId, never, by);
  await record(tx, account, row, decided, by, never.map(({ name }) => name), plan);
  await letRun(tx, account, row, decided, by);
}

async function letRun(tx: Tx, account: Account, row: PlanRow, decided: Decisions, by: string): Promise<void> {
  await saveApproval(tx, row.id, { digest: decided.digest, by, decisions: decided.decisions, choices: decided.choices, released: decided.released });
  const state = account.state === 'preview ready' || account.state === 'paused by brake' ? (row.purpose === 'preview' ? 'initial sync' : 'active') : account.state;
  const settings = row.settings.flatMap(({ label, value }) => (value === noLonger ? [] : [{ label, value }]));
  await changeAccount(tx, account.id, {
    state,
    stateText: '',
    currentPlan: null,
    progress: null,
    told: null,
    nextCycleAt: new Date(),
    ...(row.purpose === 'preview' ? { approvedSetup: { options: account.options, policy: account.policy, settings } } : {}),
  });
  await tellWatchers(tx, account.id, 'reports');
}

const purposeWords: Readonly<Record<PlanRow['purpose'], string>> = { preview: 'a Preview Report', cycle: 'a report of the running synchronization', undo: 'an Undo Preview' };

/** Who allowed what, beside the approval itself: brakes and "never" are facts of their own. */
async function record(tx: Tx, account: Account, row: PlanRow, decided: Decisions, by: string, never: readonly string[], plan: Plan): Promise<void> {
  const common = { officeId: account.officeId, userId: account.userId, by };
  const details = { report: row.id, digest: decided.digest };
  const answers = Object.keys(decided.choices).length;
  const told = answers === 0 ? '' : `, ${answers} ${answers === 1 ? 'choice' : 'choices'} made`;
  const asked = new Map<string, { readonly name: string; readonly alternatives: readonly Alternative[] }>(plan.conflicts.map((conflict) => [conflict.id, conflict]));
  const names = new Map(plan.operations.map(({ unit, name }) => [unit, name]));
  for (const { unit, alternatives } of plan.instead ?? []) asked.set(unit, { name: names.get(unit) ?? '', alternatives });
  await addAudit(
    tx,
    { ...common, kind: 'approval', text: `Approved ${purposeWords[row.purpose]}${told}. ${row.summary}`, details: { ...details, decisions: decided.decisions } },
    ...Object.entries(decided.choices).map(([id, choice]): AuditFact => {
      const question = asked.get(id);
      return { ...common, kind: 'answer', text: `${question?.name ?? ''}: ${question?.alternatives.find((alternative) => alternative.id === choice)?.label ?? choice}`, details: { ...details, unit: id, choice } };
    }),
    ...plan.brakes.map((brake): AuditFact => ({ ...common, kind: 'release', text: brake.why, details: { ...details, brake: brakeKey(brake) } })),
    ...never.map((name): AuditFact => ({ ...common, kind: 'never', text: `Never: ${name}`, details })),
  );
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
    const conflict = plan.conflicts.find((each) => each.id === id) ?? plan.instead?.find((each) => each.unit === id);
    if (!conflict?.alternatives.some((alternative) => alternative.id === choice)) throw new Refusal('unknown-choice', { field: `choices.${id}` });
  }
  const released = new Set(decided.released);
  for (const brake of plan.brakes) if (!released.has(brakeKey(brake))) throw new Refusal('brake-not-released', { field: `released.${brakeKey(brake)}` });
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
  await addAudit(tx, { officeId: account.officeId, userId: account.userId, kind: 'rejection', by, text: `Rejected ${purposeWords[row.purpose]}. ${row.summary}`, details: { report: row.id, digest } });
  const unlocks = row.purpose === 'preview';
  await changeAccount(tx, accountId, {
    currentPlan: null,
    ...(unlocks ? { state: 'off' as const, stateText: '', options: { ...account.options, runSynchronization: false }, nextCycleAt: null } : {}),
    ...(account.state === 'paused by brake' && !unlocks ? { state: 'active' as const, stateText: '', told: null } : {}),
  });
  await tellWatchers(tx, accountId, 'reports');
}
