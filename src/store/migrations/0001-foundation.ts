// What comes in: an empty database.
// What goes out: facts about the installation, and the fence that shuts out replaced workers.
// Never here: tables of the product; they come with the migrations that need them.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const foundation: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table meta (
        key text primary key,
        value jsonb not null,
        set_at timestamptz not null default now()
      )`.execute(db);
    await sql`comment on table meta is 'Facts about this installation, one a row'`.execute(db);
    await sql`insert into meta (key, value) values ('installation', to_jsonb(gen_random_uuid()))`.execute(db);

    await sql`create sequence fencing_token`.execute(db);
    await sql`comment on sequence fencing_token is 'Orders the claims on accounts: who has the higher number came later'`.execute(db);
    await sql`
      create table account_fence (
        account text primary key,
        token bigint not null,
        holder text not null,
        taken_at timestamptz not null default now()
      )`.execute(db);
    await sql`comment on table account_fence is 'The newest claim on an account; a write under an older token is refused'`.execute(db);
  },
};
