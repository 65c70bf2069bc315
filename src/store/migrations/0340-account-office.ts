// What comes in: accounts that are found by their own id only.
// What goes out: a way to those of one office. Each change of an office asks for them, in every
// process, and so does the page of all users: without it they read the accounts of all offices.

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const accountOffice: Migration = {
  async up(db) {
    await sql`create index account_office on account (office_id)`.execute(db);
  },
};
