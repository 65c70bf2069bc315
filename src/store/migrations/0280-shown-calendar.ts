// What comes in: accounts with one calendar each.
// What goes out: beside it calendars that are only shown in the office: which ones, which event
// of the mirror is of which, and which activities of the office were made of them.
// Never here: another calendar that is written.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table account add column shown_calendars jsonb not null default '[]', add column linked_shown jsonb not null default '[]'`,
  sql`comment on column account.shown_calendars is 'Names and roles of the calendars that are shown, as Google said them last'`,
  sql`comment on column account.linked_shown is 'The shown calendars that the mirror was read with'`,
  sql`alter table mirror add column calendar text`,
  sql`comment on column mirror.calendar is 'Id of the calendar that the event is only shown from; null: of the one that is synchronized'`,
  sql`create index mirror_shown on mirror (account_id) where calendar is not null`,
  sql`alter table activity add column calendar text`,
  sql`comment on column activity.calendar is 'Name of the Google calendar that it is only shown from: it may not be changed here'`,
];

export const shownCalendar: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
