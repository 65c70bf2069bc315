// Linked records that a new one may be a double of. In: its keys (core/match-linked.ts). Out:
// what the mirror has of them. Found by an index of their keys alone: a cycle with a few new
// records reads a few rows, however many are linked.

import { sql } from 'kysely';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import { columns, toRow } from './mirror.ts';
import type { MirrorRow, StoredRow } from './mirror.ts';
import type { Sql } from './open.ts';

/** So many linked ones of a key: a switchboard's number leads nowhere. */
const twinsOfAKey = 50;

/**
 * Linked records that share one of these keys: what is new may be a double of theirs, or of
 * their partner where that is gone (`left`). Each key for itself: of many at once the server believes that most records
 * have one, and reads the whole mirror.
 */
export async function loadTwins(db: Sql, accountId: string, kind: Kind, side: Side, keys: readonly string[]): Promise<readonly MirrorRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<StoredRow & { readonly there: boolean | null }>`
    with wanted as materialized (select distinct unnest(twin_keys(${accountId}, ${kind}, ${side}, ${keys as string[]}::text[])) as key),
    found as materialized (
      select distinct m.id as twin from wanted w cross join lateral (
        select id from mirror where link_id is not null and twin_keys(account_id, kind, side, keys) && array[w.key] order by id limit ${twinsOfAKey}) m)
    select ${columns}, there from found f
      cross join lateral (select * from mirror where account_id = ${accountId} and kind = ${kind} and side = ${side} and id = f.twin and link_id is not null and gone_at is null and skipped is null offset 0) m
      left join lateral (select true as there from mirror p where p.link_id = m.link_id and p.side <> m.side and p.gone_at is null offset 0) partner on true
    order by id`.execute(db);
  // What a colleague takes part in is ended and begun again by other rules.
  return rows.flatMap((row) => (row.there === true ? [toRow(row)] : row.invited || row.link_id === null ? [] : [{ ...toRow(row), left: row.link_id }]));
}
