// Parts of requests that several routes of the synchronization share. In: nothing. Out:
// schemas. Never here: what they mean; sign-in.ts decides who may act for whom.

import { z } from 'zod';

/** For administrators: the user that the request is about. */
export const userQuery = z.object({ user: z.uuid('Give the id of a user as the list of accounts shows it.').optional().describe('For an administrator: the user to act for') });

export const reportParams = z.object({ id: z.string().min(1).max(100) });
