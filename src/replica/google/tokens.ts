// The one seam to google-auth-library: access tokens of one account. In: the stored
// tokens. Out: an access token that is good for minutes. The API clients never see the
// auth client (their versions differ); no token may ever reach a message or a log.

import { OAuth2Client } from 'google-auth-library';
import { ReplicaError } from '../replica.ts';
import type { GoogleAddresses } from './addresses.ts';

export interface Tokens {
  readonly refreshToken: string;
  readonly accessToken?: string;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
  readonly scopes?: readonly string[];
}

/** Keeps the tokens of one account; encrypts them at rest. */
export interface TokenStore {
  load(): Promise<Tokens | undefined>;
  save(tokens: Tokens): Promise<void>;
}

export interface ClientSecret {
  readonly addresses: GoogleAddresses;
  readonly clientId: string;
  readonly clientSecret?: string;
}

export interface TokenSource {
  current(): Promise<string>;
  /** Called when Google refused `rejected`; does nothing when it is not the present one. */
  renew(rejected: string): Promise<string>;
}

export function makeAuthClient(client: ClientSecret, redirectUri?: string): OAuth2Client {
  const { addresses } = client;
  return new OAuth2Client({
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    redirectUri,
    endpoints: {
      oauth2AuthBaseUrl: addresses.auth,
      oauth2TokenUrl: addresses.token,
      oauth2RevokeUrl: addresses.revoke,
      oauth2FederatedSignonPemCertsUrl: addresses.certs,
    },
    issuers: [...addresses.issuers],
  });
}

/** Of itself the library sends a request for a token up to four times: whether to ask again is ours to say. */
export function sendOnlyOnce({ transporter }: OAuth2Client): void {
  transporter.interceptors.request.add({ resolved: async (request) => Object.assign(request, { retry: false, retryConfig: undefined }) });
}

interface AuthFailure {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly status?: number; readonly headers?: unknown; readonly data?: { readonly error?: unknown; readonly error_description?: unknown } };
}

/** The library's errors are told apart by shape: two installed versions break instanceof. */
export function readAuthFailure(error: unknown): { readonly status: number | undefined; readonly error: string; readonly text: string; readonly at: number | undefined } {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as AuthFailure;
  const code = failure.response?.data?.error;
  const text = failure.response?.data?.error_description ?? failure.message ?? 'no answer';
  return { status: failure.response?.status, error: typeof code === 'string' ? code : '', text: String(text), at: readDate(failure.response?.headers) };
}

/** Nothing was refused: Google did not answer, or answered that it cannot now. What the library itself finds wrong has no code. */
export function isAway(error: unknown): boolean {
  const { status } = readAuthFailure(error);
  if (status === undefined) return typeof (error as AuthFailure | undefined)?.code === 'string';
  return status >= 500 || status === 408 || status === 429;
}

/** When Google answered, by its own clock. */
function readDate(headers: unknown): number | undefined {
  const found = headers as { get?(name: string): unknown; readonly date?: unknown } | undefined;
  const text = typeof found?.get === 'function' ? found.get('date') : found?.date;
  const at = Date.parse(typeof text === 'string' ? text : '');
  return Number.isNaN(at) ? undefined : at;
}

export function openTokens(client: ClientSecret, store: TokenStore, now: () => number): TokenSource {
  let held: Tokens | undefined;
  let loading: Promise<Tokens> | undefined;
  let renewing: Promise<string> | undefined;

  async function load(): Promise<Tokens> {
    held = await store.load();
    if (held === undefined) throw new ReplicaError('reauthorise', 'No Google account is connected.');
    return held;
  }

  async function refresh(): Promise<string> {
    // Somebody may have connected the account again since: what is stored is what counts.
    const tokens = await load();
    const auth = makeAuthClient(client);
    sendOnlyOnce(auth);
    auth.setCredentials({ refresh_token: tokens.refreshToken });
    const token = await auth.getAccessToken().then(
      (answer) => answer.token,
      (error: unknown) => {
        throw toTokenTrouble(error, now());
      },
    );
    if (typeof token !== 'string') throw toTokenTrouble(new Error('no access token in the answer'), now());
    const { refresh_token, expiry_date } = auth.credentials;
    held = { ...tokens, accessToken: token, expiresAt: expiry_date ?? now() + 3_000_000, refreshToken: refresh_token ?? tokens.refreshToken };
    await store.save(held);
    return token;
  }

  async function renew(rejected: string): Promise<string> {
    if (held?.accessToken !== undefined && held.accessToken !== rejected) return held.accessToken;
    renewing ??= refresh().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    current: async () => {
      const tokens = held ?? (await (loading ??= load().finally(() => (loading = undefined))));
      const isFresh = tokens.accessToken !== undefined && (tokens.expiresAt ?? 0) - now() > 300_000;
      return isFresh && tokens.accessToken !== undefined ? tokens.accessToken : renew(tokens.accessToken ?? '');
    },
    renew,
  };
}

function toTokenTrouble(error: unknown, now: number): ReplicaError {
  if (error instanceof ReplicaError) return error;
  const failure = readAuthFailure(error);
  if (failure.error === 'invalid_grant') return new ReplicaError('reauthorise', `Google no longer accepts the connection: ${failure.text}`, { at: failure.at });
  if (failure.error === 'invalid_client' || failure.error === 'unauthorized_client') {
    return new ReplicaError('forbidden', `Google does not accept this installation's client id or secret: ${failure.text}`);
  }
  if (failure.status !== undefined && failure.status >= 400 && failure.status < 500 && failure.status !== 408 && failure.status !== 429) {
    return new ReplicaError('reauthorise', `Google refused to renew the access: ${failure.text}`);
  }
  return new ReplicaError('wait', `Google did not renew the access: ${failure.text}`, { until: now + 60_000 });
}
