// What comes in: a database with mirror and links.
// What goes out: how many of them each account has, kept by the database as rows come and go,
// so that a cycle reads a few numbers where it would have to count a hundred thousand rows.
// Never here: a number that anybody writes by hand; only the triggers do.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const counted = {
  mirror: `account_id, kind, side,
    count(*) filter (where link_id is not null and settled_hash is distinct from 'gone') as linked,
    count(*) filter (where gone_at is null) as seen,
    count(*) filter (where gone_at is null and in_scope) as members`,
  link: `account_id, kind, 'link' as side, count(*) as linked, 0 as seen, 0 as members`,
} as const;

const add = (from: string, table: keyof typeof counted, sign: '' | '-'): string => `
  insert into tally (account_id, kind, side, linked, seen, members)
  select account_id, kind, side, ${sign}linked, ${sign}seen, ${sign}members from (select ${counted[table]} from ${from} group by 1, 2, 3) c
  on conflict (account_id, kind, side) do update set
    linked = tally.linked + excluded.linked, seen = tally.seen + excluded.seen, members = tally.members + excluded.members;`;

function triggersOf(table: keyof typeof counted): readonly string[] {
  const on = (event: string, rows: string): string => `
    create trigger ${table}_tally_${event} after ${event} on ${table} referencing ${rows}
    for each statement execute function tally_${table}()`;
  return [
    `create function tally_${table}() returns trigger language plpgsql as $$
     begin
       if tg_op <> 'DELETE' then ${add('new_rows', table, '')} end if;
       if tg_op <> 'INSERT' then ${add('old_rows', table, '-')} end if;
       return null;
     end $$`,
    on('insert', 'new table as new_rows'),
    on('update', 'old table as old_rows new table as new_rows'),
    on('delete', 'old table as old_rows'),
    add(table, table, ''),
  ];
}

export const tally: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table tally (
        account_id text not null,
        kind text not null,
        side text not null,
        linked int not null,
        seen int not null,
        members int not null,
        primary key (account_id, kind, side)
      )`.execute(db);
    await sql`comment on table tally is 'Kept by triggers of mirror (side office, google) and link (side link)'`.execute(db);
    for (const statement of [...triggersOf('mirror'), ...triggersOf('link')]) await sql.raw(statement).execute(db);
  },
};
