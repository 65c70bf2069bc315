// The role of a person, and whether they may come in: what an administrator may change, what
// it ends at once, and what stays refused.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser } from '../office/users.ts';
import type { User } from '../office/users.ts';
import { listAudit } from '../store/audit.ts';
import { PASSWORD, startTestApp } from './test-app.ts';

let started: Awaited<ReturnType<typeof startTestApp>>;
let headers: Awaited<ReturnType<typeof started.signIn>>;
beforeAll(async () => {
  started = await startTestApp();
  headers = await started.signIn(started.ada);
});
afterAll(() => started?.close());

const put = (user: User, payload: object, as = headers) => started.app.inject({ method: 'PUT', url: `/api/people/${user.id}`, headers: as, payload });
const add = (name: string, role: User['role']) => createUser(started.db, started.ada.officeId, { fullName: name, email: `${name.toLowerCase()}@example.com`, role, zone: 'America/Vancouver', country: 'CA', locale: 'en-CA', password: PASSWORD });
const signIn = (email: string) => started.app.inject({ method: 'POST', url: '/api/session', payload: { email, password: PASSWORD } });
const audited = async () => (await listAudit(started.db, started.ada.officeId, { limit: 3 })).map(({ kind, text, by }) => `${kind}: ${text} (${by})`);

test('[R39] who is disabled is signed out at once and cannot sign in until enabled again; both stand in the audit', async () => {
  const ben = await add('Ben', 'user');
  const his = await started.signIn(ben);
  expect((await started.app.inject({ url: '/api/session', headers: his })).statusCode).toBe(200);
  expect((await put(ben, { disabled: true })).statusCode).toBe(204);
  expect((await started.app.inject({ url: '/api/session', headers: his })).statusCode).toBe(401);
  expect((await signIn(ben.email)).json().code).toBe('wrong-password');
  expect((await audited())[1]).toBe('disable user: Ben (ben@example.com) was disabled; all sessions ended and the synchronization pauses (Ada (ada@example.com))');
  expect((await put(ben, { disabled: false })).statusCode).toBe(204);
  // What was ended stays ended.
  expect((await started.app.inject({ url: '/api/session', headers: his })).statusCode).toBe(401);
  expect((await signIn(ben.email)).statusCode).toBe(200);
});

test('a role holds from the next request on, and the same change again writes nothing down', async () => {
  const cleo = await add('Cleo', 'user');
  const hers = await started.signIn(cleo);
  expect((await put(cleo, { role: 'administrator' })).statusCode).toBe(204);
  expect((await started.app.inject({ url: '/api/session', headers: hers })).json().user.role).toBe('administrator');
  const before = await audited();
  expect(before[0]).toBe('role: Cleo (cleo@example.com) is now an administrator, was a user (Ada (ada@example.com))');
  expect((await put(cleo, { role: 'administrator' })).statusCode).toBe(204);
  expect(await audited()).toEqual(before);
  expect((await put(cleo, { role: 'user' })).statusCode).toBe(204);
});

test('the last administrator can neither be disabled nor made a user, not even by two at the same time', async () => {
  expect([(await put(started.ada, { role: 'user' })).statusCode, (await put(started.ada, { role: 'user' })).json().code]).toEqual([409, 'last-administrator']);
  expect((await put(started.ada, { disabled: true })).json().code).toBe('own-account');
  const dora = await add('Dora', 'administrator');
  const hers = await started.signIn(dora);
  const both = await Promise.all([put(dora, { disabled: true }), put(started.ada, { role: 'user' }, hers)]);
  expect(both.map(({ statusCode }) => statusCode).filter((status) => status === 204).length).toBe(1);
  expect(both.map((answer) => (answer.statusCode === 204 ? '' : answer.json().code)).join('')).toMatch(/^(last-administrator|session-expired|forbidden)$/);
});

test('only an administrator changes people, and only those of the own office', async () => {
  const { db, ada } = started;
  await db.updateTable('app_user' as never).set({ role: 'administrator', disabled_at: null } as never).where('id' as never, '=', ada.id as never).execute();
  headers = await started.signIn(ada);
  expect((await put(started.ada, { disabled: true }, await started.signIn(started.uma))).statusCode).toBe(403);
  expect((await put(started.stranger, { disabled: true })).statusCode).toBe(404);
  expect((await put(started.uma, { disabled: 'yes' })).statusCode).toBe(400);
});
