// A user's activities, as the user works with them. In: the owner, ids, input that was
// checked, the version that a person saw. Out: records, pages of rows, the calendar of a
// stretch of time with recurring activities expanded. Only the owner and who takes part see it.

import { sql } from 'kysely';
import { z } from 'zod';
import type { Occurrence } from '../core/item.ts';
import { epochOf, expandSeries, RecurrenceError } from '../core/occurrence.ts';
import type { ExpandedOccurrence } from '../core/occurrence.ts';
import type { Sql } from '../store/open.ts';
import { assertReadableSeries, readActivityRecords } from './activity-record.ts';
import type { ActivityRecord, ActivityStatus } from './activity-record.ts';
import { insertActivities, markActivityDeleted, rewriteActivity } from './activity-write.ts';
import { changeOffice } from './change.ts';
import type { Author, OfficeChange } from './change.ts';
import { notFound, stale } from './errors.ts';
import type { ActivityInput } from './input.ts';
import { asKept, assertMayChange, assertNotShown, isSeenBy } from './participation.ts';
import { likePatterns, readPageMark, writePageMark } from './text.ts';

export type Owner = Author & { readonly userId: string };

export interface ActivityListQuery {
  readonly q?: string | undefined;
  readonly status?: ActivityStatus | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const placeInList = z.tuple([z.iso.date().or(z.iso.datetime({ local: true })), z.uuid()]);

/** Latest start first. */
export async function listActivities(db: Sql, ownerId: string, query: ActivityListQuery): Promise<{ activities: ActivityRecord[]; next?: string }> {
  const after = readPageMark(query.after, placeInList);
  const found = await readActivityRecords(
    db,
    sql`${isSeenBy(ownerId)} and a.deleted_at is null
      and ${query.status === undefined ? sql`true` : sql`a.status = ${query.status}`}
      and a.search_text like all (${likePatterns(query.q)}::text[])
      and ${after === undefined ? sql`true` : sql`(a.start_local, a.id) < (${after[0]}::timestamp, ${after[1]}::uuid)`}`,
    sql`a.start_local desc, a.id desc`,
    query.limit + 1,
  );
  const activities = await asKept(db, found.slice(0, query.limit));
  const last = activities.at(-1);
  if (found.length <= query.limit || last === undefined) return { activities };
  return { activities, next: writePageMark(['date' in last.start ? last.start.date : last.start.local, last.id]) };
}

/** Also a deleted or canceled one, which says so. */
export async function findActivity(db: Sql, ownerId: string, id: string): Promise<ActivityRecord | undefined> {
  return (await asKept(db, await readActivityRecords(db, sql`a.id = ${id} and ${isSeenBy(ownerId)}`)))[0];
}

export async function getActivity(db: Sql, ownerId: string, id: string): Promise<ActivityRecord> {
  const record = await findActivity(db, ownerId, id);
  if (record === undefined || record.deleted) throw notFound('activity');
  return record;
}

export async function createActivity(db: Sql, owner: Owner, input: ActivityInput): Promise<ActivityRecord> {
  assertReadableSeries(input);
  return changeOffice(db, owner, async (change) => {
    const [id] = await insertActivities(change, [{ ownerId: owner.userId, fields: input }]);
    return getActivity(change.tx, owner.userId, id as string);
  });
}

export async function updateActivity(db: Sql, owner: Owner, id: string, version: string, input: ActivityInput): Promise<ActivityRecord> {
  assertReadableSeries(input);
  return changeOffice(db, owner, async (change) => {
    const present = await presentActivity(change, owner, id, version);
    // What single occurrences do differently stays, unless the caller says otherwise.
    await rewriteActivity(change, present, { ...input, occurrences: input.occurrences ?? present.occurrences });
    return getActivity(change.tx, owner.userId, id);
  });
}

export async function deleteActivity(db: Sql, owner: Owner, id: string, version: string): Promise<void> {
  await changeOffice(db, owner, async (change) => {
    await presentActivity(change, owner, id, version, 'to delete');
    await markActivityDeleted(change, id);
  });
}

/** Read under the lock of the office: nobody can change it before we do. */
export async function presentActivity(change: OfficeChange, owner: Owner, id: string, version: string, purpose: 'to change' | 'to delete' = 'to change'): Promise<ActivityRecord> {
  const present = await getActivity(change.tx, owner.userId, id);
  await assertMayChange(change.tx, owner.userId, present);
  if (purpose === 'to change') assertNotShown(present);
  if (present.version !== version) throw stale('activity');
  return present;
}

export interface CalendarEntryFound {
  readonly activity: ActivityRecord;
  readonly at: ExpandedOccurrence;
}

export interface CalendarFound {
  readonly entries: readonly CalendarEntryFound[];
  /** Series whose lines cannot be read: named, never dropped silently. */
  readonly problems: readonly { readonly activity: ActivityRecord; readonly why: string }[];
}

/** `from` and `to` are dates in the viewer's zone, `to` exclusive. Canceled activities are hidden. */
export async function calendarBetween(db: Sql, ownerId: string, from: string, to: string, zone: string): Promise<CalendarFound> {
  const first = Temporal.PlainDate.from(from);
  const last = Temporal.PlainDate.from(to);
  const timed = { from: first.toZonedDateTime(zone).epochMilliseconds, to: last.toZonedDateTime(zone).epochMilliseconds };
  // A date has no zone: it belongs to the same date wherever it is looked at.
  const allDay = { from: epochOf({ date: from }), to: epochOf({ date: to }) };
  const candidates = await readActivityRecords(
    db,
    sql`${isSeenBy(ownerId)} and a.deleted_at is null and a.status <> 'canceled'
      and a.range_from < ${new Date(Math.max(timed.to, allDay.to)).toISOString()}::timestamptz
      and (a.range_until is null or a.range_until >= ${new Date(Math.min(timed.from, allDay.from)).toISOString()}::timestamptz)`,
  );
  const entries: CalendarEntryFound[] = [];
  const problems: { activity: ActivityRecord; why: string }[] = [];
  for (const activity of await asKept(db, candidates)) {
    try {
      for (const at of expandSeries(activity, 'date' in activity.start ? allDay : timed)) entries.push({ activity, at });
    } catch (error) {
      if (!(error instanceof RecurrenceError)) throw error;
      problems.push({ activity, why: error.message });
    }
  }
  entries.sort((left, right) => epochOf(left.at.start) - epochOf(right.at.start));
  return { entries, problems };
}

/** Changes or cancels one occurrence of a series; an occurrence that says nothing is as the rule has it. */
export async function changeOccurrence(db: Sql, owner: Owner, id: string, version: string, occurrence: Occurrence): Promise<ActivityRecord> {
  return changeOffice(db, owner, async (change) => {
    const present = await presentActivity(change, owner, id, version);
    if (!isOccurrence(present, occurrence.original)) throw notFound('occurrence');
    const others = present.occurrences.filter((one) => one.original !== occurrence.original);
    const plain = Object.keys(occurrence).length === 1;
    const occurrences = plain ? others : [...others, occurrence].sort((left, right) => (left.original < right.original ? -1 : 1));
    await rewriteActivity(change, present, { ...present, occurrences });
    return getActivity(change.tx, owner.userId, id);
  });
}

function isOccurrence(activity: ActivityRecord, original: string): boolean {
  if (activity.recurrence.length === 0) return false;
  if (activity.occurrences.some((one) => one.original === original)) return true;
  const at = Date.parse(original);
  return expandSeries({ ...activity, occurrences: [] }, { from: at, to: at + 1 }).some((one) => one.original === original);
}
