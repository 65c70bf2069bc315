// An activity as the office holds it, how it is read, and its row. In: a condition in SQL,
// or the fields of an activity. Out: whole records with their participants; rows with the
// range of time that all occurrences cover.
// Never here: a rule of what a user may see; callers name the owner.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Occurrence, When } from '../core/item.ts';
import { epochOf, expandSeries, rangeOf, RecurrenceError } from '../core/occurrence.ts';
import type { Series } from '../core/occurrence.ts';
import type { Sql } from '../store/open.ts';
import { OfficeError } from './errors.ts';
import { searchText, withoutNulls } from './text.ts';

export type ActivityStatus = 'active' | 'done' | 'canceled';
export type Response = 'needsAction' | 'accepted' | 'declined' | 'tentative';

export interface Participant {
  readonly id: string;
  readonly contactId?: string;
  readonly email?: string;
  readonly name?: string;
  readonly response?: Response;
  readonly optional?: boolean;
  readonly organizer?: boolean;
}

export interface ActivityRecord {
  readonly id: string;
  readonly version: string;
  readonly ownerId: string;
  readonly type: string;
  readonly subType?: string;
  readonly status: ActivityStatus;
  readonly priority: string;
  readonly subject: string;
  readonly location?: string;
  readonly notes?: string;
  readonly start: When;
  readonly end: When;
  readonly private: boolean;
  readonly showAs: 'busy' | 'free';
  readonly reminder?: number;
  readonly participants: readonly Participant[];
  readonly recurrence: readonly string[];
  readonly occurrences: readonly Occurrence[];
  readonly createdFor?: string;
  /** iCalUID of the event that it was made of. */
  readonly uid?: string;
  /** Name of the Google calendar that it is only shown from: nobody changes it here. */
  readonly calendar?: string;
  /** The one that it was shown from before it was kept here: the office's own now, and of no calendar of Google. */
  readonly keptFrom?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deleted: boolean;
}

export interface ParticipantFields {
  readonly id?: string | undefined;
  readonly contactId?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly response?: Response | undefined;
  readonly optional?: boolean | undefined;
  readonly organizer?: boolean | undefined;
}

export interface ActivityFields {
  readonly type: string;
  readonly subType?: string | undefined;
  readonly status: ActivityStatus;
  readonly priority: string;
  readonly subject: string;
  readonly location?: string | undefined;
  readonly notes?: string | undefined;
  readonly start: When;
  readonly end: When;
  readonly private: boolean;
  readonly showAs: 'busy' | 'free';
  readonly reminder?: number | undefined;
  readonly participants?: readonly ParticipantFields[] | undefined;
  readonly recurrence?: readonly string[] | undefined;
  readonly occurrences?: readonly Occurrence[] | undefined;
  readonly calendar?: string | undefined;
}

type RecordRead = Omit<ActivityRecord, 'start' | 'end'> & {
  readonly startLocal: string;
  readonly startZone?: string;
  readonly endLocal: string;
  readonly endZone?: string;
};

/** `where` and `order` speak of the activity as `a`. */
export async function readActivityRecords(db: Sql, where: RawBuilder<unknown>, order: RawBuilder<unknown> = sql`a.id`, limit?: number): Promise<ActivityRecord[]> {
  const { rows } = await sql<{ record: { readonly [K in keyof RecordRead]: RecordRead[K] | null } }>`
    select json_build_object(
      'id', a.id, 'version', a.rev::text, 'ownerId', a.owner_id, 'type', a.type, 'subType', a.sub_type, 'status', a.status, 'priority', a.priority,
      'subject', a.subject, 'location', a.location, 'notes', a.notes,
      'startLocal', to_char(a.start_local, 'YYYY-MM-DD"T"HH24:MI:SS'), 'startZone', a.start_zone,
      'endLocal', to_char(a.end_local, 'YYYY-MM-DD"T"HH24:MI:SS'), 'endZone', a.end_zone,
      'private', a.private, 'showAs', a.show_as, 'reminder', a.reminder, 'recurrence', a.recurrence, 'occurrences', a.occurrences,
      'participants', (
        select coalesce(json_agg(json_strip_nulls(json_build_object(
          'id', p.id, 'contactId', p.contact_id,
          'email', p.email, 'name', p.name, 'response', p.response, 'optional', nullif(p.optional, false), 'organizer', nullif(p.organizer, false)
        )) order by p.position, p.id), '[]')
        from activity_participant p where p.activity_id = a.id),
      'createdFor', a.created_for, 'uid', a.ical_uid, 'calendar', a.calendar, 'createdAt', a.created_at, 'updatedAt', a.updated_at, 'deleted', a.deleted_at is not null
    ) as record
    from activity a where ${where} order by ${order} ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db);
  return rows.map(({ record }) => {
    const { startLocal, startZone, endLocal, endZone, ...rest } = withoutNulls<RecordRead>(record);
    return { ...rest, start: whenOf(startLocal, startZone), end: whenOf(endLocal, endZone) };
  });
}

function whenOf(local: string, zone: string | undefined): When {
  return zone === undefined ? { date: local.slice(0, 10) } : { local, zone };
}

/** The columns of an activity. Recurrence lines that we cannot read are kept as they came. */
export function activityColumns(fields: ActivityFields) {
  const recurrence = fields.recurrence ?? [];
  const occurrences = recurrence.length === 0 ? [] : (fields.occurrences ?? []);
  const range = coveredRange({ start: fields.start, end: fields.end, recurrence, occurrences });
  const text = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
  return {
    type: fields.type,
    sub_type: text(fields.subType),
    status: fields.status,
    priority: fields.priority,
    subject: fields.subject,
    location: text(fields.location),
    notes: text(fields.notes),
    all_day: 'date' in fields.start,
    start_local: 'date' in fields.start ? fields.start.date : fields.start.local,
    start_zone: 'date' in fields.start ? null : fields.start.zone,
    end_local: 'date' in fields.end ? fields.end.date : fields.end.local,
    end_zone: 'date' in fields.end ? null : fields.end.zone,
    private: fields.private,
    show_as: fields.showAs,
    reminder: fields.reminder ?? null,
    calendar: text(fields.calendar),
    recurrence,
    occurrences,
    range_from: new Date(range.from).toISOString(),
    range_until: range.until === undefined ? null : new Date(range.until).toISOString(),
    search_text: searchText([fields.subject, fields.location, fields.type, ...(fields.participants ?? []).flatMap((one) => [one.name, one.email])]),
  };
}

function coveredRange(series: Series): ReturnType<typeof rangeOf> {
  try {
    return rangeOf(series);
  } catch (error) {
    if (!(error instanceof RecurrenceError)) throw error;
    return { from: epochOf(series.start) };
  }
}

/** For what a person or a file brings: OfficeError where the recurrence cannot be read. */
export function assertReadableSeries(series: Series): void {
  try {
    const from = epochOf(series.start);
    expandSeries(series, { from, to: from + 1 });
    rangeOf(series);
  } catch (error) {
    if (!(error instanceof RecurrenceError)) throw error;
    throw new OfficeError('invalid', `Recurrence: ${error.message}`, 'Choose how often the activity recurs again.', 'recurrence');
  }
}
