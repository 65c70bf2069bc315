// What comes in: a database with the office's users.
// What goes out: who is signed in, in browsers and programs, and how often signing in failed.
// Never here: a secret as the client holds it; only its hash, so that a copy of the database
// signs nobody in.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const session: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table session (
        key text primary key,
        user_id uuid not null references app_user (id) on delete cascade,
        held_by text not null check (held_by in ('browser', 'program')),
        created_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(db);
    await sql`comment on column session.key is 'SHA-256 of the secret in the cookie or token'`.execute(db);
    await sql`create index session_by_user on session (user_id)`.execute(db);
    await sql`create index session_by_expiry on session (expires_at)`.execute(db);

    await sql`
      create table sign_in_attempt (
        bucket text primary key,
        failures int not null,
        window_ends_at timestamptz not null
      )`.execute(db);
    await sql`comment on table sign_in_attempt is 'Failed attempts to sign in, counted by hashes of e-mail address and network address'`.execute(db);
  },
};
