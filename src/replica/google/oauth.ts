// Connecting a Google account: the consent page and back, with PKCE, state and nonce.
// In: what Google's redirect carried and what was kept at the start. Out: one of four
// outcomes; a person who declines, or unticks a scope, is no error. Never: a token in a
// message, or a connection made for another browser's state.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CodeChallengeMethod } from 'google-auth-library';
import { z } from 'zod';
import type { Kind } from '../../core/item.ts';
import type { GoogleAddresses } from './addresses.ts';
import { isAway, makeAuthClient, readAuthFailure } from './tokens.ts';
import type { ClientSecret, Tokens } from './tokens.ts';

const root = 'https://www.googleapis.com/auth/';

export const scopesOf: Readonly<Record<Kind, readonly string[]>> = {
  contact: [`${root}contacts`],
  event: [`${root}calendar.events`, `${root}calendar.calendarlist.readonly`],
  task: [`${root}tasks`],
};
export const wantedScopes: readonly string[] = ['openid', 'email', ...scopesOf.contact, ...scopesOf.event, ...scopesOf.task];

export interface ConnectStart {
  readonly url: string;
  /** These three are kept for this browser until Google sends it back. */
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

export function startConnect(options: {
  readonly addresses: GoogleAddresses;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly loginHint?: string;
}): ConnectStart {
  const [state, verifier, nonce] = [token(), token(), token()];
  const url = makeAuthClient(options, options.redirectUri).generateAuthUrl({
    access_type: 'offline',
    // A shown consent is what brings a refresh token, also the second time.
    prompt: 'consent',
    include_granted_scopes: true,
    scope: [...wantedScopes],
    state,
    nonce,
    code_challenge_method: CodeChallengeMethod.S256,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...(options.loginHint === undefined ? {} : { login_hint: options.loginHint }),
  });
  return { url, state, verifier, nonce };
}

function token(): string {
  return randomBytes(32).toString('base64url');
}

export interface ConnectCallback {
  readonly code?: string;
  readonly state?: string;
  readonly error?: string;
}

export interface ConnectFinish extends ClientSecret {
  readonly redirectUri: string;
  readonly callback: ConnectCallback;
  readonly expected: { readonly state: string; readonly verifier: string; readonly nonce: string };
  readonly now?: () => number;
}

export type ConnectOutcome =
  | {
      readonly outcome: 'connected';
      readonly email: string;
      readonly sub: string;
      readonly tokens: Tokens;
      /** Google ends the access by itself then; of a lasting one it does not say so. */
      readonly accessEndsAt?: Date;
      readonly grantedScopes: readonly string[];
      /** What may be synchronized with what was granted; the other kinds were unticked. */
      readonly kinds: readonly Kind[];
    }
  | { readonly outcome: 'declined'; readonly why: string }
  /** Not our redirect, or too late: start again. */
  | { readonly outcome: 'invalid'; readonly why: string }
  | { readonly outcome: 'failed'; readonly why: string }
  /** It did not answer, or answered that it cannot now. */
  | { readonly outcome: 'unreachable'; readonly why: string };

export async function finishConnect(options: ConnectFinish): Promise<ConnectOutcome> {
  const { callback, expected } = options;
  if (!isSame(callback.state, expected.state)) return { outcome: 'invalid', why: 'This answer of Google belongs to another sign-in. Please start again.' };
  if (callback.error !== undefined) return { outcome: 'declined', why: describeRefusal(callback.error) };
  if (!callback.code) return { outcome: 'invalid', why: 'Google sent no code. Please start again.' };
  const auth = makeAuthClient(options, options.redirectUri);
  try {
    const { tokens } = await auth.getToken({ code: callback.code, codeVerifier: expected.verifier });
    const { id_token, refresh_token, access_token, expiry_date, scope } = tokens;
    if (!id_token) return { outcome: 'failed', why: 'Google did not say who signed in.' };
    const payload = (await auth.verifyIdToken({ idToken: id_token, audience: options.clientId })).getPayload();
    if (payload === undefined || !isSame(payload.nonce, expected.nonce)) return { outcome: 'invalid', why: 'The sign-in was not made for this window. Please start again.' };
    if (!payload.email) return { outcome: 'failed', why: 'Google did not give the e-mail address of the account.' };
    if (!refresh_token) return { outcome: 'failed', why: 'Google gave no lasting access. Remove this application at myaccount.google.com/permissions and connect again.' };
    const grantedScopes = (scope ?? '').split(' ').filter((one) => one !== '');
    const kept: Tokens = {
      refreshToken: refresh_token,
      scopes: grantedScopes,
      ...(access_token ? { accessToken: access_token } : {}),
      ...(expiry_date ? { expiresAt: expiry_date } : {}),
    };
    // In Testing: seven days. The library passes it on and does not declare it.
    const lasts = z.object({ refresh_token_expires_in: z.coerce.number().positive() }).safeParse(tokens);
    const accessEndsAt = lasts.success ? new Date((options.now ?? Date.now)() + lasts.data.refresh_token_expires_in * 1000) : undefined;
    return { outcome: 'connected', email: payload.email, sub: payload.sub, tokens: kept, grantedScopes, kinds: kindsIn(grantedScopes), ...(accessEndsAt === undefined ? {} : { accessEndsAt }) };
  } catch (error) {
    const failure = readAuthFailure(error);
    if (failure.error === 'invalid_grant') return { outcome: 'invalid', why: 'The code of Google was used or is too old. Please start again.' };
    return { outcome: isAway(error) ? 'unreachable' : 'failed', why: `Google did not complete the sign-in: ${failure.text}` };
  }
}

/** The kinds whose every scope was granted. */
export function kindsIn(grantedScopes: readonly string[]): readonly Kind[] {
  const granted = new Set(grantedScopes);
  return (Object.keys(scopesOf) as Kind[]).filter((kind) => scopesOf[kind].every((scope) => granted.has(scope)));
}

function describeRefusal(error: string): string {
  if (error === 'access_denied') return 'The access was not granted.';
  if (error === 'admin_policy_enforced') return 'The administrator of this Google account does not allow it.';
  if (error === 'org_internal') return 'This application is only for the accounts of one organization.';
  return `Google answered "${error.slice(0, 60)}".`;
}

function isSame(left: string | undefined, right: string): boolean {
  const [a, b] = [Buffer.from(left ?? ''), Buffer.from(right)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}

/** Ends the whole grant at Google. `false`: Google did not know the token any more. */
export async function revokeAccess(client: ClientSecret, tokens: Tokens): Promise<boolean> {
  try {
    await makeAuthClient(client).revokeToken(tokens.refreshToken);
    return true;
  } catch (error) {
    if (readAuthFailure(error).status === 400) return false;
    throw error;
  }
}
