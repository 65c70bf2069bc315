// In: tasks as they should stand. Out: stored tasks with positions, etags and whole-second times.
// Positions are kept as an order among siblings; the wire form is twenty digits.
// Never here: the checks of a request.
import { makeBase64Id, nextStamp, now } from '../world.ts';
import type { World } from '../world.ts';
import type { Json } from '../wire.ts';

export interface TaskRecord {
  readonly id: string;
  title: string;
  notes: string | undefined;
  due: string | undefined;
  status: 'needsAction' | 'completed';
  completed: string | undefined;
  hidden: boolean;
  deleted: boolean;
  parent: string | undefined;
  /** Order among siblings: any number, smaller first. */
  rank: number;
  stamp: number;
  updatedMs: number;
  links: Json[];
  assignmentInfo: Json | undefined;
}

export interface TaskListRecord {
  readonly id: string;
  title: string;
  stamp: number;
  updatedMs: number;
  readonly tasks: Map<string, TaskRecord>;
}

export interface TaskStore {
  readonly lists: Map<string, TaskListRecord>;
  defaultList: string;
}

export function createTaskStore(): TaskStore {
  return { lists: new Map(), defaultList: '' };
}

export function addTaskList(world: World, store: TaskStore, title: string, id?: string): TaskListRecord {
  const list: TaskListRecord = { id: id ?? makeBase64Id(world, 24), title, stamp: nextStamp(world), updatedMs: now(world), tasks: new Map() };
  store.lists.set(list.id, list);
  if (store.defaultList === '') store.defaultList = list.id;
  return list;
}

export function touchTask(world: World, list: TaskListRecord, task: TaskRecord): void {
  task.stamp = nextStamp(world);
  task.updatedMs = now(world);
  if (world.switches.tasksListUpdatedMoves) touchList(world, list);
}

export function touchList(world: World, list: TaskListRecord): void {
  list.stamp = nextStamp(world);
  list.updatedMs = now(world);
}

/** Recorded answers have whole seconds only: two changes in one second look alike but for the etag. */
export function formatUpdated(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000Z`;
}

export function formatStampEtag(stamp: number): string {
  return `"${Buffer.from(`LTE${stamp}`).toString('base64')}"`;
}

export function listSiblings(list: TaskListRecord, parent: string | undefined): TaskRecord[] {
  const siblings = [...list.tasks.values()].filter((task) => task.parent === parent && !task.deleted);
  return siblings.sort((a, b) => a.rank - b.rank);
}

/** Puts a task behind `previous`, or first. Siblings keep their order. */
export function placeTask(list: TaskListRecord, task: TaskRecord, parent: string | undefined, previous: string | undefined): void {
  task.parent = parent;
  if (previous === undefined) {
    // The usual case, without sorting: writing ten thousand tasks must not take ten thousand sorts.
    let first: number | undefined;
    for (const other of list.tasks.values()) {
      if (other.id !== task.id && other.parent === parent && !other.deleted && (first === undefined || other.rank < first)) first = other.rank;
    }
    task.rank = (first ?? 1) - 1;
    return;
  }
  const siblings = listSiblings(list, parent).filter((other) => other.id !== task.id);
  const at = siblings.findIndex((other) => other.id === previous) + 1;
  const before = siblings[at - 1]?.rank;
  const after = siblings[at]?.rank;
  if (before === undefined) task.rank = (after ?? 1) - 1;
  else if (after === undefined) task.rank = before + 1;
  else task.rank = (before + after) / 2;
}

export function computePositions(list: TaskListRecord): Map<string, string> {
  const next = new Map<string, number>();
  const positions = new Map<string, string>();
  for (const task of [...list.tasks.values()].sort((a, b) => a.rank - b.rank)) {
    const parent = task.parent ?? '';
    const index = next.get(parent) ?? 0;
    next.set(parent, task.deleted ? index : index + 1);
    positions.set(task.id, String(index).padStart(20, '0'));
  }
  return positions;
}

export function computePosition(list: TaskListRecord, task: TaskRecord): string {
  let index = 0;
  for (const other of list.tasks.values()) if (other.parent === task.parent && !other.deleted && other.rank < task.rank) index += 1;
  return String(index).padStart(20, '0');
}

export function renderTask(origin: string, list: TaskListRecord, task: TaskRecord, position: string): Json {
  return {
    kind: 'tasks#task',
    id: task.id,
    etag: formatStampEtag(task.stamp),
    title: task.title,
    updated: formatUpdated(task.updatedMs),
    selfLink: `${origin}/tasks/v1/lists/${list.id}/tasks/${task.id}`,
    ...(task.parent === undefined ? {} : { parent: task.parent }),
    position,
    ...(task.notes === undefined ? {} : { notes: task.notes }),
    status: task.status,
    ...(task.due === undefined ? {} : { due: task.due }),
    ...(task.completed === undefined ? {} : { completed: task.completed }),
    ...(task.deleted ? { deleted: true } : {}),
    ...(task.hidden ? { hidden: true } : {}),
    links: task.links,
    webViewLink: `https://tasks.google.com/task/${task.id}`,
    ...(task.assignmentInfo === undefined ? {} : { assignmentInfo: task.assignmentInfo }),
  };
}

export function renderTaskList(origin: string, list: TaskListRecord): Json {
  return {
    kind: 'tasks#taskList',
    id: list.id,
    etag: formatStampEtag(list.stamp),
    title: list.title,
    updated: new Date(list.updatedMs).toISOString(),
    selfLink: `${origin}/tasks/v1/users/@me/lists/${list.id}`,
  };
}
