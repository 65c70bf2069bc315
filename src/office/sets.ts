// SETs: named groups of contacts, plain (members chosen one by one) or filtered (members
// follow a rule). In: input that was checked. Out: SETs with the count of their members.
// Deleting a SET, or leaving it, never deletes a contact.

import { sql } from 'kysely';
import type { Sql } from '../store/open.ts';
import { changeOffice } from './change.ts';
import type { Author, OfficeChange } from './change.ts';
import { listRow, readListRows } from './contacts.ts';
import type { ContactListRow } from './contacts.ts';
import { notFound, OfficeError, stale } from './errors.ts';
import type { SetFilter, SetInput } from './input.ts';
import { filterCondition } from './set-filter.ts';
import { changeMembers, refreshFilteredSets } from './set-members.ts';
import { withoutNulls } from './text.ts';

export interface SetRecord {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly kind: 'plain' | 'filtered';
  readonly filter?: SetFilter;
  readonly memberCount: number;
}

async function readSets(db: Sql, where: ReturnType<typeof sql>): Promise<SetRecord[]> {
  const { rows } = await sql<{ readonly [K in keyof SetRecord]: SetRecord[K] | null }>`
    select s.id, s.rev::text as version, s.name, s.kind, s.filter, (
      select count(*)::int from set_member m join contact c on c.id = m.contact_id
      where m.set_id = s.id and m.removed_at is null and c.deleted_at is null) as "memberCount"
    from office_set s
    where s.deleted_at is null and ${where}
    order by lower(s.name)`.execute(db);
  return rows.map((row) => withoutNulls<SetRecord>(row));
}

export async function listSets(db: Sql, officeId: string): Promise<SetRecord[]> {
  return readSets(db, sql`s.office_id = ${officeId}`);
}

/** By itself: a list counts the members of every SET. */
export async function findSetName(db: Sql, officeId: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select name from office_set where id::text = ${id} and office_id = ${officeId}::uuid and deleted_at is null`.execute(db);
  return rows[0]?.name;
}

export async function getSet(db: Sql, officeId: string, id: string): Promise<SetRecord> {
  const [set] = await readSets(db, sql`s.office_id = ${officeId} and s.id = ${id}`);
  if (set === undefined) throw notFound('SET');
  return set;
}

export async function createSet(db: Sql, author: Author, input: SetInput): Promise<SetRecord> {
  return changeOffice(db, author, async (change) => {
    const id = await insertSet(change, input);
    return getSet(change.tx, author.officeId, id);
  });
}

export async function insertSet(change: OfficeChange, input: SetInput): Promise<string> {
  await assertNameFree(change, input.name);
  const { rows } = await sql<{ id: string }>`
    insert into office_set (office_id, name, kind, filter, rev)
    values (${change.officeId}, ${input.name}, ${input.kind}, ${filterJson(input)}::jsonb, ${change.rev}) returning id`.execute(change.tx);
  const id = rows[0]?.id as string;
  if (input.kind === 'filtered') await refreshFilteredSets(change, undefined, id);
  return id;
}

export async function updateSet(db: Sql, author: Author, id: string, version: string, input: SetInput): Promise<SetRecord> {
  return changeOffice(db, author, async (change) => {
    const present = await getSet(change.tx, author.officeId, id);
    if (present.version !== version) throw stale('SET');
    await assertNameFree(change, input.name, id);
    await sql`
      update office_set set name = ${input.name}, kind = ${input.kind}, filter = ${filterJson(input)}::jsonb, rev = ${change.rev}, updated_at = now()
      where id = ${id}`.execute(change.tx);
    // A SET that becomes plain keeps the members that it has.
    if (input.kind === 'filtered') await refreshFilteredSets(change, undefined, id);
    return getSet(change.tx, author.officeId, id);
  });
}

export async function deleteSet(db: Sql, author: Author, id: string, version: string): Promise<void> {
  await changeOffice(db, author, async (change) => {
    const present = await getSet(change.tx, author.officeId, id);
    if (present.version !== version) throw stale('SET');
    await sql`update office_set set deleted_at = now(), updated_at = now(), rev = ${change.rev} where id = ${id}`.execute(change.tx);
  });
}

export async function changeSetMembers(db: Sql, author: Author, id: string, add: readonly string[], remove: readonly string[]): Promise<SetRecord> {
  return changeOffice(db, author, async (change) => {
    await changeMembers(change, id, add, remove);
    return getSet(change.tx, author.officeId, id);
  });
}

/** Who would be in a filtered SET with this rule; the first 50 by name. */
export async function previewFilter(db: Sql, officeId: string, filter: SetFilter): Promise<{ count: number; contacts: ContactListRow[] }> {
  const where = sql`c.office_id = ${officeId} and c.deleted_at is null and ${filterCondition(filter)}`;
  const { rows } = await readListRows(db, where, 50);
  const counted = await sql<{ count: number }>`select count(*)::int as count from contact c where ${where}`.execute(db);
  return { count: counted.rows[0]?.count ?? 0, contacts: rows.map(listRow) };
}

function filterJson(input: SetInput): string | null {
  return input.kind === 'filtered' ? JSON.stringify(input.filter) : null;
}

async function assertNameFree(change: OfficeChange, name: string, except?: string): Promise<void> {
  const { rows } = await sql`
    select 1 from office_set
    where office_id = ${change.officeId} and lower(name) = lower(${name}) and deleted_at is null and id is distinct from ${except ?? null}::uuid`.execute(change.tx);
  if (rows.length > 0) throw new OfficeError('invalid', `SET name: there is a SET named "${name}" already.`, 'Choose another name.', 'name');
}
