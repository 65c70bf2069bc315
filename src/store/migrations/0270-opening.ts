// What comes in: plans whose report is made when somebody opens it: seconds for a large one.
// What goes out: a place for what is seen of it first, made together with the plan.
// Never here: the report itself; it follows from the plan.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const opening: Migration = {
  async up(db) {
    await sql`alter table plan add column opening bytea`.execute(db);
    await sql`alter table plan alter column opening set storage external`.execute(db);
    await sql`comment on column plan.opening is 'Head and first lines of a large report that waits, compressed with zstd; null: made when it is opened'`.execute(db);
  },
};
