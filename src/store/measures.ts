// How the whole installation stands, asked of the database and so the same from every process.
// In: what belongs to the Google project. Out: numbers. Never here: who an account belongs to.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

export interface Standing {
  readonly accounts: readonly { readonly state: string; readonly count: number }[];
  /** Questions in reports that wait for a person. */
  readonly questions: number;
  /** Seconds since active accounts were worked on last, by the share of accounts with less. */
  readonly lags: readonly { readonly quantile: number; readonly seconds: number }[];
  readonly jobs: readonly { readonly name: string; readonly state: string; readonly count: number; readonly oldest: number }[];
  readonly notices: readonly { readonly outcome: string; readonly count: number }[];
  /** Units by limit; of a limit for each user, those of the user who spent most. */
  readonly spent: readonly { readonly limit: string; readonly units: number }[];
}

const quantiles = [0.5, 0.9, 0.99, 1];

/** `project`: what the scopes of its quota begin with. */
export async function readStandingOfAll(db: Sql, project: string): Promise<Standing> {
  const accounts = await sql<{ state: string; count: number }>`select state, count(*)::int as count from account group by state order by state`.execute(db);
  const questions = await sql<{ count: number }>`
    select coalesce(sum(p.asked), 0)::int as count from account a join plan p on p.id = a.current_plan
    where p.replaced_at is null and p.rejected_at is null and p.run_started_at is null`.execute(db);
  const lags = await sql<{ seconds: number[] | null }>`
    select percentile_disc(${quantiles}::float8[]) within group (order by extract(epoch from now() - f.taken_at)::float8) as seconds
    from account a join account_fence f on f.account = a.id where a.state = 'active'`.execute(db);
  const jobs = await sql<{ name: string; state: string; count: number; oldest: number }>`
    select name, case when state = 'active' then 'active' when start_after > now() then 'later' else 'waiting' end as state, count(*)::int as count,
      greatest(0, extract(epoch from now() - min(greatest(created_on, start_after))))::float8 as oldest
    from pgboss.job where state in ('created', 'retry', 'active') group by 1, 2 order by 1, 2`.execute(db);
  const notices = await sql<{ outcome: string; count: number }>`select outcome, count::float8 as count from push_tally order by outcome`.execute(db);
  const spent = await sql<{ limit: string; units: number }>`
    select name as "limit", max(units)::int as units
    from (select split_part(scope, ' ', 2) as name, sum(units) as units from quota_slot
      where split_part(scope, ' ', 1) = ${project} and free_at > extract(epoch from now()) * 1000 group by scope) each_scope
    group by name order by name`.execute(db);
  const seconds = lags.rows[0]?.seconds ?? [];
  return {
    accounts: accounts.rows,
    questions: questions.rows[0]?.count ?? 0,
    lags: quantiles.flatMap((quantile, at) => (seconds[at] === undefined ? [] : [{ quantile, seconds: seconds[at] }])),
    jobs: jobs.rows,
    notices: notices.rows,
    spent: spent.rows,
  };
}

export async function readShareOfTasks(db: Sql, scope: string): Promise<{ readonly spent: number; readonly accounts: number }> {
  const { rows } = await sql<{ spent: number; accounts: number }>`
    select (select coalesce(sum(units), 0)::int from quota_slot where scope = ${scope} and free_at > extract(epoch from now()) * 1000) as spent,
      (select count(*)::int from account where state = 'active' and options->>'activities' <> 'none') as accounts`.execute(db);
  return rows[0] ?? { spent: 0, accounts: 0 };
}
