// Setup Detail and synchronizing at once. In: the options that a person saves. Out: the
// Setup Detail as it then is. Never here: a decision about what saving starts.

import { signedIn } from '../../app-types.ts';
import type { RegisterRoutes } from '../../app-types.ts';
import { calendarList, officeSetup, officeSetupAnswer, officeSetupEffect, setupSave } from '../../contract/setup.ts';
import { setupDetail } from '../../contract/sync.ts';
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
    { schema: { tags, summary: 'Save; selecting Run Synchronization starts a preview', querystring: userQuery, body: setupSave, response: { 200: setupDetail } } },
    async (request) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      return deps.sync.saveSetup(userId, request.body, by);
    },
  );

  app.post('/setup/former', { schema: { tags, summary: 'Use the setup that was approved last again; makes a preview', querystring: userQuery, response: { 200: setupDetail } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.useFormerSetup(userId, by);
  });

  app.get('/setup/calendars', { schema: { tags, summary: 'The calendars of the Google account, as they are now', querystring: userQuery, response: { 200: calendarList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return { calendars: await deps.sync.calendars(userId) };
  });

  const administrator = { administrator: true };
  app.get('/office/setup', { config: administrator, schema: { tags: ['office setup'], summary: "The office's defaults, locks and guidance", response: { 200: officeSetupAnswer } } }, async (request) => deps.sync.officeSetup(signedIn(request).officeId));

  app.put(
    '/office/setup',
    { config: administrator, schema: { tags: ['office setup'], summary: 'Save; who runs with something else gets a new preview', body: officeSetup, response: { 200: officeSetupAnswer } } },
    async (request) => {
      const { by } = await actingFor(deps, request, undefined);
      return deps.sync.saveOfficeSetup(signedIn(request).officeId, request.body, by);
    },
  );

  app.post(
    '/office/setup/effect',
    { config: administrator, schema: { tags: ['office setup'], summary: 'How many users a change would concern; saves nothing', body: officeSetup, response: { 200: officeSetupEffect } } },
    async (request) => deps.sync.officeSetupEffect(signedIn(request).officeId, request.body),
  );

  app.post('/sync/now', { schema: { tags, summary: 'Synchronize at once', querystring: userQuery, response: { 200: setupDetail } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.syncNow(userId, by);
  });
};
