// In: routed requests on task lists and tasks. Out: their resources, pages and etags.
// There is no sync token and no push: clients ask by updatedMin with the hidden and deleted shown.
// Never here: how a task changes (write.ts).
import type { Answer, Call, Handlers } from '../call.ts';
import { readFlag, readNumber, readText, requireText } from '../call.ts';
import { decodeToken, encodeToken } from '../protobuf.ts';
import { refuse, mergePatch } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { TaskListRecord, TaskRecord } from './records.ts';
import { addTaskList, computePosition, computePositions, formatStampEtag, formatUpdated, renderTask, renderTaskList, touchList, touchTask } from './records.ts';
import { addTask, changeTask, moveTask, removeTask, toInput } from './write.ts';

const idPattern = /^[A-Za-z0-9_@=-]+$/;

function requireList(call: Call, id = requireText(call, 'tasklist')): TaskListRecord {
  if (!idPattern.test(id)) refuse(400, 'invalid', 'Invalid task list ID');
  const store = call.account.tasks;
  return store.lists.get(id === '@default' ? store.defaultList : id) ?? refuse(404, 'notFound', 'Task list not found.');
}

function requireTask(call: Call, list: TaskListRecord): TaskRecord {
  const id = requireText(call, 'task');
  if (!idPattern.test(id)) refuse(400, 'invalid', 'Invalid task ID');
  return list.tasks.get(id) ?? refuse(404, 'notFound', 'Task not found.');
}

function checkIfMatch(call: Call, etag: string): void {
  if (call.world.switches.tasksIfMatch === 'ignore' || call.ifMatch === undefined || call.ifMatch === '*' || call.ifMatch === etag) return;
  refuse(412, 'conditionNotMet', 'Precondition Failed', { locationType: 'header', location: 'If-Match' });
}

function answerTask(call: Call, list: TaskListRecord, task: TaskRecord): Answer {
  return { body: renderTask(call.world.url, list, task, computePosition(list, task)), headers: { etag: formatStampEtag(task.stamp) } };
}

function answerList(call: Call, list: TaskListRecord): Answer {
  return { body: renderTaskList(call.world.url, list), headers: { etag: formatStampEtag(list.stamp) } };
}

interface Page {
  readonly from: number;
  readonly limit: number;
}

function readPage(call: Call, fallback: number, most: number): Page {
  const text = readText(call, 'pageToken');
  const from = text === undefined ? 0 : decodeToken(text)?.numbers.get(1);
  if (from === undefined) refuse(400, 'invalid', 'Invalid page token.');
  const asked = readNumber(call, 'maxResults') ?? fallback;
  if (asked < 1) refuse(400, 'invalid', 'Invalid value for maxResults.');
  // Seen live: clients that ask for more are given the most, not refused.
  const limit = Math.min(asked, most);
  return { from, limit: call.world.switches.pageLimit > 0 ? Math.min(limit, call.world.switches.pageLimit) : limit };
}

function listLists(call: Call): Answer {
  const { from, limit } = readPage(call, 1000, 1000);
  const all = [...call.account.tasks.lists.values()];
  const hasMore = from + limit < all.length;
  const items = all.slice(from, from + limit).map((list) => renderTaskList(call.world.url, list));
  return { body: { kind: 'tasks#taskLists', etag: formatStampEtag(call.world.counters.stamp), ...(hasMore ? { nextPageToken: encodeToken([[1, from + limit]]) } : {}), items } };
}

function readTitle(call: Call): string {
  const { title } = call.body;
  if (typeof title !== 'string' || title.length > 1024) refuse(400, 'invalid', 'Invalid value for title.');
  return title;
}

function insertList(call: Call): Answer {
  if (call.account.tasks.lists.size >= 2000) refuse(403, 'quotaExceeded', 'Too many task lists.', { domain: 'usageLimits' });
  return answerList(call, addTaskList(call.world, call.account.tasks, readTitle(call)));
}

function changeList(call: Call): Answer {
  const list = requireList(call);
  checkIfMatch(call, formatStampEtag(list.stamp));
  if (call.body.title !== undefined) list.title = readTitle(call);
  touchList(call.world, list);
  return answerList(call, list);
}

function deleteList(call: Call): Answer {
  const list = requireList(call);
  if (list.id === call.account.tasks.defaultList) refuse(400, 'invalid', 'The default task list cannot be deleted.');
  call.account.tasks.lists.delete(list.id);
  return { status: 204 };
}

function readMoment(call: Call, name: string): number | undefined {
  const text = readText(call, name);
  if (text === undefined || text === '') return undefined;
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) refuse(400, 'invalid', `Invalid value for ${name}.`);
  return ms;
}

