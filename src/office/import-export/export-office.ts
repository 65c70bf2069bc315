// Takes the office's contacts, and a user's activities and tasks, out as files. In: the office
// or the owner. Out: text of a vCard, CSV or iCalendar file. Office-only fields of a contact
// (tax id, client status, client type, source) are in none of them.

import { sql } from 'kysely';
import type { Sql } from '../../store/open.ts';
import { readActivityRecords } from '../activity-record.ts';
import { readContactRecords } from '../contact-record.ts';
import type { ContactRecord } from '../contact-record.ts';
import { getSet } from '../sets.ts';
import { readTaskRecords } from '../tasks.ts';
import { writeCsv } from './csv-write.ts';
import { writeCalendar } from './ics-write.ts';
import { writeVcards } from './vcard-write.ts';
import type { VcardVersion } from './vcard-write.ts';

export async function exportVcards(db: Sql, officeId: string, options: { readonly setId?: string | undefined; readonly version: VcardVersion }): Promise<string> {
  return writeVcards(await contactsOf(db, officeId, options.setId), options.version);
}

export async function exportCsv(db: Sql, officeId: string, options: { readonly setId?: string | undefined }): Promise<string> {
  return writeCsv(await contactsOf(db, officeId, options.setId));
}

/** `zone`: the user's, for due times of tasks. */
export async function exportCalendar(db: Sql, ownerId: string, options: { readonly zone: string; readonly now: Temporal.Instant }): Promise<string> {
  const activities = await readActivityRecords(db, sql`a.owner_id = ${ownerId} and a.deleted_at is null`, sql`a.start_local, a.id`);
  const tasks = await readTaskRecords(db, sql`t.owner_id = ${ownerId} and t.deleted_at is null`);
  return writeCalendar(activities, tasks, options);
}

async function contactsOf(db: Sql, officeId: string, setId: string | undefined): Promise<readonly ContactRecord[]> {
  if (setId !== undefined) await getSet(db, officeId, setId);
  const member = setId === undefined ? sql`true` : sql`c.id in (select m.contact_id from set_member m where m.set_id = ${setId} and m.removed_at is null)`;
  return readContactRecords(db, sql`c.office_id = ${officeId} and c.deleted_at is null and ${member}`);
}
