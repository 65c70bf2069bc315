// The table of looks: when each of Google's lists was looked at last, where that is seldom, what
// Google had told of it until then, and when a person asked for all. In and out: rows, the same
// for every process. Never here: how often to look.

import { sql } from 'kysely';
import type { Account } from './account.ts';
import type { Sql } from './open.ts';

export interface Look {
  readonly ageMs: number;
  /** What was known before: of what has come since, it says nothing. */
  readonly sign: string | undefined;
  /** A shown calendar that could not be read. */
  readonly away: { readonly name: string; readonly why: string } | undefined;
}

export interface Looks {
  readonly of: ReadonlyMap<string, Look>;
  /** What Google has told of each calendar as one text: equal texts, nothing new. Absent: nobody tells of it. */
  readonly signs: ReadonlyMap<string, string>;
  /** When a person asked to see everything, as text. */
  readonly asked?: string | undefined;
}

/** In place of a list. */
const asked = 'asked for';

export async function loadLooks(db: Sql, account: Pick<Account, 'id' | 'googleSubject'>): Promise<Looks> {
  const { rows } = await sql<{ list: string | null; calendar: string | null; sign: string | null; away: Look['away'] | null; age: number | null }>`
    select list, null as calendar, sign, away, (extract(epoch from now() - at) * 1000)::float8 as age from look where account_id = ${account.id}
    union all
    select null, calendar_id, string_agg(id || coalesce(noticed_at::text, ''), ' ' order by id), null, null from channel
    where account_id = ${account.id} and google_subject is not distinct from ${account.googleSubject}
      and retired_at is null and resource_id is not null and expires_at > now() + interval '1 minute'
    group by calendar_id`.execute(db);
  const of = new Map<string, Look>();
  const signs = new Map<string, string>();
  for (const { list, calendar, sign, away, age } of rows) {
    if (list !== null) of.set(list, { ageMs: age ?? Infinity, sign: sign ?? undefined, away: away ?? undefined });
    else if (calendar !== null && sign !== null) signs.set(calendar, sign);
  }
  return { of, signs, asked: of.get(asked)?.sign };
}

export async function saveLook(db: Sql, accountId: string, list: string, { sign, away }: Pick<Look, 'sign' | 'away'>): Promise<void> {
  await sql`
    insert into look (account_id, list, sign, away) values (${accountId}, ${list}, ${sign ?? null}, ${away === undefined ? null : JSON.stringify(away)}::jsonb)
    on conflict (account_id, list) do update set sign = excluded.sign, away = excluded.away, at = now()`.execute(db);
}

/** A person wants to see everything, whatever Google has told or not; a cycle that has begun does not count. */
export async function askForLook(db: Sql, accountId: string): Promise<void> {
  await sql`
    insert into look (account_id, list, sign) values (${accountId}, ${asked}, clock_timestamp()::text)
    on conflict (account_id, list) do update set sign = excluded.sign, at = now()`.execute(db);
}
