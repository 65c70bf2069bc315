// The table of what was spent at Google in the running minute and day, shared by all
// processes. In: who wants how much of what. Out: a grant, or how long to wait. Each grant is
// one round trip; those of one scope come one after the other. Never here: which limits
// there are.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

export interface QuotaDemand {
  readonly scope: string;
  readonly want: number;
  readonly least: number;
  readonly spent: number;
  readonly limit: number;
  readonly spanMs: number;
  readonly lifeMs: number;
  readonly back?: { readonly slot: string; readonly units: number };
}

export interface QuotaGrant {
  readonly granted: number;
  readonly slot: string;
  readonly waitMs: number;
}

/** By the clock of the database, which all processes share, unless another one is handed in. */
export async function takeQuota(db: Sql, demand: QuotaDemand, now?: number): Promise<QuotaGrant> {
  const { scope, want, least, spent, limit, spanMs, lifeMs, back } = demand;
  const { rows } = await sql<{ granted: number; slot: string; waitMs: string }>`
    select granted, slot, wait_ms as "waitMs"
    from quota_take(${scope}, ${want}::int, ${least}::int, ${spent}::int, ${limit}::int, ${spanMs}::bigint, ${lifeMs}::bigint,
      ${back?.slot ?? null}::bigint, ${back?.units ?? 0}::int, ${now === undefined ? null : Math.round(now)}::bigint)`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('The quota was not asked for.');
  return { granted: row.granted, slot: row.slot, waitMs: Number(row.waitMs) };
}

/** What lapsed long ago in scopes that nobody asks for any more. */
export async function forgetOldQuota(db: Sql): Promise<void> {
  await sql`delete from quota_slot where free_at < extract(epoch from now() - interval '1 hour') * 1000`.execute(db);
}
