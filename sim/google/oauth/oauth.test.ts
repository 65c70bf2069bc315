// Consent, codes, tokens and their ends, seen through HTTP as a browser and a client program do.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import * as openid from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply, TestClient } from '../test-client.ts';
import { events, me, openClient } from '../test-client.ts';

const calendarScope = 'https://www.googleapis.com/auth/calendar.events';
const contactsScope = 'https://www.googleapis.com/auth/contacts';
const redirectUri = 'http://127.0.0.1:9999/callback';
const verifier = 'a-long-enough-verifier-of-more-than-forty-three-characters';

let client: TestClient;
beforeEach(async () => {
  client = await openClient({
    clients: [{ client_id: 'app', client_secret: 'secret', redirect_uris: [redirectUri] }],
    accounts: [{ email: me, name: 'Ada Lovelace' }, { email: 'bob@example.com' }],
  });
});
afterEach(() => client.close());

const ask = (more: Record<string, string> = {}): Record<string, string> => ({
  client_id: 'app', redirect_uri: redirectUri, response_type: 'code', scope: `openid email ${calendarScope} ${contactsScope}`, state: 's1',
  access_type: 'offline', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...more,
});

const open = (more: Record<string, string> = {}) => client.send('GET', `/o/oauth2/v2/auth?${new URLSearchParams(ask(more))}`);

// Fills in the form as a browser would: every hidden field, the chosen account and the ticked boxes.
async function decide(page: Reply, scopes: readonly string[], decision = 'approve', account = me): Promise<URL> {
  const form = new URLSearchParams();
  for (const match of String(page.body).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) form.append(match[1] ?? '', (match[2] ?? '').replaceAll('&amp;', '&'));
  form.append('account', account);
  for (const scope of scopes) form.append('scope', scope);
  form.append('decision', decision);
  const answer = await client.send('POST', '/o/oauth2/v2/auth', form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

const token = (form: Record<string, string>) => client.send('POST', '/token', new URLSearchParams({ client_id: 'app', client_secret: 'secret', ...form }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
const exchange = (code: string, more: Record<string, string> = {}) => token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...more });
const connect = async (more: Record<string, string> = {}, scopes = [calendarScope, contactsScope]) => exchange((await decide(await open(more), scopes)).searchParams.get('code') ?? '');

test('the page has an account choice, a box for each scope, and two buttons', async () => {
  const page = await open({ login_hint: 'bob@example.com' });
  expect(page.status).toBe(200);
  for (const part of ['name="account"', 'id="approve"', 'id="deny"', `name="scope" value="${contactsScope}" checked`, '<option value="bob@example.com" selected>']) expect(page.body).toContain(part);
});

test('an approval brings a code, and the code brings tokens once', async () => {
  const back = await decide(await open(), [calendarScope, contactsScope]);
  expect(back.searchParams.get('state')).toBe('s1');
  const code = back.searchParams.get('code') ?? '';
  const tokens = await exchange(code);
  expect(tokens.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, refresh_token: expect.any(String), id_token: expect.any(String) });
  expect(tokens.body.scope).toContain('https://www.googleapis.com/auth/userinfo.email');
  expect((await exchange(code)).body.error).toBe('invalid_grant');
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: tokens.body.refresh_token });
  expect(refreshed.body).not.toHaveProperty('refresh_token');
  expect((await client.send('GET', '/oauth2/v2/userinfo', undefined, { authorization: `Bearer ${refreshed.body.access_token}` })).body).toMatchObject({ email: me, verified_email: true });
});

test('a wrong verifier, a late code, a wrong secret and another redirect address are refused', async () => {
  const fresh = async (): Promise<string> => (await decide(await open({ prompt: 'consent' }), [calendarScope])).searchParams.get('code') ?? '';
  expect((await exchange(await fresh(), { code_verifier: 'wrong' })).body.error).toBe('invalid_grant');
  expect((await exchange(await fresh(), { redirect_uri: `${redirectUri}/` })).body.error).toBe('redirect_uri_mismatch');
  expect((await exchange(await fresh(), { client_secret: 'guess' })).status).toBe(401);
  const late = await fresh();
  await client.send('POST', '/_sim/clock', { advance: 'PT11M' });
  expect((await exchange(late)).body.error).toBe('invalid_grant');
});

test('a bad redirect address or client gets an error page and no redirect', async () => {
  const wrongs: Record<string, string>[] = [{ redirect_uri: `${redirectUri}/` }, { client_id: 'nobody' }];
  for (const wrong of wrongs) {
    const page = await open(wrong);
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
  }
});

