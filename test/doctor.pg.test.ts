// The doctor, on installations in every state, against the simulator: what is wrong is named
// with what to do, nothing is changed by looking, and no secret is told.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../src/compose/doctor/examine.ts';
import type { DoctorInput } from '../src/compose/doctor/examine.ts';
import type { DoctorCheck, DoctorReport } from '../src/http/contract/doctor.ts';
import type { User } from '../src/office/users.ts';
import { addressesAt } from '../src/replica/google/addresses.ts';
import { defaultLimits } from '../src/replica/google/cost.ts';
import { parseSecretKeys } from '../src/secret.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
let input: DoctorInput;
beforeAll(async () => {
  world = await createWorld({ pollSeconds: 3600, push: true });
  await world.door('switches', { pushAllowHttp: true });
  user = await world.addUser('Doc Tor');
  await world.door('seed', { clients: [{ client_id: 'demo-client', client_secret: 'demo-secret' }], accounts: [{ email: user.email }] });
  input = {
    publicUrl: new URL('http://127.0.0.1:4300'),
    isPublicUrlConfigured: false,
    pushAddress: world.hook,
    google: { clientId: 'demo-client', clientSecret: 'demo-secret', addresses: addressesAt(world.google) },
    mail: { from: 'sync@example.com' },
    limits: defaultLimits,
    dataFolder: tmpdir(),
    zones: { version: '2026c', fresh: true },
    keys: parseSecretKeys(world.key),
    store: world.store,
  };
}, 120_000);
afterAll(() => world?.close());

const of = (report: DoctorReport, id: string): DoctorCheck => report.checks.find((one) => one.id === id) as DoctorCheck;
const look = async (id: string, change: Partial<DoctorInput> = {}): Promise<DoctorCheck> => of(await examine({ ...input, ...change }), id);

test('an installation that works has no problem, and no secret is told', async () => {
  await world.connect(user);
  const report = await examine(input);
  expect(report.checks.filter(({ result }) => result === 'problem')).toEqual([]);
  expect(of(report, 'client')).toMatchObject({ result: 'ok' });
  expect(of(report, 'apis')).toMatchObject({ result: 'ok', found: expect.stringContaining('Google Calendar API, People API, Google Tasks API') });
  expect(of(report, 'address').found).toContain('http://127.0.0.1:4300/api/google/callback');
  expect(of(report, 'webhook')).toMatchObject({ result: 'ok' });
  expect(of(report, 'key').found).toContain('1 Google accounts open');
  expect(JSON.stringify(report)).not.toMatch(new RegExp(`demo-secret|${world.key.replace(/[+/=]/g, '.')}|ya29|1//`));
});

test('accounts that cannot be read are no accounts that are in order: the checks that need them say so', async () => {
  await sql`alter table account rename column google_email to google_email_away`.execute(world.store.db);
  try {
    const report = await examine(input);
    for (const id of ['apis', 'consent', 'grants']) expect(of(report, id)).toMatchObject({ result: 'problem', found: expect.stringContaining('could not be checked') });
    expect(of(report, 'database')).toMatchObject({ result: 'ok' });
  } finally {
    await sql`alter table account rename column google_email_away to google_email`.execute(world.store.db);
  }
});

test('a client that Google does not accept, and none at all, are told apart', async () => {
  expect(await look('client', { google: { ...input.google, clientSecret: 'wrong' } })).toMatchObject({ result: 'problem', found: expect.stringContaining('does not accept') });
  await world.door('seed', { clients: [{ client_id: 'strict', client_secret: 'secret', redirect_uris: ['https://elsewhere.example.com/api/google/callback'] }] });
  const elsewhere = await look('client', { google: { ...input.google, clientId: 'strict', clientSecret: 'secret' } });
  expect(elsewhere).toMatchObject({ result: 'problem', found: expect.stringContaining('not our redirect address') });
  expect(elsewhere.steps.join(' ')).toContain('http://127.0.0.1:4300/api/google/callback');
  const none = await look('client', { google: { addresses: input.google.addresses } });
  expect(none).toMatchObject({ result: 'problem' });
  expect(none.steps.join(' ')).toContain('http://127.0.0.1:4300/api/google/callback');
  expect(await look('client', { google: { ...input.google, addresses: { ...input.google.addresses, token: 'http://127.0.0.1:1/token' } } })).toMatchObject({ result: 'problem', found: expect.stringMatching(/cannot be reached: .+ \(.+\)/) });
});

