// A user's activities as a replica. In: the account. Out: every activity of its user, and as
// `invited` those of colleagues in which the user takes part; nobody else's is read [R36]. A
// canceled one reads as gone, since nobody sees it in a calendar, and deleting one cancels it.
// Type, sub-type, status and priority stay as they are whatever the other side says: a done
// activity stays done. Participants without an e-mail are no guests and stay untouched.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { nameOfGuest } from '../../core/guest-list.ts';
import type { EventItem, Guest } from '../../core/item.ts';
import { readActivityRecords } from '../../office/activity-record.ts';
import type { ActivityFields, ActivityRecord, ParticipantFields } from '../../office/activity-record.ts';
import { insertActivities, rewriteActivity, setActivityStatus } from '../../office/activity-write.ts';
import { activityTypes, priorities } from '../../office/input.ts';
import type { Sql } from '../../store/open.ts';
import type { Replica } from '../replica.ts';
import type { OfficeAccount } from './account.ts';
import { replicaOfRows } from './rows.ts';
import type { Wanted } from './rows.ts';

export function officeEvents(db: Sql, account: OfficeAccount): Replica {
  const emails = [...new Set(account.emails)].sort();
  const named = sql`lower(p.email) = any(${emails}::text[])`;
  const takesPart = sql`exists (select from activity_participant p where p.activity_id = a.id and ${named})`;
  // Each in the way in which its index is used: few rows have changed, many are a user's own.
  const mine = (wanted: Wanted): RawBuilder<unknown> => {
    if (wanted !== 'all') return sql`(a.owner_id = ${account.userId} or ${takesPart})`;
    return sql`a.id in (select id from activity where owner_id = ${account.userId} union select p.activity_id from activity_participant p where ${named})`;
  };
  return replicaOfRows<'event', ActivityRecord>(db, account, {
    kind: 'event',
    scope: [account.userId, ...emails].join(' '),
    list: (from, wanted) => readActivityRecords(from, sql`a.office_id = ${account.officeId} and ${mine(wanted)} and ${condition(wanted)}`),
    isGone: (row) => row.deleted || row.status === 'canceled',
    versionOf: (row) => row.version,
    revisedOf: (row) => row.updatedAt,
    // What was shown from a calendar of Google is never sent to another.
    inScope: (row) => row.ownerId === account.userId && row.calendar === undefined,
    isInvited: (row) => row.ownerId !== account.userId,

    async hidden(from, since) {
      const { rows } = await sql<{ id: string }>`select a.id from activity a where a.office_id = ${account.officeId} and a.rev > ${since}::bigint and not (a.owner_id = ${account.userId} or ${takesPart})`.execute(from);
      return rows.map(({ id }) => id);
    },

    async taken(from, uids) {
      if (uids.length === 0 || emails.length === 0) return new Set();
      const { rows } = await sql<{ uid: string }>`
        select distinct a.ical_uid as uid from activity a
        where a.office_id = ${account.officeId} and a.ical_uid = any(${uids as string[]}::text[]) and a.owner_id <> ${account.userId} and a.deleted_at is null and a.status <> 'canceled' and ${takesPart}`.execute(from);
      return new Set(rows.map(({ uid }) => uid));
    },

    toItem: eventItemOf,

    async insert(change, created) {
      await insertActivities(change, created.map(({ id, createdFor, uid, item }) => ({ id, createdFor, uid, ownerId: account.userId, fields: fieldsOf(item, undefined) })));
    },

    async rewrite(change, row, item, changes) {
      const fields = fieldsOf(item, row);
      await rewriteActivity(change, row, changes === 'restore' && row.status === 'canceled' ? { ...fields, status: 'active' } : fields);
      return undefined;
    },

    remove: (change, row) => setActivityStatus(change, row.id, 'canceled'),
  });
}

function condition(wanted: Wanted) {
  if (wanted === 'all') return sql`a.deleted_at is null and a.status <> 'canceled'`;
  if ('ids' in wanted) return sql`a.id = any(${wanted.ids}::uuid[])`;
  if ('createdFor' in wanted) return sql`a.created_for = ${wanted.createdFor}`;
  return sql`a.rev > ${wanted.since}::bigint`;
}

export function eventItemOf(row: ActivityRecord): EventItem {
  const guests = row.participants.flatMap((one): Guest[] =>
    one.email === undefined ? [] : [{ email: one.email, name: one.name, optional: one.optional, organizer: one.organizer, response: one.response }],
  );
  // In the order of canonical texts.
  return {
    activitySubType: row.subType,
    activityType: row.type,
    attending: row.participants.length === 0 ? undefined : row.participants.map(nameOfGuest),
    busy: row.showAs === 'free' ? false : undefined,
    calendar: row.calendar,
    description: row.notes,
    end: row.end,
    guests: guests.length === 0 ? undefined : guests,
    kind: 'event',
    location: row.location,
    occurrences: row.occurrences.length === 0 ? undefined : row.occurrences,
    priority: row.priority,
    private: row.private ? true : undefined,
    recurrence: row.recurrence.length === 0 ? undefined : row.recurrence,
    reminder: row.reminder,
    start: row.start,
    title: row.subject === '' ? undefined : row.subject,
  };
}

function fieldsOf(item: EventItem, present: ActivityRecord | undefined): ActivityFields {
  const usual = (item.guests ?? []).length > 0 ? 'Meeting' : 'Appointment';
  return {
    type: activityTypes.find((type) => type === item.activityType) ?? present?.type ?? usual,
    subType: item.activitySubType ?? present?.subType,
    status: present?.status ?? 'active',
    priority: priorities.find((priority) => priority === item.priority) ?? present?.priority ?? 'Normal',
    subject: item.title ?? '',
    location: item.location,
    notes: item.description,
    start: item.start,
    end: item.end,
    private: item.private === true,
    showAs: item.busy === false ? 'free' : 'busy',
    reminder: item.reminder,
    participants: participantsOf(item.guests ?? [], present?.participants ?? []),
    recurrence: item.recurrence,
    occurrences: item.occurrences,
    calendar: item.calendar,
  };
}

/** In the order that the office has; guests that it did not have yet come last. */
function participantsOf(guests: readonly Guest[], present: readonly ParticipantFields[]): readonly ParticipantFields[] {
  const left = new Map(guests.map((guest) => [guest.email.trim().toLowerCase(), guest]));
  const kept = present.flatMap((one): ParticipantFields[] => {
    if (one.email === undefined) return [one];
    const key = one.email.trim().toLowerCase();
    const guest = left.get(key);
    left.delete(key);
    return guest === undefined ? [] : [{ ...one, ...withoutAbsent(guest) }];
  });
  return [...kept, ...left.values()];
}

function withoutAbsent<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}
