// The first people of an installation. In: a store and who shall be added. Out: the user
// with a password that is shown once. Never here: a password kept anywhere but as its hash.

import { sql } from 'kysely';
import { addressHolder, changePassword, createOffice, createUser, findUserByEmail } from '../office/users.ts';
import { makePassword } from '../office/password.ts';
import type { User } from '../office/users.ts';
import { addAudit } from '../store/audit.ts';
import { withTransaction } from '../store/transaction.ts';
import type { Sql } from '../store/open.ts';
import { endSessionsOf } from '../http/session-store.ts';
import { CommandTrouble } from './trouble.ts';

export async function countUsers(db: Sql): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from app_user where disabled_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** As the audit names who works at the machine itself. */
const operator = 'Whoever runs the product, on the command line';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly role: User['role'];
  readonly zone: string;
  readonly country: string;
  readonly locale: string;
  readonly office?: string;
  readonly password?: string;
}

export async function addPerson(db: Sql, person: NewPerson): Promise<{ user: User; password: string }> {
  const holder = await addressHolder(db, person.email);
  if (holder !== undefined) {
    throw new CommandTrouble(`There is a ${holder.isDisabled ? 'disabled ' : ''}user with the e-mail address ${person.email} already.`, holder.isDisabled ? 'An administrator can enable that user on the page of all users.' : 'Choose another address, or sign in with it.');
  }
  const password = person.password ?? makePassword();
  const { email, name, role, zone, country, locale } = person;
  const user = await withTransaction({ db }, async (tx) => {
    const officeId = (await findOffice(tx, person.office)) ?? (await createOffice(tx, person.office ?? 'My Office'));
    const added = await createUser(tx, officeId, { fullName: name, email, role, zone, country, locale, password });
    await addAudit(tx, { officeId, userId: added.id, kind: 'add user', by: operator, text: `${name} (${email}) was added as ${role}` });
    return added;
  });
  return { user, password };
}

/** The one that is named, or the first that was made. */
async function findOffice(db: Sql, name: string | undefined): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from office where ${name ?? null}::text is null or name = ${name ?? null} order by created_at limit 1`.execute(db);
  return rows[0]?.id;
}

/** In place of a password that was forgotten. Sessions of before end. */
export async function givePassword(db: Sql, email: string, given: string | undefined): Promise<{ user: User; password: string }> {
  const user = await findUserByEmail(db, email);
  if (user === undefined) throw new CommandTrouble(`There is no user with the e-mail address ${email}.`, 'Check the address; add-user adds a person.');
  const password = given ?? makePassword();
  await withTransaction({ db }, async (tx) => {
    await changePassword(tx, user.id, password);
    await endSessionsOf(tx, user.id);
    await addAudit(tx, { officeId: user.officeId, userId: user.id, kind: 'password', by: operator, text: `Gave ${user.fullName} (${user.email}) a new password; all sessions ended` });
  });
  return { user, password };
}
