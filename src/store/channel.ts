// The tables of push channels: which Google tells us of changes, what it told, and whose
// channels want work. In and out: rows. Never here: the secret of a channel, only its hash.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

export interface ChannelRow {
  readonly id: string;
  readonly accountId: string;
  readonly googleSubject: string | null;
  readonly calendarId: string;
  readonly address: string;
  readonly tokenHash: string;
  /** Null until Google has answered, or has sent the first notice. */
  readonly resourceId: string | null;
  readonly madeAt: Date;
  readonly renewAt: Date | null;
  readonly expiresAt: Date;
  readonly retiredAt: Date | null;
  readonly stopTries: number;
}

const columns = sql`
  id, account_id as "accountId", google_subject as "googleSubject", calendar_id as "calendarId", address, token_hash as "tokenHash",
  resource_id as "resourceId", made_at as "madeAt", renew_at as "renewAt", expires_at as "expiresAt", retired_at as "retiredAt", stop_tries as "stopTries"`;

export async function listChannels(db: Sql, accountId: string): Promise<readonly ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`select ${columns} from channel where account_id = ${accountId} order by made_at desc`.execute(db);
  return rows;
}

export async function findChannel(db: Sql, id: string): Promise<ChannelRow | undefined> {
  const { rows } = await sql<ChannelRow>`select ${columns} from channel where id = ${id}`.execute(db);
  return rows[0];
}

/** Before the request: a crash leaves a row that says what to stop. */
export async function intendChannel(db: Sql, channel: Pick<ChannelRow, 'id' | 'accountId' | 'googleSubject' | 'calendarId' | 'address' | 'tokenHash'>): Promise<void> {
  await sql`
    insert into channel (id, account_id, google_subject, calendar_id, address, token_hash, setup)
    select ${channel.id}, id, ${channel.googleSubject}, ${channel.calendarId}, ${channel.address}, ${channel.tokenHash}, md5(options::text)
    from account where id = ${channel.accountId}`.execute(db);
}

/** A seventh of its life, a day at most, is left when it is renewed. */
export async function openChannel(db: Sql, id: string, opened: { readonly resourceId: string; readonly expiresAt: Date }): Promise<void> {
  await sql`
    update channel set resource_id = ${opened.resourceId}, expires_at = ${opened.expiresAt},
      renew_at = ${opened.expiresAt}::timestamptz - least((${opened.expiresAt}::timestamptz - made_at) / 7, interval '1 day')
    where id = ${id}`.execute(db);
}

/** Google told of a channel whose opening was never answered: now it can be stopped. */
export async function adoptResource(db: Sql, id: string, resourceId: string): Promise<void> {
  await sql`update channel set resource_id = ${resourceId} where id = ${id} and resource_id is null`.execute(db);
}

export async function retireChannels(db: Sql, ids: readonly string[]): Promise<void> {
  await sql`update channel set retired_at = coalesce(retired_at, now()) where id = any(${ids as string[]}::text[])`.execute(db);
}

export async function confirmChannels(db: Sql, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`update channel c set setup = md5(a.options::text) from account a where a.id = ${accountId} and c.id = any(${ids as string[]}::text[])`.execute(db);
}

export async function dropChannels(db: Sql, ids: readonly string[]): Promise<void> {
  await sql`delete from channel where id = any(${ids as string[]}::text[])`.execute(db);
}

export async function countStopTry(db: Sql, id: string): Promise<void> {
  await sql`update channel set stop_tries = stop_tries + 1 where id = ${id}`.execute(db);
}

export async function noteNotice(db: Sql, id: string): Promise<void> {
  await sql`update channel set noticed_at = now() where id = ${id}`.execute(db);
}

export interface ChannelPause {
  /** Without it: all channels of the account. */
  readonly calendarId?: string;
  readonly seconds: number;
  readonly why: string;
  /** The refusal is of this calendar and says nothing of our address. */
  readonly ofCalendar?: boolean;
}

