// An organization's service account: nobody consents, everything else is as with a person's
// own access. What an administrator forgot is said with the remedy.

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { delegatedScopes } from '../src/replica/google/delegation.ts';
import { readServiceAccount } from '../src/compose/delegation.ts';
import { createTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const robot = { client_email: 'robot@project.iam.gserviceaccount.com', client_id: '1234567890' };
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = JSON.stringify({ type: 'service_account', ...robot, private_key: pem, project_id: 'project' });
const client = (scopes: readonly string[]) => ({ client_id: robot.client_email, public_key: publicKey.export({ type: 'spki', format: 'pem' }), delegated_scopes: scopes });

let world: World;
let user: User;
let people = 0;
const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const googleTasks = async (): Promise<string[]> => {
  const state = (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as { taskLists: { tasks: { title: string }[] }[] };
  return state.taskLists.flatMap((list) => list.tasks.map((task) => task.title));
};

beforeAll(async () => {
  world = await createWorld({ delegation: { key, domains: ['example.com'] } });
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  people += 1;
  user = await world.addUser(`Delegated ${people}`);
  await world.door('seed', { clients: [client(delegatedScopes), { client_id: 'demo-client', client_secret: 'demo-secret' }], accounts: [{ email: user.email }] });
});

test('a person of the organization is connected without consenting, and synchronizes after an approved preview', async () => {
  const { google } = await world.sync.setupDetail(user.id);
  expect(google).toMatchObject({ connected: true, delegated: true, account: user.email, missing: [] });
  await createTask(world.store.db, { officeId: user.officeId, userId: user.id }, { subject: 'For everybody', priority: 'Normal', status: 'active' });
  const reportId = await world.preview(user, setup);
  expect(await googleTasks()).toEqual([]);
  await world.approve(user, reportId);
  expect(await googleTasks()).toEqual(['For everybody']);
  await expect(world.sync.disconnect(user.id, user.email)).rejects.toMatchObject({ code: 'setup-locked' });
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
  await expect(world.sync.disconnect(user.id, user.email)).rejects.toMatchObject({ code: 'connected-by-administrator' });
});

test('what was not authorised in the Admin console is said with the client id and the scopes', async () => {
  await world.door('seed', { clients: [client(delegatedScopes.filter((scope) => !scope.endsWith('tasks')))] });
  const { google } = await world.sync.setupDetail(user.id);
  expect(google.connected).toBe(false);
  expect(google.trouble).toMatch(/Domain-wide delegation.*1234567890.*auth\/tasks/);
  expect(google.trouble).not.toContain('PRIVATE KEY');
});

test('a person of another domain is not covered and connects by consent', async () => {
  const stranger = { ...user, id: user.id };
  await world.store.pool.query('update app_user set email = $1 where id = $2', [`stranger-${people}@other.test`, user.id]);
  await world.door('seed', { accounts: [{ email: `stranger-${people}@other.test` }] });
  expect((await world.sync.setupDetail(stranger.id)).google).toMatchObject({ connected: false });
  expect(await world.connect({ ...stranger, email: `stranger-${people}@other.test` })).toEqual({ userId: user.id });
  expect((await world.sync.setupDetail(user.id)).google).toMatchObject({ connected: true, delegated: false });
});

test('a file that is no key is refused without a word of what stands in it', async () => {
  await expect(readServiceAccount({ key: JSON.stringify({ type: 'authorized_user', secret: 'hush' }), domains: [] })).rejects.toThrow(/^The key of the service account is not a key file of Google\.$/);
  await expect(readServiceAccount({ key: 'no/such/file.json', domains: [] })).rejects.toThrow(/cannot be read \(ENOENT\)/);
});
