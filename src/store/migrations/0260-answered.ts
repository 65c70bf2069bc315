// What comes in: a journal that knows of a link only that it was taken apart, or settled.
// What goes out: with it, what an answer left different on the two sides, so that an undo asks again.
// Never here: an answer guessed for entries that were written before.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const answered: Migration = {
  async up(db) {
    await sql`alter table journal add column answered jsonb`.execute(db);
    await sql`comment on column journal.answered is 'Of an answer that left two records different: what it made count as agreed'`.execute(db);
  },
};
