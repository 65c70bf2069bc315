// The tasks of one Google account as a replica, over all its lists. In: cursors and write
// requests. Out: task records. There is no sync token: what changed is asked for by time,
// with an overlap, and what we already hold is dropped. A due time is never sent.

import { z } from 'zod';
import { sameValue } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import type { RemoteId, TaskItem } from '../../core/item.ts';
import { ReplicaError } from '../replica.ts';
import type { Held, Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import { readStoredCursor } from '../stored-cursor.ts';
import type { GoogleConnection } from './connection.ts';
import { inFlight } from './pace.ts';
import { findDefaultList, getTask, listTaskLists, listTasks } from './task-calls.ts';
import { readTaskRaw, toTaskRecord } from './task-record.ts';
import type { TaskBody, WireTask } from './task-wire.ts';
import { writeTask } from './task-write.ts';
import type { Seen } from './task-write.ts';
import { toReplicaError } from './trouble.ts';

export interface TaskOptions {
  readonly connection: GoogleConnection;
  readonly context: NormalContext;
}

export interface TaskReplica extends Replica {
  readonly kind: 'task';
}

const width = 4;
const fewEnough = 20;
const askedAgain = 3;
/** So long after a read its answer is taken for the present state, as a get just before would be. */
const justRead = 1000;
/** `updated` has whole seconds, and a change may be listed a little late. */
const overlap = 15_000;
const query = 'all tasks of all lists, hidden and completed ones too';
const cursorSchema = z.object({
  /** What was asked for: a cursor of another question starts anew. */
  query: z.literal(query),
  since: z.record(z.string(), z.string()),
  /** Told already, and young enough to be told again: version by list and id, since one that was moved is deleted in its former list. */
  told: z.record(z.string(), z.string()),
  defaultList: z.string().optional(),
});

interface Listed {
  readonly listId: string;
  readonly tasks: readonly { readonly task: WireTask; readonly raw: TaskBody }[];
  readonly since: string;
}

/** In the order of the lists, whichever answered first. */
function inOrder(all: readonly Listed[], lists: readonly string[]): readonly Listed[] {
  return [...all].sort((left, right) => lists.indexOf(left.listId) - lists.indexOf(right.listId));
}

export function openTasks(options: TaskOptions): TaskReplica {
  const { connection, context } = options;
  let defaultList: string | undefined;
  let made: RemoteRecord[] | undefined;
  /** When this replica last read, and since when each list would have to be read again. */
  let lastRead: { readonly at: number; readonly since: Readonly<Record<string, string>> } | undefined;
  /** What our own creates made: nothing that another request may take for its own. */
  const answered = new Map<string, RemoteRecord>();

  async function resolveDefault(): Promise<string> {
    defaultList ??= await findDefaultList(connection);
    return defaultList;
  }

  /** A full listing needs no tombstones: what is missing is gone. */
  async function listOne(listId: string, updatedMin: string | undefined, showDeleted = updatedMin !== undefined): Promise<Listed | undefined> {
    const listed = await listTasks(connection, listId, updatedMin, showDeleted);
    if (listed === undefined) return undefined;
    const at = listed.date === undefined ? connection.clock.now() : Date.parse(listed.date);
    return { listId, tasks: listed.tasks, since: new Date(at - overlap).toISOString() };
  }

  /** undefined: one of the lists is gone. */
  async function listAll(lists: readonly string[], sinceOf: (listId: string) => string | undefined, showDeleted?: true): Promise<readonly Listed[] | undefined> {
    const all: Listed[] = [];
    for await (const listed of inFlight(lists, width, (listId) => listOne(listId, sinceOf(listId), showDeleted))) {
      if (listed === undefined) return undefined;
      all.push(listed);
    }
    return inOrder(all, lists);
  }

  /** A list may be deleted while it is read: then the lists themselves are asked for again. */
  async function listEverything(showDeleted?: true): Promise<readonly Listed[]> {
    for (let attempt = 0; attempt < askedAgain; attempt += 1) {
      const all = await listAll(await listTaskLists(connection), () => undefined, showDeleted);
      if (all !== undefined) return all;
    }
    throw vanishing();
  }

  /** Where a create went: that this list is not there is not believed at once, or what it made would be made again [R11]. */
  async function listDefault(): Promise<Listed> {
    for (let attempt = 0; attempt < askedAgain; attempt += 1) {
      const listed = await listOne(await resolveDefault(), undefined);
      if (listed !== undefined) return listed;
      // Another one may be the default list by now.
      defaultList = undefined;
    }
    throw vanishing();
  }

  const vanishing = (): ReplicaError => new ReplicaError('wait', 'Google names a task list and says that it does not exist.', { until: connection.clock.now() + 60_000 });

  async function listSince(known: z.infer<typeof cursorSchema>): Promise<readonly Listed[]> {
    // Those that were there are most likely all there are: read at the same time.
    const held = Object.keys(known.since);
    const [names, ofHeld] = await Promise.allSettled([listTaskLists(connection), listAll(held, (id) => known.since[id])]);
    if (names.status === 'rejected') throw names.reason;
    const lists = names.value;
    // What a deleted list held can only be told by listing everything else.
    if (held.some((id) => !lists.includes(id))) throw new ReplicaError('cursor-expired', 'A task list was deleted.');
    if (ofHeld.status === 'rejected') throw ofHeld.reason;
    const ofNew = await listAll(lists.filter((id) => known.since[id] === undefined), () => undefined);
    if (ofHeld.value === undefined || ofNew === undefined) throw new ReplicaError('cursor-expired', 'A task list disappeared while it was read.');
    return inOrder([...ofHeld.value, ...ofNew], lists);
  }

  /** What stands in a list by now: it may have been moved into one that was read before [R14]. The next read tells of it. */
  async function listMoved(all: readonly Listed[], since: Readonly<Record<string, string>>): Promise<readonly RemoteId[]> {
    const again = all.length < 2 ? [] : await listAll(all.map(({ listId }) => listId), (id) => since[id], true);
    if (again === undefined) throw new ReplicaError('cursor-expired', 'A task list disappeared while it was read.');
    return again.flatMap(({ tasks }) => tasks.flatMap(({ task }) => (task.deleted === true ? [] : task.id)));
  }

  async function read(cursor: string | undefined, _held: Held): Promise<Reading> {
    made = undefined;
    const known = cursor === undefined ? undefined : readCursor(cursor);
    defaultList ??= known?.defaultList;
    const all = known === undefined ? await listEverything() : await listSince(known);
    const records = new Map<RemoteId, RemoteRecord>();
    const gone = new Map<RemoteId, string>();
    const told: Record<string, string> = {};
    let listedAgain = false;
    for (const { listId, tasks, since } of all) {
      for (const { task, raw } of tasks) {
        const record = toTaskRecord(listId, task, raw);
        const place = `${listId}/${task.id}`;
        if ((task.updated ?? '') >= since.slice(0, 19)) told[place] = record.version;
        // The overlap brings again what was told last time.
        if (known?.told[place] === record.version) {
          listedAgain = true;
          continue;
        }
        if (task.deleted === true) gone.set(task.id, record.version);
        else records.set(task.id, record);
      }
    }
    // A task that was moved is deleted in one list and stands in another.
    for (const id of records.keys()) gone.delete(id);
    if (known !== undefined && gone.size > 0) for (const id of await listMoved(all, known.since)) gone.delete(id);
    const since = Object.fromEntries(all.map((listed) => [listed.listId, listed.since]));
    lastRead = { at: connection.clock.now(), since };
    return { complete: known === undefined, records: [...records.values()], gone: [...gone.keys()], cursor: JSON.stringify({ query, since, told, defaultList }), listedAgain };
  }

  async function confirm(ids: readonly RemoteId[], held: Held): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>> {
    const raws = await held(ids);
    const answer = new Map<RemoteId, RemoteRecord | 'gone'>();
    const missing: RemoteId[] = [];
    const one = async (id: RemoteId): Promise<void> => {
      const listId = readTaskRaw(raws.get(id))?.listId ?? (await resolveDefault());
      const told = await getTask(connection, listId, id);
      if (told.ok && told.body.deleted !== true) answer.set(id, toTaskRecord(listId, told.body, told.raw as TaskBody));
      else if (told.ok || told.trouble.treatment === 'gone' || told.trouble.status === 400) missing.push(id);
      else throw toReplicaError(told.trouble, connection.clock.now());
    };
    if (ids.length <= fewEnough) for await (const _ of inFlight(ids, width, one));
    const open = ids.filter((id) => !answer.has(id));
    if (open.length === 0) return answer;
    // Moved to another list, perhaps; and many are asked for at once by listing everything.
    const all = await listEverything(true);
    const found = new Map<RemoteId, RemoteRecord | 'gone'>();
    for (const { listId, tasks } of all) {
      for (const { task, raw } of tasks) {
        if (task.deleted !== true) found.set(task.id, toTaskRecord(listId, task, raw));
        else if (!found.has(task.id)) found.set(task.id, 'gone');
      }
    }
    const unseen = open.filter((id) => !found.has(id) && !missing.includes(id));
    for (const id of open) {
      const known = found.get(id) ?? (missing.includes(id) ? 'gone' : undefined);
      if (known !== undefined) answer.set(id, known);
    }
    for await (const _ of inFlight(unseen, width, one));
    for (const id of missing) if (!answer.has(id)) answer.set(id, 'gone');
    return answer;
  }

  /**
   * Nobody has seen Google Tasks refuse an outdated etag, so it is looked at before a write
   * whether the task has changed: not at all right after a read, by one request for many
   * later, and one by one where nothing was read.
   */
  async function seePresent(requests: readonly WriteRequest[]): Promise<Seen> {
    const lists = new Set(requests.flatMap((request) => (request.op === 'create' ? [] : (readTaskRaw(request.raw)?.listId ?? []))));
    if (lists.size === 0 || lastRead === undefined || [...lists].some((id) => lastRead?.since[id] === undefined)) return () => 'ask';
    if (connection.clock.now() - lastRead.at <= justRead) return () => 'as held';
    const versions = new Map<RemoteId, string | undefined>();
    const changed = await listAll([...lists], (id) => lastRead?.since[id], true);
    if (changed === undefined) return () => 'ask';
    for (const listed of changed) {
      for (const { task, raw } of listed.tasks) versions.set(task.id, task.deleted === true ? undefined : toTaskRecord(listed.listId, task, raw).version);
    }
    return (id, version) => (!versions.has(id) || versions.get(id) === version ? 'as held' : 'changed');
  }

  async function* write(requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
    const seen = await seePresent(requests);
    try {
      for await (const answer of inFlight(requests, width, (request) => writeTask({ connection, context, defaultList: defaultList ?? '@default', resolveDefault, seen }, request))) {
        if (answer.outcome === 'applied' && answer.record !== undefined) answered.set(answer.operation, answer.record);
        yield answer;
      }
    } catch (error) {
      made = undefined;
      throw error;
    }
  }

  /** Tasks carry no marker: the newest one of equal content that was not found before. */
  async function find(request: WriteRequest): Promise<RemoteRecord | undefined> {
    const known = answered.get(request.operation);
    if (known !== undefined) return known;
    if (made === undefined) {
      const taken = new Set([...answered.values()].map((record) => record.id));
      const { listId, tasks } = await listDefault();
      const newestFirst = [...tasks].sort((left, right) => ((left.task.updated ?? '') < (right.task.updated ?? '') ? 1 : -1));
      made = newestFirst.map(({ task, raw }) => toTaskRecord(listId, task, raw)).filter((record) => !taken.has(record.id));
    }
    const wanted = comparable(request.after as TaskItem);
    const at = made.findIndex((record) => sameValue(comparable(record.item as TaskItem), wanted));
    const found = at < 0 ? undefined : made.splice(at, 1)[0];
    if (found !== undefined) answered.set(request.operation, found);
    return found;
  }

  return { side: 'google', kind: 'task', batch: 50, read, confirm, write, find };
}

function readCursor(cursor: string): z.infer<typeof cursorSchema> {
  const read = readStoredCursor(cursor, cursorSchema);
  if (read === undefined) throw new ReplicaError('cursor-expired', 'The tasks were last read in another way.');
  return read;
}

function comparable(item: TaskItem): unknown {
  return [item.title?.trim() ?? '', item.notes?.trim() ?? '', item.dueDate ?? '', item.completed === true];
}
