// The wire form of a task (Tasks API), as far as we rely on it. In: answers. Out: checked
// answers, items, and whole tasks to send back in which nothing unknown is lost. A due
// time never appears here: Google keeps the date and drops the time.

import { z } from 'zod';
import type { TaskItem } from '../../core/item.ts';

const text = z.string().optional();

export const taskSchema = z.looseObject({
  id: z.string().min(1),
  etag: text,
  title: text,
  notes: text,
  status: text,
  due: text,
  completed: text,
  deleted: z.boolean().optional(),
  hidden: z.boolean().optional(),
  updated: text,
});
export type WireTask = z.infer<typeof taskSchema>;
export type TaskBody = Readonly<Record<string, unknown>>;

// An empty list says what it is: anything else without items is no list.
export const tasksSchema = z.looseObject({ kind: z.literal('tasks#tasks'), items: z.array(taskSchema).optional(), nextPageToken: text });
export const listSchema = z.looseObject({ id: z.string().min(1), title: text });
export const listsSchema = z.looseObject({ kind: z.literal('tasks#taskLists'), items: z.array(listSchema).optional(), nextPageToken: text });
export const emptySchema = z.unknown();

/** The list is where the task lies, not who it is: a task keeps its id when it is moved. */
export interface TaskRaw {
  readonly listId: string;
  readonly task: TaskBody;
}

export function taskToItem(task: WireTask): TaskItem {
  const item: Record<string, unknown> = { kind: 'task' };
  if (task.title) item['title'] = task.title;
  if (task.notes) item['notes'] = task.notes;
  if (task.due) item['dueDate'] = task.due.slice(0, 10);
  if (task.status === 'completed') item['completed'] = true;
  return item as unknown as TaskItem;
}

/** What Google computes; it is not ours to send. */
const serverKept = new Set(['kind', 'etag', 'selfLink', 'webViewLink', 'updated', 'position', 'parent', 'links', 'assignmentInfo', 'hidden', 'deleted']);

export function putTask(raw: TaskBody | undefined, before: TaskItem | undefined, after: TaskItem): { readonly body: TaskBody; readonly isChanged: boolean } {
  const body: Record<string, unknown> = Object.fromEntries(Object.entries(raw ?? {}).filter(([member]) => !serverKept.has(member)));
  let isChanged = false;
  const put = (name: keyof TaskItem, member: string, value: unknown): void => {
    if ((before?.[name] ?? '') === (after[name] ?? '')) return;
    isChanged = true;
    if (value === undefined || value === '') delete body[member];
    else body[member] = value;
  };
  put('title', 'title', after.title);
  put('notes', 'notes', after.notes);
  put('dueDate', 'due', after.dueDate === undefined ? undefined : `${after.dueDate}T00:00:00.000Z`);
  if ((before?.completed === true) !== (after.completed === true)) {
    isChanged = true;
    body['status'] = after.completed === true ? 'completed' : 'needsAction';
    // The moment of completion is Google's to set or to clear.
    delete body['completed'];
  }
  return { body, isChanged };
}
