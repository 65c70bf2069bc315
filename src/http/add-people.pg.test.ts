// Adding people as an administrator, and the first password of who was invited by mail.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { findUserByEmail, listUsers } from '../office/users.ts';
import { ensureAccount } from '../store/account.ts';
import { listMails } from '../store/notice.ts';
import { startTestApp } from './test-app.ts';

let started: Awaited<ReturnType<typeof startTestApp>>;
let headers: Awaited<ReturnType<typeof started.signIn>>;
beforeAll(async () => {
  started = await startTestApp();
  headers = await started.signIn(started.ada);
});
afterAll(() => started?.close());

const post = (payload: object, as = headers) => started.app.inject({ method: 'POST', url: '/api/people', headers: as, payload: { zone: 'America/Vancouver', by: 'password', ...payload } });

test('people are added from a pasted table, each with a password that works and is shown once', async () => {
  const answer = await post({ csv: 'Name;E-mail;role\n' });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid']);
  const added = await post({ csv: 'name;email;zone\nAnn Adams;ann@example.com;\n"Berg; Bo";bo@example.com;Europe/Oslo\n' });
  expect(added.json()).toMatchObject({ problems: [], added: [{ name: 'Ann Adams', email: 'ann@example.com', password: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/) }, { name: 'Berg; Bo' }] });
  const [ann] = added.json().added;
  const signedIn = await started.app.inject({ method: 'POST', url: '/api/session', payload: { email: ann.email, password: ann.password } });
  expect([signedIn.statusCode, signedIn.json().user.zone]).toEqual([200, 'America/Vancouver']);
  expect((await findUserByEmail(started.db, 'bo@example.com'))?.zone).toBe('Europe/Oslo');
});

test('while one line is wrong nobody is added, and every mistake is named by its line', async () => {
  const before = (await listUsers(started.db, started.ada.officeId)).length;
  const answer = await post({ csv: 'email,name,role,zone\ncy@example.com,Cy,,\numa@example.com,Uma,,\nno address,Di,chief,Mars/Base\ncy@example.com,Cy again,,\n,,,\n' });
  expect(answer.json().added).toEqual([]);
  expect(answer.json().problems.map(({ line, message }: { line: number; message: string }) => `${line} ${message}`)).toEqual([
    '3 There is a user with this e-mail address already.',
    '4 “chief” is no role. Write user or administrator.',
    '4 “Mars/Base” is not a time zone. Write a name such as America/New_York.',
    '4 “no address” is not an e-mail address.',
    '5 The same e-mail address stands in line 2.',
    '6 The name is missing.',
    '6 The e-mail address is missing.',
  ]);
  expect((await listUsers(started.db, started.ada.officeId)).length).toBe(before);
});

test('two administrators who add the same address at the same time: one adds, the other is told', async () => {
  const people = [{ email: 'fay@example.com', name: 'Fay', role: 'user', zone: '' }];
  const answers = await Promise.all([post({ people }), post({ people })]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const [added, told] = answers.map((answer) => answer.json()).sort((one, other) => other.added.length - one.added.length);
  expect([added.added.length, added.problems]).toEqual([1, []]);
  expect([told.added, told.problems[0].message]).toEqual([[], 'There is a user with this e-mail address already.']);
});

test('the address of a disabled user is not given away', async () => {
  const [{ userId }] = (await post({ people: [{ email: 'gil@example.com', name: 'Gil', role: 'user', zone: '' }] })).json().added;
  expect((await started.app.inject({ method: 'PUT', url: `/api/people/${userId}`, headers, payload: { disabled: true } })).statusCode).toBe(204);
  const again = await post({ people: [{ email: 'Gil@example.com', name: 'Gil', role: 'user', zone: '' }] });
  expect(again.json().problems).toEqual([{ line: 1, email: 'Gil@example.com', message: 'A disabled user has this e-mail address. Enable that user instead.' }]);
});

test('only an administrator adds people', async () => {
  const asUma = await started.signIn(started.uma);
  expect((await post({ people: [{ email: 'x@example.com', name: 'X' }] }, asUma)).statusCode).toBe(403);
});

test('who is invited by mail chooses a password by the link, once, within seven days', async () => {
  const added = await post({ by: 'mail', people: [{ email: 'eve@example.com', name: 'Eve', role: 'user', zone: '' }] });
  expect(added.json().added[0].password).toBeUndefined();
  const account = await ensureAccount(started.db, added.json().added[0].userId);
  const secretOf = async (): Promise<string> => /\/welcome#([\w-]+)/.exec((await listMails(started.db, account.id))[0]?.text ?? '')?.[1] ?? '';
  const first = await secretOf();
  const ask = (secret: string) => started.app.inject({ method: 'POST', url: '/api/invitation', payload: { secret } });
  expect((await ask(first)).json()).toEqual({ fullName: 'Eve', email: 'eve@example.com' });
  expect((await started.app.inject({ method: 'POST', url: `/api/people/invitation?user=${account.userId}`, headers })).statusCode).toBe(204);
  expect((await ask(first)).statusCode).toBe(410);
  const second = await secretOf();
  const choose = (password: string) => started.app.inject({ method: 'PUT', url: '/api/invitation', payload: { secret: second, password } });
  expect((await choose('short')).statusCode).toBe(400);
  expect((await choose('a password of my own')).statusCode).toBe(204);
  expect((await choose('another password')).statusCode).toBe(410);
  expect((await started.app.inject({ method: 'POST', url: '/api/session', payload: { email: 'eve@example.com', password: 'a password of my own' } })).statusCode).toBe(200);
  await started.app.inject({ method: 'POST', url: `/api/people/invitation?user=${account.userId}`, headers });
  const third = await secretOf();
  started.clock.now = started.clock.now.add({ hours: 24 * 8 });
  expect((await ask(third)).statusCode).toBe(410);
});
