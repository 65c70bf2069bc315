// What comes in: a database with the office.
// What goes out: the tables of the synchronization: accounts with their setup, cursors, mirror,
// links, plans with approvals, journal, alerts, mail.
// Never here: a status that can be derived from what happened. Only an account has a state.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const accounts = [
  sql`
    create table account (
      id text primary key,
      user_id uuid not null unique references app_user (id),
      office_id uuid not null references office (id),
      state text not null default 'off',
      state_text text not null default '',
      paused_until timestamptz,
      progress jsonb,
      options jsonb not null,
      policy jsonb not null default '{}',
      current_plan uuid,
      google_email text,
      google_subject text,
      google_tokens text,
      google_scopes text[] not null default '{}',
      google_group text,
      next_cycle_at timestamptz,
      last_cycle_at timestamptz,
      last_cycle_operations int not null default 0,
      told text,
      changed_at timestamptz not null default now()
    )`,
  sql`comment on column account.google_tokens is 'Sealed; see src/secret.ts'`,
  sql`comment on column account.told is 'The trouble that the person was told of by mail and alert: told once'`,
  sql`create index account_due on account (next_cycle_at) where next_cycle_at is not null`,
  sql`
    create table connect_attempt (
      state text primary key,
      account_id text not null references account (id),
      sealed text not null,
      made_at timestamptz not null default now()
    )`,
  sql`
    create table cursor (
      account_id text not null references account (id),
      kind text not null,
      side text not null,
      value text not null,
      taken_at timestamptz not null default now(),
      primary key (account_id, kind, side)
    )`,
];

const records = [
  sql`
    create table link (
      id text primary key,
      account_id text not null references account (id),
      kind text not null,
      office_id text not null,
      google_id text not null,
      office_base jsonb not null,
      google_base jsonb not null,
      open text[] not null default '{}'
    )`,
  sql`create unique index link_office on link (account_id, kind, office_id)`,
  sql`create unique index link_google on link (account_id, kind, google_id)`,
  sql`create index link_open on link (account_id) where open <> '{}'`,
  sql`
    create table mirror (
      account_id text not null references account (id),
      kind text not null,
      side text not null,
      id text not null,
      version text not null,
      hash text not null,
      item jsonb not null,
      raw jsonb not null,
      in_scope boolean not null,
      read_only text,
      skipped text,
      marker text,
      uid text,
      keys text[] not null default '{}',
      revised bigint,
      gone_at timestamptz,
      settled_hash text,
      link_id text,
      primary key (account_id, kind, side, id)
    )`,
  sql`comment on column mirror.settled_hash is 'Hash of the base of its link: where it differs from hash, the record wants a decision'`,
  sql`create index mirror_unsettled on mirror (account_id, kind) where hash is distinct from settled_hash`,
  sql`create index mirror_link on mirror (link_id) where link_id is not null`,
  sql`create index mirror_keys on mirror using gin (keys) where link_id is null`,
];

const plans = [
  sql`
    create table plan (
      id uuid primary key default gen_random_uuid(),
      account_id text not null references account (id),
      purpose text not null,
      undoes uuid references plan (id),
      digest text,
      body text,
      operations int not null default 0,
      asked int not null default 0,
      summary text not null default '',
      settings jsonb not null default '[]',
      started_at timestamptz not null default now(),
      made_at timestamptz,
      failed text,
      opened_at timestamptz,
      opened_by text,
      replaced_at timestamptz,
      rejected_at timestamptz,
      rejected_by text,
      run_started_at timestamptz,
      run_finished_at timestamptz,
      run_failed text,
      run_summary text,
      run_progress jsonb,
      requests int not null default 0,
      units int not null default 0
    )`,
  sql`comment on column plan.body is 'The canonical JSON document, exactly as digested; null while it is made'`,
  sql`create index plan_account on plan (account_id, started_at desc)`,
  sql`alter table account add foreign key (current_plan) references plan (id)`,
  sql`
    create table approval (
      plan_id uuid primary key references plan (id),
      digest text not null,
      approved_by text not null,
      approved_at timestamptz not null default now(),
      decisions jsonb not null,
      choices jsonb not null,
      released text[] not null
    )`,
  sql`
    create table never (
      account_id text not null references account (id),
      unit text not null,
      decided_at timestamptz not null default now(),
      primary key (account_id, unit)
    )`,
  sql`
    create table journal (
      id bigint generated always as identity primary key,
      account_id text not null references account (id),
      plan_id uuid not null references plan (id),
      operation_id text not null,
      op text not null,
      kind text not null,
      side text,
      record_id text,
      link_id text,
      version_after text,
      before jsonb,
      after jsonb,
      changes jsonb not null default '[]',
      intended_at timestamptz not null default now(),
      outcome text,
      why text,
      finished_at timestamptz
    )`,
  sql`create unique index journal_operation on journal (plan_id, operation_id)`,
  sql`create index journal_record on journal (account_id, kind, side, record_id)`,
];

const notices = [
  sql`
    create table alert (
      id bigint generated always as identity primary key,
      account_id text not null references account (id),
      at timestamptz not null default now(),
      kind text not null,
      title text not null,
      text text not null,
      link text,
      read_at timestamptz
    )`,
  sql`create index alert_account on alert (account_id, id desc)`,
  sql`
    create table mail (
      id bigint generated always as identity primary key,
      account_id text not null references account (id),
      at timestamptz not null default now(),
      to_address text not null,
      subject text not null,
      text text not null,
      html text not null,
      state text not null default 'queued',
      tries int not null default 0,
      why text
    )`,
  sql`create index mail_account on mail (account_id, id desc)`,
  sql`create index mail_queued on mail (id) where state = 'queued'`,
];

export const sync: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...accounts, ...records, ...plans, ...notices]) await statement.execute(db);
  },
};
