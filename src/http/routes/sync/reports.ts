// Report List, reports, and what a person decides on them. In: ids, digests, decisions.
// Out: rows and documents of the contract. Never here: what may be approved when.

import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { RegisterRoutes } from '../../app-types.ts';
import { approve, linesQuery, pdfProgress, pdfQuery, reject, report, reportLines, reportList, reportRow, setupDetail } from '../../contract/sync.ts';
import type { Document } from '../../doors.ts';
import { actingFor } from '../../sign-in.ts';
import { sendLong } from '../../send-long.ts';
import { reportParams, userQuery } from './parameters.ts';

const tags = ['reports'];
const params = reportParams;
const querystring = userQuery;
/** So many lines are answered as anything else; more are sent while they are made. */
const PAGE = 1_000;
/** One decision for each of 60,000 lines. */
const APPROVAL_LIMIT = 12 * 1024 * 1024;

export const registerReportRoutes: RegisterRoutes = (app, deps) => {
  app.get('/reports', { schema: { tags, summary: 'Report List', querystring, response: { 200: reportList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return { reports: await deps.sync.listReports(userId) };
  });

  app.get('/reports/:id', { schema: { tags, summary: 'A report: summary, settings, counts', params, querystring, response: { 200: report } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return deps.sync.report(userId, request.params.id);
  });

  app.get(
    '/reports/:id/lines',
    { schema: { tags, summary: 'Lines of a report', params, querystring: linesQuery.extend(userQuery.shape), response: { 200: reportLines } } },
    async (request, reply) => {
      const { user, ...query } = request.query;
      const { userId } = await actingFor(deps, request, user);
      if (query.limit <= PAGE) return deps.sync.reportLines(userId, request.params.id, query);
      // A stream passes by the schema of the answer: its lines are made of that very type.
      return sendLong(request, reply, await deps.sync.reportLinesJson(userId, request.params.id, query)) as never;
    },
  );

  app.post(
    '/reports/:id/open',
    { schema: { tags, summary: 'The person has opened this report', params, querystring, response: { 200: reportRow } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.openReport(userId, request.params.id, by);
    },
  );

  app.get(
    '/reports/:id/pdf',
    { schema: { tags, summary: 'The report as PDF; counts as opened', produces: ['application/pdf'], params, querystring: pdfQuery.extend(userQuery.shape), response: { 200: z.any() } } },
    async (request, reply) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      // Viewers of PDF run inside the document's own policy, so it says only who may frame it.
      void reply.header('content-security-policy', "frame-ancestors 'self'");
      return sendDocument(reply, await deps.sync.reportPdf(userId, request.params.id, request.query.part, by), 'inline');
    },
  );

  app.get(
    '/reports/:id/pdf/progress',
    { schema: { tags, summary: 'Begins to make the PDF, and says how far it is', params, querystring, response: { 200: pdfProgress } } },
    async (request) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      return deps.sync.reportPdfProgress(userId, request.params.id);
    },
  );

  app.get(
    '/reports/:id/csv',
    { schema: { tags, summary: 'The lines of the report as CSV', produces: ['text/csv'], params, querystring, response: { 200: z.any() } } },
    async (request, reply) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      return sendDocument(reply, await deps.sync.reportCsv(userId, request.params.id), 'attachment');
    },
  );

  app.get(
    '/reports/:id/json',
    { schema: { tags, summary: 'The whole report as JSON, for programs', produces: ['application/json'], params, querystring, response: { 200: z.any() } } },
    async (request, reply) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      return sendDocument(reply, await deps.sync.reportJson(userId, request.params.id), 'attachment');
    },
  );

  app.post(
    '/reports/:id/approve',
    { bodyLimit: APPROVAL_LIMIT, schema: { tags, summary: 'Approve Preview Synchronization', params, querystring, body: approve, response: { 200: reportRow } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.approve(userId, request.params.id, request.body, by);
    },
  );

  app.post(
    '/reports/:id/reject',
    { schema: { tags, summary: 'Reject Preview Synchronization', params, querystring, body: reject, response: { 200: setupDetail } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.reject(userId, request.params.id, request.body.digest, by);
    },
  );

  app.post(
    '/reports/:id/undo',
    { schema: { tags, summary: 'Make an Undo Preview of a finished run', params, querystring, response: { 200: reportRow } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.undo(userId, request.params.id, by);
    },
  );
};

function sendDocument(reply: FastifyReply, document: Document, disposition: 'inline' | 'attachment'): FastifyReply {
  const plain = document.fileName.replace(/[^\w .()-]/g, '_');
  const { body } = document;
  return reply
    .type(document.mediaType)
    .header('content-disposition', `${disposition}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(document.fileName)}`)
    .serializer((payload) => payload as string)
    .send(body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : body);
}
