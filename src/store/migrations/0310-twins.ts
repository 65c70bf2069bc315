// What comes in: a mirror whose linked records are found by their link only.
// What goes out: a way to those that share an e-mail address, a number, a time or a subject
// with a new record, of the one account, kind and side alone, however many accounts there are.
// Never here: the names of people; who only has a name in common is nobody's double.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const twins: Migration = {
  async up(db) {
    await sql`
      create function twin_keys(account_id text, kind text, side text, keys text[]) returns bigint[] language sql immutable parallel safe as $$
        select coalesce(array_agg(hashtextextended(account_id || ' ' || kind || ' ' || side || ' ' || key, 0)), '{}') from unnest(keys) as key
        where split_part(key, ':', 1) = any (case kind when 'contact' then array['email', 'phone'] when 'event' then array['when', 'uid'] else array['title', 'uid'] end)
      $$`.execute(db);
    await sql`create index mirror_twins on mirror using gin (twin_keys(account_id, kind, side, keys)) where link_id is not null`.execute(db);
  },
};
