// Writes one task. In: an approved request, and whether the task is known to stand as we hold
// it. Out: its answer. Where that is not known the task is read just before it is changed or
// deleted; the etag goes along all the same. A create is sent once: there is no id of ours to
// find it by.

import { applyChanges, diffItems } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import type { TaskItem } from '../../core/item.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import type { GoogleConnection } from './connection.ts';
import { deleteTaskAt, getTask, insertTask, putTaskAt } from './task-calls.ts';
import { putTask, taskSchema, taskToItem } from './task-wire.ts';
import type { TaskBody, WireTask } from './task-wire.ts';
import { readTaskRaw, toTaskRecord } from './task-record.ts';
import { describeTrouble, toReplicaError } from './trouble.ts';
import type { WireTrouble } from './trouble.ts';

export interface TaskWriting {
  readonly connection: GoogleConnection;
  readonly context: NormalContext;
  readonly defaultList: string;
  resolveDefault(): Promise<string>;
  readonly seen: Seen;
}

/** Whether a task stands as we hold it: known, known not to, or to be asked. */
export type Seen = (id: string, version: string) => 'as held' | 'changed' | 'ask';

type Present = { readonly ok: true; readonly task: WireTask; readonly raw: TaskBody } | { readonly ok: false; readonly answer: WriteAnswer };

const changedSince = (request: WriteRequest): WriteAnswer => ({ operation: request.operation, outcome: 'stale', why: 'The task was changed in Google since.' });

/** The task that a write starts from, if it stands as the request relies on. */
async function present(writing: TaskWriting, request: WriteRequest, listId: string, id: string): Promise<Present> {
  const held = readTaskRaw(request.raw);
  const task = held === undefined ? undefined : taskSchema.safeParse(held.task).data;
  if (held !== undefined && task !== undefined && request.version !== undefined && toTaskRecord(listId, task, held.task).version === request.version) {
    const seen = writing.seen(id, request.version);
    if (seen === 'changed') return { ok: false, answer: changedSince(request) };
    if (seen === 'as held') return { ok: true, task, raw: held.task };
  }
  const told = await getTask(writing.connection, listId, id);
  if (!told.ok) return { ok: false, answer: told.trouble.treatment === 'gone' && request.op === 'delete' ? { operation: request.operation, outcome: 'applied' } : refuse(writing, request, told.trouble) };
  const raw = told.raw as TaskBody;
  if (told.body.deleted === true) return { ok: false, answer: request.op === 'delete' ? { operation: request.operation, outcome: 'applied' } : { operation: request.operation, outcome: 'stale', why: 'The task is no longer there.' } };
  if (request.version !== undefined && toTaskRecord(listId, told.body, raw).version !== request.version) return { ok: false, answer: changedSince(request) };
  return { ok: true, task: told.body, raw };
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
  const raw = told.raw as TaskBody;
  // The answer says which list the default one is: it need not be asked for.
  const listId = /\/lists\/([^/]+)\/tasks\//.exec(String(raw['selfLink'] ?? ''))?.[1];
  return { operation: request.operation, outcome: 'applied', record: toTaskRecord(listId === undefined || listId === '@default' ? await writing.resolveDefault() : decodeURIComponent(listId), told.body, raw) };
}

async function update(writing: TaskWriting, request: WriteRequest): Promise<WriteAnswer> {
  const held = readTaskRaw(request.raw);
  if (held === undefined) return { operation: request.operation, outcome: 'stale', why: 'The task as last seen is not at hand.' };
  const { connection, context } = writing;
  const id = String(held.task['id']);
  const found = await present(writing, request, held.listId, id);
  if (!found.ok) return found.answer;
  const before = taskToItem(found.task);
  const changes = request.changes ?? diffItems(before, request.after as TaskItem, context);
  const after = applyChanges(before, changes, context) as TaskItem;
  const { body, isChanged } = putTask(found.raw, before, after);
  if (!isChanged) return { operation: request.operation, outcome: 'applied', record: toTaskRecord(held.listId, found.task, found.raw) };
  const told = await putTaskAt(connection, held.listId, id, found.task.etag, body);
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
  const found = await present(writing, request, listId, id);
  if (!found.ok) return found.answer;
  const told = await deleteTaskAt(writing.connection, listId, id, found.task.etag);
  if (told.ok || told.trouble.treatment === 'gone') return { operation: request.operation, outcome: 'applied' };
  if (told.resent) {
    const again = await getTask(writing.connection, listId, id);
    if (again.ok ? again.body.deleted === true : again.trouble.treatment === 'gone') return { operation: request.operation, outcome: 'applied' };
  }
  return refuse(writing, request, told.trouble);
}