function selectTasks(call: Call, list: TaskListRecord): TaskRecord[] {
  const flag = (name: string, fallback: boolean): boolean => readFlag(call, name) ?? fallback;
  const [completed, hidden, deleted, assigned] = [flag('showCompleted', true), flag('showHidden', false), flag('showDeleted', false), flag('showAssigned', false)];
  const between = (value: string | undefined, from: number | undefined, to: number | undefined): boolean => {
    if (from === undefined && to === undefined) return true;
    if (value === undefined) return false;
    const ms = Date.parse(value);
    return (from === undefined || ms >= from) && (to === undefined || ms < to);
  };
  const [dueMin, dueMax, completedMin, completedMax, updatedMin] = ['dueMin', 'dueMax', 'completedMin', 'completedMax', 'updatedMin'].map((name) => readMoment(call, name));
  const found = [...list.tasks.values()].filter((task) => {
    if (task.deleted && !deleted) return false;
    if (task.hidden && !hidden) return false;
    if (task.status === 'completed' && !completed) return false;
    if (task.assignmentInfo !== undefined && !assigned) return false;
    // `updated` has whole seconds, and so has the comparison.
    if (updatedMin !== undefined && Date.parse(formatUpdated(task.updatedMs)) < Math.floor(updatedMin / 1000) * 1000) return false;
    return between(task.due, dueMin, dueMax) && between(task.completed, completedMin, completedMax);
  });
  return found.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
}

function listTasks(call: Call): Answer {
  const list = requireList(call);
  const { from, limit } = readPage(call, 20, 100);
  const all = selectTasks(call, list);
  const hasMore = from + limit < all.length;
  const positions = computePositions(list);
  const items = all.slice(from, from + limit).map((task) => renderTask(call.world.url, list, task, positions.get(task.id) ?? ''));
  const etag = formatStampEtag(list.stamp);
  return { headers: { etag }, body: { kind: 'tasks#tasks', etag, ...(hasMore ? { nextPageToken: encodeToken([[1, from + limit]]) } : {}), ...(items.length === 0 ? {} : { items }) } };
}

function getTask(call: Call): Answer {
  const list = requireList(call);
  const task = requireTask(call, list);
  if (task.deleted && call.world.switches.tasksDeletedGet === 404) refuse(404, 'notFound', 'Task not found.');
  if (call.ifNoneMatch === formatStampEtag(task.stamp)) return { status: 304 };
  return answerTask(call, list, task);
}

function insertTask(call: Call): Answer {
  const list = requireList(call);
  return answerTask(call, list, addTask(call.world, list, call.body, readText(call, 'parent'), readText(call, 'previous')));
}

function updateTask(call: Call, isReplacement: boolean): Answer {
  const list = requireList(call);
  const task = requireTask(call, list);
  if (isReplacement && typeof call.body.id !== 'string') refuse(400, 'invalid', 'Missing task ID');
  if (typeof call.body.id === 'string' && call.body.id !== task.id) refuse(400, 'invalid', 'Invalid task ID');
  checkIfMatch(call, formatStampEtag(task.stamp));
  const input: Json = isReplacement ? call.body : mergePatch(toInput(task), call.body);
  changeTask(call.world, list, task, input);
  return answerTask(call, list, task);
}

function deleteTask(call: Call): Answer {
  const list = requireList(call);
  const task = requireTask(call, list);
  checkIfMatch(call, formatStampEtag(task.stamp));
  if (!task.deleted) removeTask(call.world, list, task);
  return { status: 204 };
}

function move(call: Call): Answer {
  const list = requireList(call);
  const task = requireTask(call, list);
  if (task.deleted) refuse(404, 'notFound', 'Task not found.');
  const destination = readText(call, 'destinationTasklist');
  const target = destination === undefined ? list : requireList(call, destination);
  return answerTask(call, target, moveTask(call.world, list, task, target, readText(call, 'parent'), readText(call, 'previous')));
}

function clear(call: Call): Answer {
  const list = requireList(call);
  for (const task of list.tasks.values()) {
    if (task.status !== 'completed' || task.hidden || task.deleted) continue;
    task.hidden = true;
    touchTask(call.world, list, task);
  }
  return { status: 204 };
}

export const taskHandlers: Handlers = {
  'tasks.tasklists.list': listLists,
  'tasks.tasklists.get': (call) => answerList(call, requireList(call)),
  'tasks.tasklists.insert': insertList,
  'tasks.tasklists.update': changeList,
  'tasks.tasklists.patch': changeList,
  'tasks.tasklists.delete': deleteList,
  'tasks.tasks.list': listTasks,
  'tasks.tasks.get': getTask,
  'tasks.tasks.insert': insertTask,
  'tasks.tasks.update': (call) => updateTask(call, true),
  'tasks.tasks.patch': (call) => updateTask(call, false),
  'tasks.tasks.delete': deleteTask,
  'tasks.tasks.move': move,
  'tasks.tasks.clear': clear,
};
