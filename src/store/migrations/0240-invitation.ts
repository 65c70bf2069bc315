// What comes in: people who were added and have not chosen a password yet.
// What goes out: for each the hash of the secret in the link that was mailed to them, and
// until when it is good. Never here: the secret itself.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const invitation: Migration = {
  async up(db) {
    await sql`
      create table invitation (
        key text primary key,
        user_id uuid not null unique references app_user (id),
        expires_at timestamptz not null
      )`.execute(db);
    await sql`comment on column invitation.key is 'SHA-256 of the secret in the link; the row goes when the link is used'`.execute(db);
  },
};
