// In: one task to add, change, move or delete. Out: the record after it.
// Used by the API and by a person's acts alike.
// Never here: time of day in `due`; Google keeps the date only.
import { makeBase64Id, nextStamp, now } from '../world.ts';
import type { World } from '../world.ts';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { TaskListRecord, TaskRecord } from './records.ts';
import { formatUpdated, placeTask, touchTask } from './records.ts';

function readLimited(world: World, value: unknown, limit: number, name: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length <= limit) return value;
  if (world.switches.tasksOverLength === 'truncate') return value.slice(0, limit);
  refuse(400, 'invalid', `Invalid value for ${name}: too long.`);
}

function readMoment(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const ms = typeof value === 'string' && /^\d{4}-\d\d-\d\d([Tt ]|$)/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) refuse(400, 'invalid', `Invalid value for: Invalid format: "${String(value)}" (${name})`);
  return String(value);
}

function readDue(value: unknown): string | undefined {
  const text = readMoment(value, 'due');
  // Only the date part counts; time and offset are dropped, not converted.
  return text === undefined ? undefined : `${text.slice(0, 10)}T00:00:00.000Z`;
}

/** Sets the writable fields from a whole task. */
function fill(world: World, task: TaskRecord, input: Json): void {
  const title = readLimited(world, input.title, 1024, 'title') ?? '';
  const notes = readLimited(world, input.notes, 8192, 'notes');
  const due = readDue(input.due);
  const status = input.status === undefined || input.status === null ? 'needsAction' : input.status;
  if (status !== 'needsAction' && status !== 'completed') refuse(400, 'invalid', 'Invalid value for status.');
  const completed = readMoment(input.completed, 'completed');
  task.title = title;
  task.notes = notes === '' ? undefined : notes;
  task.due = due;
  task.completed = status === 'needsAction' ? undefined : completed === undefined ? (task.completed ?? formatUpdated(now(world))) : new Date(completed).toISOString();
  task.status = status;
  if (status === 'needsAction') task.hidden = false;
  if (typeof input.deleted === 'boolean') task.deleted = input.deleted;
}

function checkPlace(list: TaskListRecord, parent: string | undefined, previous: string | undefined): void {
  for (const [id, name] of [[parent, 'parent'], [previous, 'previous']] as const) {
    if (id === undefined) continue;
    const task = list.tasks.get(id);
    if (task === undefined || task.deleted) refuse(400, 'invalid', `Invalid value for ${name}: unknown task.`);
    if (task.assignmentInfo !== undefined && name === 'parent') refuse(400, 'invalid', 'An assigned task cannot be a parent.');
  }
}

export function addTask(world: World, list: TaskListRecord, input: Json, parent: string | undefined, previous: string | undefined, id?: string): TaskRecord {
  checkPlace(list, parent, previous);
  const task: TaskRecord = {
    id: id ?? makeBase64Id(world, 16),
    title: '', notes: undefined, due: undefined, status: 'needsAction', completed: undefined, hidden: false, deleted: false,
    parent, rank: 0, stamp: nextStamp(world), updatedMs: now(world), links: [], assignmentInfo: undefined,
  };
  fill(world, task, input);
  list.tasks.set(task.id, task);
  placeTask(list, task, parent, previous);
  touchTask(world, list, task);
  return task;
}

export function changeTask(world: World, list: TaskListRecord, task: TaskRecord, input: Json): void {
  fill(world, { ...task }, input);
  fill(world, task, input);
  touchTask(world, list, task);
}

export function removeTask(world: World, list: TaskListRecord, task: TaskRecord): void {
  task.deleted = true;
  touchTask(world, list, task);
  for (const child of list.tasks.values()) {
    if (child.parent === task.id && !child.deleted) removeTask(world, list, child);
  }
}

export function moveTask(world: World, list: TaskListRecord, task: TaskRecord, target: TaskListRecord, parent: string | undefined, previous: string | undefined): TaskRecord {
  checkPlace(target, parent, previous);
  if (parent === task.id || previous === task.id) refuse(400, 'invalid', 'A task cannot be its own neighbour.');
  if (parent !== undefined && task.assignmentInfo !== undefined) refuse(400, 'invalid', 'An assigned task cannot be a subtask.');
  if (target === list) {
    placeTask(list, task, parent, previous);
    touchTask(world, list, task);
    return task;
  }
  // The task keeps its id in the other list; the old list shows it as deleted.
  const moved: TaskRecord = { ...task, deleted: false };
  target.tasks.set(moved.id, moved);
  placeTask(target, moved, parent, previous);
  touchTask(world, target, moved);
  for (const child of list.tasks.values()) {
    if (child.parent === task.id && !child.deleted) moveTask(world, list, child, target, task.id, undefined);
  }
  task.deleted = true;
  touchTask(world, list, task);
  return moved;
}

export function toInput(task: TaskRecord): Json {
  return { title: task.title, notes: task.notes, due: task.due, status: task.status, completed: task.completed };
}

export function adoptTask(world: World, list: TaskListRecord, wire: Json, rank: number): TaskRecord {
  const task = addTask(world, list, { title: wire.title, notes: wire.notes, due: wire.due, status: wire.status, completed: wire.completed }, undefined, undefined, typeof wire.id === 'string' ? wire.id : undefined);
  task.parent = typeof wire.parent === 'string' ? wire.parent : undefined;
  task.rank = rank;
  task.hidden = wire.hidden === true;
  task.deleted = wire.deleted === true;
  task.assignmentInfo = isObject(wire.assignmentInfo) ? wire.assignmentInfo : undefined;
  task.links = Array.isArray(wire.links) ? wire.links.filter(isObject) : [];
  if (typeof wire.updated === 'string') task.updatedMs = Date.parse(wire.updated);
  return task;
}
