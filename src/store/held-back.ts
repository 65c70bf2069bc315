// What is not done by itself: units that a person put off, and operations that a replica
// refused as they stand. In: operations. Out: their units that wait for a person.
// Never here: what is never wanted; that is taken out of the plan before it is made.

import { sql } from 'kysely';
import type { Operation } from '../core/plan.ts';
import type { Sql } from './open.ts';

/** An operation's id is its content: what was refused is tried again once it has changed. */
export async function loadHeldBack(db: Sql, accountId: string, operations: readonly Operation[]): Promise<ReadonlySet<string>> {
  if (operations.length === 0) return new Set();
  const units = operations.map((operation) => operation.unit);
  const ids = operations.map((operation) => operation.id);
  const { rows } = await sql<{ unit: string | null; operationId: string | null }>`
    select unit, null as "operationId" from held_back where account_id = ${accountId} and unit = any(${units}::text[])
    union all
    select null, operation_id from journal where account_id = ${accountId} and outcome = 'refused' and operation_id = any(${ids}::text[])`.execute(db);
  const unitOf = new Map(operations.map((operation) => [operation.id, operation.unit]));
  return new Set(rows.flatMap((row) => row.unit ?? unitOf.get(row.operationId ?? '') ?? []));
}

/** When a person said "not now" to which unit. */
export async function loadPutOff(db: Sql, accountId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ unit: string; at: Date }>`select unit, decided_at as at from held_back where account_id = ${accountId} order by unit`.execute(db);
  return new Map(rows.map((row) => [row.unit, row.at.toISOString()]));
}

/** As a person decided: the last decision counts. */
export async function saveHeldBack(db: Sql, accountId: string, putOff: readonly string[], taken: readonly string[]): Promise<void> {
  if (taken.length > 0) await sql`delete from held_back where account_id = ${accountId} and unit = any(${taken as string[]}::text[])`.execute(db);
  if (putOff.length === 0) return;
  await sql`
    insert into held_back (account_id, unit) select ${accountId}, unit from unnest(${putOff as string[]}::text[]) as u (unit)
    on conflict (account_id, unit) do update set decided_at = now()`.execute(db);
}
