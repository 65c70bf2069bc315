// What comes in: a database with the foundation.
// What goes out: the tables of the embedded office: users, contacts, SETs, activities, tasks.
// Every change of an office takes the next number of its `office.rev` under that row's lock, so
// numbers become visible in their own order and "changed since" can never miss one. Deleted rows
// stay (`deleted_at`), so that an undo restores them under the same id.
// Never here: anything of the synchronization; its tables refer to these, not the other way round.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const people = [
  sql`
    create table office (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      rev bigint not null default 0,
      created_at timestamptz not null default now()
    )`,
  sql`
    create table app_user (
      id uuid primary key default gen_random_uuid(),
      office_id uuid not null references office (id),
      full_name text not null,
      email text not null,
      password_hash text not null,
      role text not null check (role in ('user', 'administrator')),
      zone text not null,
      country text not null,
      locale text not null,
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`,
  sql`create unique index app_user_email on app_user (lower(email))`,
  sql`create index app_user_office on app_user (office_id)`,
];

const contacts = [
  sql`
    create table contact (
      id uuid primary key default gen_random_uuid(),
      office_id uuid not null references office (id),
      prefix text, given_name text, middle_name text, family_name text, suffix text, nickname text,
      company text, department text, job_title text,
      birth_year int, birth_month int, birth_day int,
      notes text,
      client_status text, client_type text, tax_id text, source text,
      sort_name text not null,
      search_text text not null,
      created_for text,
      rev bigint not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    )`,
  sql`comment on column contact.created_for is 'user id / id on the other side that this row was created for: finds a create whose answer was lost'`,
  sql`create index contact_changed on contact (office_id, rev)`,
  sql`create index contact_sorted on contact (office_id, sort_name, id) where deleted_at is null`,
  sql`create index contact_created_for on contact (office_id, created_for) where created_for is not null`,
  ...['contact_phone', 'contact_email', 'contact_url'].flatMap((table) => [
    sql`
      create table ${sql.table(table)} (
        id uuid primary key default gen_random_uuid(),
        contact_id uuid not null references contact (id) on delete cascade,
        position int not null,
        type text not null,
        value text not null,
        preferred boolean not null default false
      )`,
    sql`create index ${sql.id(`${table}_contact`)} on ${sql.table(table)} (contact_id)`,
  ]),
  sql`
    create table contact_address (
      id uuid primary key default gen_random_uuid(),
      contact_id uuid not null references contact (id) on delete cascade,
      position int not null,
      type text not null,
      street text, extended text, city text, region text, postal_code text, country text,
      preferred boolean not null default false
    )`,
  sql`create index contact_address_contact on contact_address (contact_id)`,
  sql`
    create table office_set (
      id uuid primary key default gen_random_uuid(),
      office_id uuid not null references office (id),
      name text not null,
      kind text not null check (kind in ('plain', 'filtered')),
      filter jsonb check ((kind = 'filtered') = (filter is not null)),
      rev bigint not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    )`,
  sql`create unique index office_set_name on office_set (office_id, lower(name)) where deleted_at is null`,
  sql`
    create table set_member (
      set_id uuid not null references office_set (id) on delete cascade,
      contact_id uuid not null references contact (id) on delete cascade,
      rev bigint not null,
      removed_at timestamptz,
      primary key (set_id, contact_id)
    )`,
  sql`comment on table set_member is 'Members of plain and filtered SETs; those of a filtered one are brought up to date with every change of a contact or of the filter'`,
  sql`create index set_member_changed on set_member (set_id, rev)`,
  sql`create index set_member_contact on set_member (contact_id)`,
];

const work = [
  sql`
    create table activity (
      id uuid primary key default gen_random_uuid(),
      office_id uuid not null references office (id),
      owner_id uuid not null references app_user (id),
      type text not null,
      sub_type text,
      status text not null check (status in ('active', 'done', 'canceled')),
      priority text not null,
      subject text not null,
      location text,
      notes text,
      all_day boolean not null,
      start_local timestamp not null,
      start_zone text check (all_day = (start_zone is null)),
      end_local timestamp not null,
      end_zone text check (all_day = (end_zone is null)),
      private boolean not null default false,
      show_as text not null check (show_as in ('busy', 'free')),
      reminder int,
      recurrence jsonb not null default '[]',
      occurrences jsonb not null default '[]',
      range_from timestamptz not null,
      range_until timestamptz,
      search_text text not null,
      created_for text,
      rev bigint not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    )`,
  sql`comment on column activity.range_until is 'End of the last occurrence; null: a series without end'`,
  sql`create index activity_changed on activity (owner_id, rev)`,
  sql`create index activity_range on activity (owner_id, range_from) where deleted_at is null`,
  sql`create index activity_created_for on activity (owner_id, created_for) where created_for is not null`,
  sql`
    create table activity_participant (
      id uuid primary key default gen_random_uuid(),
      activity_id uuid not null references activity (id) on delete cascade,
      position int not null,
      contact_id uuid references contact (id),
      email text,
      name text,
      response text,
      optional boolean not null default false,
      organizer boolean not null default false,
      check (contact_id is not null or email is not null or name is not null)
    )`,
  sql`create index activity_participant_activity on activity_participant (activity_id)`,
  sql`create index activity_participant_contact on activity_participant (contact_id) where contact_id is not null`,
  sql`
    create table task (
      id uuid primary key default gen_random_uuid(),
      office_id uuid not null references office (id),
      owner_id uuid not null references app_user (id),
      contact_id uuid references contact (id),
      subject text not null,
      notes text,
      due_date date,
      due_time time check (due_time is null or due_date is not null),
      priority text not null,
      status text not null check (status in ('active', 'done', 'canceled')),
      search_text text not null,
      created_for text,
      rev bigint not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    )`,
  sql`create index task_changed on task (owner_id, rev)`,
  sql`create index task_due on task (owner_id, due_date) where deleted_at is null`,
  sql`create index task_created_for on task (owner_id, created_for) where created_for is not null`,
];

export const office: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...people, ...contacts, ...work]) await statement.execute(db);
  },
};
