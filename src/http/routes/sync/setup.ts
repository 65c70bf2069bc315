// Setup Detail and synchronizing at once. In: the options that a person saves. Out: the
// Setup Detail as it then is. Never here: a decision about what saving starts.

import type { RegisterRoutes } from '../../app-types.ts';
import { setupDetail, setupOptions } from '../../contract/sync.ts';
import { actingFor } from '../../sign-in.ts';
import { userQuery } from './parameters.ts';

const tags = ['setup'];

export const registerSetupRoutes: RegisterRoutes = (app, deps) => {
  app.get('/setup', { schema: { tags, summary: 'Setup Detail', querystring: userQuery, response: { 200: setupDetail } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return deps.sync.setupDetail(userId);
  });

  app.put(
    '/setup',
    { schema: { tags, summary: 'Save; selecting Run Synchronization starts a preview', querystring: userQuery, body: setupOptions, response: { 200: setupDetail } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.saveSetup(userId, request.body, by);
    },
  );

  app.post('/sync/now', { schema: { tags, summary: 'Synchronize at once', querystring: userQuery, response: { 200: setupDetail } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.syncNow(userId, by);
  });
};
