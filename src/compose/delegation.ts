// Connects the people of an organization without a consent of theirs, where an administrator
// has given a service account. In: the configured key and domains. Out: who is covered,
// their access tokens, and their accounts connected. Never: the key shown, or a person of
// another domain connected.

import { readFile } from 'node:fs/promises';
import type { User } from '../office/users.ts';
import { delegatedScopes, openDelegated, readProfile, serviceAccountKey } from '../replica/google/delegation.ts';
import type { ServiceAccount } from '../replica/google/delegation.ts';
import type { GoogleAddresses } from '../replica/google/addresses.ts';
import type { TokenSource } from '../replica/google/tokens.ts';
import { ReplicaError } from '../replica/replica.ts';
import { changeAccount, delegatedMark, isGoogleAccountTaken, loadAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import type { Store } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';

export interface DelegationConfig {
  /** The key itself, or the name of its file. */
  readonly key: string;
  /** Domains of the people that are connected by it; empty: all. */
  readonly domains: readonly string[];
}

export class DelegationTrouble extends Error {
  readonly remedy = 'Set GOOGLE_SERVICE_ACCOUNT_KEY to the JSON file that the Google Cloud console gives under IAM, Service accounts, Keys.';
}

export async function readServiceAccount(config: DelegationConfig): Promise<ServiceAccount> {
  let text = config.key;
  if (!text.trimStart().startsWith('{')) {
    try {
      text = await readFile(config.key, 'utf8');
    } catch (error) {
      throw new DelegationTrouble(`The key of the service account cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
    }
  }
  try {
    return serviceAccountKey.parse(JSON.parse(text));
  } catch {
    // What was parsed is a secret: nothing of it may be said.
    throw new DelegationTrouble('The key of the service account is not a key file of Google.');
  }
}

export interface Delegation {
  readonly serviceAccount: ServiceAccount;
  covers(email: string): boolean;
  sourceOf(email: string): TokenSource;
  /** Connects the account of a covered person. Answers what is wrong, where it cannot be done. */
  connect(account: Account, user: User): Promise<string | undefined>;
}

const againMs = 60_000;

export async function openDelegation(config: DelegationConfig | undefined, store: Store, addresses: GoogleAddresses): Promise<Delegation | undefined> {
  if (config === undefined) return undefined;
  const serviceAccount = await readServiceAccount(config);
  const failed = new Map<string, { readonly why: string; readonly at: number }>();
  const covers = (email: string): boolean => config.domains.length === 0 || config.domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());
  const sourceOf = (subject: string): TokenSource => openDelegated({ addresses, serviceAccount, subject });
  return {
    serviceAccount,
    covers,
    sourceOf,
    async connect(account, user) {
      const before = failed.get(account.id);
      // A page that is looked at again and again must not ask Google each time.
      if (before !== undefined && Date.now() - before.at < againMs) return before.why;
      try {
        const { sub, email } = await readProfile(addresses, sourceOf(user.email));
        await withTransaction(store, async (tx) => {
          const present = await loadAccount(tx, account.id, 'for update');
          if (present.googleTokens !== null) return;
          // Somebody's former account of their own: their next sign-in decides, not we.
          if (present.googleSubject !== null && present.googleSubject !== sub) throw new ReplicaError('forbidden', `Another Google account (${present.googleEmail ?? ''}) was connected before. Connect Google yourself to change it.`);
          if (await isGoogleAccountTaken(tx, account.id, sub)) throw new ReplicaError('forbidden', `The Google account ${email} is connected to another user. Disconnect it there first.`);
          await changeAccount(tx, account.id, { googleEmail: email, googleSubject: sub, googleTokens: delegatedMark, googleScopes: delegatedScopes, googleConnectedAt: new Date(), googleAccessEndsAt: null });
          await addAudit(tx, { officeId: present.officeId, userId: present.userId, kind: 'connect', by: 'The service account of the organization', text: `Connected the Google account ${email}`, details: { google: email, scopes: delegatedScopes } });
        });
        failed.delete(account.id);
        return undefined;
      } catch (error) {
        if (!(error instanceof ReplicaError)) throw error;
        failed.set(account.id, { why: error.message, at: Date.now() });
        return error.message;
      }
    },
  };
}
