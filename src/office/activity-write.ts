// Writing activities inside a change of the office. In: whole activities. Out: rows that
// carry the change's number. Participants keep their rows where their id is known.
// Never here: checks of versions, or of who owns what (activities.ts, the replica).

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { activityColumns } from './activity-record.ts';
import type { ActivityFields, ActivityRecord, ParticipantFields } from './activity-record.ts';
import type { OfficeChange } from './change.ts';

export interface NewActivity {
  readonly id?: string | undefined;
  readonly ownerId: string;
  readonly createdFor?: string | undefined;
  /** UID of the entry of a file. */
  readonly importUid?: string | undefined;
  /** iCalUID of the event at Google that it is made of. */
  readonly uid?: string | undefined;
  readonly fields: ActivityFields;
}

const columns = sql.raw(`type, sub_type, status, priority, subject, location, notes, all_day, start_local, start_zone, end_local, end_zone,
  private, show_as, reminder, recurrence, occurrences, range_from, range_until, search_text, calendar`);

/** Any number of activities in two statements. */
export async function insertActivities(change: OfficeChange, activities: readonly NewActivity[]): Promise<readonly string[]> {
  if (activities.length === 0) return [];
  const rows = activities.map((activity) => ({
    ...activityColumns(activity.fields),
    id: activity.id ?? randomUUID(),
    owner_id: activity.ownerId,
    created_for: activity.createdFor ?? null,
    import_uid: activity.importUid ?? null,
    ical_uid: activity.uid ?? null,
  }));
  await sql`
    insert into activity (id, office_id, owner_id, rev, created_for, import_uid, ical_uid, ${columns})
    select id, ${change.officeId}, owner_id, ${change.rev}, created_for, import_uid, ical_uid, ${columns}
    from jsonb_populate_recordset(null::activity, ${JSON.stringify(rows)}::jsonb)`.execute(change.tx);
  const ids = rows.map((row) => row.id);
  await insertParticipants(change, activities.flatMap((activity, index) => participantRows(ids[index] as string, activity.fields.participants ?? [], new Set())));
  return ids;
}

/** Replaces the activity's fields, and brings it back if it was deleted. Which calendar it is or was shown from stays. */
export async function rewriteActivity(change: OfficeChange, present: ActivityRecord, fields: ActivityFields): Promise<void> {
  await sql`
    update activity a set (${columns}) = (n.type, n.sub_type, n.status, n.priority, n.subject, n.location, n.notes, n.all_day, n.start_local, n.start_zone,
        n.end_local, n.end_zone, n.private, n.show_as, n.reminder, n.recurrence, n.occurrences, n.range_from, n.range_until, n.search_text, n.calendar),
      rev = ${change.rev}, updated_at = now(), deleted_at = null
    from jsonb_populate_record(null::activity, ${JSON.stringify(activityColumns({ ...fields, calendar: fields.calendar ?? present.calendar ?? present.keptFrom }))}::jsonb) n
    where a.id = ${present.id}`.execute(change.tx);
  const given = JSON.stringify(fields.participants ?? []);
  if (given === JSON.stringify(present.participants)) return;
  const known = new Set(present.participants.map((one) => one.id));
  await sql`delete from activity_participant where activity_id = ${present.id}`.execute(change.tx);
  await insertParticipants(change, participantRows(present.id, fields.participants ?? [], known));
}

export async function setActivityStatus(change: OfficeChange, id: string, status: 'active' | 'done' | 'canceled'): Promise<void> {
  await sql`update activity set status = ${status}, updated_at = now(), rev = ${change.rev} where id = ${id}`.execute(change.tx);
}

/** The row stays, so that an undo can bring it back under the same id. */
export async function markActivityDeleted(change: OfficeChange, id: string): Promise<void> {
  await sql`update activity set deleted_at = now(), updated_at = now(), rev = ${change.rev} where id = ${id}`.execute(change.tx);
}

function participantRows(activityId: string, participants: readonly ParticipantFields[], known: Set<string>) {
  return participants.map((one, position) => ({
    id: one.id !== undefined && known.delete(one.id) ? one.id : randomUUID(),
    activity_id: activityId,
    position,
    contact_id: one.contactId ?? null,
    email: one.email ?? null,
    name: one.name ?? null,
    response: one.response ?? null,
    optional: one.optional === true,
    organizer: one.organizer === true,
  }));
}

async function insertParticipants(change: OfficeChange, rows: ReturnType<typeof participantRows>): Promise<void> {
  if (rows.length === 0) return;
  // Name and e-mail of a contact are taken down now: an activity may not change without its number
  // changing. A contact of another office is nobody here: only what was written of it stays.
  await sql`
    insert into activity_participant (id, activity_id, position, contact_id, email, name, response, optional, organizer)
    select p.id, p.activity_id, p.position, c.id,
      coalesce(p.email, (select e.value from contact_email e where e.contact_id = c.id order by e.preferred desc, e.position limit 1)),
      coalesce(p.name, nullif(concat_ws(' ', c.given_name, c.family_name), ''), c.company, case when c.id is null and p.email is null then '(unknown)' end),
      p.response, p.optional, p.organizer
    from jsonb_populate_recordset(null::activity_participant, ${JSON.stringify(rows)}::jsonb) p
    left join contact c on c.id = p.contact_id and c.office_id = ${change.officeId}`.execute(change.tx);
}
