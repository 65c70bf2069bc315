// What comes in: an index of twins that puts off what is added to it, in a list that each look
// reads as a whole until the server tidies it up.
// What goes out: an index in which what is added stands at once. New records are looked for key
// by key: after an initial synchronization a thousand looks took 0.65 s of every cycle.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const twinsAtOnce: Migration = {
  async up(db) {
    await sql`alter index mirror_twins set (fastupdate = off)`.execute(db);
    await sql`select gin_clean_pending_list('mirror_twins'::regclass)`.execute(db);
  },
};
