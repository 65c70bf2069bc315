// What a job for one account begins with: the account, its person and what their office
// decided. In: an account. Out: the three, read in one statement. Never here: what follows
// from them; see effective-setup.ts.

import { sql } from 'kysely';
import { accountColumns } from './account.ts';
import type { Account } from './account.ts';
import { firstOfficeSetup } from './office-setup.ts';
import type { OfficeSetup } from './office-setup.ts';
import type { Sql } from './open.ts';

export interface AccountPerson {
  readonly fullName: string;
  readonly email: string;
  readonly zone: string;
  readonly country: string;
  readonly locale: string;
}

export interface AtWork {
  /** As its person chose it. */
  readonly chosen: Account;
  readonly person: AccountPerson;
  readonly office: OfficeSetup;
}

export async function loadAtWork(db: Sql, accountId: string): Promise<AtWork> {
  const { rows } = await sql<Account & { readonly person: AccountPerson; readonly office: OfficeSetup | null }>`
    select ${accountColumns},
      (select json_build_object('fullName', u.full_name, 'email', u.email, 'zone', u.zone, 'country', u.country, 'locale', u.locale) from app_user u where u.id = account.user_id) as person,
      (select settings from office_setup o where o.office_id = account.office_id) as office
    from account where id = ${accountId}`.execute(db);
  if (rows[0] === undefined) throw new Error(`There is no account ${accountId}.`);
  const { person, office, ...chosen } = rows[0];
  return { chosen, person, office: office ?? firstOfficeSetup };
}
