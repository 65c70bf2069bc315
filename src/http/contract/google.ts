// The access to a Google account as the Setup Detail shows it. No behaviour here, and never
// a token.

import { z } from 'zod';

export const googleAccess = z.object({
  connected: z.boolean(),
  account: z.string().optional(),
  /** Parts that the person did not grant. */
  missing: z.array(z.enum(['contacts', 'calendar', 'tasks'])),
  /** The administrator's service account connected it; the person need not consent. */
  delegated: z.boolean().optional(),
  /** Google ends the access then by itself: the application is in Testing. */
  accessEndsAt: z.string().optional(),
  /** Why the administrator's service account could not connect it. */
  trouble: z.string().optional(),
});
