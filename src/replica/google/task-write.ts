// Writes one task. In: an approved request. Out: its answer. Nobody has seen Google Tasks
// refuse an outdated etag, so the task is read just before it is changed or deleted; the
// etag goes along all the same. A create is sent once: there is no id of ours to find it by.

import { applyChanges, diffItems } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import type { TaskItem } from '../../core/item.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import type { GoogleConnection } from './connection.ts';
import { deleteTaskAt, getTask, insertTask, putTaskAt } from './task-calls.ts';
import { putTask, taskToItem } from './task-wire.ts';
import type { TaskBody } from './task-wire.ts';
import { readTaskRaw, toTaskRecord } from './task-record.ts';
import { describeTrouble, toReplicaError } from './trouble.ts';
import type { WireTrouble } from './trouble.ts';

export interface TaskWriting {
  readonly connection: GoogleConnection;
  readonly context: NormalContext;
  readonly defaultList: string;
}

export async function writeTask(writing: TaskWriting, request: WriteRequest): Promise<WriteAnswer> {
  switch (request.op) {
    case 'create':
      return create(writing, request);
    case 'update':
      return update(writing, request);
    case 'delete':
      return remove(writing, request);
    default:
      return request.op satisfies never;
  }
}

function refuse(writing: TaskWriting, request: WriteRequest, trouble: WireTrouble): WriteAnswer {
  if (trouble.treatment === 'forbidden') throw toReplicaError(trouble, writing.connection.clock.now());
  if (trouble.treatment === 'stale') return { operation: request.operation, outcome: 'stale', why: 'The task was changed in Google since.' };
  if (trouble.treatment === 'gone') return { operation: request.operation, outcome: 'stale', why: 'The task is no longer there.' };
  return { operation: request.operation, outcome: 'refused', why: describeTrouble(trouble) };
}

async function create(writing: TaskWriting, request: WriteRequest): Promise<WriteAnswer> {
  const { body } = putTask(undefined, undefined, request.after as TaskItem);
  const told = await insertTask(writing.connection, writing.defaultList, body);
  if (!told.ok) return refuse(writing, request, told.trouble);
  return { operation: request.operation, outcome: 'applied', record: toTaskRecord(writing.defaultList, told.body, told.raw as TaskBody) };
}

async function update(writing: TaskWriting, request: WriteRequest): Promise<WriteAnswer> {
  const held = readTaskRaw(request.raw);
  if (held === undefined) return { operation: request.operation, outcome: 'stale', why: 'The task as last seen is not at hand.' };
  const { connection, context } = writing;
  const id = String(held.task['id']);
  const present = await getTask(connection, held.listId, id);
  if (!present.ok) return refuse(writing, request, present.trouble);
  if (present.body.deleted === true) return { operation: request.operation, outcome: 'stale', why: 'The task is no longer there.' };
  const now = toTaskRecord(held.listId, present.body, present.raw as TaskBody);
  if (request.version !== undefined && now.version !== request.version) {
    return { operation: request.operation, outcome: 'stale', why: 'The task was changed in Google since.' };
  }
  const before = taskToItem(present.body);
  const changes = request.changes ?? diffItems(before, request.after as TaskItem, context);
  const after = applyChanges(before, changes, context) as TaskItem;
  const { body, isChanged } = putTask(present.raw as TaskBody, before, after);
  if (!isChanged) return { operation: request.operation, outcome: 'applied', record: now };
  const told = await putTaskAt(connection, held.listId, id, present.body.etag, body);
  if (told.ok) return { operation: request.operation, outcome: 'applied', record: toTaskRecord(held.listId, told.body, told.raw as TaskBody) };
  if (told.resent) {
    // The answer was lost, not the request: ours, if it stands as we sent it.
    const again = await getTask(connection, held.listId, id);
    if (again.ok && diffItems(after, taskToItem(again.body), context).length === 0) {
      return { operation: request.operation, outcome: 'applied', record: toTaskRecord(held.listId, again.body, again.raw as TaskBody) };
    }
  }
  return refuse(writing, request, told.trouble);
}

async function remove(writing: TaskWriting, request: WriteRequest): Promise<WriteAnswer> {
  const held = readTaskRaw(request.raw);
  const listId = held?.listId ?? '@default';
  const id = request.id ?? '';
  const present = await getTask(writing.connection, listId, id);
  const isGone = present.ok ? present.body.deleted === true : present.trouble.treatment === 'gone';
  if (isGone) return { operation: request.operation, outcome: 'applied' };
  if (!present.ok) return refuse(writing, request, present.trouble);
  if (request.version !== undefined && toTaskRecord(listId, present.body, present.raw as TaskBody).version !== request.version) {
    return { operation: request.operation, outcome: 'stale', why: 'The task was changed in Google since.' };
  }
  const told = await deleteTaskAt(writing.connection, listId, id, present.body.etag);
  if (told.ok || told.trouble.treatment === 'gone') return { operation: request.operation, outcome: 'applied' };
  if (told.resent) {
    const again = await getTask(writing.connection, listId, id);
    if (again.ok ? again.body.deleted === true : again.trouble.treatment === 'gone') return { operation: request.operation, outcome: 'applied' };
  }
  return refuse(writing, request, told.trouble);
}
