// A record's own history, from the journal and the approvals. In: a record, or the number of
// one entry of the journal. Out: what was written to it and to the record that it is linked
// with, newest first. Never here: an entry of another account.

import { sql } from 'kysely';
import type { Kind, RemoteId } from '../core/item.ts';
import type { PlanPurpose } from '../core/plan.ts';
import type { Side } from '../core/side.ts';
import { journalColumns } from './journal.ts';
import type { JournalRow } from './journal.ts';
import type { Sql } from './open.ts';

export interface HistoryRow extends JournalRow {
  /** Its number in the journal. */
  readonly id: string;
  readonly planId: string;
  readonly purpose: PlanPurpose;
  readonly at: Date;
  readonly approvedBy: string | null;
  readonly finished: boolean;
}

const columns = sql`
  j.id::text as id, j.plan_id as "planId", p.purpose, coalesce(j.finished_at, j.intended_at) as at, a.approved_by as "approvedBy",
  p.run_finished_at is not null and p.run_failed is null as finished, ${journalColumns('j')}`;
const tables = sql`journal j join plan p on p.id = j.plan_id left join approval a on a.plan_id = p.id`;

/** The newest `limit` entries. A record that was deleted and made again keeps its history through its link. */
export async function listHistory(db: Sql, accountId: string, of: { kind: Kind; side: Side; id: RemoteId }, limit: number): Promise<readonly HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    with mine as (
      select link_id from journal where account_id = ${accountId} and kind = ${of.kind} and side = ${of.side} and record_id = ${of.id} and link_id is not null
      union select id from link where account_id = ${accountId} and kind = ${of.kind} and ${of.side === 'office' ? sql`office_id` : sql`google_id`} = ${of.id}
    ), found as (
      select id from journal where account_id = ${accountId} and kind = ${of.kind} and side = ${of.side} and record_id = ${of.id}
      union select id from journal where account_id = ${accountId} and link_id in (select link_id from mine)
    )
    select ${columns} from ${tables} where j.id in (select id from found) and j.op <> 'settle' order by j.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function loadHistoryEntry(db: Sql, accountId: string, id: string): Promise<HistoryRow | undefined> {
  const { rows } = await sql<HistoryRow>`select ${columns} from ${tables} where j.account_id = ${accountId} and j.id = ${id}::bigint`.execute(db);
  return rows[0];
}

/** Linked now, with a record on both sides. */
export async function isLinked(db: Sql, accountId: string, of: { kind: Kind; side: Side; id: RemoteId }): Promise<boolean> {
  const { rows } = await sql`
    select 1 from link where account_id = ${accountId} and kind = ${of.kind} and ${of.side === 'office' ? sql`office_id` : sql`google_id`} = ${of.id}
      and not coalesce((office_base->>'gone')::boolean, false) and not coalesce((google_base->>'gone')::boolean, false)`.execute(db);
  return rows.length > 0;
}