test.each([
  ['people', 'SERVICE_DISABLED', /People API is not enabled.*people\.googleapis\.com/],
  ['calendar', 'accessNotConfigured', /Google Calendar API is not enabled.*calendar-json/],
])('an API that is not enabled is named with its page: %s', async (api, reason, step) => {
  await world.door('fault', { match: { api, account: user.email }, status: 403, reason, message: 'It has not been used in project 1 before or it is disabled.', count: 3 });
  const found = await look('apis');
  expect(found.result).toBe('problem');
  expect(found.steps).toHaveLength(1);
  expect(found.steps[0]).toMatch(step);
  expect(await look('apis')).toMatchObject({ result: 'ok' });
});

test('[H2] [H3] Testing at Google and permissions that are missing are seen from the accounts', async () => {
  await sql`update account set google_access_ends_at = now() + interval '5 days', google_scopes = array['https://www.googleapis.com/auth/contacts'] where id = ${user.id}`.execute(world.store.db);
  expect(await look('consent')).toMatchObject({ result: 'warning', found: expect.stringContaining('seven days') });
  expect(await look('grants')).toMatchObject({ result: 'warning', steps: expect.arrayContaining([expect.stringContaining('calendar, tasks')]) });
  await sql`update account set google_access_ends_at = now() - interval '1 day', state = 'needs reconnect', state_text = 'Because.' where id = ${user.id}`.execute(world.store.db);
  expect(await look('consent')).toMatchObject({ result: 'problem' });
  expect(await look('grants')).toMatchObject({ result: 'problem', steps: [expect.stringContaining('Because.'), expect.anything()] });
});

test('clock, zones, addresses, mail, disk, key and quota each have their own finding', async () => {
  expect(await look('clock', { now: () => Date.now() + 300_000 })).toMatchObject({ result: 'problem', found: expect.stringContaining('ahead') });
  expect(await look('zones', { zones: { version: '2024a', fresh: false } })).toMatchObject({ result: 'problem' });
  expect(await look('address', { publicUrl: new URL('http://sync.example.com') })).toMatchObject({ result: 'problem', found: expect.stringContaining('https') });
  expect(await look('address', { publicUrl: new URL('https://192.0.2.1') })).toMatchObject({ result: 'problem' });
  const mail = await look('mail', { mail: { smtpUrl: 'smtp://somebody:hush@127.0.0.1:1', from: 'sync@example.com' } });
  expect(mail.result).toBe('problem');
  expect(JSON.stringify(mail)).not.toContain('hush');
  expect(await look('disk', { dataFolder: '/no/such/folder' })).toMatchObject({ result: 'problem' });
  expect(await look('key', { keys: parseSecretKeys(Buffer.alloc(32, 7).toString('base64')) })).toMatchObject({ result: 'problem' });
  expect(await look('quota', { limits: { ...defaultLimits, tasksPerProjectPerDay: 1_000_000 } })).toMatchObject({ result: 'warning' });
  expect(await look('webhook', { pushAddress: undefined })).toMatchObject({ result: 'warning' });
  expect(await look('webhook', { pushAddress: new URL(`${world.google}/elsewhere`) })).toMatchObject({ result: 'problem', found: expect.stringContaining('something else answers') });
  expect(await look('service-account', { delegation: { key: 'no/such/file', domains: [] } })).toMatchObject({ result: 'problem', found: expect.stringContaining('ENOENT') });
});

const run = (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['src/main.ts', 'doctor', ...args], { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment }, timeout: 60_000 }, (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }));
  });

test('from a terminal it works without any installation, makes nothing, and says by its exit code that there is a problem', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smartoffice-doctor-'));
  try {
    const bare = await run(['--data-folder', join(folder, 'data')], { GOOGLE_BASE_URL: world.google });
    expect(bare.code).toBe(1);
    expect(bare.out).toMatch(/PROBLEM {2}Google client id and secret.*\n\s+1\. Make an OAuth client/);
    expect(bare.out).toContain('There is no database yet.');
    expect(await readdir(folder)).toEqual([]);
    const good = await run(['--data-folder', join(folder, 'data'), '--json'], { GOOGLE_BASE_URL: world.google, GOOGLE_CLIENT_ID: 'demo-client', GOOGLE_CLIENT_SECRET: 'demo-secret' });
    expect(good.code).toBe(0);
    expect((JSON.parse(good.out) as DoctorReport).result).toBe('warning');
    const wrong = await run([], { PUBLIC_URL: 'nonsense' });
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('PUBLIC_URL cannot be used');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
