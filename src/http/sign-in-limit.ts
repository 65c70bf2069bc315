// How often somebody may try to sign in. In: an e-mail address, a network address, the
// time. Out: nothing, or 'rate-limited' with the time of the next attempt. Counted in the
// database, so that several web processes count together.
// Never here: a limit that one stranger can use to keep an owner out from elsewhere: the
// narrow limit is for address and network together.

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Sql } from '../store/open.ts';
import { AppError } from './errors.ts';

const WINDOW_MS = 15 * 60_000;
export const signInLimits = { pair: 5, network: 40, email: 60 } as const;
type Scope = keyof typeof signInLimits;

export interface Attempt {
  readonly email: string;
  readonly network: string;
}

function bucketsOf({ email, network }: Attempt): Record<Scope, string> {
  const hash = (scope: Scope, ...parts: string[]): string => createHash('sha256').update([scope, ...parts].join('\n')).digest('hex');
  const address = email.trim().toLowerCase();
  return { pair: hash('pair', address, network), network: hash('network', network), email: hash('email', address) };
}

/** Counts the attempt as failed before the password is looked at, so that many at once do not slip through. */
export async function countAttempt(db: Sql, attempt: Attempt, now: Temporal.Instant): Promise<void> {
  const buckets = bucketsOf(attempt);
  const at = now.toString();
  const ends = now.add({ milliseconds: WINDOW_MS }).toString();
  await sql`delete from sign_in_attempt where window_ends_at < ${at}::timestamptz - interval '1 day'`.execute(db);
  // In one order everywhere: two attempts at once must not wait for each other.
  const { rows } = await sql<{ bucket: string; failures: number; ends: number }>`
    insert into sign_in_attempt as a (bucket, failures, window_ends_at)
    select b, 1, ${ends}::timestamptz from unnest(${Object.values(buckets)}::text[]) as b order by b
    on conflict (bucket) do update set
      failures = case when a.window_ends_at <= ${at}::timestamptz then 1 else a.failures + 1 end,
      window_ends_at = case when a.window_ends_at <= ${at}::timestamptz then excluded.window_ends_at else a.window_ends_at end
    returning bucket, failures, extract(epoch from window_ends_at)::float8 * 1000 as ends`.execute(db);
  const limitOf = new Map(Object.entries(buckets).map(([scope, bucket]) => [bucket, signInLimits[scope as Scope]]));
  const over = rows.filter((row) => row.failures > (limitOf.get(row.bucket) ?? 0));
  if (over.length === 0) return;
  const seconds = Math.max(1, Math.ceil((Math.max(...over.map((row) => row.ends)) - now.epochMilliseconds) / 1000));
  throw new AppError('rate-limited', {
    message: 'Too many attempts to sign in have failed.',
    remedy: `Wait ${inWords(seconds)} and try again.`,
    details: { retryAfter: seconds },
  });
}

/** The attempt was good: this pair starts again, and it never counts against the others. */
export async function forgiveAttempt(db: Sql, attempt: Attempt): Promise<void> {
  const { pair, network, email } = bucketsOf(attempt);
  await sql`delete from sign_in_attempt where bucket = ${pair}`.execute(db);
  await sql`
    update sign_in_attempt a set failures = greatest(a.failures - 1, 0)
    from (select bucket from sign_in_attempt where bucket in (${network}, ${email}) order by bucket for update) b
    where a.bucket = b.bucket`.execute(db);
}

function inWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
