// The calls of the Tasks API that the task replica makes. In: ids and bodies. Out: what
// was told. Never here: what an answer means for a request of ours.

import type { z } from 'zod';
import type { Ask, GoogleConnection, Told } from './connection.ts';
import { emptySchema, listSchema, listsSchema, taskSchema, tasksSchema } from './task-wire.ts';
import type { TaskBody, WireTask } from './task-wire.ts';
import { toReplicaError } from './trouble.ts';

function request<T>(rest: Omit<Ask<T>, 'api' | 'units'>): Ask<T> {
  return { api: 'tasks', units: 1, ...rest };
}

export async function listTaskLists(connection: GoogleConnection): Promise<readonly string[]> {
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const token: string | undefined = pageToken;
    const { body } = await connection.demand(
      request({
        call: 'tasklists.list',
        effect: 'read',
        answer: listsSchema,
        send: (google, options) => google.tasks.tasklists.list({ maxResults: 1000, pageToken: token }, options),
      }),
    );
    ids.push(...(body.items ?? []).map((list) => list.id));
    pageToken = body.nextPageToken || undefined;
  } while (pageToken !== undefined);
  return ids;
}

export async function findDefaultList(connection: GoogleConnection): Promise<string> {
  const { body } = await connection.demand(
    request<z.infer<typeof listSchema>>({
      call: 'tasklists.get',
      effect: 'read',
      answer: listSchema,
      send: (google, options) => google.tasks.tasklists.get({ tasklist: '@default' }, options),
    }),
  );
  return body.id;
}

/** All tasks of a list, also hidden and completed ones; undefined: the list is gone. */
export async function listTasks(
  connection: GoogleConnection,
  listId: string,
  updatedMin: string | undefined,
  showDeleted: boolean,
): Promise<{ readonly tasks: readonly { task: WireTask; raw: TaskBody }[]; readonly date: string | undefined } | undefined> {
  const tasks: { task: WireTask; raw: TaskBody }[] = [];
  let pageToken: string | undefined;
  let date: string | undefined;
  do {
    const token: string | undefined = pageToken;
    const told = await connection.ask(
      request({
        call: 'tasks.list',
        effect: 'read',
        answer: tasksSchema,
        send: (google, options) =>
          google.tasks.tasks.list(
            {
              tasklist: listId,
              maxResults: 100,
              showCompleted: true,
              showHidden: true,
              showDeleted,
              updatedMin,
              pageToken: token,
            },
            options,
          ),
      }),
    );
    if (!told.ok) {
      if (told.trouble.treatment === 'gone') return undefined;
      throw toReplicaError(told.trouble, connection.clock.now());
    }
    date ??= told.date;
    const raws = ((told.raw as { items?: readonly TaskBody[] }).items ?? []) as readonly TaskBody[];
    tasks.push(...(told.body.items ?? []).map((task, index) => ({ task, raw: raws[index] ?? {} })));
    pageToken = told.body.nextPageToken || undefined;
  } while (pageToken !== undefined);
  return { tasks, date };
}

export function getTask(connection: GoogleConnection, listId: string, id: string): Promise<Told<WireTask>> {
  return connection.ask(
    request({ call: 'tasks.get', effect: 'read', answer: taskSchema, send: (google, options) => google.tasks.tasks.get({ tasklist: listId, task: id }, options) }),
  );
}

export function insertTask(connection: GoogleConnection, listId: string, body: TaskBody): Promise<Told<WireTask>> {
  return connection.ask(
    request({
      call: 'tasks.insert',
      effect: 'once',
      answer: taskSchema,
      send: (google, options) => google.tasks.tasks.insert({ tasklist: listId, requestBody: body }, options),
    }),
  );
}

export function putTaskAt(connection: GoogleConnection, listId: string, id: string, etag: string | undefined, body: TaskBody): Promise<Told<WireTask>> {
  return connection.ask(
    request({
      call: 'tasks.update',
      effect: 'repeatable',
      ifMatch: etag,
      answer: taskSchema,
      send: (google, options) => google.tasks.tasks.update({ tasklist: listId, task: id, requestBody: { ...body, id } }, options),
    }),
  );
}

export function deleteTaskAt(connection: GoogleConnection, listId: string, id: string, etag: string | undefined): Promise<Told<unknown>> {
  return connection.ask(
    request({
      call: 'tasks.delete',
      effect: 'repeatable',
      ifMatch: etag,
      answer: emptySchema,
      send: (google, options) => google.tasks.tasks.delete({ tasklist: listId, task: id }, options),
    }),
  );
}
