// The table of invitations: who may choose a first password by a link. In: a secret or its
// owner. Out: whose it is. Never here: the secret as it stands in the link, only its hash.

import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Sql } from './open.ts';

const keyOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Takes the place of an earlier one. */
export async function invite(db: Sql, userId: string, until: Date): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await sql`
    insert into invitation (key, user_id, expires_at) values (${keyOf(secret)}, ${userId}::uuid, ${until})
    on conflict (user_id) do update set key = excluded.key, expires_at = excluded.expires_at`.execute(db);
  return secret;
}

export async function findInvited(db: Sql, secret: string, now: Date): Promise<{ readonly userId: string; readonly email: string; readonly fullName: string } | undefined> {
  const { rows } = await sql<{ userId: string; email: string; fullName: string }>`
    select u.id as "userId", u.email, u.full_name as "fullName" from invitation i join app_user u on u.id = i.user_id
    where i.key = ${keyOf(secret)} and i.expires_at > ${now} and u.disabled_at is null`.execute(db);
  return rows[0];
}

export async function dropInvitation(db: Sql, userId: string): Promise<void> {
  await sql`delete from invitation where user_id = ${userId}::uuid`.execute(db);
}

/** false: it was used or replaced in the meantime. */
export async function useInvitation(tx: Sql, secret: string, now: Date): Promise<boolean> {
  const { rows } = await sql`delete from invitation where key = ${keyOf(secret)} and expires_at > ${now} returning user_id`.execute(tx);
  return rows.length > 0;
}
