// The tables of plans and approvals. A plan is stored as the exact text that its digest was
// made of and is never changed. What became of a plan is told by what happened to it
// (opened, approved, rejected, replaced, run), not by a status.

import { sql } from 'kysely';
import { z } from 'zod';
import type { Approval, Decision, Plan, PlanPurpose } from '../core/plan.ts';
import type { AccountProgress } from './account.ts';
import type { Sql } from './open.ts';
import { packPlan, unpackPlan } from './packed-plan.ts';

export interface StoredSetting {
  readonly label: string;
  readonly value: string;
  /** What it was in the setup that was approved before, where that was another. */
  readonly was?: string;
}

/** The value of a setting that the former setup had and this one has not. */
export const noLonger = 'no longer';

export interface PlanRow {
  readonly id: string;
  readonly accountId: string;
  readonly purpose: PlanPurpose;
  readonly undoes: string | null;
  /** Of an undo of one change: its operation. */
  readonly undoesOperation: string | null;
  readonly digest: string | null;
  readonly operations: number;
  readonly asked: number;
  readonly summary: string;
  readonly settings: readonly StoredSetting[];
  readonly startedAt: Date;
  readonly madeAt: Date | null;
  readonly failed: string | null;
  readonly openedAt: Date | null;
  readonly openedBy: string | null;
  readonly replacedAt: Date | null;
  readonly rejectedAt: Date | null;
  readonly rejectedBy: string | null;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  readonly runStartedAt: Date | null;
  readonly runFinishedAt: Date | null;
  readonly runFailed: string | null;
  /** What was done, in words. */
  readonly runSummary: string | null;
  readonly runProgress: AccountProgress | null;
  readonly requests: number;
  readonly units: number;
}

const rowColumns = sql`
  p.id, p.account_id as "accountId", p.purpose, p.undoes, p.undoes_operation as "undoesOperation", p.digest, p.operations, p.asked, p.summary, p.settings,
  p.started_at as "startedAt", p.made_at as "madeAt", p.failed, p.opened_at as "openedAt", p.opened_by as "openedBy",
  p.replaced_at as "replacedAt", p.rejected_at as "rejectedAt", p.rejected_by as "rejectedBy",
  a.approved_at as "approvedAt", a.approved_by as "approvedBy",
  p.run_started_at as "runStartedAt", p.run_finished_at as "runFinishedAt", p.run_failed as "runFailed", p.run_summary as "runSummary",
  p.run_progress as "runProgress", p.requests, p.units`;

/** A report that is being made: it shows in the Report List at once. */
export async function beginPlan(db: Sql, accountId: string, purpose: PlanPurpose, undoes?: { readonly plan: string; readonly operation?: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into plan (account_id, purpose, undoes, undoes_operation) values (${accountId}, ${purpose}, ${undoes?.plan ?? null}::uuid, ${undoes?.operation ?? null}) returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('A plan was not stored.');
  return id;
}

export interface PlanWords {
  readonly summary: string;
  readonly settings: readonly StoredSetting[];
}

export async function completePlan(db: Sql, planId: string, plan: Plan, words: PlanWords): Promise<string> {
  const { bytes, digest } = await packPlan(plan);
  await sql`
    update plan set packed = ${bytes}, digest = ${digest}, made_at = now(), operations = ${plan.operations.filter((operation) => operation.op !== 'settle').length},
      asked = ${plan.conflicts.length}, summary = ${words.summary}, settings = ${JSON.stringify(words.settings)}::jsonb
    where id = ${planId}::uuid and digest is null`.execute(db);
  return digest;
}

export async function failPlan(db: Sql, planId: string, why: string): Promise<void> {
  await sql`update plan set failed = ${why} where id = ${planId}::uuid and digest is null`.execute(db);
}

const planIds = z.uuid();

/** Undefined too for a text that names no plan at all: a person may have typed it. */
export async function loadPlanRow(db: Sql, planId: string): Promise<PlanRow | undefined> {
  if (!planIds.safeParse(planId).success) return undefined;
  const { rows } = await sql<PlanRow>`
    select ${rowColumns} from plan p left join approval a on a.plan_id = p.id where p.id = ${planId}::uuid`.execute(db);
  return rows[0];
}

/** How many questions wait in the report that is current, by account; absent: there is none. */
export async function countAsked(db: Sql, officeId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; asked: number }>`
    select a.id, p.asked from account a join plan p on p.id = a.current_plan where a.office_id = ${officeId}::uuid`.execute(db);
  return new Map(rows.map(({ id, asked }) => [id, asked]));
}

