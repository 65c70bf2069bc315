// Clients that are not ours against the simulator: Google's Python library, gcalcli, an OpenID
// client. Where one is not installed (Debian: python3-googleapi, gcalcli), its test is skipped,
// and says so.
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

const hasGcalcli = python !== undefined && spawnSync(python, ['-c', 'import gcalcli.cli, oauth2client']).status === 0;
const terminal = 'gcalcli adds, finds, shows and deletes events as at Google';

test.skipIf(!hasGcalcli)(hasGcalcli ? terminal : `${terminal} (skipped: gcalcli is not installed)`, async () => {
  const client = await openClient({ accounts: [{ email: me, timeZone: 'UTC', calendars: [{ id: 'team', summary: 'Team' }] }] });
  try {
    const { access_token: token } = (await client.send('POST', '/_sim/grant', { account: me })).body as { access_token: string };
    const gcalcli = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await promisify(execFile)(python ?? '', [here('foreign-gcalcli.py'), client.url, token, here('discovery'), '--calendar', me, ...words], { env: { ...process.env, TZ: 'UTC' } });
      return stdout.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    };
    await gcalcli('add', '--noprompt', '--title', 'Board meeting', '--when', '2026-12-01 10:00', '--duration', '60', '--where', 'Room 4', '--description', 'Numbers', '--reminder', '15m popup');
    await gcalcli('add', '--noprompt', '--title', 'Holiday', '--when', '2026-12-03', '--duration', '1', '--allday');
    await gcalcli('quick', 'Quick one');
    const december = ['2026-12-01', '2026-12-31'];
    expect(await gcalcli('agenda', '--tsv', ...december)).toEqual(['2026-12-01\t10:00\t2026-12-01\t11:00\tBoard meeting', '2026-12-03\t00:00\t2026-12-04\t00:00\tHoliday']);
    expect(await gcalcli('search', '--tsv', 'Board')).toEqual(['2026-12-01\t10:00\t2026-12-01\t11:00\tBoard meeting']);
    expect((await gcalcli('delete', '--iamaexpert', 'Board')).join(' ')).toContain('Deleted!');
    expect(await gcalcli('agenda', '--tsv', ...december)).toHaveLength(1);
    const { entries, violations } = (await client.send('GET', '/_sim/log')).body as { entries: { call: string; status: number }[]; violations: unknown[] };
    expect([violations, entries.filter(({ status }) => status >= 400)]).toEqual([[], []]);
    expect([...new Set(entries.map(({ call }) => call))].toSorted()).toEqual(['calendarList.list', 'events.delete', 'events.insert', 'events.list', 'events.patch', 'events.quickAdd'].map((call) => `calendar.${call}`));
  } finally {
    await client.close();
  }
}, 120_000);

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
