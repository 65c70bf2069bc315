// What a synchronization did today, as its person reads it. In: an account. Out: how many
// records were written on which side since midnight of the person, and what Google has
// counted. Reads only, and only the runs of today.

import { sql } from 'kysely';
import type { Account } from '../store/account.ts';
import type { Sql } from '../store/open.ts';

export interface Today {
  readonly movedToday: { readonly office: number; readonly google: number };
  readonly contactWrites: number;
}

export async function todayOf(db: Sql, account: Account, zone: string): Promise<Today> {
  const moved = await sql<{ side: 'office' | 'google'; count: number }>`
    select j.side, count(*)::int as count from plan p join journal j on j.plan_id = p.id
    where p.account_id = ${account.id} and p.run_finished_at >= date_trunc('day', now() at time zone ${zone}) at time zone ${zone}
      and j.outcome = 'applied' and j.op in ('create', 'update', 'delete') and j.side is not null
    group by j.side`.execute(db);
  const of = (side: 'office' | 'google'): number => moved.rows.find((row) => row.side === side)?.count ?? 0;
  // The ledger counts by the Google account; see replica/google/budget.ts for its scopes.
  const counted = await sql<{ units: number }>`
    select coalesce(sum(units), 0)::int as units from quota_slot
    where scope = ${`peopleWritesPerDay ${account.googleSubject ?? account.id}`} and free_at > extract(epoch from now()) * 1000`.execute(db);
  return { movedToday: { office: of('office'), google: of('google') }, contactWrites: counted.rows[0]?.units ?? 0 };
}
