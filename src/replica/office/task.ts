// A user's tasks as a replica. In: the account. Out: every task of its user; a canceled one
// reads as gone. Deleting marks the row, so that an undo brings it back. The due time is the
// office's own: Google keeps only the date, and a moved date keeps its time.

import { sql } from 'kysely';
import type { TaskItem } from '../../core/item.ts';
import { priorities } from '../../office/input.ts';
import { insertTasks, markTaskDeleted, readTaskRecords, rewriteTask } from '../../office/tasks.ts';
import type { TaskFields, TaskRecord } from '../../office/tasks.ts';
import type { Sql } from '../../store/open.ts';
import type { Replica } from '../replica.ts';
import type { OfficeAccount } from './account.ts';
import { replicaOfRows } from './rows.ts';
import type { Wanted } from './rows.ts';

export function officeTasks(db: Sql, account: OfficeAccount): Replica {
  return replicaOfRows<'task', TaskRecord>(db, account, {
    kind: 'task',
    scope: account.userId,
    list: (from, wanted) => readTaskRecords(from, sql`t.owner_id = ${account.userId} and t.office_id = ${account.officeId} and ${condition(wanted)}`),
    isGone: (row) => row.deleted || row.status === 'canceled',
    versionOf: (row) => row.version,
    revisedOf: (row) => row.updatedAt,
    inScope: () => true,
    toItem: taskItemOf,

    async insert(change, created) {
      await insertTasks(change, created.map(({ id, createdFor, item }) => ({ id, createdFor, ownerId: account.userId, fields: fieldsOf(item, undefined) })));
    },

    async rewrite(change, row, item) {
      await rewriteTask(change, row.id, fieldsOf(item, row));
      return undefined;
    },

    remove: (change, row) => markTaskDeleted(change, row.id),
  });
}

function condition(wanted: Wanted) {
  if (wanted === 'all') return sql`t.deleted_at is null and t.status <> 'canceled'`;
  if ('ids' in wanted) return sql`t.id = any(${wanted.ids}::uuid[])`;
  if ('createdFor' in wanted) return sql`t.created_for = ${wanted.createdFor}`;
  return sql`t.rev > ${wanted.since}::bigint`;
}

export function taskItemOf(row: TaskRecord): TaskItem {
  return {
    kind: 'task',
    title: row.subject === '' ? undefined : row.subject,
    notes: row.notes,
    dueDate: row.dueDate,
    dueTime: row.dueTime,
    completed: row.status === 'done' ? true : undefined,
    priority: row.priority,
  };
}

function fieldsOf(item: TaskItem, present: TaskRecord | undefined): TaskFields {
  return {
    subject: item.title ?? '',
    notes: item.notes,
    dueDate: item.dueDate,
    dueTime: item.dueTime,
    priority: priorities.find((priority) => priority === item.priority) ?? present?.priority ?? 'Normal',
    status: item.completed === true ? 'done' : 'active',
    contactId: present?.contactId,
  };
}
