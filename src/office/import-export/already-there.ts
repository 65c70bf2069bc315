// Which activities and tasks of a file the office holds already. In: what was read from the
// file, and whose it is. Out: what is new, and a remark for each that is there.
// Known by the UID that it was imported with, by our own UID of an export, or by the same
// subject and time. Never here: a change of what is there; a file does not overwrite it.

import { sql } from 'kysely';
import type { When } from '../../core/item.ts';
import { epochOf } from '../../core/occurrence.ts';
import type { Sql } from '../../store/open.ts';
import type { ActivityInput, TaskInput } from '../input.ts';
import { ownUid } from './own-uid.ts';
import type { FileEntry, ImportProblem } from './report.ts';

interface Present {
  readonly id: string;
  readonly uid: string | null;
  readonly content: string;
}

export interface Parted<T> {
  readonly fresh: readonly FileEntry<T>[];
  readonly known: readonly ImportProblem[];
}

export async function partActivities(db: Sql, ownerId: string, entries: readonly FileEntry<ActivityInput>[]): Promise<Parted<ActivityInput>> {
  if (entries.length === 0) return { fresh: [], known: [] };
  const { rows } = await sql<{ id: string; uid: string | null; subject: string; start: string; start_zone: string | null; end: string; end_zone: string | null; recurrence: readonly string[] }>`
    select id, import_uid as uid, subject, to_char(start_local, 'YYYY-MM-DD"T"HH24:MI:SS') as start, start_zone, to_char(end_local, 'YYYY-MM-DD"T"HH24:MI:SS') as "end", end_zone, recurrence
    from activity where owner_id = ${ownerId} and deleted_at is null and (import_uid = any(${uidsOf(entries)}::text[]) or id::text = any(${ownIds(entries)}::text[]) or subject = any(${entries.map(({ input }) => input.subject)}::text[]))`.execute(db);
  const whenOf = (local: string, zone: string | null): When => (zone === null ? { date: local.slice(0, 10) } : { local, zone });
  const present = rows.map((row): Present => ({ id: row.id, uid: row.uid, content: activityContent(row.subject, whenOf(row.start, row.start_zone), whenOf(row.end, row.end_zone), row.recurrence) }));
  return part(entries, present, (input) => activityContent(input.subject, input.start as When, input.end as When, input.recurrence ?? []), 'activity');
}

export async function partTasks(db: Sql, ownerId: string, entries: readonly FileEntry<TaskInput>[]): Promise<Parted<TaskInput>> {
  if (entries.length === 0) return { fresh: [], known: [] };
  const { rows } = await sql<{ id: string; uid: string | null; subject: string; due: string | null; time: string | null }>`
    select id, import_uid as uid, subject, due_date::text as due, to_char(due_time, 'HH24:MI') as time
    from task where owner_id = ${ownerId} and deleted_at is null and (import_uid = any(${uidsOf(entries)}::text[]) or id::text = any(${ownIds(entries)}::text[]) or subject = any(${entries.map(({ input }) => input.subject)}::text[]))`.execute(db);
  const present = rows.map(({ id, uid, subject, due, time }): Present => ({ id, uid, content: taskContent(subject, due ?? undefined, time ?? undefined) }));
  return part(entries, present, (input) => taskContent(input.subject, input.dueDate, input.dueTime), 'task');
}

function part<T>(entries: readonly FileEntry<T>[], present: readonly Present[], contentOf: (input: T) => string, what: string): Parted<T> {
  const uids = new Set(present.flatMap(({ id, uid }) => [ownUid(id), ...(uid === null ? [] : [uid])]));
  const contents = new Set(present.map(({ content }) => content));
  const fresh: FileEntry<T>[] = [];
  const known: ImportProblem[] = [];
  for (const entry of entries) {
    const byUid = entry.uid !== undefined && uids.has(entry.uid);
    if (!byUid && !contents.has(contentOf(entry.input))) {
      fresh.push(entry);
      continue;
    }
    const reason = byUid ? `The office holds this ${what} already.` : `The office holds a${what === 'activity' ? 'n' : ''} ${what} with the same subject and time already.`;
    known.push({ line: entry.line, name: entry.name, reason, remedy: 'Nothing needs to be done; what the office holds stays as it is.', effect: 'left out' });
  }
  return { fresh, known };
}

function uidsOf(entries: readonly FileEntry<unknown>[]): readonly string[] {
  return entries.flatMap(({ uid }) => (uid === undefined ? [] : [uid]));
}

function ownIds(entries: readonly FileEntry<unknown>[]): readonly string[] {
  return uidsOf(entries).flatMap((uid) => (uid === ownUid(uid.slice(0, 36)) ? [uid.slice(0, 36)] : []));
}

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

function activityContent(subject: string, start: When, end: When, recurrence: readonly string[]): string {
  return JSON.stringify([words(subject), 'date' in start, epochOf(start), epochOf(end), recurrence.length > 0]);
}

function taskContent(subject: string, due: string | undefined, time: string | undefined): string {
  return JSON.stringify([words(subject), due ?? '', time?.slice(0, 5) ?? '']);
}
