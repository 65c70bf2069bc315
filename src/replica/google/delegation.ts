// Access to the accounts of an organization by a service account with domain-wide
// delegation: nobody consents, an administrator has. In: the key and a user's address. Out:
// access tokens for that user. Never: the key in a message, or a scope that is not needed.

import { JWT } from 'google-auth-library';
import { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import type { GoogleAddresses } from './addresses.ts';
import { wantedScopes } from './oauth.ts';
import { readAuthFailure, sendOnlyOnce } from './tokens.ts';
import type { TokenSource } from './tokens.ts';
import { fetchFromGoogle } from './transport.ts';

export interface ServiceAccount {
  readonly email: string;
  /** The number that an administrator authorises in the Admin console. */
  readonly clientId: string;
  readonly privateKey: string;
}

/** As Google's console gives it to download. */
export const serviceAccountKey = z
  .looseObject({ type: z.literal('service_account'), client_email: z.email(), client_id: z.string().regex(/^\S+$/), private_key: z.string().includes('PRIVATE KEY') })
  .transform((key): ServiceAccount => ({ email: key.client_email, clientId: key.client_id, privateKey: key.private_key }));

/** What the administrator authorises: who it is, and the parts that are synchronized. */
export const delegatedScopes: readonly string[] = wantedScopes.filter((scope) => scope !== 'openid').map((scope) => (scope === 'email' ? 'https://www.googleapis.com/auth/userinfo.email' : scope));

export interface DelegationOptions {
  readonly addresses: GoogleAddresses;
  readonly serviceAccount: ServiceAccount;
  /** Address of the user for whom it acts. */
  readonly subject: string;
  readonly now?: () => number;
}

export function openDelegated({ addresses, serviceAccount, subject, now = () => Date.now() }: DelegationOptions): TokenSource {
  let held: { readonly token: string; readonly until: number } | undefined;
  let minting: Promise<string> | undefined;

  async function mint(): Promise<string> {
    const client = new JWT({ email: serviceAccount.email, key: serviceAccount.privateKey, scopes: [...delegatedScopes], subject });
    sendOnlyOnce(client);
    // The library knows one token address only; this is where ours is taken instead.
    client.transporter.interceptors.request.add({ resolved: async (request) => Object.assign(request, { url: new URL(addresses.token) }) });
    try {
      const { access_token, expiry_date } = await client.authorize();
      if (typeof access_token !== 'string') throw new Error('no access token in the answer');
      held = { token: access_token, until: (expiry_date ?? now() + 3_000_000) - 300_000 };
      return access_token;
    } catch (error) {
      throw toDelegationTrouble(error, serviceAccount, subject, now());
    }
  }

  const fresh = (): Promise<string> => {
    minting ??= mint().finally(() => {
      minting = undefined;
    });
    return minting;
  };
  return {
    current: async () => (held !== undefined && held.until > now() ? held.token : fresh()),
    renew: async (rejected) => (held !== undefined && held.token !== rejected && held.until > now() ? held.token : fresh()),
  };
}

function toDelegationTrouble(error: unknown, serviceAccount: ServiceAccount, subject: string, now: number): ReplicaError {
  const failure = readAuthFailure(error);
  if (failure.error === 'unauthorized_client' || failure.error === 'access_denied') {
    return new ReplicaError(
      'forbidden',
      `The service account may not act for ${subject}. In the Admin console, under Security, Access and data control, API controls, Domain-wide delegation, add the client id ${serviceAccount.clientId} with the scopes ${delegatedScopes.join(',')}. It can take some minutes until Google knows it.`,
    );
  }
  if (failure.error === 'invalid_grant' && /signature|not found/i.test(failure.text)) {
    return new ReplicaError('forbidden', `Google does not accept the key of the service account ${serviceAccount.email}: ${failure.text}. Make a new key in the Google Cloud console (IAM, Service accounts, Keys) and set GOOGLE_SERVICE_ACCOUNT_KEY to it.`);
  }
  if (failure.error === 'invalid_grant' && /timeframe|iat|exp/i.test(failure.text)) {
    return new ReplicaError('forbidden', `The clock of this machine is wrong, so Google refuses the service account: ${failure.text}. Set the clock by NTP.`);
  }
  if (failure.error === 'invalid_grant') {
    return new ReplicaError('forbidden', `Google has no user ${subject} in the organization of the service account: ${failure.text}. The e-mail address in SmartOffice must be the one of the Google account.`);
  }
  if (failure.status !== undefined && failure.status >= 400 && failure.status < 500 && failure.status !== 429) {
    return new ReplicaError('forbidden', `Google refused the service account: ${failure.text}`);
  }
  return new ReplicaError('wait', `Google gave the service account no access token: ${failure.text}`, { until: now + 60_000 });
}

const profile = z.looseObject({ id: z.string().min(1), email: z.email() });

/** Who it is that the service account acts for. */
export async function readProfile(addresses: GoogleAddresses, source: TokenSource): Promise<{ readonly sub: string; readonly email: string }> {
  const token = await source.current();
  let answer: Response;
  try {
    answer = await fetchFromGoogle(addresses.userinfo, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(20_000) });
  } catch (error) {
    throw new ReplicaError('wait', `Google did not say who the user is: ${String(error)}`);
  }
  const read = answer.ok ? profile.safeParse(await answer.json()) : undefined;
  if (read?.success !== true) throw new ReplicaError('rejected', `Google did not say who the user is (${answer.status}).`);
  return { sub: read.data.id, email: read.data.email };
}
