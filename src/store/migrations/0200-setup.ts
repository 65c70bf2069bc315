// What comes in: accounts with their options.
// What goes out: what an office decides about the setup of its users; beside each setup the
// one that was approved last; and a place where pairs wait whose calendar is not chosen now.
// Never here: a pair that is deleted because a calendar was exchanged for another.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`
    create table office_setup (
      office_id uuid primary key references office (id),
      settings jsonb not null,
      changed_at timestamptz not null default now(),
      changed_by text not null
    )`,
  sql`alter table account add column calendar jsonb, add column linked_calendar text not null default 'primary', add column approved_setup jsonb, add column setup_serial int not null default 0`,
  sql`comment on column account.calendar is 'Name and role of the calendar chosen by id, as Google said them last'`,
  sql`comment on column account.linked_calendar is 'The calendar that mirror and links of events belong to'`,
  sql`comment on column account.approved_setup is 'Options, policy and settings in words of the preview that was approved last'`,
  sql`comment on column account.setup_serial is 'Counts changes of the setup: work begun under a former one stops at its next safe point'`,
  sql`
    update account a set approved_setup = jsonb_build_object('options', options, 'policy', policy, 'settings', '[]'::jsonb)
    where options->>'runSynchronization' = 'true' and exists (select 1 from plan join approval on plan_id = plan.id where account_id = a.id and purpose = 'preview')`,
  sql`
    create table parked (
      account_id text not null references account (id),
      calendar text not null,
      what text not null check (what in ('link', 'mirror', 'cursor', 'office')),
      row_value jsonb not null
    )`,
  sql`comment on table parked is 'Links, mirror and cursor of events of a calendar that is not the chosen one; office: which pair an activity belongs to there'`,
  sql`create index parked_calendar on parked (account_id, calendar)`,
];

export const setup: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
