// Who is signed in. In: the secret that a browser's cookie or a program's token holds, and
// the time. Out: the user, as long as the session lives. Only hashes of secrets are stored.
// Never here: an extension of a session that has already ended.

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { SignedInUser } from './app-types.ts';
import type { Sql } from '../store/open.ts';

type Holder = 'browser' | 'program';

const HOUR = 3_600_000;
/** Ends when it was not used for so long, and at the latest so long after signing in. */
export const lifetimes: Record<Holder, { readonly idle: number; readonly longest: number }> = {
  browser: { idle: 8 * HOUR, longest: 7 * 24 * HOUR },
  program: { idle: 30 * 24 * HOUR, longest: 365 * 24 * HOUR },
};
/** Use is written down at most so often. */
const SEEN_EVERY = 60_000;

export interface FoundSession {
  readonly key: string;
  readonly heldBy: Holder;
  readonly user: SignedInUser;
}

interface UserRead {
  id: string;
  office_id: string;
  full_name: string;
  email: string;
  role: 'user' | 'administrator';
  zone: string;
  locale: string;
}

export function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Bound to the session, and gives nothing of its secret away. */
export function csrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url');
}

export async function startSession(db: Sql, userId: string, heldBy: Holder, now: Temporal.Instant): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const { idle } = lifetimes[heldBy];
  await sql`delete from session where expires_at < ${at(now)}`.execute(db);
  await sql`
    insert into session (key, user_id, held_by, created_at, seen_at, expires_at)
    values (${keyOf(secret)}, ${userId}, ${heldBy}, ${at(now)}, ${at(now)}, ${at(now, idle)})`.execute(db);
  return secret;
}

export async function findSession(db: Sql, secret: string, now: Temporal.Instant): Promise<FoundSession | undefined> {
  const key = keyOf(secret);
  const { rows } = await sql<UserRead & { held_by: Holder; created: number; seen: number }>`
    select u.id, u.office_id, u.full_name, u.email, u.role, u.zone, u.locale, s.held_by,
      extract(epoch from s.created_at)::float8 * 1000 as created, extract(epoch from s.seen_at)::float8 * 1000 as seen
    from session s join app_user u on u.id = s.user_id
    where s.key = ${key} and s.expires_at > ${at(now)} and u.disabled_at is null`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  if (now.epochMilliseconds - row.seen >= SEEN_EVERY) await extend(db, key, row, now);
  return { key, heldBy: row.held_by, user: userOf(row) };
}

/** Asked now and then by a stream that stays open: being connected is not use. */
export async function isSessionAlive(db: Sql, key: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    select from session s join app_user u on u.id = s.user_id
    where s.key = ${key} and s.expires_at > ${at(now)} and u.disabled_at is null`.execute(db);
  return rows.length > 0;
}

export async function endSession(db: Sql, key: string): Promise<void> {
  await sql`delete from session where key = ${key}`.execute(db);
}

/** After a change of the password: all of a person's sessions and tokens, but for the one that changed it. */
export async function endSessionsOf(db: Sql, userId: string, except?: string): Promise<void> {
  await sql`delete from session where user_id = ${userId} and key is distinct from ${except ?? null}`.execute(db);
}

async function extend(db: Sql, key: string, row: { held_by: Holder; created: number }, now: Temporal.Instant): Promise<void> {
  const { idle, longest } = lifetimes[row.held_by];
  const ends = Math.min(now.epochMilliseconds + idle, row.created + longest);
  await sql`
    update session set seen_at = ${at(now)}, expires_at = ${new Date(ends).toISOString()}::timestamptz
    where key = ${key}`.execute(db);
}

function at(now: Temporal.Instant, plus = 0) {
  return sql`${now.add({ milliseconds: plus }).toString()}::timestamptz`;
}

function userOf(row: UserRead): SignedInUser {
  return { id: row.id, officeId: row.office_id, fullName: row.full_name, email: row.email, role: row.role, zone: row.zone, locale: row.locale };
}
