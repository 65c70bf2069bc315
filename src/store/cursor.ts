// The table of cursors: the opaque "since" token of each kind and side. The adapter
// keeps the request parameters inside the token; nobody else looks into it.

import { sql } from 'kysely';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { Sql } from './open.ts';

export async function loadCursor(db: Sql, accountId: string, kind: Kind, side: Side): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from cursor where account_id = ${accountId} and kind = ${kind} and side = ${side}`.execute(db);
  return rows[0]?.value;
}

export async function saveCursor(db: Sql, accountId: string, kind: Kind, side: Side, value: string): Promise<void> {
  await sql`
    insert into cursor (account_id, kind, side, value) values (${accountId}, ${kind}, ${side}, ${value})
    on conflict (account_id, kind, side) do update set value = excluded.value, taken_at = now()`.execute(db);
}
