// Alerts and sent mail of a person, and the accounts of an office for its administrator.
// In: ids. Out: lists of the contract. Never here: another office's rows.

import { z } from 'zod';
import { signedIn } from '../../app-types.ts';
import type { RegisterRoutes } from '../../app-types.ts';
import { accountList, noticeList, noticeSave } from '../../contract/accounts.ts';
import { alertList, mailList } from '../../contract/sync.ts';
import { AppError } from '../../errors.ts';
import { actingFor } from '../../sign-in.ts';
import { userQuery } from './parameters.ts';

export const registerAccountRoutes: RegisterRoutes = (app, deps) => {
  app.get('/alerts', { schema: { tags: ['alerts'], summary: 'Alerts', querystring: userQuery, response: { 200: alertList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return deps.sync.alerts(userId);
  });

  app.post(
    '/alerts/read',
    {
      schema: {
        tags: ['alerts'],
        summary: 'Mark alerts as read; without ids all of them',
        querystring: userQuery,
        body: z.object({ ids: z.array(z.string().max(100)).max(10_000).optional() }),
        response: { 200: alertList },
      },
    },
    async (request) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      return deps.sync.readAlerts(userId, request.body.ids);
    },
  );

  app.get('/notices', { schema: { tags: ['alerts'], summary: 'Which kinds come as mail and as alert', querystring: userQuery, response: { 200: noticeList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return { notices: await deps.sync.notices(userId) };
  });

  app.put('/notices', { schema: { tags: ['alerts'], summary: 'Switch kinds of mail and alert on or off', querystring: userQuery, body: noticeSave, response: { 200: noticeList } } }, async (request) => {
    const { userId } = await actingFor(deps, request, request.query.user);
    return { notices: await deps.sync.saveNotices(userId, request.body.notices) };
  });

  app.get(
    '/mail',
    { schema: { tags: ['mail'], summary: "The person's sent mail, in the demo and for administrators", querystring: userQuery, response: { 200: mailList } } },
    async (request) => {
      if (!deps.config.demo && signedIn(request).role !== 'administrator') throw new AppError('forbidden');
      const { userId } = await actingFor(deps, request, request.query.user);
      return { mails: await deps.sync.mails(userId) };
    },
  );

  app.get(
    '/accounts',
    { config: { administrator: true }, schema: { tags: ['accounts'], summary: 'All accounts of the office', response: { 200: accountList } } },
    async (request) => ({ accounts: await deps.sync.accounts(signedIn(request).officeId) }),
  );
};
