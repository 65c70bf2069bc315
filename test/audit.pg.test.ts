// What the audit keeps: who signed in and out, changed a setup from what to what, connected and
// disconnected, and what was refused; over HTTP and PostgreSQL, against the simulator.

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../src/cli/people.ts';
import { buildApp } from '../src/http/app.ts';
import { firstOfficeSetup } from '../src/store/office-setup.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let app: FastifyInstance;
let user: User;
const by = 'Olga Office (olga@example.com)';
const password = 'correct horse battery';

beforeAll(async () => {
  world = await createWorld();
  app = (await buildApp({ store: world.store, sync: world.sync, config: { publicUrl: new URL('http://127.0.0.1:4300') }, now: () => Temporal.Now.instant() })) as unknown as FastifyInstance;
  await app.ready();
  user = await world.addUser('Vera Visitor');
  await world.door('seed', { accounts: [{ email: user.email }] });
}, 120_000);
afterAll(async () => {
  await app?.close();
  await world?.close();
});

const own = 'Vera Visitor (vera.visitor@example.com)';
const audit = async (kind: string) => (await world.sync.audit(user.officeId, { kind, limit: 100 })).entries;
const signIn = (given: string, email = user.email) => app.inject({ method: 'POST', url: '/api/session?token=1', payload: { email, password: given }, remoteAddress: '10.1.1.1' });

test('sign-in, refused sign-in, change of the password and sign-out stand in the audit, and no password does', async () => {
  const authorization = `Bearer ${(await signIn(password)).json().token}`;
  expect((await signIn('a wrong guess')).statusCode).toBe(401);
  expect((await signIn('a wrong guess', 'nobody@example.com')).statusCode).toBe(401);
  const change = (current: string) => app.inject({ method: 'PUT', url: '/api/session/password', headers: { authorization }, payload: { current, password: 'a new long password' } });
  expect((await change('a wrong guess')).statusCode).toBe(400);
  expect((await change(password)).statusCode).toBe(204);
  expect((await app.inject({ method: 'DELETE', url: '/api/session', headers: { authorization } })).statusCode).toBe(204);
  await givePassword(world.store.db, user.email, password);
  expect(await audit('sign-in')).toMatchObject([{ by: own, userId: user.id, text: 'A program signed in', details: { network: '10.1.1.1' } }]);
  expect((await audit('sign-in refused')).map((entry) => [entry.by, entry.text])).toEqual([[user.email, 'A change of the password was refused'], [user.email, 'Signing in was refused']]);
  expect((await audit('password')).map((entry) => [entry.by, entry.text])).toEqual([
    ['Whoever runs the product, on the command line', `Gave ${own} a new password; all sessions ended`],
    [own, 'Changed the own password; the other sessions ended'],
  ]);
  expect(await audit('sign-out')).toMatchObject([{ by: own, text: 'Signed out' }]);
  const everything = JSON.stringify((await world.sync.audit(user.officeId, { limit: 100 })).entries);
  for (const secret of [password, 'a wrong guess', 'a new long password']) expect(everything).not.toContain(secret);
});

test('what was connected, changed in the setup, stopped and disconnected stands there with old and new', async () => {
  await world.connect(user);
  expect(await audit('connect')).toMatchObject([{ by: own, userId: user.id, text: `Connected the Google account ${user.email}` }]);
  await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true, policy: { conflict: 'newest' } });
  const [started] = await audit('setup');
  expect(started).toMatchObject({ by: user.email, userId: user.id, text: expect.stringContaining('Run Synchronization: Not selected → Selected') });
  expect(started?.details['changes']).toEqual(expect.arrayContaining([{ setting: 'When both sides changed the same field', from: 'You are asked', to: 'The side that was changed last is used' }]));
  // Saved again without a change: nothing to tell.
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, activities: 'to-office', change: true }, by);
  await world.sync.saveSetup(user.id, { ...options, activities: 'to-office', change: true }, by);
  await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, by);
  // Newest first, also where the number of an entry gets another digit.
  const told = (await audit('setup')).map((entry) => [entry.by, entry.text]);
  expect(told.length).toBe(3);
  expect(told[1]).toEqual([by, expect.stringContaining('Activities/Tasks: SmartOffice to Google and Vice Versa → Google to SmartOffice only')]);
  expect(told[0]).toEqual([by, 'Setup Detail: Run Synchronization: Selected → Not selected']);
  await world.sync.disconnect(user.id, by);
  await world.sync.disconnect(user.id, by);
  expect(await audit('disconnect')).toMatchObject([{ by, userId: user.id, text: `Disconnected the Google account ${user.email}` }]);
});

test('[R31] what an administrator decides for the office stands there, each setting from what to what', async () => {
  await world.sync.saveOfficeSetup(user.officeId, { ...firstOfficeSetup, defaults: { options: { recurring: true }, policy: { conflict: 'office' } }, locked: ['types', 'recurring'] } as never, by);
  await world.sync.saveOfficeSetup(user.officeId, { ...firstOfficeSetup, defaults: { options: { recurring: true }, policy: { conflict: 'office' } }, locked: ['types', 'recurring'] } as never, by);
  const entries = await audit('office setup');
  expect(entries.length).toBe(1);
  expect(entries[0]).toMatchObject({ by, text: expect.stringContaining('Default of “Synchronize Recurring Activities”: not set → Yes') });
  const types = '“TYPE of phones, e-mails and addresses”';
  expect(entries[0]?.details['changes']).toEqual([
    { setting: 'Decided by the office', from: types, to: `“Synchronize Recurring Activities”, ${types}` },
    { setting: 'Default of “Synchronize Recurring Activities”', from: 'not set', to: 'Yes' },
    { setting: 'Default of “When both sides changed the same field”', from: 'not set', to: 'SmartOffice is used' },
  ]);
});
