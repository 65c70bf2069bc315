// By which records of the mirror are looked for: parts of names, addresses, numbers, times, ids.
// In: keys. Out: records without a link that share one; records that have none yet.
// Never here: what makes a key (core/match.ts), or a guess who is the same.

import { sql } from 'kysely';
import type { Kind, RemoteId } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import { columns, toRow } from './mirror.ts';
import type { MirrorRow, StoredRow } from './mirror.ts';
import type { Sql } from './open.ts';

/** Records without a link that share a key, marker or uid with those given: possible matches, of those that have their keys. */
export async function loadCandidates(db: Sql, accountId: string, kind: Kind, side: Side, keys: readonly string[]): Promise<readonly MirrorRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<StoredRow>`
    select ${columns} from mirror
    where account_id = ${accountId} and kind = ${kind} and side = ${side} and link_id is null and gone_at is null and skipped is null
      and keys is not null and keys && ${keys as string[]}::text[]`.execute(db);
  return rows.map(toRow);
}

/** Some of the records that nobody could look for yet by their keys, since they have none. */
export async function loadUnkeyed(db: Sql, accountId: string, kind: Kind, side: Side, which: 'linked' | 'unlinked', except: readonly RemoteId[]): Promise<readonly MirrorRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from mirror
    where account_id = ${accountId} and kind = ${kind} and side = ${side} and keys is null and gone_at is null and skipped is null
      and ${which === 'linked' ? sql`link_id is not null` : sql`link_id is null`} and not id = any(${except as string[]}::text[])
    limit 1000`.execute(db);
  return rows.map(toRow);
}

/** Of records that are still as they were when the keys were made. */
export async function keepKeys(db: Sql, accountId: string, kind: Kind, side: Side, rows: readonly { readonly id: RemoteId; readonly hash: string; readonly keys: readonly string[] }[]): Promise<void> {
  await sql`
    update mirror m set keys = array(select json_array_elements_text(r.keys))
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, hash text, keys json)
    where m.account_id = ${accountId} and m.kind = ${kind} and m.side = ${side} and m.id = r.id and m.hash = r.hash`.execute(db);
}
