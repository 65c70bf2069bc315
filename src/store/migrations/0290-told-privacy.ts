// What comes in: links that do not say under which setup Google was told of them.
// What goes out: of each event, what the setup said of private activities then; for those of
// before, what it says now. A way to the private ones without reading all.
// Never here: an activity that is told anew; only an approved preview does that.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const toldPrivacy: Migration = {
  async up(db) {
    await sql`alter table link add column privacy text`.execute(db);
    await sql`comment on column link.privacy is 'Of an event: what the setup said of private activities when Google was told of it'`.execute(db);
    await sql`create index link_private on link (account_id) where kind = 'event' and office_base->'item'->>'private' = 'true'`.execute(db);
    await sql`
      update link l set privacy = coalesce(
        case when not coalesce(o.settings->'locked' ? 'privacy' or o.settings->'withdrawn'->'privacy' ? (a.policy->>'privacy'), false) then a.policy->>'privacy' end,
        o.settings->'defaults'->'policy'->>'privacy', 'full and private')
      from account a left join office_setup o on o.office_id = a.office_id
      where a.id = l.account_id and l.kind = 'event'`.execute(db);
  },
};
