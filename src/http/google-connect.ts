// What the doors need of connecting a Google account; implemented at the composition root.

import type { User } from '../office/users.ts';
import type { Account } from '../store/account.ts';

export interface GoogleConnect {
  /** `by`: who asked for it, where that is not the person. */
  start(account: Account, user: User, by?: string): Promise<{ url: string }>;
  /** `error` is a code of errors.ts. */
  finish(callbackUrl: URL): Promise<{ userId?: string; error?: string }>;
  /** The administrator's service account has access to this person's account. */
  covers(user: User): boolean;
  /** Connects a covered person without their doing; answers what is wrong, where it cannot be done. */
  connectDelegated(account: Account, user: User): Promise<string | undefined>;
  disconnect(account: Account, by: string): Promise<void>;
}
