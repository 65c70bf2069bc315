// One task as the record that the port speaks of. In: the checked task and the raw one
// beside it. Out: the record; the raw form must leave as it came.

import { shortHash } from '../../core/hash.ts';
import type { Raw, RemoteRecord } from '../replica.ts';
import { revisedAt } from './revised.ts';
import { taskToItem } from './task-wire.ts';
import type { TaskBody, TaskRaw, WireTask } from './task-wire.ts';

export function toTaskRecord(listId: string, task: WireTask, raw: TaskBody): RemoteRecord {
  return {
    // Task ids are unique over all lists and stay when a task is moved to another one.
    id: task.id,
    version: task.etag ?? shortHash(taskToItem(task)),
    item: taskToItem(task),
    raw: { listId, task: raw } satisfies TaskRaw as unknown as Raw,
    inScope: true,
    ...revisedAt(task.updated),
  };
}

export function readTaskRaw(raw: Raw | undefined): TaskRaw | undefined {
  return typeof raw?.['listId'] === 'string' && typeof raw['task'] === 'object' ? (raw as unknown as TaskRaw) : undefined;
}
