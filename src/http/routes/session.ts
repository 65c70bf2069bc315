// Signing in, who is signed in, signing out. In: e-mail address and password. Out: the
// session of the contract; for programs a token as well.
// Never here: a hint whether it was the address or the password that is wrong.

import { z } from 'zod';
import type { RegisterRoutes, RouteDeps, SignedInUser } from '../app-types.ts';
import { session, signIn } from '../contract/sync.ts';
import { newPassword } from '../contract/session.ts';
import type { Session } from '../contract/sync.ts';
import { AppError } from '../errors.ts';
import { changeOwnPassword, signInWithPassword, signOut } from '../sign-in.ts';

const tags = ['session'];

export const registerSessionRoutes: RegisterRoutes = (app, deps) => {
  app.post(
    '/session',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Sign in; programs ask for a token',
        querystring: z.object({ token: z.enum(['0', '1']).default('0') }),
        body: signIn,
        response: { 200: session.extend({ token: z.string().optional() }) },
      },
    },
    async (request, reply) => {
      const { user, csrfToken, token } = await signInWithPassword(deps, request, reply, request.body, request.query.token === '1');
      return { ...(await describeSession(deps, user, csrfToken)), ...(token === undefined ? {} : { token }) };
    },
  );

  app.get('/session', { schema: { tags, summary: 'Who is signed in', response: { 200: session } } }, async (request) => {
    if (!request.signIn) throw new AppError('not-signed-in');
    return describeSession(deps, request.signIn.user, request.signIn.csrfToken);
  });

  app.put('/session/password', { schema: { tags, summary: 'Change your password; your other sessions end', body: newPassword, response: { 204: z.undefined() } } }, async (request, reply) => {
    await changeOwnPassword(deps, request, request.body);
    return reply.status(204).send();
  });

  app.delete('/session', { schema: { tags, summary: 'Sign out', response: { 204: z.undefined() } } }, async (request, reply) => {
    await signOut(deps, request, reply);
    return reply.status(204).send();
  });
};

async function describeSession(deps: RouteDeps, person: SignedInUser, csrfToken: string): Promise<Session> {
  const { officeId: _, ...user } = person;
  const { unread } = await deps.sync.alerts(person.id);
  return { user, csrfToken, unreadAlerts: unread, ...(deps.config.demo ? { demo: deps.config.demo } : {}) };
}
