// The stream of what changed. In: a signed-in person. Out: server-sent events.
// Never here: contents of a change.

import { z } from 'zod';
import type { RegisterRoutes } from '../../app-types.ts';
import { openEventStream } from '../../event-stream.ts';
import { isSessionAlive } from '../../session-store.ts';
import { actingFor } from '../../sign-in.ts';
import { userQuery } from './parameters.ts';

export const registerEventRoutes: RegisterRoutes = (app, deps) => {
  app.get(
    '/events',
    {
      schema: {
        tags: ['product'],
        summary: 'Server-sent events: setup, reports, alerts, each when it changed',
        produces: ['text/event-stream'],
        querystring: userQuery,
        response: { 200: z.any() },
      },
    },
    async (request, reply) => {
      const { userId } = await actingFor(deps, request, request.query.user);
      const key = request.signIn?.sessionKey ?? '';
      const stream = openEventStream(request.server, {
        watch: (changed) => deps.sync.watch(userId, changed),
        isAlive: () => isSessionAlive(deps.store.db, key, deps.now()),
      });
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
    },
  );
};
