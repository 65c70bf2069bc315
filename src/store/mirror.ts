// The mirror: our copy of what was last read of each record, with the raw wire record.
// In: records as replicas gave them. Out: what the pure rooms see. A row whose hash is
// not its settled hash wants a decision; everything else is never loaded by a cycle.

import { sql } from 'kysely';
import type { Item, Kind, RemoteId } from '../core/item.ts';
import type { Seen } from '../core/link.ts';
import type { Side } from '../core/side.ts';
import { copyIn, copyLine } from './copy.ts';
import type { Sql } from './open.ts';

type Raw = Readonly<Record<string, unknown>>;

export interface MirrorRow extends Seen {
  readonly side: Side;
  readonly kind: Kind;
  readonly linkId: string | null;
}

export interface StoredRow {
  readonly kind: Kind;
  readonly side: Side;
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly item: Item;
  readonly in_scope: boolean;
  readonly read_only: string | null;
  readonly skipped: string | null;
  readonly marker: string | null;
  readonly uid: string | null;
  readonly calendar: string | null;
  readonly invited: boolean;
  readonly gone: boolean;
  readonly link_id: string | null;
  readonly revised: string | null;
}

export const columns = sql`kind, side, id, version, hash, item, in_scope, read_only, skipped, marker, uid, calendar, invited, gone_at is not null as gone, link_id, revised`;

export function toRow(row: StoredRow): MirrorRow {
  return {
    kind: row.kind,
    side: row.side,
    id: row.id,
    version: row.version,
    hash: row.hash,
    item: row.item,
    inScope: row.in_scope,
    readOnly: row.read_only ?? undefined,
    skipped: row.skipped ?? undefined,
    marker: row.marker ?? undefined,
    uid: row.uid ?? undefined,
    ...(row.calendar === null ? {} : { calendar: row.calendar }),
    ...(row.invited ? { invited: true } : {}),
    gone: row.gone,
    linkId: row.link_id,
    ...(row.revised === null ? {} : { revised: Number(row.revised) }),
  };
}

/** One record to be kept, with what the pure rooms computed of it. */
export interface MirrorEntry {
  readonly id: RemoteId;
  readonly version: string;
  readonly hash: string;
  readonly item: Item;
  readonly raw: Raw;
  readonly inScope: boolean;
  readonly readOnly?: string;
  readonly skipped?: string;
  readonly marker?: string;
  readonly uid?: string;
  readonly calendar?: string;
  readonly invited?: boolean;
  /** Absent: not made yet. */
  readonly keys?: readonly string[];
  readonly revised?: number;
}

/** The row that an entry becomes where nothing was held of its kind and side. */
export function rowOf(kind: Kind, side: Side, { raw: _raw, keys: _keys, ...entry }: MirrorEntry): MirrorRow {
  return { ...entry, kind, side, gone: false, linkId: null };
}

export async function holdsNothing(db: Sql, accountId: string, kind: Kind, side: Side): Promise<boolean> {
  const { rows } = await sql<{ nothing: boolean }>`select not exists (select from mirror where account_id = ${accountId} and kind = ${kind} and side = ${side}) as nothing`.execute(db);
  return rows[0]?.nothing === true;
}

/** One document of ten thousand records costs the server nearly twice as much as twenty of 500. */
const recordsAtOnce = 500;

/**
 * A record that takes no part (skipped, or out of scope and without a link) is settled as
 * it is, so that no cycle looks at it until it changes. Entries may be made as they are
 * taken: the next ones are, while the server stores those before.
 */
export async function keepRecords(db: Sql, accountId: string, kind: Kind, side: Side, entries: Iterable<MirrorEntry>): Promise<void> {
  await inTurn(entries, (some) => JSON.stringify(some), (text) => keepSome(db, accountId, kind, side, text));
}

/** The same where nothing is held of that kind and side, and no record comes twice. */
export async function keepFirst(db: Sql, accountId: string, kind: Kind, side: Side, entries: Iterable<MirrorEntry>): Promise<void> {
  const toLine = (entry: MirrorEntry): string => {
    const settled = entry.inScope && entry.skipped === undefined ? undefined : entry.hash;
    return copyLine([accountId, kind, side, entry.id, entry.version, entry.hash, JSON.stringify(entry.item), JSON.stringify(entry.raw), entry.inScope, entry.readOnly, entry.skipped, entry.marker, entry.uid, entry.calendar, entry.invited === true, entry.revised, settled]);
  };
  const statement = 'copy mirror (account_id, kind, side, id, version, hash, item, raw, in_scope, read_only, skipped, marker, uid, calendar, invited, revised, settled_hash) from stdin';
  await inTurn(entries, (some) => some.map(toLine).join(''), (lines) => copyIn(db, statement, lines));
}

