// The journal: every write that was intended, with what it replaced, and how it ended.
// An entry is written before the request is sent; one without an outcome tells, after a
// crash, exactly what has to be looked up before anything is sent again.

import { sql } from 'kysely';
import type { Answered } from '../core/answered.ts';
import type { Change } from '../core/diff.ts';
import type { Item, Kind, RemoteId } from '../core/item.ts';
import type { Operation, Outcome } from '../core/plan.ts';
import type { Side } from '../core/side.ts';
import type { Sql } from './open.ts';

export interface JournalRow {
  readonly operationId: string;
  readonly op: Operation['op'];
  readonly kind: Kind;
  readonly side: Side | null;
  readonly recordId: RemoteId | null;
  readonly linkId: string | null;
  /** The record on the other side; of what ties two records, that on Google (recordId is then the office's). */
  readonly counterpart: RemoteId | null;
  readonly versionAfter: string | null;
  readonly before: Item | null;
  readonly after: Item | null;
  readonly changes: readonly Change[];
  /** Of an answer that left two records different: what an undo asks again. */
  readonly answered: Answered | null;
  readonly outcome: Outcome | null;
  readonly why: string | null;
}

export interface Intent {
  readonly operationId: string;
  readonly op: Operation['op'];
  readonly kind: Kind;
  readonly side?: Side;
  readonly recordId?: RemoteId;
  readonly linkId?: string;
  /** Where it is not what the link says. */
  readonly counterpart?: RemoteId;
  readonly before?: Item;
  readonly after?: Item;
  readonly changes?: readonly Change[];
  readonly answered?: Answered;
}

/** Each link by its key: a server that does not know how few these are would read all links. */
export async function writeIntents(db: Sql, accountId: string, planId: string, intents: readonly Intent[]): Promise<void> {
  await sql`
    insert into journal (account_id, plan_id, operation_id, op, kind, side, record_id, link_id, counterpart, before, after, changes, answered)
    select ${accountId}, ${planId}::uuid, r."operationId", r.op, r.kind, r.side, coalesce(r."recordId", case when r.side is null then l.office_id end), r."linkId",
      coalesce(r.counterpart, case when r.side = 'google' then l.office_id else l.google_id end), r.before, r.after, coalesce(r.changes, '[]'), r.answered
    from jsonb_to_recordset(${JSON.stringify(intents)}::jsonb)
      as r ("operationId" text, op text, kind text, side text, "recordId" text, "linkId" text, counterpart text, before jsonb, after jsonb, changes jsonb, answered jsonb)
      left join lateral (select office_id, google_id from link where id = r."linkId" offset 0) l on true
    on conflict (plan_id, operation_id) do nothing`.execute(db);
}

export interface Ending {
  readonly operationId: string;
  readonly outcome: Outcome;
  readonly why?: string;
  readonly recordId?: RemoteId;
  readonly linkId?: string;
  readonly versionAfter?: string;
  /** As the replica answered it. */
  readonly after?: Item;
}

export async function writeOutcomes(db: Sql, planId: string, endings: readonly Ending[]): Promise<void> {
  if (endings.length === 0) return;
  await sql`
    update journal j set outcome = r.outcome, why = r.why, finished_at = now(),
      record_id = coalesce(r."recordId", j.record_id), link_id = coalesce(r."linkId", j.link_id),
      version_after = r."versionAfter", after = coalesce(r.after, j.after)
    from jsonb_to_recordset(${JSON.stringify(endings)}::jsonb)
      as r ("operationId" text, outcome text, why text, "recordId" text, "linkId" text, "versionAfter" text, after jsonb)
    where j.plan_id = ${planId}::uuid and j.operation_id = r."operationId"`.execute(db);
}

/** The columns of a JournalRow, of a table with this alias. */
export function journalColumns(alias: string) {
  const of = sql.ref;
  return sql`${of(`${alias}.operation_id`)} as "operationId", ${of(`${alias}.op`)}, ${of(`${alias}.kind`)}, ${of(`${alias}.side`)}, ${of(`${alias}.record_id`)} as "recordId",
    ${of(`${alias}.link_id`)} as "linkId", ${of(`${alias}.counterpart`)}, ${of(`${alias}.version_after`)} as "versionAfter",
    ${of(`${alias}.before`)}, ${of(`${alias}.after`)}, ${of(`${alias}.changes`)}, ${of(`${alias}.answered`)}, ${of(`${alias}.outcome`)}, ${of(`${alias}.why`)}`;
}

export async function loadJournal(db: Sql, planId: string): Promise<readonly JournalRow[]> {
  const { rows } = await sql<JournalRow>`select ${journalColumns('j')} from journal j where plan_id = ${planId}::uuid order by id`.execute(db);
  return rows;
}

/** Of these records, those that a plan deleted and that are not known to be there again. */
export async function deletedByPlans(db: Sql, accountId: string, kind: Kind, side: Side, ids: readonly RemoteId[]): Promise<readonly RemoteId[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct j.record_id as id from journal j
    where j.account_id = ${accountId} and j.kind = ${kind} and j.side = ${side} and j.record_id = any(${ids as string[]}::text[]) and j.op = 'delete' and j.outcome = 'applied'
      and not exists (select from mirror m where m.account_id = j.account_id and m.kind = j.kind and m.side = j.side and m.id = j.record_id and m.gone_at is null)`.execute(db);
  return rows.map(({ id }) => id);
}

/** How each operation ended, without the payloads; null: intended, and nobody knows. */
export async function loadOutcomes(db: Sql, planId: string): Promise<ReadonlyMap<string, { outcome: Outcome | null; why: string | null }>> {
  const { rows } = await sql<{ operationId: string; outcome: Outcome | null; why: string | null }>`
    select operation_id as "operationId", outcome, why from journal where plan_id = ${planId}::uuid`.execute(db);
  return new Map(rows.map((row) => [row.operationId, row]));
}

export interface OutcomeCount {
  readonly op: Operation['op'];
  readonly side: Side | null;
  readonly outcome: Outcome | null;
  readonly count: number;
}

export async function countOutcomes(db: Sql, planId: string): Promise<readonly OutcomeCount[]> {
  const { rows } = await sql<OutcomeCount>`
    select op, side, outcome, count(*)::int as count from journal where plan_id = ${planId}::uuid group by op, side, outcome`.execute(db);
  return rows;
}
