// What comes in: plans whose text lies in the database as it is.
// What goes out: a place for the compressed text of those that are made from now on. The
// server's own compression took a second for a large preview, and sending it half as long.
// Never here: a change to a plan that was made; its text stays where it lies.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const packedPlan: Migration = {
  async up(db) {
    await sql`alter table plan add column packed bytea`.execute(db);
    await sql`alter table plan alter column packed set storage external`.execute(db);
    await sql`comment on column plan.packed is 'The canonical JSON document, exactly as digested, compressed with zstd; older plans have it in body'`.execute(db);
    await sql`comment on column plan.digest is 'SHA-256 of the document; null while it is made'`.execute(db);
  },
};
