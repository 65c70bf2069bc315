// One pass through the rooms, and the preview that precedes the first. In: a context. Out:
// what happened. The rooms stay apart: this file only says in which order they come.

import { digestPlan } from '../core/plan.ts';
import type { Approval, Plan } from '../core/plan.ts';
import { capitalize } from '../core/explain-words.ts';
import { summarizePlan, summarizeRun } from '../core/explain-plan.ts';
import { countOutcomes } from '../store/journal.ts';
import { changeAccount, loadAccount, tellWatchers } from '../store/account.ts';
import { loadHeldBack } from '../store/held-back.ts';
import { addSpent, beginPlan, completePlan, findUnfinishedPlans, finishRun, loadApproval, loadPlan, loadPlanRow, markReplaced } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { approveByPolicy } from './approve.ts';
import type { Tx } from '../store/open.ts';
import { asFarAsAllowed, demandWritable, demandWritableFor } from './calendar-access.ts';
import { Stopped } from './context.ts';
import type { CycleContext, Replicas } from './context.ts';
import { measureDrift } from './drift.ts';
import type { Drift } from './drift.ts';
import { execute } from './execute.ts';
import type { ExecutionSummary } from './execute.ts';
import { propose } from './propose.ts';
import { pull } from './pull.ts';
import { isAsQuiet, readStanding, rememberQuiet } from './quiet.ts';

/** Reads both sides and stores the plan of everything that would be written, which it answers. Writes nothing else. */
export async function makePreview(context: CycleContext, planId: string, told: (tx: Tx) => Promise<void>): Promise<Plan> {
  const spent = countSpent(context);
  await context.progress({ phase: 'Reading SmartOffice and Google', done: 0 });
  const { count, first } = await pull(context);
  demandWritable(context);
  await context.progress({ phase: 'Comparing', done: count });
  const plan = await propose(context, 'preview', first);
  await context.safePoint();
  const about = await aboutPlan(context, plan);
  await context.write(async (tx) => {
    await stopIfOutdated(context, tx);
    await storePlan(context, tx, planId, plan, about);
    await addSpent(tx, planId, spent());
    await changeAccount(tx, context.account.id, { state: 'preview ready', stateText: '', currentPlan: planId, progress: null, nextCycleAt: null });
    await told(tx);
  });
  return plan;
}

type Spent = ReturnType<Replicas['spent']>;

/** Each call answers what was spent at Google since the one before. */
function countSpent({ replicas }: CycleContext): () => Spent {
  let before: Spent = replicas.spent();
  return () => {
    const since = before;
    before = replicas.spent();
    return { requests: before.requests - since.requests, units: before.units - since.units };
  };
}

/** A plan made under another setup than is chosen now is neither shown nor approved [R32], nor one for who was disabled meanwhile [R39]. */
async function stopIfOutdated(context: CycleContext, tx: Tx): Promise<void> {
  const now = await loadAccount(tx, context.account.id, 'for update');
  if (now.setupSerial !== context.account.setupSerial || !now.options.runSynchronization || now.isDisabled) throw new Stopped();
}

async function aboutPlan(context: CycleContext, plan: Plan): Promise<Parameters<typeof completePlan>[3]> {
  return { summary: summarizePlan(plan).sentences.join(' '), settings: await context.settings() };
}

async function storePlan(context: CycleContext, tx: Tx, planId: string, plan: Plan, about: Parameters<typeof completePlan>[3]): Promise<string> {
  const digest = await completePlan(tx, planId, plan, about);
  await markReplaced(tx, context.account.id, planId);
  await tellWatchers(tx, context.account.id, 'reports');
  return digest;
}

async function mustLoad(context: CycleContext, planId: string): Promise<PlanRow> {
  const row = await loadPlanRow(context.db, planId);
  if (row === undefined) throw new Error(`The plan ${planId} has disappeared.`);
  return row;
}

/** Too much had changed since the report: nothing was written, and a new one is asked for. */
export interface Drifted {
  readonly drifted: PlanRow['purpose'];
  readonly why: string;
  /** The report to be made in its place; what a running synchronization asks, its next cycle asks anew. */
  readonly next: string | undefined;
}

export interface RunResult {
  readonly row: PlanRow;
  readonly summary: ExecutionSummary;
}

/** An approved plan that was not run to its end: taken up where it was left. */
export async function runApproved(context: CycleContext, chosen?: string): Promise<RunResult | Drifted | undefined> {
  const planId = chosen ?? (await findUnfinishedPlans(context.db, context.account.id))[0];
  if (planId === undefined) return undefined;
  const approval = await loadApproval(context.db, planId);
  if (approval === undefined) return undefined;
  const spent = countSpent(context);
  // What changed since the preview was made is learned first: it becomes stale, not overwritten.
  await pull(context, (kind, side) => side === 'office' || kind !== context.resting?.kind);
  const plan = await loadPlan(context.db, planId);
  demandWritableFor(context, plan, approval);
  const drift = await measureDrift(context, planId, plan, approval);
  return drift === undefined ? run(context, planId, plan, approval, spent) : endForDrift(context, planId, drift);
}

/** Another report takes its place, in the transaction that ends this one: no gate stays open behind it. */
async function endForDrift(context: CycleContext, planId: string, { why }: Drift): Promise<Drifted> {
  const { purpose, undoes, undoesOperation } = await mustLoad(context, planId);
  const next = await context.write(async (tx) => {
    await finishRun(tx, planId, { failed: why });
    const made = purpose === 'cycle' ? undefined : await beginPlan(tx, context.account.id, purpose, undoes === null ? undefined : { plan: undoes, operation: undoesOperation ?? undefined });
    if (purpose === 'preview') await changeAccount(tx, context.account.id, { state: 'previewing', stateText: why, progress: null });
    await tellWatchers(tx, context.account.id, 'reports');
    return made;
  });
  return { drifted: purpose, why, next };
}

