// SETs over HTTP: their names, rules and members. In: requests of the contract. Out: answers
// of it. Deleting a SET or taking a member out of it never deletes a contact.

import { z } from 'zod';
import { changeSetMembers, createSet, deleteSet, getSet, listSets, previewFilter, updateSet } from '../../../office/sets.ts';
import { signedIn } from '../../app-types.ts';
import type { App, RouteDeps } from '../../app-types.ts';
import { idParams, setAnswer, setCreateBody, setListAnswer, setMembersBody, setPreviewAnswer, setPreviewBody, setUpdateBody, versionQuery } from '../../contract/office.ts';
import type { SetPreview } from '../../contract/office.ts';
import { authorOf } from './author.ts';

const tags = ['SETs'];

export function registerSetRoutes(app: App, { store: { db } }: RouteDeps): void {
  app.get('/sets', { schema: { tags, summary: 'All SETs of the office', response: { 200: setListAnswer } } }, async (request) => {
    return { sets: await listSets(db, signedIn(request).officeId) };
  });

  app.post('/sets', { schema: { tags, summary: 'Add a SET', body: setCreateBody, response: { 201: setAnswer } } }, async (request, reply) => {
    return reply.status(201).send(await createSet(db, authorOf(request), request.body));
  });

  app.post('/sets/preview', { schema: { tags, summary: 'Who would be in a filtered SET', body: setPreviewBody, response: { 200: setPreviewAnswer } } }, async (request) => {
    return (await previewFilter(db, signedIn(request).officeId, request.body.filter)) as SetPreview;
  });

  app.get('/sets/:id', { schema: { tags, summary: 'A SET', params: idParams, response: { 200: setAnswer } } }, async (request) => {
    return getSet(db, signedIn(request).officeId, request.params.id);
  });

  app.put('/sets/:id', { schema: { tags, summary: 'Change a SET', params: idParams, body: setUpdateBody, response: { 200: setAnswer } } }, async (request) => {
    return updateSet(db, authorOf(request), request.params.id, request.body.version, request.body.set);
  });

  app.delete('/sets/:id', { schema: { tags, summary: 'Delete a SET, not its members', params: idParams, querystring: versionQuery, response: { 204: z.undefined() } } }, async (request, reply) => {
    await deleteSet(db, authorOf(request), request.params.id, request.query.version);
    return reply.status(204).send();
  });

  app.post('/sets/:id/members', { schema: { tags, summary: 'Put contacts into a plain SET or take them out', params: idParams, body: setMembersBody, response: { 200: setAnswer } } }, async (request) => {
    return changeSetMembers(db, authorOf(request), request.params.id, request.body.add ?? [], request.body.remove ?? []);
  });
}
