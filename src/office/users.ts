// The people who work in an office. In: names, e-mails, passwords. Out: users without
// their password's hash. A password is kept as argon2id only and never leaves this file;
// a wrong e-mail takes as long as a wrong password.

import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { Sql } from '../store/open.ts';
import { notFound } from './errors.ts';
import { withoutNulls } from './text.ts';

export interface User {
  readonly id: string;
  readonly officeId: string;
  readonly fullName: string;
  readonly email: string;
  readonly role: 'user' | 'administrator';
  /** IANA. */
  readonly zone: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly locale: string;
}

export interface NewUser extends Omit<User, 'id' | 'officeId'> {
  readonly id?: string;
  readonly password: string;
}

const columns = sql.raw(`u.id, u.office_id as "officeId", u.full_name as "fullName", u.email, u.role, u.zone, u.country, u.locale`);
/** argon2id, 19 MiB, 2 passes: the package's defaults, written down. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export async function createOffice(db: Sql, name: string, id?: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into office (id, name) values (coalesce(${id ?? null}::uuid, gen_random_uuid()), ${name}) returning id`.execute(db);
  return rows[0]?.id as string;
}

export async function createUser(db: Sql, officeId: string, user: NewUser): Promise<User> {
  const passwordHash = await hash(user.password, cost);
  const { rows } = await sql<User>`
    insert into app_user as u (id, office_id, full_name, email, password_hash, role, zone, country, locale)
    values (coalesce(${user.id ?? null}::uuid, gen_random_uuid()), ${officeId}, ${user.fullName}, ${user.email}, ${passwordHash}, ${user.role}, ${user.zone}, ${user.country}, ${user.locale})
    returning ${columns}`.execute(db);
  return rows[0] as User;
}

/** undefined: no such e-mail, or another password; which of them is nobody's business. */
export async function signIn(db: Sql, email: string, password: string): Promise<User | undefined> {
  const { rows } = await sql<User & { passwordHash: string }>`
    select ${columns}, u.password_hash as "passwordHash" from app_user u
    where lower(u.email) = lower(${email.trim()}) and u.disabled_at is null`.execute(db);
  const found = rows[0];
  const right = await verify(found?.passwordHash ?? (await decoyHash()), password);
  if (found === undefined || !right) return undefined;
  const { passwordHash: _, ...user } = found;
  return user;
}

let decoy: Promise<string> | undefined;
function decoyHash(): Promise<string> {
  return (decoy ??= hash('nobody has this password', cost));
}

export async function changePassword(db: Sql, userId: string, password: string): Promise<void> {
  const passwordHash = await hash(password, cost);
  await sql`update app_user set password_hash = ${passwordHash} where id = ${userId}`.execute(db);
}

export async function findUser(db: Sql, id: string): Promise<User | undefined> {
  const { rows } = await sql<User>`select ${columns} from app_user u where u.id = ${id} and u.disabled_at is null`.execute(db);
  return rows[0] === undefined ? undefined : withoutNulls<User>(rows[0]);
}

export async function getUser(db: Sql, id: string): Promise<User> {
  const user = await findUser(db, id);
  if (user === undefined) throw notFound('user');
  return user;
}

export async function findUserByEmail(db: Sql, email: string): Promise<User | undefined> {
  const { rows } = await sql<User>`select ${columns} from app_user u where lower(u.email) = lower(${email.trim()}) and u.disabled_at is null`.execute(db);
  return rows[0];
}

export interface Member extends User {
  readonly isDisabled: boolean;
}

/** All of an office, who is disabled too. */
export async function listUsers(db: Sql, officeId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`select ${columns}, u.disabled_at is not null as "isDisabled" from app_user u where u.office_id = ${officeId} order by u.full_name`.execute(db);
  return rows;
}

export async function userOfOffice(db: Sql, officeId: string, id: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`select ${columns}, u.disabled_at is not null as "isDisabled" from app_user u where u.id = ${id} and u.office_id = ${officeId}`.execute(db);
  return rows[0];
}

/** Who can sign in as one; held until the end of the transaction. */
export async function holdAdministrators(db: Sql, officeId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from app_user where office_id = ${officeId} and role = 'administrator' and disabled_at is null order by id for update`.execute(db);
  return rows.map(({ id }) => id);
}

export async function setRole(db: Sql, id: string, role: User['role']): Promise<void> {
  await sql`update app_user set role = ${role} where id = ${id}`.execute(db);
}

export async function setDisabled(db: Sql, id: string, isDisabled: boolean): Promise<void> {
  await sql`update app_user set disabled_at = ${isDisabled ? sql`now()` : sql`null`} where id = ${id}`.execute(db);
}

/** Of an e-mail address: one that somebody has, in any office, is taken. */
export async function addressHolder(db: Sql, email: string): Promise<{ readonly isDisabled: boolean } | undefined> {
  const { rows } = await sql<{ isDisabled: boolean }>`select disabled_at is not null as "isDisabled" from app_user where lower(email) = lower(${email.trim()})`.execute(db);
  return rows[0];
}

/** Somebody was added with this address between the look and the insert. */
export function isAddressTaken(error: unknown): boolean {
  return (error as { constraint?: string } | undefined)?.constraint === 'app_user_email';
}