/** `spent` since the job began to read: it stands in the report, also of an attempt that ends in the middle. */
async function executeCounted(context: CycleContext, planId: string, plan: Plan, approval: Approval, spent: () => Spent): Promise<ExecutionSummary> {
  try {
    return await execute(context, planId, plan, approval);
  } finally {
    await addSpent(context.db, planId, spent());
  }
}

async function run(context: CycleContext, planId: string, plan: Plan, approval: Approval, spent: () => Spent): Promise<RunResult> {
  const summary = await executeCounted(context, planId, plan, approval, spent);
  await context.write(async (tx) => {
    await finishRun(tx, planId, { summary: summarizeRun(await countOutcomes(tx, planId)) });
    await tellWatchers(tx, context.account.id, 'reports');
  });
  return { row: await mustLoad(context, planId), summary };
}

export type CycleEnd =
  | { readonly end: 'quiet' }
  /** A plan was run; it may have noted only what both sides agree on. */
  | { readonly end: 'written'; readonly operations: number }
  | { readonly end: 'brake'; readonly planId: string; readonly whys: readonly string[] };

/** More passes than this in one cycle would mean that writing never ends. */
const passes = 3;

export async function runCycle(given: CycleContext): Promise<CycleEnd> {
  let context = given;
  let operations = 0;
  let ran = false;
  const spent = countSpent(given);
  for (let pass = 0; pass < passes; pass += 1) {
    const { spared } = context;
    if (pass === 0) await pull(context, (kind, side) => side === 'office' || spared?.kinds.has(kind) !== true);
    else await context.safePoint();
    context = asFarAsAllowed(given);
    let standing = await readStanding(context);
    if (isAsQuiet(context, standing)) break;
    // Nothing is decided on an old look: now that there is something to decide, all is looked at.
    const late = pass === 0 ? spared?.late : undefined;
    if (spared !== undefined && late !== undefined) {
      await pull({ ...context, spared: { ...spared, calendars: late.calendars } }, (kind, side) => side === 'google' && late.kinds.has(kind));
      context = asFarAsAllowed(given);
      standing = await readStanding(context);
    }
    const plan = await propose(context, 'cycle');
    if (plan.brakes.length > 0) return { end: 'brake', planId: await keepForDecision(context, plan), whys: plan.brakes.map((brake) => `${capitalize(brake.why)}.`) };
    const heldBack = await loadHeldBack(context.db, context.account.id, plan.operations);
    if (!doesSomething(plan, heldBack)) {
      await keepQuestions(context, plan);
      await rememberQuiet(context, standing);
      break;
    }
    const planId = await beginPlan(context.db, context.account.id, 'cycle');
    const about = await aboutPlan(context, plan);
    const approval = await context.write(async (tx) => {
      await stopIfOutdated(context, tx);
      return approveByPolicy(tx, planId, await completePlan(tx, planId, plan, about), heldBack);
    });
    const { summary } = await run(context, planId, plan, approval, spent);
    ran = true;
    operations += summary.written;
    // Nothing could be done: the next cycle, with fresh eyes, will tell.
    if (summary.applied === 0) break;
  }
  return ran ? { end: 'written', operations } : { end: 'quiet' };
}

function doesSomething(plan: Plan, heldBack: ReadonlySet<string>): boolean {
  return plan.operations.some((operation) => !heldBack.has(operation.unit)) || plan.conflicts.some((conflict) => (conflict.alternatives.find((alternative) => alternative.id === conflict.otherwise)?.operations ?? []).length > 0);
}

async function keepForDecision(context: CycleContext, plan: Plan): Promise<string> {
  const account = await loadAccount(context.db, context.account.id);
  const current = account.currentPlan === null ? undefined : await loadPlanRow(context.db, account.currentPlan);
  if (current?.digest === digestPlan(plan)) return current.id;
  const about = await aboutPlan(context, plan);
  return context.write(async (tx) => {
    await stopIfOutdated(context, tx);
    await stopIfDecided(account.id, tx);
    const planId = await beginPlan(tx, account.id, 'cycle');
    await storePlan(context, tx, planId, plan, about);
    await changeAccount(tx, account.id, { currentPlan: planId });
    return planId;
  });
}

/** Somebody approved a report since this cycle looked: what is answered there is not asked again from the old look [R1]. */
async function stopIfDecided(accountId: string, tx: Tx): Promise<void> {
  const { tasksRest } = await loadAccount(tx, accountId);
  const decided = await findUnfinishedPlans(tx, accountId);
  // Of these nothing is left but tasks, which wait for Google's next day.
  if (decided.some((planId) => tasksRest?.plans.includes(planId) !== true)) throw new Stopped();
}

/** Questions and what is held back stand in one current plan; the same ones make no new one. */
async function keepQuestions(context: CycleContext, plan: Plan): Promise<void> {
  const account = await loadAccount(context.db, context.account.id);
  const current = account.currentPlan === null ? undefined : await loadPlanRow(context.db, account.currentPlan);
  // A preview of an undo waits for its own decision.
  if (current !== undefined && current.purpose !== 'cycle') return;
  if (plan.conflicts.length > 0 || plan.operations.length > 0) {
    await keepForDecision(context, plan);
  } else if (current !== undefined) {
    await context.write(async (tx) => {
      await markReplaced(tx, account.id, null);
      await changeAccount(tx, account.id, { currentPlan: null });
      await tellWatchers(tx, account.id, 'reports');
    });
  }
}
