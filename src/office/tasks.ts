// A user's tasks. In: the owner, ids, input that was checked, the version that a person
// saw. Out: records and pages of them, earliest due first, without a date last. Only the
// owner sees a task. Deleted rows stay, so that an undo restores them under the same id.

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Sql } from '../store/open.ts';
import type { Owner } from './activities.ts';
import { changeOffice } from './change.ts';
import type { OfficeChange } from './change.ts';
import { notFound, stale } from './errors.ts';
import { likePatterns, readPageMark, searchText, withoutNulls, writePageMark } from './text.ts';

export type TaskStatus = 'active' | 'done' | 'canceled';

export interface TaskFields {
  readonly subject: string;
  readonly notes?: string | undefined;
  /** YYYY-MM-DD. */
  readonly dueDate?: string | undefined;
  /** HH:MM, on the wall clock of the owner. */
  readonly dueTime?: string | undefined;
  readonly priority: string;
  readonly status: TaskStatus;
  readonly contactId?: string | undefined;
}

export interface TaskRecord extends TaskFields {
  readonly id: string;
  readonly version: string;
  readonly ownerId: string;
  readonly createdFor?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deleted: boolean;
}

export interface NewTask {
  readonly id?: string | undefined;
  readonly ownerId: string;
  readonly createdFor?: string | undefined;
  /** UID of the entry of a file. */
  readonly importUid?: string | undefined;
  readonly fields: TaskFields;
}

export interface TaskListQuery {
  readonly q?: string | undefined;
  readonly status?: TaskStatus | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** `where` speaks of the task as `t`. */
export async function readTaskRecords(db: Sql, where: RawBuilder<unknown>, limit?: number): Promise<TaskRecord[]> {
  const { rows } = await sql<{ record: { readonly [K in keyof TaskRecord]: TaskRecord[K] | null } }>`
    select jsonb_build_object(
      'id', t.id, 'version', t.rev::text, 'ownerId', t.owner_id, 'subject', t.subject, 'notes', t.notes,
      'dueDate', t.due_date, 'dueTime', to_char(t.due_time, 'HH24:MI'), 'priority', t.priority, 'status', t.status, 'contactId', t.contact_id,
      'createdFor', t.created_for, 'createdAt', t.created_at, 'updatedAt', t.updated_at, 'deleted', t.deleted_at is not null
    ) as record
    from task t where ${where}
    order by coalesce(t.due_date, 'infinity'), t.id ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db);
  return rows.map(({ record }) => withoutNulls<TaskRecord>(record));
}

const placeInList = z.tuple([z.iso.date().nullable(), z.uuid()]);

export async function listTasks(db: Sql, ownerId: string, query: TaskListQuery): Promise<{ tasks: TaskRecord[]; next?: string }> {
  const after = readPageMark(query.after, placeInList);
  const found = await readTaskRecords(
    db,
    sql`t.owner_id = ${ownerId} and t.deleted_at is null
      and ${query.status === undefined ? sql`true` : sql`t.status = ${query.status}`}
      and t.search_text like all (${likePatterns(query.q)}::text[])
      and ${after === undefined ? sql`true` : sql`(coalesce(t.due_date, 'infinity'), t.id) > (${after[0] ?? 'infinity'}::date, ${after[1]}::uuid)`}`,
    query.limit + 1,
  );
  const tasks = found.slice(0, query.limit);
  const last = tasks.at(-1);
  return found.length > query.limit && last !== undefined ? { tasks, next: writePageMark([last.dueDate ?? null, last.id]) } : { tasks };
}

/** Also a deleted one, which says so. */
export async function findTask(db: Sql, ownerId: string, id: string): Promise<TaskRecord | undefined> {
  return (await readTaskRecords(db, sql`t.owner_id = ${ownerId} and t.id = ${id}`))[0];
}

export async function getTask(db: Sql, ownerId: string, id: string): Promise<TaskRecord> {
  const record = await findTask(db, ownerId, id);
  if (record === undefined || record.deleted) throw notFound('task');
  return record;
}

export async function createTask(db: Sql, owner: Owner, fields: TaskFields): Promise<TaskRecord> {
  return changeOffice(db, owner, async (change) => {
    const [id] = await insertTasks(change, [{ ownerId: owner.userId, fields }]);
    return getTask(change.tx, owner.userId, id as string);
  });
}

export async function updateTask(db: Sql, owner: Owner, id: string, version: string, fields: TaskFields): Promise<TaskRecord> {
  return changeOffice(db, owner, async (change) => {
    await presentTask(change, owner, id, version);
    await rewriteTask(change, id, fields);
    return getTask(change.tx, owner.userId, id);
  });
}

export async function deleteTask(db: Sql, owner: Owner, id: string, version: string): Promise<void> {
  await changeOffice(db, owner, async (change) => {
    await presentTask(change, owner, id, version);
    await markTaskDeleted(change, id);
  });
}

async function presentTask(change: OfficeChange, owner: Owner, id: string, version: string): Promise<void> {
  const present = await getTask(change.tx, owner.userId, id);
  if (present.version !== version) throw stale('task');
}

export async function insertTasks(change: OfficeChange, tasks: readonly NewTask[]): Promise<readonly string[]> {
  if (tasks.length === 0) return [];
  const rows = tasks.map((task) => ({ ...taskColumns(task.fields), id: task.id ?? randomUUID(), owner_id: task.ownerId, created_for: task.createdFor ?? null, import_uid: task.importUid ?? null }));
  await sql`
    insert into task (id, office_id, owner_id, rev, created_for, import_uid, contact_id, subject, notes, due_date, due_time, priority, status, search_text)
    select n.id, ${change.officeId}, n.owner_id, ${change.rev}, n.created_for, n.import_uid, c.id, n.subject, n.notes, n.due_date, n.due_time, n.priority, n.status, n.search_text
    from jsonb_populate_recordset(null::task, ${JSON.stringify(rows)}::jsonb) n
    left join contact c on c.id = n.contact_id and c.office_id = ${change.officeId}`.execute(change.tx);
  return rows.map((row) => row.id);
}

/** Replaces the task's fields, and brings it back if it was deleted. */
export async function rewriteTask(change: OfficeChange, id: string, fields: TaskFields): Promise<void> {
  await sql`
    update task t set contact_id = (select c.id from contact c where c.id = n.contact_id and c.office_id = ${change.officeId}),
      subject = n.subject, notes = n.notes, due_date = n.due_date, due_time = n.due_time, priority = n.priority, status = n.status,
      search_text = n.search_text, rev = ${change.rev}, updated_at = now(), deleted_at = null
    from jsonb_populate_record(null::task, ${JSON.stringify(taskColumns(fields))}::jsonb) n
    where t.id = ${id}`.execute(change.tx);
}

export async function markTaskDeleted(change: OfficeChange, id: string): Promise<void> {
  await sql`update task set deleted_at = now(), updated_at = now(), rev = ${change.rev} where id = ${id}`.execute(change.tx);
}

function taskColumns(fields: TaskFields) {
  return {
    subject: fields.subject,
    notes: fields.notes === undefined || fields.notes === '' ? null : fields.notes,
    due_date: fields.dueDate ?? null,
    due_time: fields.dueDate === undefined ? null : (fields.dueTime ?? null),
    priority: fields.priority,
    status: fields.status,
    contact_id: fields.contactId ?? null,
    search_text: searchText([fields.subject, fields.notes]),
  };
}
