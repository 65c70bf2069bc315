// What comes in: a mirror whose unsettled rows are found by comparing two columns.
// What goes out: the same said by a column of its own. Of an expression the server keeps no
// statistics: it believed that every row is unsettled and read the whole mirror in each cycle.
// Never here: another meaning of unsettled.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const unsettled: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table mirror add column unsettled boolean not null generated always as (hash is distinct from settled_hash) stored`.execute(db);
    await sql`comment on column mirror.unsettled is 'Wants a decision: changed since it was settled, or never settled'`.execute(db);
    await sql`drop index mirror_unsettled`.execute(db);
    await sql`create index mirror_unsettled on mirror (account_id) where unsettled`.execute(db);
  },
};