async function inTurn(entries: Iterable<MirrorEntry>, spell: (some: readonly MirrorEntry[]) => string, store: (text: string) => Promise<void>): Promise<void> {
  let storing = Promise.resolve();
  try {
    for (const some of inGroups(entries, recordsAtOnce)) {
      const text = spell(some);
      await storing;
      storing = store(text);
    }
  } finally {
    await storing;
  }
}

function* inGroups<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const value of values) {
    group.push(value);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function keepSome(db: Sql, accountId: string, kind: Kind, side: Side, entries: string): Promise<void> {
  await sql`
    insert into mirror (account_id, kind, side, id, version, hash, item, raw, in_scope, read_only, skipped, marker, uid, calendar, invited, keys, revised, settled_hash)
    select ${accountId}, ${kind}, ${side}, r.id, r.version, r.hash, r.item, r.raw, r."inScope", r."readOnly", r.skipped, r.marker, r.uid, r.calendar, coalesce(r.invited, false),
           case when r.keys is not null then array(select json_array_elements_text(r.keys)) end, r.revised,
           case when r."inScope" and r.skipped is null then null else r.hash end
    from json_to_recordset(${entries}::json)
      as r (id text, version text, hash text, item json, raw json, "inScope" boolean, "readOnly" text, skipped text, marker text, uid text, calendar text, invited boolean, keys json, revised bigint)
    on conflict (account_id, kind, side, id) do update set
      version = excluded.version, hash = excluded.hash, item = excluded.item, raw = excluded.raw, in_scope = excluded.in_scope,
      read_only = excluded.read_only, skipped = excluded.skipped, marker = excluded.marker, uid = excluded.uid, calendar = excluded.calendar, invited = excluded.invited, keys = excluded.keys, revised = excluded.revised,
      gone_at = null,
      settled_hash = case
        when mirror.link_id is not null then mirror.settled_hash
        when excluded.settled_hash is not null then excluded.settled_hash
        when mirror.settled_hash = excluded.hash and mirror.in_scope = excluded.in_scope then mirror.settled_hash
        else null end
    -- A list of Google's may lag behind what a write answered: an older state is no change. The office
    -- reads what it committed; when its transactions began says nothing of their order.
    where not coalesce(mirror.side = 'google' and excluded.revised < mirror.revised and mirror.gone_at is null, false) and ((mirror.version, mirror.hash, mirror.in_scope) is distinct from (excluded.version, excluded.hash, excluded.in_scope)
      or mirror.gone_at is not null or mirror.read_only is distinct from excluded.read_only or mirror.skipped is distinct from excluded.skipped
      or mirror.marker is distinct from excluded.marker or mirror.uid is distinct from excluded.uid or mirror.invited <> excluded.invited)`.execute(db);
}

/** Linked records are remembered as gone until that is settled; others are forgotten. */
export async function markGone(db: Sql, accountId: string, kind: Kind, side: Side, ids: readonly RemoteId[]): Promise<void> {
  if (ids.length === 0) return;
  const mine = sql`account_id = ${accountId} and kind = ${kind} and side = ${side} and id = any(${ids as string[]}::text[])`;
  await sql`delete from mirror where ${mine} and link_id is null`.execute(db);
  await sql`update mirror set gone_at = now(), hash = 'gone' where ${mine} and gone_at is null`.execute(db);
}

export async function liveIds(db: Sql, accountId: string, kind: Kind, side: Side): Promise<ReadonlySet<RemoteId>> {
  const { rows } = await sql<{ id: string }>`
    select id from mirror where account_id = ${accountId} and kind = ${kind} and side = ${side} and gone_at is null`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** The raw records as last read: for adapters, and as the start of a full write. */
export async function loadRaws(db: Sql, accountId: string, kind: Kind, side: Side, ids: readonly RemoteId[]): Promise<ReadonlyMap<RemoteId, Raw>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; raw: Raw }>`
    select id, raw from mirror where account_id = ${accountId} and kind = ${kind} and side = ${side} and id = any(${ids as string[]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.raw]));
}

/** Records whose changes wait, since nothing may be written on the other side. */
export type Waiting = readonly { readonly kind: Kind; readonly side: Side }[];

function notWaiting(waiting: Waiting) {
  if (waiting.length === 0) return sql``;
  return sql`and not exists (select from unnest(${column(waiting, 'kind')}::text[], ${column(waiting, 'side')}::text[]) as w (w_kind, w_side) where w_kind = kind and w_side = side)`;
}

/** What wants a decision and has no link: never settled, or changed since. */
export async function loadFresh(db: Sql, accountId: string, waiting: Waiting): Promise<readonly MirrorRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from mirror where account_id = ${accountId} and unsettled and link_id is null ${notWaiting(waiting)}`.execute(db);
  return rows.map(toRow);
}

