// The audit: who allowed, refused, changed or entered what, and when. In: a fact, in the
// transaction of what it records. Out: rows by time, person and kind. Never here: a secret,
// or a change of a row; the table refuses it.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

export const auditKinds = [
  'approval', 'rejection', 'answer', 'release', 'never', 'take back', 'undo', 'setup', 'office setup', 'connect', 'disconnect', 'sign-in', 'sign-in refused', 'sign-out', 'password', 'add user', 'invitation', 'role', 'disable user', 'enable user',
] as const;
export type AuditKind = (typeof auditKinds)[number];

export interface AuditFact {
  readonly officeId: string;
  /** Whose synchronization or sign-in it concerns. */
  readonly userId?: string;
  readonly kind: AuditKind;
  /** Who did it, as a person reads it long after. */
  readonly by: string;
  readonly text: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditRow extends Omit<AuditFact, 'officeId' | 'userId'> {
  readonly id: string;
  readonly at: Date;
  readonly userId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export async function addAudit(db: Sql, ...facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into audit (office_id, user_id, kind, by, text, details)
    select r."officeId"::uuid, r."userId"::uuid, r.kind, r.by, r.text, coalesce(r.details, '{}')
    from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as r ("officeId" text, "userId" text, kind text, by text, text text, details jsonb)`.execute(db);
}

/** Of an address that somebody has. `by` is the address: who typed it is not known. */
export async function addRefusedSignIn(db: Sql, refused: { readonly email: string; readonly text: string; readonly details: Readonly<Record<string, unknown>> }): Promise<void> {
  await sql`
    insert into audit (office_id, user_id, kind, by, text, details)
    select u.office_id, u.id, 'sign-in refused', ${refused.email}, ${refused.text}, ${JSON.stringify(refused.details)}::jsonb
    from app_user u where lower(u.email) = lower(${refused.email})`.execute(db);
}

export interface AuditQuery {
  /** ISO instants: from included, to not. */
  readonly from?: string;
  readonly to?: string;
  /** An id of a user, or a part of the name or address of who did it. */
  readonly user?: string;
  readonly kind?: string;
  /** Rows older than this one. */
  readonly before?: string;
  readonly limit: number;
}

/** Newest first. */
export async function listAudit(db: Sql, officeId: string, query: AuditQuery): Promise<readonly AuditRow[]> {
  const { from, to, user, kind, before } = query;
  const pattern = user === undefined ? null : `%${user.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<AuditRow>`
    select id::text as id, at, user_id::text as "userId", kind, by, text, details from audit
    where office_id = ${officeId}::uuid
      and (${from ?? null}::timestamptz is null or at >= ${from ?? null}::timestamptz)
      and (${to ?? null}::timestamptz is null or at < ${to ?? null}::timestamptz)
      and (${user ?? null}::text is null or user_id::text = ${user ?? null} or by ilike ${pattern})
      and (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
    order by audit.id desc limit ${query.limit}`.execute(db);
  return rows;
}
