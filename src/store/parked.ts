// Pairs of a calendar that is not the chosen one. In: the calendar that was, and the one that
// is now. Out: links, mirror and cursor of events exchanged for those of the other calendar.
// Nothing of this is a deletion: an activity whose pair is put aside is one without a pair,
// and what comes back is as it was, with whatever changed meanwhile still to be decided [R33].
// Calendars that are only shown stay beside whichever is chosen.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { changeAccount } from './account.ts';
import type { Tx } from './open.ts';

/** `former` and `chosen`: ids of calendars, or 'primary'. */
export async function exchangeCalendar(tx: Tx, accountId: string, former: string, chosen: string): Promise<void> {
  await park(tx, accountId, former);
  await unpark(tx, accountId, chosen);
  await changeAccount(tx, accountId, { linkedCalendar: chosen });
}

/** Of the calendar that is exchanged, not of one that is only shown beside it. */
const ofShown = (linkId: string) => sql`select from mirror g where g.account_id = ${sql.raw('t.account_id')} and g.kind = 'event' and g.side = 'google' and g.calendar is not null and g.link_id = ${sql.raw(linkId)}`;

const parts = [
  { what: 'link', table: 'link', only: sql`kind = 'event' and not exists (${ofShown('t.id')})` },
  { what: 'mirror', table: 'mirror', only: sql`kind = 'event' and side = 'google' and calendar is null` },
  { what: 'cursor', table: 'cursor', only: sql`kind = 'event' and side = 'google'` },
] as const;

async function park(tx: Tx, accountId: string, calendar: string): Promise<void> {
  await sql`delete from parked where account_id = ${accountId} and calendar = ${calendar}`.execute(tx);
  await sql`
    insert into parked (account_id, calendar, what, row_value)
    select account_id, ${calendar}, 'office', jsonb_build_object('id', id, 'link_id', link_id, 'settled_hash', settled_hash)
    from mirror t where account_id = ${accountId} and kind = 'event' and side = 'office' and (link_id is not null or settled_hash is not null) and not exists (${ofShown('t.link_id')})`.execute(tx);
  await sql`update mirror t set link_id = null, settled_hash = null where account_id = ${accountId} and kind = 'event' and side = 'office' and (link_id is not null or settled_hash is not null) and not exists (${ofShown('t.link_id')})`.execute(tx);
  for (const { what, table, only } of parts) {
    await sql`
      insert into parked (account_id, calendar, what, row_value)
      select t.account_id, ${calendar}, ${what}, to_jsonb(t) from ${sql.table(table)} t where account_id = ${accountId} and ${only}`.execute(tx);
    await sql`delete from ${sql.table(table)} t where account_id = ${accountId} and ${only}`.execute(tx);
  }
}

async function unpark(tx: Tx, accountId: string, calendar: string): Promise<void> {
  for (const { what, table } of parts) {
    const names = await columnsToRestore(tx, table, sql`select row_value from parked where account_id = ${accountId} and calendar = ${calendar} and what = ${what}`);
    if (names === null) continue;
    const columns = sql.raw(names);
    await sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from (select row_value from parked where account_id = ${accountId} and calendar = ${calendar} and what = ${what}) p, jsonb_populate_record(null::${sql.table(table)}, p.row_value) r`.execute(tx);
  }
  await sql`
    update mirror m set link_id = p.row_value->>'link_id', settled_hash = p.row_value->>'settled_hash'
    from parked p where p.account_id = ${accountId} and p.calendar = ${calendar} and p.what = 'office'
      and m.account_id = p.account_id and m.kind = 'event' and m.side = 'office' and m.id = p.row_value->>'id'`.execute(tx);
  await sql`delete from parked where account_id = ${accountId} and calendar = ${calendar}`.execute(tx);
}

/**
 * Of a table as it is today, those that the rows put aside had then: one that was added since has
 * its default. What the server computes itself cannot be given to it. Null: nothing was put aside.
 */
async function columnsToRestore(tx: Tx, table: string, aside: RawBuilder<unknown>): Promise<string | null> {
  const { rows } = await sql<{ columns: string | null }>`
    select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'
      and column_name in (select jsonb_object_keys(row_value) from (${aside} limit 1) one)`.execute(tx);
  return rows[0]?.columns ?? null;
}

/** `former` and `chosen`: calendars that were shown, and are now. Every calendar is read from its beginning. */
export async function exchangeShown(tx: Tx, accountId: string, former: readonly string[], chosen: readonly string[]): Promise<void> {
  const kept = chosen.filter((id) => former.includes(id));
  // What has no pair is known again when its calendar is shown again, and not taken for refused.
  await sql`
    delete from mirror where account_id = ${accountId} and kind = 'event' and side = 'google' and calendar is not null and link_id is null and not calendar = any(${kept}::text[])`.execute(tx);
  await sql`delete from cursor where account_id = ${accountId} and kind = 'event' and side = 'google'`.execute(tx);
  await changeAccount(tx, accountId, { linkedShown: chosen });
}
