// What comes in: accounts and the alerts that they were told by.
// What goes out: which kinds of mail and alert a person has switched off, and what each
// account was told, so that nobody is told the same twice, whichever way they chose.
// Never here: what was told and then is forgotten because an alert was not wanted.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`
    create table notice_choice (
      account_id text not null references account (id),
      kind text not null,
      mail boolean not null,
      alert boolean not null,
      primary key (account_id, kind)
    )`,
  sql`comment on table notice_choice is 'Absent: both'`,
  sql`
    create table told (
      id bigint generated always as identity primary key,
      account_id text not null references account (id),
      kind text not null,
      about uuid,
      text text not null,
      at timestamptz not null default now()
    )`,
  sql`comment on column told.about is 'The plan that it tells of: of one plan the same is told once'`,
  sql`create unique index told_once on told (account_id, kind, about) where about is not null`,
  sql`create index told_account on told (account_id, id desc)`,
  sql`insert into told (account_id, kind, text, at) select account_id, kind, text, at from alert order by id`,
];

export const told: Migration = {
  async up(db) {
    for (const statement of statements) await statement.execute(db);
  },
};