export async function listPlanRows(db: Sql, accountId: string, limit: number): Promise<readonly PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    select ${rowColumns} from plan p left join approval a on a.plan_id = p.id
    where p.account_id = ${accountId} order by p.started_at desc limit ${limit}`.execute(db);
  return rows;
}

export async function loadPlan(db: Sql, planId: string): Promise<Plan> {
  const { rows } = await sql<{ body: string | null; packed: Buffer | null }>`select body, packed from plan where id = ${planId}::uuid`.execute(db);
  const { body = null, packed = null } = rows[0] ?? {};
  if (packed !== null) return unpackPlan(packed);
  if (body === null) throw new Error(`The plan ${planId} is not made yet.`);
  return JSON.parse(body) as Plan;
}

export async function keepOpening(db: Sql, planId: string, opening: Buffer): Promise<void> {
  await sql`update plan set opening = ${opening} where id = ${planId}::uuid`.execute(db);
}

export async function loadOpening(db: Sql, planId: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ opening: Buffer | null }>`select opening from plan where id = ${planId}::uuid`.execute(db);
  return rows[0]?.opening ?? undefined;
}

/** Opening is a fact about this very report. The first opening counts. */
export async function markOpened(db: Sql, planId: string, by: string): Promise<void> {
  await sql`update plan set opened_at = now(), opened_by = ${by} where id = ${planId}::uuid and opened_at is null`.execute(db);
}

export async function markReplaced(db: Sql, accountId: string, except: string | null): Promise<void> {
  await sql`
    update plan p set replaced_at = now()
    where account_id = ${accountId} and made_at is not null and replaced_at is null and rejected_at is null
      and id is distinct from ${except}::uuid and not exists (select 1 from approval a where a.plan_id = p.id)`.execute(db);
}

export async function markRejected(db: Sql, planId: string, by: string): Promise<void> {
  await sql`update plan set rejected_at = now(), rejected_by = ${by} where id = ${planId}::uuid`.execute(db);
}

export async function saveApproval(db: Sql, planId: string, approval: Omit<Approval, 'at'>): Promise<void> {
  await sql`
    insert into approval (plan_id, digest, approved_by, decisions, choices, released)
    values (${planId}::uuid, ${approval.digest}, ${approval.by}, ${JSON.stringify(approval.decisions)}::jsonb,
            ${JSON.stringify(approval.choices)}::jsonb, ${approval.released as string[]}::text[])`.execute(db);
}

export async function loadApproval(db: Sql, planId: string): Promise<Approval | undefined> {
  const { rows } = await sql<{ digest: string; by: string; at: Date; decisions: Record<string, Decision>; choices: Record<string, string>; released: string[] }>`
    select digest, approved_by as by, approved_at as at, decisions, choices, released from approval where plan_id = ${planId}::uuid`.execute(db);
  const row = rows[0];
  return row === undefined ? undefined : { ...row, at: row.at.toISOString() };
}

/** Approved and not run to their end, in the order of their approval: the work that a worker takes up again after anything. */
export async function findUnfinishedPlans(db: Sql, accountId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`${unfinishedPlans(accountId)}`.execute(db);
  return rows.map(({ id }) => id);
}

function unfinishedPlans(accountId: string) {
  return sql`
    select p.id from plan p join approval a on a.plan_id = p.id
    where p.account_id = ${accountId} and p.run_finished_at is null and p.run_failed is null order by a.approved_at, p.started_at`;
}

export async function beginRun(db: Sql, planId: string): Promise<void> {
  await sql`update plan set run_started_at = coalesce(run_started_at, now()) where id = ${planId}::uuid`.execute(db);
}

export async function showRunProgress(db: Sql, planId: string, progress: AccountProgress): Promise<void> {
  await sql`update plan set run_progress = ${JSON.stringify(progress)}::jsonb where id = ${planId}::uuid`.execute(db);
}

export async function finishRun(db: Sql, planId: string, ended: { failed: string } | { summary: string }): Promise<void> {
  await sql`update plan set run_finished_at = now(), run_failed = ${'failed' in ended ? ended.failed : null}, run_summary = ${'summary' in ended ? ended.summary : null}, run_progress = null where id = ${planId}::uuid`.execute(db);
}

export async function addSpent(db: Sql, planId: string, spent: { requests: number; units: number }): Promise<void> {
  await sql`update plan set requests = requests + ${spent.requests}, units = units + ${spent.units} where id = ${planId}::uuid`.execute(db);
}

/** A report that was asked for and is not made yet. */
export async function findUnmadePlan(db: Sql, accountId: string): Promise<UnmadePlan | undefined> {
  const { rows } = await sql<UnmadePlan>`${unmadePlan(accountId)}`.execute(db);
  return rows[0];
}

export interface UnmadePlan {
  readonly id: string;
  readonly purpose: PlanPurpose;
}

function unmadePlan(accountId: string) {
  return sql`
    select id, purpose from plan
    where account_id = ${accountId} and digest is null and failed is null and rejected_at is null and replaced_at is null and purpose <> 'cycle'
    order by started_at desc limit 1`;
}

/**
 * The preview that a person approved for the setup that runs now. Selecting Run
 * Synchronization begins a preview, so only the latest one counts.
 */
export async function findOpenGate(db: Sql, accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`${openGate(accountId)}`.execute(db);
  return rows[0]?.id ?? undefined;
}

function openGate(accountId: string) {
  return sql`
    select a.plan_id as id from plan p left join approval a on a.plan_id = p.id
    where p.account_id = ${accountId} and p.purpose = 'preview' order by p.started_at desc limit 1`;
}

export interface WaitingPlans {
  readonly unmade: UnmadePlan | undefined;
  readonly unfinished: readonly string[];
  readonly gate: string | undefined;
}

/** The three of them as every job asks for them, in one statement. */
export async function findWaitingPlans(db: Sql, accountId: string): Promise<WaitingPlans> {
  const { rows } = await sql<{ unmade: UnmadePlan | null; unfinished: string[]; gate: string | null }>`
    select (select row_to_json(u) from (${unmadePlan(accountId)}) u) as unmade,
      array(select id::text from (${unfinishedPlans(accountId)}) r) as unfinished, (select id from (${openGate(accountId)}) g) as gate`.execute(db);
  const row = rows[0];
  return { unmade: row?.unmade ?? undefined, unfinished: row?.unfinished ?? [], gate: row?.gate ?? undefined };
}

/** What was approved and not run to its end is not taken up again: it was meant for what is no more. */
export async function endUnfinishedRuns(db: Sql, accountId: string, why: string): Promise<void> {
  await sql`
    update plan p set run_finished_at = now(), run_failed = ${why}, run_progress = null
    where account_id = ${accountId} and run_finished_at is null and exists (select 1 from approval a where a.plan_id = p.id)`.execute(db);
}
