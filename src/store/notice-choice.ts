// The tables of how a person wants to be told, and of what each account was told. In: an
// account and a kind of notice. Out: which ways are wanted; whether it is new. Never here: an
// alert that can be switched off while nothing goes on without the person.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

/** In the order in which they are met. */
export const noticeKinds = ['preview ready', 'initial complete', 'undo ready', 'drift', 'brake', 'reconnect', 'calendar gone', 'calendar access', 'paused', 'unreachable', 'doubt', 'failed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Nothing goes on before the person has acted: of these the alert stays, the mail is theirs to choose [R35]. */
export const requiredAlerts: ReadonlySet<NoticeKind> = new Set(['preview ready', 'drift', 'brake', 'reconnect', 'calendar gone', 'calendar access']);
/** What an administrator reads as the last error. */
export const troubleKinds: readonly NoticeKind[] = ['reconnect', 'calendar gone', 'calendar access', 'paused', 'unreachable', 'doubt', 'failed'];

export interface Ways {
  readonly mail: boolean;
  readonly alert: boolean;
}

export interface NoticeChoice extends Ways {
  readonly kind: NoticeKind;
  readonly alertRequired: boolean;
}

export async function listNoticeChoices(db: Sql, accountId: string): Promise<readonly NoticeChoice[]> {
  const { rows } = await sql<Ways & { kind: string }>`select kind, mail, alert from notice_choice where account_id = ${accountId}`.execute(db);
  return noticeKinds.map((kind) => {
    const chosen = rows.find((row) => row.kind === kind);
    const alertRequired = requiredAlerts.has(kind);
    return { kind, mail: chosen?.mail ?? true, alert: alertRequired || (chosen?.alert ?? true), alertRequired };
  });
}

export async function waysOf(db: Sql, accountId: string, kind: NoticeKind): Promise<Ways> {
  const { rows } = await sql<Ways>`select mail, alert from notice_choice where account_id = ${accountId} and kind = ${kind}`.execute(db);
  const { mail, alert } = rows[0] ?? { mail: true, alert: true };
  return { mail, alert: alert || requiredAlerts.has(kind) };
}

export async function saveNoticeChoices(db: Sql, accountId: string, choices: readonly (Ways & { readonly kind: NoticeKind })[]): Promise<void> {
  await sql`
    insert into notice_choice (account_id, kind, mail, alert)
    select ${accountId}, c.kind, c.mail, c.alert from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as c (kind text, mail boolean, alert boolean)
    on conflict (account_id, kind) do update set mail = excluded.mail, alert = excluded.alert`.execute(db);
}

/** false: it was told before, of the same plan. */
export async function noteTold(db: Sql, accountId: string, told: { readonly kind: NoticeKind; readonly about?: string | undefined; readonly text: string }): Promise<boolean> {
  const { rows } = await sql`
    insert into told (account_id, kind, about, text) values (${accountId}, ${told.kind}, ${told.about ?? null}::uuid, ${told.text})
    on conflict (account_id, kind, about) where about is not null do nothing returning id`.execute(db);
  return rows.length > 0;
}

/** The newest trouble that each account of an office was told of. */
export async function lastTroubles(db: Sql, officeId: string): Promise<ReadonlyMap<string, { readonly text: string; readonly at: Date }>> {
  const { rows } = await sql<{ accountId: string; text: string; at: Date }>`
    select a.id as "accountId", t.text, t.at from account a
    cross join lateral (select text, at from told where account_id = a.id and kind = any(${troubleKinds as string[]}::text[]) order by id desc limit 1) t
    where a.office_id = ${officeId}::uuid`.execute(db);
  return new Map(rows.map(({ accountId, ...trouble }) => [accountId, trouble]));
}
