// What comes in: accounts, and push channels that all wait when one is refused.
// What goes out: when each of Google's lists was looked at last, for those that are looked at
// seldom; until when Google tells nobody of a calendar; until when tasks rest. Every process
// sees the same. Never here: anything that must not be lost; a look that is forgotten is one more.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const seldom: Migration = {
  async up(db) {
    // Written by cycles that find nothing: not worth a place in the log of the database.
    await sql`
      create unlogged table look (
        account_id text not null references account (id) on delete cascade,
        list text not null,
        sign text,
        away jsonb,
        at timestamptz not null default now(),
        primary key (account_id, list)
      )`.execute(db);
    await sql`comment on column look.sign is 'What Google had told of the calendar before it was looked at'`.execute(db);
    await sql`comment on column look.away is 'Name of a shown calendar that could not be read, and why'`.execute(db);
    await sql`alter table channel_pause add column calendar_id text not null default '', add column of_calendar boolean not null default false`.execute(db);
    await sql`comment on column channel_pause.calendar_id is 'Empty: all of the account'`.execute(db);
    await sql`comment on column channel_pause.of_calendar is 'The refusal is of this calendar and says nothing of our address'`.execute(db);
    await sql`alter table channel_pause drop constraint channel_pause_pkey, add primary key (account_id, calendar_id)`.execute(db);
    await sql`alter table account add column tasks_rest jsonb`.execute(db);
    await sql`comment on column account.tasks_rest is 'Until when tasks wait for the next day of Google, and the approved plans of which only they are left'`.execute(db);
  },
};