export async function pauseChannels(db: Sql, accountId: string, { calendarId = '', seconds, why, ofCalendar = false }: ChannelPause): Promise<void> {
  await sql`
    insert into channel_pause (account_id, calendar_id, until, why, of_calendar) values (${accountId}, ${calendarId}, now() + make_interval(secs => ${seconds}), ${why}, ${ofCalendar})
    on conflict (account_id, calendar_id) do update set until = excluded.until, why = excluded.why, of_calendar = excluded.of_calendar`.execute(db);
}

/** Calendars for which no channel is asked for now. */
export async function pausedCalendars(db: Sql, accountId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select calendar_id as id from channel_pause where account_id = ${accountId} and calendar_id <> '' and until > now()`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Of the whole account, and of calendars that are not to be watched any more. */
export async function endChannelPause(db: Sql, accountId: string, calendars: readonly string[]): Promise<void> {
  await sql`delete from channel_pause where account_id = ${accountId} and (calendar_id = '' or calendar_id <> all(${calendars as string[]}::text[]))`.execute(db);
}

/**
 * Accounts with a channel to open, to renew or to stop, but those of disabled people [R39]. Without
 * an address there are only some to stop. Google is to tell of the chosen calendar, and of those
 * that are shown beside it. Asked every few seconds: both halves are joins of whole tables.
 */
export async function accountsToTend(db: Sql, address: string | undefined, limit: number): Promise<readonly string[]> {
  const main = sql`coalesce(a.options->>'calendarId', 'primary')`;
  const mayOpen = sql`${address ?? null}::text is not null and a.state = 'active' and a.google_tokens is not null and a.options->>'activities' <> 'none'`;
  const { rows } = await sql<{ id: string }>`
    with due as (
      select c.account_id as id from channel c join account a on a.id = c.account_id
      where (c.retired_at is not null and (c.resource_id is not null or a.google_tokens is null)) or c.expires_at < now()
        or (c.retired_at is null and (
          not (a.options->>'runSynchronization')::boolean or a.google_tokens is null or c.google_subject is distinct from a.google_subject
          or c.address is distinct from ${address ?? null} or c.setup <> md5(a.options::text) or c.resource_id is null and c.made_at < now() - interval '2 minutes'
          or (c.calendar_id <> ${main} and not jsonb_exists(a.linked_shown, c.calendar_id))))
      union
      select w.id from (
        select a.id, ${main} as calendar_id from account a where ${mayOpen}
        union all select a.id, jsonb_array_elements_text(a.linked_shown) from account a where a.linked_shown <> '[]' and ${mayOpen}) w
      left join channel c on c.account_id = w.id and c.calendar_id = w.calendar_id and c.retired_at is null and c.resource_id is not null and c.renew_at > now()
      left join channel_pause p on p.account_id = w.id and p.calendar_id = w.calendar_id and p.until > now()
      where c.id is null and p.account_id is null)
    select a.id from due join account a on a.id = due.id
    where not exists (select from channel_pause p where p.account_id = a.id and p.calendar_id = '' and p.until > now())
      and not exists (select from app_user u where u.id = a.user_id and u.disabled_at is not null)
    limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function addToPushTally(db: Sql, counts: ReadonlyMap<string, number>): Promise<void> {
  for (const [outcome, count] of counts) {
    await sql`
      insert into push_tally (outcome, count) values (${outcome}, ${count})
      on conflict (outcome) do update set count = push_tally.count + excluded.count, last_at = now()`.execute(db);
  }
}

export async function readPushTally(db: Sql): Promise<readonly { readonly outcome: string; readonly count: number; readonly lastAt: Date }[]> {
  const { rows } = await sql<{ outcome: string; count: number; lastAt: Date }>`select outcome, count::int as count, last_at as "lastAt" from push_tally order by outcome`.execute(db);
  return rows;
}
