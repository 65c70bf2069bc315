// What a person decided once and for good. In: decisions with their keys (core/never.ts).
// Out: the keys that a plan is made without, and the list from which each decision can be
// taken back. Never here: what a key means, or what was put off (held-back.ts).

import { sql } from 'kysely';
import type { Kind, RemoteId } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { Sql } from './open.ts';

export interface NeverDecision {
  /** What is decided at once is taken back at once. */
  readonly id: string;
  readonly unit: string;
  readonly keys: readonly string[];
  readonly kind: Kind;
  readonly name: string;
  /** In words, as it stood in the report. */
  readonly text: string;
  /** Settled as seen by it: looked at again once it is taken back. */
  readonly records: readonly { readonly kind: Kind; readonly side: Side; readonly id: RemoteId }[];
}

export interface NeverRow {
  readonly id: string;
  readonly unit: string;
  readonly kind: Kind | null;
  readonly name: string;
  readonly text: string;
  readonly by: string;
  readonly at: Date;
  readonly records: NeverDecision['records'];
}

export async function loadNever(db: Sql, accountId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ unit: string }>`select unit from never where account_id = ${accountId}`.execute(db);
  return new Set(rows.map((row) => row.unit));
}

export async function saveNever(db: Sql, accountId: string, by: string, decisions: readonly NeverDecision[]): Promise<void> {
  const rows = decisions.flatMap(({ keys, ...decision }) => keys.map((key) => ({ ...decision, key })));
  if (rows.length === 0) return;
  await sql`
    insert into never (account_id, unit, decision, of_unit, kind, name, text, decided_by, records)
    select ${accountId}, r.key, r.id, r.unit, r.kind, r.name, r.text, ${by}, r.records
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (key text, id text, unit text, kind text, name text, text text, records jsonb)
    on conflict do nothing`.execute(db);
}

/** Newest first. A decision from before they had words is shown by its key. */
export async function listNever(db: Sql, accountId: string): Promise<readonly NeverRow[]> {
  const { rows } = await sql<NeverRow>`
    select coalesce(decision, unit) as id, min(coalesce(of_unit, unit)) as unit, min(kind) as kind, min(name) as name, min(text) as text, min(decided_by) as by,
      min(decided_at) as at, (array_agg(records))[1] as records
    from never where account_id = ${accountId} group by coalesce(decision, unit) order by min(decided_at) desc, coalesce(decision, unit)`.execute(db);
  return rows;
}

export async function dropNever(db: Sql, accountId: string, id: string): Promise<NeverRow | undefined> {
  const row = (await listNever(db, accountId)).find((each) => each.id === id);
  if (row === undefined) return undefined;
  await sql`delete from never where account_id = ${accountId} and coalesce(decision, unit) = ${id}`.execute(db);
  return row;
}

/** Two records that are paired again were not refused for good after all. */
export async function dropNeverKeys(db: Sql, accountId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`delete from never where account_id = ${accountId} and unit = any(${keys as string[]}::text[])`.execute(db);
}
