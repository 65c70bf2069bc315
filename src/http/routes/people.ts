// Adding people, and the first password of who was invited by mail. In: lines of people; a
// secret from a link. Out: who was added, or each mistake. Never here: a hint whether a
// secret was wrong or is too old.

import { z } from 'zod';
import { userQuery } from './sync/parameters.ts';
import { signedIn } from '../app-types.ts';
import type { RegisterRoutes } from '../app-types.ts';
import { addPeople, inviteAgain } from '../add-people.ts';
import { changePerson } from '../change-person.ts';
import { acceptInvitation, addedPeople, addPeople as addPeopleBody, changePerson as changePersonBody, invitationAnswer, invitationSecret, personParams } from '../contract/people.ts';
import { AppError } from '../errors.ts';
import { endSessionsOf } from '../session-store.ts';
import { actingFor } from '../sign-in.ts';
import { changePassword, getUser } from '../../office/users.ts';
import { addAudit } from '../../store/audit.ts';
import { findInvited, useInvitation } from '../../store/invitation.ts';
import { withTransaction } from '../../store/transaction.ts';

const tags = ['people'];

export const registerPeopleRoutes: RegisterRoutes = (app, deps) => {
  const instant = (): Date => new Date(deps.now().epochMilliseconds);

  app.post(
    '/people',
    { config: { administrator: true }, schema: { tags, summary: 'Add people, all of them or nobody', body: addPeopleBody, response: { 200: addedPeople } } },
    async (request) => {
      const { officeId, id } = signedIn(request);
      const { by } = await actingFor(deps, request, undefined);
      return addPeople(deps.store, request.body, { officeId, administrator: { id, by }, publicUrl: deps.config.publicUrl, now: instant() });
    },
  );

  app.put('/people/:userId', { config: { administrator: true }, schema: { tags, summary: 'Change the role of a user, disable or enable', params: personParams, body: changePersonBody, response: { 204: z.undefined() } } }, async (request, reply) => {
    const { officeId, id } = signedIn(request);
    const { by } = await actingFor(deps, request, undefined);
    await changePerson(deps.store, request.params.userId, request.body, { officeId, administrator: { id, by } });
    return reply.status(204).send();
  });

  app.post('/people/invitation', { config: { administrator: true }, schema: { tags, summary: 'Mail a user a link to choose a new password', querystring: userQuery.required(), response: { 204: z.undefined() } } }, async (request, reply) => {
    const { officeId, id } = signedIn(request);
    const { userId, by } = await actingFor(deps, request, request.query.user);
    await inviteAgain(deps.store, userId, { officeId, administrator: { id, by }, publicUrl: deps.config.publicUrl, now: instant() });
    return reply.status(204).send();
  });

  app.post('/invitation', { config: { public: true }, schema: { tags, summary: 'Whose invitation it is', body: invitationSecret, response: { 200: invitationAnswer } } }, async (request) => {
    const found = await findInvited(deps.store.db, request.body.secret, instant());
    if (found === undefined) throw new AppError('invitation-over');
    return { fullName: found.fullName, email: found.email };
  });

  app.put('/invitation', { config: { public: true }, schema: { tags, summary: 'Choose the first password; the link is used up', body: acceptInvitation, response: { 204: z.undefined() } } }, async (request, reply) => {
    const { secret, password } = request.body;
    const found = await findInvited(deps.store.db, secret, instant());
    if (found === undefined) throw new AppError('invitation-over');
    await withTransaction(deps.store, async (tx) => {
      if (!(await useInvitation(tx, secret, instant()))) throw new AppError('invitation-over');
      await changePassword(tx, found.userId, password);
      await endSessionsOf(tx, found.userId);
      const { officeId } = await getUser(tx, found.userId);
      await addAudit(tx, { officeId, userId: found.userId, kind: 'password', by: `${found.fullName} (${found.email})`, text: 'Chose a password with the link of an invitation', details: { network: request.ip } });
    });
    return reply.status(204).send();
  });
};
