// In: requests to /token, /revoke and /tokeninfo. Out: tokens, or the OAuth error that Google gives.
// A code works once; a refresh answer normally brings no new refresh token.
// Never here: the consent page.
import { createHash, createVerify } from 'node:crypto';
import { findAccount, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { isObject } from '../wire.ts';
import type { Json } from '../wire.ts';
import { hashToken, signToken } from './keys.ts';
import type { Client, TokenAnswer } from './state.ts';
import { expandScopes, findAccessToken, findRefreshToken, issueAccessToken, issueRefreshToken, revokeGrant } from './state.ts';

export interface OauthReply {
  readonly status: number;
  readonly body: Json;
  readonly account?: Account | undefined;
}

function fail(status: number, error: string, description: string): OauthReply {
  return { status, body: { error, error_description: description } };
}

function readClient(world: World, form: URLSearchParams, authorization: string | undefined): Client | OauthReply {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  const clientId = basicId ?? form.get('client_id') ?? '';
  const secret = basicSecret ?? form.get('client_secret') ?? undefined;
  if (clientId === '') return fail(400, 'invalid_request', 'Could not determine client ID from request.');
  // Without registered clients everyone is welcome, so that a demo needs no set-up.
  if (world.oauth.clients.size === 0) return { clientId, clientSecret: undefined, redirectUris: undefined, publicKey: undefined, delegatedScopes: undefined };
  const client = world.oauth.clients.get(clientId);
  if (client === undefined) return fail(401, 'invalid_client', 'The OAuth client was not found.');
  if (client.clientSecret !== undefined && client.clientSecret !== secret) return fail(401, 'invalid_client', 'The provided client secret is invalid.');
  return client;
}

function makeIdToken(world: World, clientId: string, account: Account, answer: TokenAnswer, nonce: string | undefined): { id_token?: string } {
  const scopes = answer.scope.split(' ');
  if (!scopes.includes('openid')) return {};
  const iat = Math.floor(Date.now() / 1000);
  const [given, ...rest] = account.name.split(' ');
  const has = (name: string): boolean => scopes.includes(`https://www.googleapis.com/auth/userinfo.${name}`);
  return {
    id_token: signToken({
      iss: world.url,
      azp: clientId,
      aud: clientId,
      sub: account.sub,
      ...(has('email') ? { email: account.email, email_verified: true } : {}),
      at_hash: hashToken(answer.access_token),
      ...(nonce === undefined ? {} : { nonce }),
      ...(has('profile') ? { name: account.name, given_name: given, ...(rest.length === 0 ? {} : { family_name: rest.join(' ') }) } : {}),
      iat,
      exp: iat + 3600,
    }),
  };
}

function verifyChallenge(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  if (verifier === null) return false;
  const [method, value] = challenge.split(':', 2);
  return method === 'plain' ? value === verifier : createHash('sha256').update(verifier).digest('base64url') === value;
}

function exchangeCode(world: World, form: URLSearchParams, client: Client): OauthReply {
  const text = form.get('code') ?? '';
  const code = world.oauth.codes.get(text);
  // Used up even when the rest is wrong: a stolen code must not be tried twice.
  world.oauth.codes.delete(text);
  if (code === undefined) return fail(400, 'invalid_grant', 'Malformed auth code.');
  if (code.clientId !== client.clientId || now(world) > code.expires) return fail(400, 'invalid_grant', 'Bad Request');
  if (code.redirectUri !== (form.get('redirect_uri') ?? '')) return fail(400, 'redirect_uri_mismatch', 'Bad Request');
  if (!verifyChallenge(code.challenge, form.get('code_verifier'))) return fail(400, 'invalid_grant', 'Invalid code verifier.');
  const account = findAccount(world, code.account);
  if (account === undefined) return fail(400, 'invalid_grant', 'Bad Request');
  const answer = issueAccessToken(world, client.clientId, account.email, code.scopes);
  const refresh = code.givesRefreshToken ? issueRefreshToken(world, client.clientId, account.email, code.scopes) : {};
  return { status: 200, account, body: { ...answer, ...refresh, ...makeIdToken(world, client.clientId, account, answer, code.nonce) } };
}

function refresh(world: World, form: URLSearchParams, client: Client): OauthReply {
  const token = findRefreshToken(world, form.get('refresh_token') ?? '', client.clientId);
  const account = token === undefined ? undefined : findAccount(world, token.account);
  if (token === undefined || account === undefined) return fail(400, 'invalid_grant', 'Token has been expired or revoked.');
  token.lastUsed = now(world);
  const asked = expandScopes((form.get('scope') ?? '').split(' '));
  if (asked.some((scope) => !token.scopes.includes(scope))) return fail(400, 'invalid_scope', 'Some requested scopes were not granted.');
  const answer = issueAccessToken(world, client.clientId, account.email, asked.length === 0 ? token.scopes : asked);
  return { status: 200, account, body: { ...answer, ...makeIdToken(world, client.clientId, account, answer, undefined) } };
}

function decodePart(text: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function acceptAssertion(world: World, form: URLSearchParams): OauthReply {
  const assertion = form.get('assertion') ?? '';
  const [head, payload, signature] = assertion.split('.');
  const claims = decodePart(payload);
  if (claims === undefined || decodePart(head)?.alg !== 'RS256' || signature === undefined) return fail(400, 'invalid_grant', 'Invalid JWT.');
  const client = [...world.oauth.clients.values()].find((candidate) => candidate.clientId === claims.iss);
  if (world.oauth.clients.size > 0 && client?.publicKey === undefined) return fail(400, 'invalid_grant', 'Invalid grant: account not found');
  if (client?.publicKey !== undefined && !createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(client.publicKey, signature, 'base64url')) {
    return fail(400, 'invalid_grant', 'Invalid JWT Signature.');
  }
  if (claims.aud !== 'https://oauth2.googleapis.com/token' && claims.aud !== `${world.url}/token`) return fail(400, 'invalid_grant', 'Invalid JWT: wrong audience.');
  if (!(Number(claims.exp) - Number(claims.iat) <= 3600)) return fail(400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.');
  const account = findAccount(world, String(claims.sub ?? ''));
  if (account === undefined) return fail(400, 'invalid_grant', 'Invalid email or User ID');
  const scopes = expandScopes(String(claims.scope ?? '').split(' '));
  if (client?.delegatedScopes !== undefined && scopes.some((scope) => client.delegatedScopes?.includes(scope) !== true)) {
    return fail(401, 'unauthorized_client', 'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.');
  }
  return { status: 200, account, body: { ...issueAccessToken(world, String(claims.iss), account.email, scopes) } };
}

export function answerToken(world: World, form: URLSearchParams, authorization: string | undefined): OauthReply {
  const grantType = form.get('grant_type');
  if (grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return acceptAssertion(world, form);
  const client = readClient(world, form, authorization);
  if ('status' in client) return client;
  if (grantType === 'authorization_code') return exchangeCode(world, form, client);
  if (grantType === 'refresh_token') return refresh(world, form, client);
  return fail(400, grantType === null ? 'invalid_request' : 'unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`);
}

export function answerRevoke(world: World, text: string): OauthReply {
  const token = world.oauth.refreshTokens.get(text) ?? world.oauth.accessTokens.get(text);
  if (token === undefined) return fail(400, 'invalid_token', 'Token expired or revoked');
  revokeGrant(world, token.clientId, token.account);
  return { status: 200, body: {}, account: findAccount(world, token.account) };
}

export function answerTokenInfo(world: World, text: string): OauthReply {
  const token = findAccessToken(world, text);
  const account = token === undefined ? undefined : findAccount(world, token.account);
  if (token === undefined || account === undefined) return fail(400, 'invalid_token', 'Invalid Value');
  const body = {
    azp: token.clientId,
    aud: token.clientId,
    sub: account.sub,
    scope: token.scopes.join(' '),
    exp: String(Math.floor(token.expires / 1000)),
    expires_in: String(Math.max(0, Math.floor((token.expires - now(world)) / 1000))),
    email: account.email,
    email_verified: 'true',
    access_type: 'offline',
  };
  return { status: 200, body, account };
}
