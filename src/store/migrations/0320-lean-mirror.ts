// What comes in: a mirror whose documents are taken apart as they are stored, with the keys of each
// record, although a first preview compares all and looks for none by its keys.
// What goes out: documents kept as their text, records that may be without keys until somebody
// looks for them, and one look at the account for each statement in place of one for each row.
// Never here: a mirror row of an account that is not there.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table mirror alter column item type json, alter column raw type json, alter column keys drop not null, alter column keys drop default`,
  sql`comment on column mirror.keys is 'By which a record is looked for; null: not made yet, as of what was read for the first time until somebody looks'`,
  sql`drop index mirror_keys`,
  sql`create index mirror_keys on mirror using gin (keys) where keys is not null and link_id is null`,
  sql`create index mirror_unkeyed on mirror (account_id, kind, side) where keys is null and gone_at is null and skipped is null`,
  // Each statement that writes the mirror writes the standing of its accounts: that is where they are looked for.
  sql`insert into standing (account_id, part, number) select distinct account_id, kind || ' ' || side, 1 from mirror on conflict do nothing`,
  sql`alter table standing add foreign key (account_id) references account (id)`,
  sql`alter table mirror drop constraint mirror_account_id_fkey`,
];

export const leanMirror: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
