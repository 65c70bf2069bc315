// What decides a plan beside the setup, as one short text: equal texts, equal plans.
// In: an account. Out: the text, read in one statement. Never here: reading the rows.

import { sql } from 'kysely';
import type { Sql } from './open.ts';

export async function loadStanding(db: Sql, accountId: string): Promise<string> {
  const { rows } = await sql<{ number: string | null; plan: string | null; group: string | null }>`
    select (select sum(number)::text from standing s where s.account_id = a.id) as number, a.current_plan as plan, a.google_group as "group"
    from account a where a.id = ${accountId}`.execute(db);
  return JSON.stringify(rows[0] ?? null);
}