/** Links of which a side has changed since it was settled. */
export async function changedLinkIds(db: Sql, accountId: string, waiting: Waiting): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct link_id as id from mirror where account_id = ${accountId} and unsettled and link_id is not null ${notWaiting(waiting)}`.execute(db);
  return rows.map((row) => row.id);
}

/** Links of calendars that were shown and are not any more: each waits for its end. */
export async function hiddenLinkIds(db: Sql, accountId: string, shown: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select link_id as id from mirror where account_id = ${accountId} and kind = 'event' and side = 'google' and calendar is not null and link_id is not null and not calendar = any(${shown as string[]}::text[])`.execute(db);
  return rows.map((row) => row.id);
}

export async function loadOfLinks(db: Sql, linkIds: readonly string[]): Promise<readonly MirrorRow[]> {
  if (linkIds.length === 0) return [];
  const { rows } = await sql<StoredRow>`select ${columns} from mirror where link_id = any(${linkIds as string[]}::text[])`.execute(db);
  return rows.map(toRow);
}

export async function loadUnlinked(db: Sql, accountId: string, kind: Kind, side: Side): Promise<readonly MirrorRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from mirror where account_id = ${accountId} and kind = ${kind} and side = ${side} and link_id is null and gone_at is null`.execute(db);
  return rows.map(toRow);
}

export async function loadRecords(db: Sql, accountId: string, wanted: readonly { kind: Kind; side: Side; id: RemoteId }[]): Promise<readonly MirrorRow[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<StoredRow>`
    select ${columns} from mirror join (
      select * from unnest(${wanted.map((each) => each.kind)}::text[], ${wanted.map((each) => each.side)}::text[], ${wanted.map((each) => each.id)}::text[])
        as w (w_kind, w_side, w_id)
    ) w on kind = w_kind and side = w_side and id = w_id
    where account_id = ${accountId}`.execute(db);
  return rows.map(toRow);
}

export interface LiveCount {
  readonly kind: Kind;
  readonly side: Side;
  readonly linked: number;
  readonly seen: number;
  readonly members: number;
}

/** How many records of each kind and side are there: what brakes are measured against. */
export async function countLive(db: Sql, accountId: string): Promise<readonly LiveCount[]> {
  const { rows } = await sql<LiveCount>`select kind, side, linked, seen, members from tally where account_id = ${accountId} and side <> 'link'`.execute(db);
  return rows;
}

/** Ties records to their link and says which hash counts as settled. */
export async function settleRecords(
  db: Sql,
  accountId: string,
  rows: readonly { kind: Kind; side: Side; id: RemoteId; linkId: string | null; settledHash: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update mirror m set link_id = r.link_id, settled_hash = r.settled_hash
    from unnest(${column(rows, 'kind')}::text[], ${column(rows, 'side')}::text[], ${column(rows, 'id')}::text[], ${column(rows, 'linkId')}::text[], ${column(rows, 'settledHash')}::text[])
      as r (kind, side, id, link_id, settled_hash)
    where m.account_id = ${accountId} and m.kind = r.kind and m.side = r.side and m.id = r.id`.execute(db);
  const untied = rows.filter((row) => row.linkId === null);
  if (untied.length === 0) return;
  // Gone and without a link: nothing is left to settle about it.
  await sql`
    delete from mirror m using unnest(${column(untied, 'kind')}::text[], ${column(untied, 'side')}::text[], ${column(untied, 'id')}::text[]) as r (kind, side, id)
    where m.account_id = ${accountId} and m.kind = r.kind and m.side = r.side and m.id = r.id and m.gone_at is not null and m.link_id is null`.execute(db);
}

/** As an array: the server then knows how many there are, and does not read the whole mirror for a few. */
function column<T, K extends keyof T>(rows: readonly T[], name: K): T[K][] {
  return rows.map((row) => row[name]);
}

/** A person never wants to be asked about these again, as they are now. */
export async function settleAsSeen(db: Sql, accountId: string, rows: readonly { kind: Kind; side: Side; id: RemoteId }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update mirror m set settled_hash = hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, side text, id text)
    where m.account_id = ${accountId} and m.kind = r.kind and m.side = r.side and m.id = r.id`.execute(db);
}

/** A decision was taken back: they are looked at again. */
export async function unsettle(db: Sql, accountId: string, rows: readonly { kind: Kind; side: Side; id: RemoteId }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update mirror m set settled_hash = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, side text, id text)
    where m.account_id = ${accountId} and m.kind = r.kind and m.side = r.side and m.id = r.id and m.link_id is null`.execute(db);
}
