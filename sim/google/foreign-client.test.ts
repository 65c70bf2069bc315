// A client that is not ours: Google's Python library against the simulator. Where it is not
// installed (Debian: python3-googleapi), the test is skipped, and says so.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as oauth from 'openid-client';
import { expect, test } from 'vitest';
import { me, openClient } from './test-client.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const python = ['/usr/bin/python3', 'python3'].find((program) => spawnSync(program, ['-c', 'import googleapiclient, google_auth_httplib2']).status === 0);
const title = 'Google’s Python client pages, syncs, batches and is refused as at Google';

test.skipIf(python === undefined)(python === undefined ? `${title} (skipped: python3-googleapi is not installed)` : title, async () => {
  const client = await openClient();
  try {
    const { access_token: token } = (await client.send('POST', '/_sim/grant', { account: me })).body as { access_token: string };
    const { stdout } = await promisify(execFile)(python ?? '', [here('foreign-client.py'), client.url, token, here('discovery')]);
    expect(JSON.parse(stdout)).toEqual({
      paged: ['Event 0', 'Event 1', 'Event 2', 'Event 3', 'Event 4'],
      changed: ['False cancelled', 'True confirmed'],
      'deleted again': [410, 'Resource has been deleted'],
      stale: [412, 'Precondition Failed'],
      unknown: [404, 'Not Found'],
      busy: [{ start: '2026-12-01T09:00:00Z', end: '2026-12-01T10:00:00Z' }],
      batch: [['one', 'Event 2'], ['two', 404], ['three', 'Batched']],
      person: 'Augusta Lovelace',
      'stale person': 400,
      connections: [1, 'ada@example.org', true],
      tasks: [['First', 'completed', false], ['Second', 'needsAction', true]],
      due: '2026-12-01T00:00:00.000Z',
    });
    expect((await client.send('GET', '/_sim/log?summary=true')).body.violations).toEqual([]);
  } finally {
    await client.close();
  }
}, 60_000);

test('a general OpenID client finds the addresses by itself, signs in with PKCE, refreshes and revokes', async () => {
  const client = await openClient({ clients: [{ client_id: 'app', client_secret: 's', redirect_uris: ['http://127.0.0.1:8080/callback'] }], accounts: [{ email: me, name: 'Ada Lovelace' }] });
  try {
    const config = await oauth.discovery(new URL(client.url), 'app', 's', undefined, { execute: [oauth.allowInsecureRequests] });
    const verifier = oauth.randomPKCECodeVerifier();
    const scope = 'openid email https://www.googleapis.com/auth/tasks';
    const asked = oauth.buildAuthorizationUrl(config, { redirect_uri: 'http://127.0.0.1:8080/callback', scope, access_type: 'offline', state: 'abc', code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' });
    const html = String((await client.send('GET', asked.pathname + asked.search)).body);
    const form = new URLSearchParams([...html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name ?? '', (value ?? '').replaceAll('&amp;', '&')]));
    form.append('account', me);
    for (const [, value] of html.matchAll(/name="scope"[^>]*value="([^"]+)"/g)) form.append('scope', value ?? '');
    form.append('decision', 'approve');
    const back = await client.send('POST', '/o/oauth2/v2/auth', form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
    const tokens = await oauth.authorizationCodeGrant(config, new URL(back.headers.get('location') ?? ''), { pkceCodeVerifier: verifier, expectedState: 'abc' });
    expect(tokens.claims()).toMatchObject({ email: me, aud: 'app' });
    expect(await oauth.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({ email: me });
    const renewed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokens.access_token);
    await oauth.tokenRevocation(config, renewed.access_token);
    await expect(oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  } finally {
    await client.close();
  }
}, 30_000);
