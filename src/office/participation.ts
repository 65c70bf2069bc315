// Who sees an activity and who may change it. In: a user; a record. Out: a condition in SQL
// over the activity `a`; a refusal. A user is known as a participant by the address of
// sign-in and by that of the Google account. Never: anybody else who sees it [R36].

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Sql } from '../store/open.ts';
import type { ActivityRecord } from './activity-record.ts';
import { OfficeError } from './errors.ts';

const addressesOf = (userId: string): RawBuilder<unknown> => sql`
  (select lower(email) from app_user where id = ${userId} union select lower(google_email) from account where user_id = ${userId} and google_email is not null)`;

/** Of the user's own office only: an address may be known in several. */
export function isSeenBy(userId: string): RawBuilder<unknown> {
  return sql`a.id in (
    select id from activity where owner_id = ${userId}
    union select p.activity_id from activity_participant p join activity i on i.id = p.activity_id
      where lower(p.email) in ${addressesOf(userId)} and i.office_id = (select office_id from app_user where id = ${userId}))`;
}

/** The owner, and who organizes the meeting: others only take part in it. */
export async function assertMayChange(db: Sql, userId: string, activity: ActivityRecord): Promise<void> {
  if (activity.ownerId === userId) return;
  const organizers = activity.participants.flatMap((one) => (one.organizer === true && one.email !== undefined ? [one.email.trim().toLowerCase()] : []));
  const { rows } = await sql<{ one: number }>`select 1 as one where array(select * from ${addressesOf(userId)} own) && ${organizers}::text[]`.execute(db);
  if (rows.length > 0) return;
  throw new OfficeError('invalid', 'You take part in this activity; it is a colleague’s.', 'Ask the owner or the organizer to change it.');
}

/** What is only shown from a calendar of Google is changed there [R37]. */
export function assertNotShown({ calendar }: ActivityRecord): void {
  if (calendar !== undefined) throw new OfficeError('invalid', `This activity is shown from the Google calendar ${calendar}.`, 'Whoever may change that calendar changes it in Google. You can delete it here; in Google it stays.');
}
