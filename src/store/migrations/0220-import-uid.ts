// What comes in: activities and tasks that came out of a file.
// What goes out: by which name (the UID of iCalendar) each was brought, so that the same
// file brought again is recognised.
// Never here: a unique index. Files are wrong about their UIDs often enough.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const importUid: Migration = {
  async up(db) {
    for (const table of ['activity', 'task']) {
      await sql.raw(`alter table ${table} add column import_uid text`).execute(db);
      await sql.raw(`comment on column ${table}.import_uid is 'UID of the entry of a file that this came from; null: made in another way'`).execute(db);
      await sql.raw(`create index ${table}_import_uid on ${table} (owner_id, import_uid) where import_uid is not null and deleted_at is null`).execute(db);
    }
  },
};
