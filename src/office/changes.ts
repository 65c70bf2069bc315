// What changed in an office since a number. In: the office and the number seen last. Out:
// ids by kind, deleted ones apart, and the number to ask with next time. A row may be told
// twice, never missed: numbers are committed in their own order (change.ts).

import { sql } from 'kysely';
import type { Sql } from '../store/open.ts';
import { notFound } from './errors.ts';

export interface OfficeChanges {
  readonly rev: string;
  readonly contacts: readonly string[];
  readonly activities: readonly string[];
  readonly tasks: readonly string[];
  readonly sets: readonly string[];
}

export async function currentRev(db: Sql, officeId: string): Promise<string> {
  const { rows } = await sql<{ rev: string }>`select rev::text as rev from office where id = ${officeId}`.execute(db);
  if (rows[0] === undefined) throw notFound('office');
  return rows[0].rev;
}

/** A change of membership names the SET and the contact. Deleted rows are named too. */
export async function changesSince(db: Sql, officeId: string, rev: string): Promise<OfficeChanges> {
  // Asked first: what is committed in between is told twice rather than missed.
  const now = await currentRev(db, officeId);
  const { rows } = await sql<{ kind: 'contacts' | 'activities' | 'tasks' | 'sets'; id: string }>`
    select 'contacts' as kind, id from contact where office_id = ${officeId} and rev > ${rev}
    union select 'contacts', m.contact_id from set_member m join office_set s on s.id = m.set_id where s.office_id = ${officeId} and m.rev > ${rev}
    union select 'sets', m.set_id from set_member m join office_set s on s.id = m.set_id where s.office_id = ${officeId} and m.rev > ${rev}
    union select 'sets', id from office_set where office_id = ${officeId} and rev > ${rev}
    union select 'activities', id from activity where office_id = ${officeId} and rev > ${rev}
    union select 'tasks', id from task where office_id = ${officeId} and rev > ${rev}`.execute(db);
  const of = (kind: string): string[] => rows.filter((row) => row.kind === kind).map((row) => row.id);
  return { rev: now, contacts: of('contacts'), activities: of('activities'), tasks: of('tasks'), sets: of('sets') };
}
