// What comes in: the tables that a plan is decided from.
// What goes out: numbers of each account that rise whenever a row of them is written,
// whoever writes it: where they are the same, the same plan would be decided again.
// Never here: a number that anybody writes by hand; only the triggers do.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What is read at the same time rises apart, so that no reading waits for another. */
const parts = { mirror: `kind || ' ' || side`, link: `'link'`, never: `'never'`, held_back: `'held back'` } as const;
const events = { insert: 'new', update: 'new', delete: 'old' } as const;

export const standing: Migration = {
  async up(db) {
    await sql`create table standing (account_id text not null, part text not null, number bigint not null, primary key (account_id, part))`.execute(db);
    await sql`comment on table standing is 'Kept by triggers of mirror, link, never and held_back: rises with each change of what a plan is decided from'`.execute(db);
    for (const [table, part] of Object.entries(parts)) {
      await sql.raw(`
        create function raise_standing_of_${table}() returns trigger language plpgsql as $$
        begin
          insert into standing (account_id, part, number) select distinct account_id, ${part}, 1 from touched order by 1, 2
          on conflict (account_id, part) do update set number = standing.number + 1;
          return null;
        end $$`).execute(db);
      for (const [event, which] of Object.entries(events)) {
        await sql.raw(`
          create trigger ${table}_standing_${event} after ${event} on ${table} referencing ${which} table as touched
          for each statement execute function raise_standing_of_${table}()`).execute(db);
      }
    }
  },
};
