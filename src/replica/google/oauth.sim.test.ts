// Connecting an account through the consent page, as a person in a browser would.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import { addressesAt } from './addresses.ts';
import type { GoogleAddresses } from './addresses.ts';
import { finishConnect, revokeAccess, startConnect, wantedScopes } from './oauth.ts';
import type { ConnectCallback, ConnectOutcome, ConnectStart } from './oauth.ts';

const redirectUri = 'http://127.0.0.1:1/oauth/callback';
const client = { clientId: 'product', clientSecret: 'secret', redirectUri };
let simulator: Simulator;
let addresses: GoogleAddresses;

beforeEach(async () => {
  simulator = await startSimulator();
  addresses = addressesAt(simulator.url);
  await fetch(`${simulator.url}/_sim/seed`, {
    method: 'POST',
    body: JSON.stringify({ clients: [{ client_id: 'product', client_secret: 'secret', redirect_uris: [redirectUri] }], accounts: [{ email: 'ada@example.com' }, { email: 'bob@example.com' }] }),
  });
});
afterEach(() => simulator.close());

const begin = (): ConnectStart => startConnect({ addresses, ...client, loginHint: 'ada@example.com' });

/** Answers the consent page; the callback is what Google's redirect carries. */
async function decide(start: ConnectStart, options: { account?: string; untick?: string; deny?: boolean } = {}): Promise<ConnectCallback> {
  expect((await fetch(start.url)).status).toBe(200);
  const form = new URLSearchParams();
  for (const [name, value] of new URL(start.url).searchParams) form.append(`ask.${name}`, value);
  form.append('account', options.account ?? 'ada@example.com');
  for (const scope of wantedScopes) if (scope !== options.untick) form.append('scope', scope);
  form.append('decision', options.deny === true ? 'deny' : 'approve');
  const answer = await fetch(start.url.split('?')[0] ?? '', { method: 'POST', body: form, redirect: 'manual' });
  return Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams) as ConnectCallback;
}
const finish = (start: ConnectStart, callback: ConnectCallback): Promise<ConnectOutcome> => finishConnect({ addresses, ...client, callback, expected: start });

describe('connecting a Google account', () => {
  test('brings who it is, lasting tokens and what was granted', async () => {
    const start = begin();
    const outcome = await finish(start, await decide(start));
    expect(outcome).toMatchObject({ outcome: 'connected', email: 'ada@example.com', kinds: ['contact', 'event', 'task'] });
    if (outcome.outcome !== 'connected') throw new Error(outcome.why);
    expect(outcome.sub).not.toBe('');
    expect(outcome.tokens.refreshToken).not.toBe('');
    expect(await revokeAccess({ addresses, ...client }, outcome.tokens)).toBe(true);
    expect(await revokeAccess({ addresses, ...client }, outcome.tokens)).toBe(false);
  });

  test('the address asks for PKCE, state, nonce, offline access and the e-mail address', () => {
    const query = new URL(begin().url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ access_type: 'offline', code_challenge_method: 'S256', login_hint: 'ada@example.com', response_type: 'code', redirect_uri: redirectUri });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)?.length).toBeGreaterThan(40);
    expect(begin().state).not.toBe(begin().state);
  });

  test('a person who declines is no error', async () => {
    const start = begin();
    expect(await finish(start, await decide(start, { deny: true }))).toEqual({ outcome: 'declined', why: 'The access was not granted.' });
  });

  test('[H3] an unticked scope leaves the other kinds', async () => {
    const start = begin();
    const outcome = await finish(start, await decide(start, { untick: 'https://www.googleapis.com/auth/contacts' }));
    expect(outcome).toMatchObject({ outcome: 'connected', kinds: ['event', 'task'] });
  });

  test('another account than the hinted one is told, not assumed', async () => {
    const start = begin();
    expect(await finish(start, await decide(start, { account: 'bob@example.com' }))).toMatchObject({ outcome: 'connected', email: 'bob@example.com' });
  });

  test('a foreign state, a foreign nonce, a used code and a wrong verifier make no connection', async () => {
    const start = begin();
    const callback = await decide(start);
    expect(await finish(start, { ...callback, state: 'x' })).toMatchObject({ outcome: 'invalid' });
    expect(await finish({ ...start, nonce: begin().nonce }, callback)).toMatchObject({ outcome: 'invalid' });
    expect(await finish(start, callback)).toMatchObject({ outcome: 'invalid' });
    const again = begin();
    const other = await decide(again);
    expect(await finish({ ...again, verifier: begin().verifier }, other)).toMatchObject({ outcome: 'invalid' });
    expect(await finish(start, { state: start.state })).toMatchObject({ outcome: 'invalid' });
  });

  test('a wrong secret is said, and no token stands in the message', async () => {
    const start = begin();
    const callback = await decide(start);
    const outcome = await finishConnect({ addresses, ...client, clientSecret: 'wrong', callback, expected: start });
    expect(outcome).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(outcome)).not.toContain(callback.code ?? '?');
  });

  test('a Google that is away, or cannot now, has not refused', async () => {
    const start = begin();
    const callback = await decide(start);
    await fetch(`${simulator.url}/_sim/fault`, { method: 'POST', body: JSON.stringify({ match: { api: 'oauth', path: 'token' }, status: 503, count: 9 }) });
    expect(await finish(start, callback)).toMatchObject({ outcome: 'unreachable' });
    const nowhere = { ...addresses, token: 'http://127.0.0.1:1/token' };
    expect(await finishConnect({ addresses: nowhere, ...client, callback, expected: start })).toMatchObject({ outcome: 'unreachable' });
  });
});
