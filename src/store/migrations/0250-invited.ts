// What comes in: activities that only their owner's synchronization saw.
// What goes out: the id that a calendar gave a meeting, kept with the activity that was made of
// it; in the mirror, which activities are a colleague's; ways to find both without reading all.
// Never here: an id of a meeting guessed for activities that were made before.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table activity add column ical_uid text`,
  sql`comment on column activity.ical_uid is 'iCalUID of the event at Google that it was made of: equal in the calendars of all who take part'`,
  sql`create index activity_ical_uid on activity (office_id, ical_uid) where ical_uid is not null`,
  sql`create index activity_of_office_changed on activity (office_id, rev)`,
  sql`create index activity_participant_email on activity_participant (lower(email)) where email is not null`,
  sql`alter table mirror add column invited boolean not null default false`,
  sql`comment on column mirror.invited is 'A colleague''s activity in which the user takes part'`,
  sql`create index mirror_event_uid on mirror (uid) where kind = 'event' and side = 'google' and uid is not null`,
];

export const invited: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