test('a person may decline, or untick a scope', async () => {
  const declined = await decide(await open(), [], 'deny');
  expect(Object.fromEntries(declined.searchParams)).toEqual({ state: 's1', error: 'access_denied' });
  const tokens = await connect({}, [calendarScope]);
  expect(tokens.body.scope).not.toContain('contacts');
  const authorization = { authorization: `Bearer ${tokens.body.access_token}` };
  expect((await client.send('GET', events, undefined, authorization)).status).toBe(200);
  const refused = await client.send('GET', '/v1/people/me/connections?personFields=names', undefined, authorization);
  expect(refused.body.error).toMatchObject({ code: 403, status: 'PERMISSION_DENIED', details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] });
});

test('a second grant brings a refresh token only when consent is asked for', async () => {
  expect((await connect()).body).toHaveProperty('refresh_token');
  const silent = await open({ login_hint: me });
  expect(silent.status).toBe(302);
  const code = new URL(silent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  expect((await exchange(code)).body).not.toHaveProperty('refresh_token');
  expect((await connect({ prompt: 'consent' })).body).toHaveProperty('refresh_token');
});

test('revoking one token ends the whole grant', async () => {
  const { body } = await connect();
  expect((await client.send('POST', `/revoke?token=${encodeURIComponent(body.access_token)}`)).status).toBe(200);
  const refused = await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
  expect(refused.body).toEqual({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
  expect((await client.send('GET', events, undefined, { authorization: `Bearer ${body.access_token}` })).body.error).toMatchObject({ code: 401, errors: [{ reason: 'authError' }] });
  expect((await client.send('POST', '/revoke?token=nothing')).body.error).toBe('invalid_token');
});

test('access ends when a person revokes it, when the token is old, and after a week in testing mode', async () => {
  const first = (await connect()).body;
  await client.send('POST', '/_sim/clock', { advance: 'PT1H' });
  expect((await client.send('GET', events, undefined, { authorization: `Bearer ${first.access_token}` })).status).toBe(401);
  await client.send('POST', '/_sim/act', { action: 'access.revoke', account: me });
  expect((await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token })).status).toBe(400);
  await client.send('POST', '/_sim/switches', { oauthTestingMode: true });
  const timed = (await connect()).body;
  expect(timed.refresh_token_expires_in).toBe(604_800);
  await client.send('POST', '/_sim/clock', { advance: 'P7D' });
  expect((await token({ grant_type: 'refresh_token', refresh_token: timed.refresh_token })).body.error).toBe('invalid_grant');
});

test('the oldest refresh token dies when there are too many', async () => {
  await client.send('POST', '/_sim/switches', { oauthRefreshTokenCap: 2 });
  const all = [await connect({ prompt: 'consent' }), await connect({ prompt: 'consent' }), await connect({ prompt: 'consent' })];
  const statuses = await Promise.all(all.map(async ({ body }) => (await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).status));
  expect(statuses).toEqual([400, 200, 200]);
});

test('a service account with delegation acts for a user by a signed assertion', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await client.send('POST', '/_sim/seed', { clients: [{ client_id: 'robot@project.test', public_key: publicKey.export({ type: 'spki', format: 'pem' }), delegated_scopes: [calendarScope] }] });
  const assert = (scope: string): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const iat = Math.floor(Date.now() / 1000);
    const content = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: 'robot@project.test', sub: me, scope, aud: 'https://oauth2.googleapis.com/token', iat, exp: iat + 3600 })}`;
    return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
  };
  const grant = (assertion: string) => token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const granted = await grant(assert(calendarScope));
  expect((await client.send('GET', events, undefined, { authorization: `Bearer ${granted.body.access_token}` })).status).toBe(200);
  expect((await grant(assert(contactsScope))).body.error).toBe('unauthorized_client');
  expect((await grant(`${assert(calendarScope).slice(0, -8)}AAAAAAAA`)).body.error).toBe('invalid_grant');
});

test('an OpenID client finds its way by discovery and accepts the id token', async () => {
  const config = await openid.discovery(new URL(client.url), 'app', 'secret', undefined, { execute: [openid.allowInsecureRequests] });
  const pkceVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: 'openid email profile', state: 'x', nonce: 'n1', code_challenge: await openid.calculatePKCECodeChallenge(pkceVerifier), code_challenge_method: 'S256' });
  const page = await client.send('GET', url.pathname + url.search);
  const tokens = await openid.authorizationCodeGrant(config, await decide(page, []), { pkceCodeVerifier: pkceVerifier, expectedState: 'x', expectedNonce: 'n1' });
  expect(tokens.claims()).toMatchObject({ iss: client.url, email: me, name: 'Ada Lovelace' });
});
