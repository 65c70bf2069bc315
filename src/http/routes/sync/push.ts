// Where Google says that a calendar has changed. In: a POST without a body; everything
// stands in its headers. Out: 204, or 404 and 403 for what is not from a channel of ours.
// Never here: trust in anything that was sent, or an answer that says more than that.

import { z } from 'zod';
import type { RegisterRoutes } from '../../app-types.ts';
import { AppError } from '../../errors.ts';

const headers = z.looseObject({
  'x-goog-channel-id': z.string().min(1).max(64),
  'x-goog-channel-token': z.string().min(1).max(256),
  'x-goog-resource-id': z.string().min(1).max(200),
  'x-goog-resource-state': z.enum(['sync', 'exists', 'not_exists']),
  'x-goog-message-number': z.string().regex(/^\d{1,20}$/).optional(),
});

export const registerPushRoutes: RegisterRoutes = async (app, deps) => {
  await app.register(async (scope) => {
    // Google names a type and sends nothing; whatever is sent is not looked at.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: 4096, parseAs: 'string' }, (_request, _body, done) => done(null, undefined));
    scope.post(
      '/google/push',
      {
        config: { public: true },
        schema: { tags: ['google'], summary: 'Where Google tells of a changed calendar', response: { 204: z.undefined() } },
      },
      async (request, reply) => {
        const read = headers.safeParse(request.headers);
        const outcome = await deps.sync.pushed(
          read.success
            ? { channelId: read.data['x-goog-channel-id'], token: read.data['x-goog-channel-token'], resourceId: read.data['x-goog-resource-id'], state: read.data['x-goog-resource-state'] }
            : undefined,
        );
        if (outcome === 'forged') throw new AppError('not-google');
        if (outcome !== 'taken' && outcome !== 'first') throw new AppError('not-found');
        return reply.status(204).send();
      },
    );
  });
};
