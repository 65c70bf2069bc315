// Who changes the office by a request. In: a signed-in request. Out: the author of the change.
// Never here: an office or a user named by the request itself.

import type { FastifyRequest } from 'fastify';
import type { Owner } from '../../../office/activities.ts';
import { signedIn } from '../../app-types.ts';

export function authorOf(request: FastifyRequest): Owner {
  const person = signedIn(request);
  return { officeId: person.officeId, userId: person.id };
}
