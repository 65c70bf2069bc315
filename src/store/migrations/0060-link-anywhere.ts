// A quick way from a record of the office to its links in all accounts: a copy of a mirror
// is told by the marker of a record that has its partner already.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const linkAnywhere: Migration = {
  async up(db) {
    await sql`create index link_office_anywhere on link (office_id)`.execute(db);
  },
};
