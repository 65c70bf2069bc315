// The tables of alerts and mail: what a person is told. Rows are added in the transaction
// of the fact that they tell of, so that nobody is told of what did not happen.

import { sql } from 'kysely';
import { tellWatchers } from './account.ts';
import type { Sql } from './open.ts';

export interface AlertRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly readAt: Date | null;
}

export async function addAlert(db: Sql, accountId: string, alert: { kind: string; title: string; text: string; link?: string }): Promise<void> {
  await sql`
    insert into alert (account_id, kind, title, text, link)
    values (${accountId}, ${alert.kind}, ${alert.title}, ${alert.text}, ${alert.link ?? null})`.execute(db);
  await tellWatchers(db, accountId, 'alerts');
}

export async function listAlerts(db: Sql, accountId: string, limit = 200): Promise<readonly AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select id::text, at, kind, title, text, link, read_at as "readAt" from alert where account_id = ${accountId} order by alert.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function countUnread(db: Sql, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from alert where account_id = ${accountId} and read_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function markRead(db: Sql, accountId: string, ids: readonly string[] | undefined): Promise<void> {
  const which = ids === undefined ? sql`true` : sql`id::text = any(${ids as string[]}::text[])`;
  await sql`update alert set read_at = now() where account_id = ${accountId} and read_at is null and ${which}`.execute(db);
  await tellWatchers(db, accountId, 'alerts');
}

export interface MailRow {
  readonly id: string;
  readonly at: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly state: 'kept' | 'queued' | 'sent' | 'failed';
}

export async function addMail(db: Sql, accountId: string, mail: { to: string; subject: string; text: string; html: string }): Promise<void> {
  await sql`
    insert into mail (account_id, to_address, subject, text, html)
    values (${accountId}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html})`.execute(db);
}

export async function listMails(db: Sql, accountId: string, limit = 200): Promise<readonly MailRow[]> {
  const { rows } = await sql<MailRow>`
    select id::text, at, to_address as "to", subject, text, html, state from mail where account_id = ${accountId} order by mail.id desc limit ${limit}`.execute(db);
  return rows;
}

/** The oldest queued mail, held by this transaction so that no other process sends it too. */
export async function takeQueuedMail(tx: Sql): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    select id::text, at, to_address as "to", subject, text, html, state from mail
    where state = 'queued' order by mail.id limit 1 for update skip locked`.execute(tx);
  return rows[0];
}

export async function noteMail(tx: Sql, id: string, state: 'kept' | 'queued' | 'sent' | 'failed', why?: string): Promise<void> {
  await sql`update mail set state = ${state}, why = ${why ?? null}, tries = tries + 1 where id = ${id}::bigint`.execute(tx);
}
