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

/** Who is invited to one occurrence only has an activity of that: nobody who sees the series sees it twice. */
const ofSeenSeries = (userId: string): RawBuilder<unknown> => sql`(i.ical_uid like '%#%' and exists (
  select from activity s where s.office_id = i.office_id and s.ical_uid = split_part(i.ical_uid, '#', 1) and s.deleted_at is null and s.status <> 'canceled'
    and (s.owner_id = ${userId} or exists (select from activity_participant o where o.activity_id = s.id and lower(o.email) in ${addressesOf(userId)}))))`;

/** Of the user's own office only: an address may be known in several. */
export function isSeenBy(userId: string): RawBuilder<unknown> {
  return sql`a.id in (
    select id from activity where owner_id = ${userId}
    union select p.activity_id from activity_participant p join activity i on i.id = p.activity_id
      where lower(p.email) in ${addressesOf(userId)} and i.office_id = (select office_id from app_user where id = ${userId}) and not coalesce(${ofSeenSeries(userId)}, false))`;
}

type Kept = Pick<ActivityRecord, 'id' | 'ownerId' | 'participants'>;

const folded = (address: string): string => address.trim().toLowerCase();

function organizersOf({ participants }: Kept): readonly string[] {
  return participants.flatMap((one) => (one.organizer === true && one.email !== undefined ? [folded(one.email)] : []));
}

/**
 * Which of these a colleague changes and not the user, and that colleague's name: who organizes
 * the meeting, whoever's synchronization brought it first; without an organizer, the owner.
 */
export async function keptByColleagues(db: Sql, userId: string, activities: readonly Kept[]): Promise<ReadonlyMap<string, string>> {
  const open = activities.filter((one) => one.ownerId !== userId || organizersOf(one).length > 0);
  if (open.length === 0) return new Map();
  const own = await sql<{ email: string }>`select * from ${addressesOf(userId)} own (email)`.execute(db);
  const mine = new Set(own.rows.map(({ email }) => email));
  const theirs = open.filter((one) => organizersOf(one).every((email) => !mine.has(email)));
  if (theirs.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string; emails: readonly string[] }>`
    select u.id::text as id, u.full_name as name, array_remove(array[lower(u.email), lower(a.google_email)], null) as emails
    from app_user u left join account a on a.user_id = u.id
    where u.office_id = (select office_id from app_user where id = ${userId}) and u.id <> ${userId}
      and (u.id::text = any(${theirs.map(({ ownerId }) => ownerId)}::text[]) or lower(u.email) = any(${theirs.flatMap(organizersOf)}::text[]) or lower(a.google_email) = any(${theirs.flatMap(organizersOf)}::text[]))`.execute(db);
  return new Map(
    theirs.flatMap((one) => {
      const organizers = organizersOf(one);
      const keeper = rows.find(({ emails }) => emails.some((email) => organizers.includes(email))) ?? rows.find(({ id }) => id === one.ownerId);
      return keeper === undefined ? [] : [[one.id, keeper.name] as const];
    }),
  );
}

export async function assertMayChange(db: Sql, userId: string, activity: ActivityRecord): Promise<void> {
  const keeper = (await keptByColleagues(db, userId, [activity])).get(activity.id);
  if (keeper === undefined) return;
  throw new OfficeError('invalid', `You take part in this activity; it is ${keeper}’s.`, `Ask ${keeper} to change it.`);
}

/** What was shown and kept when its calendar was left off, or its event deleted, is shown from nowhere: it is the office's own [R37]. */
export async function asKept(db: Sql, activities: readonly ActivityRecord[]): Promise<ActivityRecord[]> {
  const ids = activities.flatMap(({ id, calendar }) => (calendar === undefined ? [] : [id]));
  if (ids.length === 0) return [...activities];
  const { rows } = await sql<{ id: string }>`
    select distinct office_id as id from link where kind = 'event' and office_id = any(${ids}::text[]) and google_base->>'gone' is distinct from 'true'`.execute(db);
  const shown = new Set(rows.map(({ id }) => id));
  return activities.map((one) => {
    if (one.calendar === undefined || shown.has(one.id)) return one;
    const { calendar, ...rest } = one;
    return { ...rest, keptFrom: calendar };
  });
}

/** What is only shown from a calendar of Google is changed there [R37]. */
export function assertNotShown({ calendar }: ActivityRecord): void {
  if (calendar !== undefined) throw new OfficeError('invalid', `This activity is shown from the Google calendar ${calendar}.`, 'Whoever may change that calendar changes it in Google. You can delete it here; in Google it stays.');
}
