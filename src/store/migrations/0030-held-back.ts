// What a person has put off, and a quick way to what a replica has refused: neither is
// tried again by itself.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const heldBack: Migration = {
  async up(db) {
    await sql`
      create table held_back (
        account_id text not null references account (id),
        unit text not null,
        decided_at timestamptz not null default now(),
        primary key (account_id, unit)
      )`.execute(db);
    await sql`comment on table held_back is 'Units that a person answered with "not now": offered in every report, done by none but an approval'`.execute(db);
    await sql`create index journal_refused on journal (account_id, operation_id) where outcome = 'refused'`.execute(db);
  },
};
