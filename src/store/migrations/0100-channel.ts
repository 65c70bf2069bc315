// What comes in: a database with the tables of the synchronization.
// What goes out: push channels with hashes of their secrets, what was noticed, and until when
// the access to a Google account is known to last.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const channel: Migration = {
  async up(db) {
    await sql`
      create table channel (
        id text primary key,
        account_id text not null references account (id),
        google_subject text,
        calendar_id text not null,
        address text not null,
        setup text not null,
        token_hash text not null,
        resource_id text,
        made_at timestamptz not null default now(),
        renew_at timestamptz,
        expires_at timestamptz not null default now() + interval '8 days',
        retired_at timestamptz,
        stop_tries int not null default 0,
        noticed_at timestamptz
      )`.execute(db);
    await sql`comment on column channel.resource_id is 'Null until Google has answered: the row is written before the request, so that no channel is without one'`.execute(db);
    await sql`comment on column channel.token_hash is 'SHA-256 of the secret that Google sends back with each notice'`.execute(db);
    await sql`create index channel_account on channel (account_id)`.execute(db);
    await sql`
      create table channel_pause (
        account_id text primary key references account (id),
        until timestamptz not null,
        why text not null
      )`.execute(db);
    await sql`
      create table push_tally (
        outcome text primary key,
        count bigint not null default 0,
        last_at timestamptz not null default now()
      )`.execute(db);
    await sql`alter table account add column google_connected_at timestamptz, add column google_access_ends_at timestamptz`.execute(db);
    await sql`comment on column account.google_access_ends_at is 'When Google said that the access ends by itself: after seven days, while the application is in Testing'`.execute(db);
  },
};
