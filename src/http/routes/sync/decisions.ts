// Questions, what was set to "never", and a record's history. In: ids, digests, choices.
// Out: lists of the contract. Never here: what may be answered when.

import { Readable } from 'node:stream';
import { z } from 'zod';
import { signedIn } from '../../app-types.ts';
import type { RegisterRoutes } from '../../app-types.ts';
import { answerMany, answerOne, auditList, auditQuery, neverList, questionList, recordHistory, recordParams } from '../../contract/decisions.ts';
import { reportRow } from '../../contract/sync.ts';
import { actingFor } from '../../sign-in.ts';
import { userQuery } from './parameters.ts';

const tags = ['decisions'];
const querystring = userQuery;
/** One answer for each of 60,000 questions. */
const ANSWERS_LIMIT = 12 * 1024 * 1024;
const historyParams = z.object({ id: z.string().regex(/^\d{1,18}$/, 'Give the id of an entry of a history.') });
const named = z.object({ id: z.string().min(1).max(200) });

export const registerDecisionRoutes: RegisterRoutes = (app, deps) => {
  app.get('/questions', { schema: { tags, summary: 'What the running synchronization asks', querystring, response: { 200: questionList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return deps.sync.questions(userId);
  });

  app.post('/questions', { bodyLimit: ANSWERS_LIMIT, schema: { tags, summary: 'Answer many questions at once', querystring, body: answerMany, response: { 200: questionList } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.answerQuestions(userId, request.body, by);
  });

  app.post('/questions/:id', { schema: { tags, summary: 'Answer one question', params: named, querystring, body: answerOne, response: { 200: questionList } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    const { digest, choice } = request.body;
    return deps.sync.answerQuestions(userId, { digest, choices: { [request.params.id]: choice } }, by);
  });

  app.get('/never', { schema: { tags, summary: 'What was set to never', querystring, response: { 200: neverList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return { decisions: await deps.sync.neverDecisions(userId) };
  });

  app.delete('/never/:id', { schema: { tags, summary: 'Take back a never; it is offered again in the next report', params: named, querystring, response: { 200: neverList } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return { decisions: await deps.sync.takeBackNever(userId, request.params.id, by) };
  });

  app.get(
    '/records/:kind/:side/:id/history',
    { schema: { tags, summary: 'What the synchronization did to one record and to the one it is linked with; newest first', params: recordParams, querystring, response: { 200: recordHistory } } },
    async (request) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      return deps.sync.recordHistory(userId, request.params);
    },
  );

  app.post('/history/:id/undo', { schema: { tags, summary: 'Make an Undo Preview of one change', params: historyParams, querystring, response: { 200: reportRow } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.undoChange(userId, request.params.id, by);
  });

  app.get(
    '/audit',
    { config: { administrator: true }, schema: { tags: ['audit'], summary: 'Who did what and when; newest first', querystring: auditQuery, response: { 200: auditList } } },
    async (request) => deps.sync.audit(signedIn(request).officeId, request.query),
  );

  app.get(
    '/audit.csv',
    { config: { administrator: true }, schema: { tags: ['audit'], summary: 'The audit as CSV', produces: ['text/csv'], querystring: auditQuery, response: { 200: z.any() } } },
    async (request, reply) => {
      const lines = Readable.from(deps.sync.auditCsv(signedIn(request).officeId, request.query));
      return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit.csv"').send(lines);
    },
  );
};
