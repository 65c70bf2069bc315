// Connecting a Google account. In: the wish to connect, and Google's redirect back. Out: an
// address to send the browser to, and the page of the Setup Detail with the outcome.
// Never here: a redirect to anywhere but Google and our own page, or somebody else's sign-in finished.

import { z } from 'zod';
import type { RegisterRoutes } from '../../app-types.ts';
import { setupDetail } from '../../contract/sync.ts';
import { isErrorCode } from '../../errors.ts';
import { actingFor, isOwnConnect, rememberConnect } from '../../sign-in.ts';
import { userQuery } from './parameters.ts';

const tags = ['google'];

export const registerGoogleRoutes: RegisterRoutes = (app, deps) => {
  app.post(
    '/google/connect',
    {
      schema: {
        tags,
        summary: 'Begin to connect a Google account; send this browser to the url',
        querystring: userQuery,
        response: { 200: z.object({ url: z.string() }) },
      },
    },
    async (request, reply) => {
      const { userId, by } = await actingFor(deps, request, request.query.user);
      const { url } = await deps.sync.startConnect(userId, by);
      rememberConnect(deps.config, reply, url);
      return { url };
    },
  );

  app.get(
    '/google/callback',
    {
      // The browser that began holds a cookie for this; its session may have ended meanwhile.
      config: { public: true },
      schema: { tags, summary: 'Where Google sends the browser back to', querystring: z.looseObject({}), response: { 303: z.undefined() } },
    },
    async (request, reply) => {
      const callback = new URL(request.url, deps.config.publicUrl);
      const page = new URL('/setup/google', deps.config.publicUrl);
      if (!isOwnConnect(deps.config, request, reply, callback)) {
        page.searchParams.set('error', 'connect-expired');
      } else {
        const { userId, error } = await deps.sync.finishConnect(callback);
        if (error === undefined) page.searchParams.set('connected', '1');
        else page.searchParams.set('error', isErrorCode(error) ? error : 'google-refused');
        const person = request.signIn?.user;
        if (userId !== undefined && person !== undefined && userId !== person.id) page.searchParams.set('user', userId);
      }
      return reply.redirect(`${page.pathname}${page.search}`, 303);
    },
  );

  app.post('/google/disconnect', { schema: { tags, summary: 'Disconnect the Google account', querystring: userQuery, response: { 200: setupDetail } } }, async (request) => {
    const { userId, by } = await actingFor(deps, request, request.query.user);
    return deps.sync.disconnect(userId, by);
  });
};
