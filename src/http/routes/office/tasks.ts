// A user's tasks over HTTP. In: requests of the contract. Out: answers of it. Everybody works
// with their own tasks only.

import { z } from 'zod';
import { createTask, deleteTask, getTask, listTasks, updateTask } from '../../../office/tasks.ts';
import { signedIn } from '../../app-types.ts';
import type { App, RouteDeps } from '../../app-types.ts';
import { idParams, taskAnswer, taskCreateBody, taskPageAnswer, taskQuery, taskUpdateBody, versionQuery } from '../../contract/office.ts';
import type { Task, TaskPage } from '../../contract/office.ts';
import { authorOf } from './author.ts';

const tags = ['tasks'];

export function registerTaskRoutes(app: App, { store: { db } }: RouteDeps): void {
  app.get('/tasks', { schema: { tags, summary: 'Tasks by due date', querystring: taskQuery, response: { 200: taskPageAnswer } } }, async (request) => {
    return (await listTasks(db, signedIn(request).id, request.query)) as TaskPage;
  });

  app.post('/tasks', { schema: { tags, summary: 'Add a task', body: taskCreateBody, response: { 201: taskAnswer } } }, async (request, reply) => {
    return reply.status(201).send((await createTask(db, authorOf(request), request.body)) as Task);
  });

  app.get('/tasks/:id', { schema: { tags, summary: 'A task', params: idParams, response: { 200: taskAnswer } } }, async (request) => {
    return (await getTask(db, signedIn(request).id, request.params.id)) as Task;
  });

  app.put('/tasks/:id', { schema: { tags, summary: 'Replace a task', params: idParams, body: taskUpdateBody, response: { 200: taskAnswer } } }, async (request) => {
    return (await updateTask(db, authorOf(request), request.params.id, request.body.version, request.body.task)) as Task;
  });

  app.delete('/tasks/:id', { schema: { tags, summary: 'Delete a task', params: idParams, querystring: versionQuery, response: { 204: z.undefined() } } }, async (request, reply) => {
    await deleteTask(db, authorOf(request), request.params.id, request.query.version);
    return reply.status(204).send();
  });
}
