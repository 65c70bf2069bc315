// The table of links: pairs of ids with the base of each side. In and out: links as the
// pure rooms use them. A base is written here only as the result of settling.

import { sql } from 'kysely';
import type { Kind } from '../core/item.ts';
import type { Base, Elsewhere, Link } from '../core/link.ts';
import type { Privacy } from '../core/policy.ts';
import type { Sql } from './open.ts';

interface StoredLink {
  readonly id: string;
  readonly kind: Kind;
  readonly office_id: string;
  readonly google_id: string;
  readonly office_base: Base;
  readonly google_base: Base;
  readonly open: readonly string[];
  readonly privacy: Privacy | null;
}

function toLink(row: StoredLink): Link {
  return { id: row.id, kind: row.kind, ids: { office: row.office_id, google: row.google_id }, base: { office: row.office_base, google: row.google_base }, open: row.open, ...(row.privacy === null ? {} : { privacy: row.privacy }) };
}

const columns = sql`id, kind, office_id, google_id, office_base, google_base, open, privacy`;

export async function loadLinks(db: Sql, ids: readonly string[]): Promise<readonly Link[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<StoredLink>`select ${columns} from link where id = any(${ids as string[]}::text[])`.execute(db);
  return rows.map(toLink);
}

/** Links with fields that wait for a choice since the first meeting. */
export async function openLinkIds(db: Sql, accountId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from link where account_id = ${accountId} and open <> '{}'`.execute(db);
  return rows.map((row) => row.id);
}

/** Links of private activities of which Google was told under another setup. */
export async function linksToldOtherwise(db: Sql, accountId: string, privacy: Privacy): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from link where account_id = ${accountId} and kind = 'event' and office_base->'item'->>'private' = 'true' and privacy <> ${privacy}`.execute(db);
  return rows.map((row) => row.id);
}

/** Those of the office's records that are linked in other accounts and not in this one. */
export async function linkedElsewhere(db: Sql, accountId: string, kind: Kind, officeIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select office_id as id from link where kind = ${kind} and office_id = any(${officeIds as string[]}::text[])
    group by office_id having bool_and(account_id <> ${accountId})`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/**
 * Of each record, the first of those who synchronize it too and are at work. Their links come
 * first, and each record by its key: a server that does not yet know how large a new mirror
 * is would join the mirror with itself.
 */
export async function carriersElsewhere(db: Sql, accountId: string, officeIds: readonly string[]): Promise<ReadonlyMap<string, Elsewhere>> {
  if (officeIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string } & Elsewhere>`
    with theirs as materialized (
      select account_id, office_id, google_id from link
      where kind = 'event' and account_id <> ${accountId} and office_id = any(${officeIds as string[]}::text[]) and google_base->>'gone' is distinct from 'true')
    select distinct on (l.office_id) l.office_id as id, g.read_only is null as organizes, not o.invited as owns, l.account_id < ${accountId} as before
    from theirs l
      join account c on c.id = l.account_id and c.options->>'runSynchronization' = 'true' and not exists (select from app_user u where u.id = c.user_id and u.disabled_at is not null)
      cross join lateral (select read_only from mirror where account_id = l.account_id and kind = 'event' and side = 'google' and id = l.google_id offset 0) g
      cross join lateral (select invited from mirror where account_id = l.account_id and kind = 'event' and side = 'office' and id = l.office_id offset 0) o
    order by l.office_id, organizes desc, owns desc, l.account_id`.execute(db);
  return new Map(rows.map(({ id, ...elsewhere }) => [id, elsewhere]));
}

/** Which records of the office colleagues have linked with events of these calendar ids. */
export async function linkedByUid(db: Sql, accountId: string, uids: readonly string[]): Promise<readonly { readonly officeId: string; readonly uid: string }[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<{ officeId: string; uid: string }>`
    with theirs as materialized (
      select account_id, id, uid from mirror where kind = 'event' and side = 'google' and uid = any(${uids as string[]}::text[]) and account_id <> ${accountId})
    select distinct l.office_id as "officeId", g.uid from theirs g
      cross join lateral (select office_id from link where account_id = g.account_id and kind = 'event' and google_id = g.id offset 0) l`.execute(db);
  return rows;
}

/**
 * Meetings of which the office has two activities, the user's and one in which the user takes
 * part. From these few on, each record by its key, for the reason told at `carriersElsewhere`.
 */
export async function loadDoubled(db: Sql, accountId: string): Promise<readonly { readonly officeId: string; readonly name: string; readonly other: string; readonly owner: string }[]> {
  const { rows } = await sql<{ officeId: string; name: string; other: string; owner: string }>`
    with taken as materialized (
      select id, item from mirror where account_id = ${accountId} and kind = 'event' and side = 'office' and invited and gone_at is null)
    select distinct l.office_id as "officeId", coalesce(m.item->>'title', '') as name, coalesce(o.item->>'title', '') as other, u.full_name as owner
    from taken o
      cross join lateral (select account_id, google_id from link where kind = 'event' and office_id = o.id and account_id <> ${accountId} offset 0) y
      cross join lateral (select uid from mirror where account_id = y.account_id and kind = 'event' and side = 'google' and id = y.google_id offset 0) x
      cross join lateral (select id from mirror where account_id = ${accountId} and kind = 'event' and side = 'google' and uid = x.uid and gone_at is null offset 0) g
      cross join lateral (select office_id from link where account_id = ${accountId} and kind = 'event' and google_id = g.id and office_id <> o.id offset 0) l
      cross join lateral (select item from mirror where account_id = ${accountId} and kind = 'event' and side = 'office' and id = l.office_id and gone_at is null offset 0) m
      join account a on a.id = y.account_id join app_user u on u.id = a.user_id
    order by 2, 1`.execute(db);
  return rows;
}

export async function countLinks(db: Sql, accountId: string): Promise<Readonly<Record<Kind, number>>> {
  const { rows } = await sql<{ kind: Kind; count: number }>`select kind, linked as count from tally where account_id = ${accountId} and side = 'link'`.execute(db);
  const counts: Record<Kind, number> = { contact: 0, event: 0, task: 0 };
  for (const row of rows) counts[row.kind] = row.count;
  return counts;
}

export async function saveLinks(db: Sql, accountId: string, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map((link) => ({ id: link.id, kind: link.kind, o: link.ids.office, g: link.ids.google, ob: link.base.office, gb: link.base.google, open: link.open, privacy: link.privacy }));
  await sql`
    insert into link (id, account_id, kind, office_id, google_id, office_base, google_base, open, privacy)
    select r.id, ${accountId}, r.kind, r.o, r.g, r.ob, r.gb, array(select jsonb_array_elements_text(r.open)), r.privacy
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, kind text, o text, g text, ob jsonb, gb jsonb, open jsonb, privacy text)
    on conflict (id) do update set
      office_id = excluded.office_id, google_id = excluded.google_id,
      office_base = excluded.office_base, google_base = excluded.google_base, open = excluded.open, privacy = excluded.privacy`.execute(db);
}

export async function dropLinks(db: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from link where id = any(${ids as string[]}::text[])`.execute(db);
}
