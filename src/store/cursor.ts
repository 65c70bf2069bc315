// The table of cursors: the opaque "since" token of each kind and side. The adapter
// keeps the request parameters inside the token; nobody else looks into it.

import { sql } from 'kysely';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { Sql } from './open.ts';

export interface HeldCursor {
  readonly value: string;
  /** Taken so short a time ago that it serves as well as one that is taken now, where nothing has changed since. */
  readonly isYoung: boolean;
}

/** By kind and side. */
export async function loadCursors(db: Sql, accountId: string): Promise<ReadonlyMap<`${Kind} ${Side}`, HeldCursor>> {
  const { rows } = await sql<HeldCursor & { kind: Kind; side: Side }>`
    select kind, side, value, taken_at > now() - interval '1 hour' as "isYoung" from cursor where account_id = ${accountId}`.execute(db);
  return new Map(rows.map(({ kind, side, ...held }) => [`${kind} ${side}` as const, held]));
}

export async function saveCursor(db: Sql, accountId: string, kind: Kind, side: Side, value: string): Promise<void> {
  await sql`
    insert into cursor (account_id, kind, side, value) values (${accountId}, ${kind}, ${side}, ${value})
    on conflict (account_id, kind, side) do update set value = excluded.value, taken_at = now()`.execute(db);
}
