// Membership of contacts in SETs. In: contacts that were written, or a SET whose rule
// changed, or whom a person puts in and takes out. Out: rows of set_member that carry the
// change's number; leaving marks the row and never touches the contact.
// Never here: a filtered SET's members decided by anything but its rule.

import { sql } from 'kysely';
import type { OfficeChange } from './change.ts';
import { OfficeError } from './errors.ts';
import { setFilterSchema } from './input.ts';
import type { SetFilter } from './input.ts';
import { filterCondition } from './set-filter.ts';

/** Brings the filtered SETs up to date with these contacts (all of the office's, without `contactIds`). */
export async function refreshFilteredSets(change: OfficeChange, contactIds?: readonly string[], setId?: string): Promise<void> {
  const { rows } = await sql<{ id: string; filter: unknown }>`
    select id, filter from office_set
    where office_id = ${change.officeId} and kind = 'filtered' and deleted_at is null
      and (${setId ?? null}::uuid is null or id = ${setId ?? null}::uuid)`.execute(change.tx);
  for (const row of rows) await refreshMembers(change, row.id, setFilterSchema.parse(row.filter), contactIds);
}

async function refreshMembers(change: OfficeChange, setId: string, filter: SetFilter, contactIds: readonly string[] | undefined): Promise<void> {
  const among = contactIds === undefined ? sql`true` : sql`c.id = any(${contactIds}::uuid[])`;
  await sql`
    with belongs as (
      select c.id from contact c
      where c.office_id = ${change.officeId} and c.deleted_at is null and ${among} and ${filterCondition(filter)}
    ), enter as (
      insert into set_member (set_id, contact_id, rev)
      select ${setId}, id, ${change.rev}::bigint from belongs
      on conflict (set_id, contact_id) do update set rev = excluded.rev, removed_at = null where set_member.removed_at is not null
    )
    update set_member m set removed_at = now(), rev = ${change.rev}
    from contact c
    where m.set_id = ${setId} and m.removed_at is null and c.id = m.contact_id and ${among}
      and not exists (select from belongs where belongs.id = m.contact_id)`.execute(change.tx);
}

export async function changeMembers(change: OfficeChange, setId: string, add: readonly string[], remove: readonly string[]): Promise<void> {
  const { rows } = await sql<{ kind: 'plain' | 'filtered'; name: string }>`
    select kind, name from office_set where id = ${setId} and office_id = ${change.officeId} and deleted_at is null`.execute(change.tx);
  const set = rows[0];
  if (set === undefined) throw new OfficeError('not-found', 'This SET does not exist any more.', 'Choose another SET.', 'setId');
  if (set.kind === 'filtered') {
    throw new OfficeError('invalid', `The SET "${set.name}" is filtered: its members follow its rule.`, 'Change the rule, or the contact so that the rule holds.', 'setId');
  }
  const { rows: known } = await sql<{ id: string }>`
    select id from contact where office_id = ${change.officeId} and deleted_at is null and id = any(${add}::uuid[])`.execute(change.tx);
  if (known.length < new Set(add).size) throw new OfficeError('not-found', 'A contact that was to be added does not exist any more.', 'Load the list again.', 'add');
  await sql`
    insert into set_member (set_id, contact_id, rev)
    select ${setId}, id, ${change.rev}::bigint from unnest(${[...new Set(add)]}::uuid[]) as id
    on conflict (set_id, contact_id) do update set rev = excluded.rev, removed_at = null where set_member.removed_at is not null`.execute(change.tx);
  await sql`
    update set_member set removed_at = now(), rev = ${change.rev}
    where set_id = ${setId} and contact_id = any(${remove}::uuid[]) and removed_at is null`.execute(change.tx);
}
