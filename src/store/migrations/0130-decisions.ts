// What comes in: decisions that are remembered by a key alone, and a journal without the record
// that a write was tied to.
// What goes out: decisions that a person can read and take back, who did what and when (rows
// that nobody can change), and undo of one change.
// Never here: a row of the audit that is altered or deleted.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`
    alter table never
      add column decision text, add column of_unit text, add column kind text, add column name text not null default '',
      add column text text not null default '', add column decided_by text not null default '', add column records jsonb not null default '[]'`,
  sql`comment on column never.decision is 'What was decided at once and is taken back at once: one decision may need several keys'`,
  sql`comment on column never.records is 'Records that were settled as seen by it: they are looked at again when it is taken back'`,
  sql`alter table journal add column counterpart text`,
  sql`comment on column journal.counterpart is 'The record on the other side that it was tied to, where known'`,
  sql`create index journal_link on journal (link_id) where link_id is not null`,
  sql`alter table plan add column undoes_operation text`,
  sql`comment on column plan.undoes_operation is 'Of an undo of one change: its operation; null: the whole run is undone'`,
  sql`
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      office_id uuid not null references office (id),
      user_id uuid references app_user (id),
      kind text not null,
      by text not null,
      text text not null,
      details jsonb not null default '{}'
    )`,
  sql`comment on table audit is 'Append-only; written in the transaction of what it records. user_id: whose synchronization or account it concerns'`,
  sql`create index audit_office on audit (office_id, id desc)`,
  sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit is append-only.';
    end $$`,
  sql`create trigger audit_append_only before update or delete or truncate on audit for each statement execute function refuse_audit_change()`,
];

export const decisions: Migration = {
  async up(db) {
    for (const statement of statements) await statement.execute(db);
  },
};
