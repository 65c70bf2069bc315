import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp } from './test-app.ts';
import type { User } from '../office/users.ts';

let room: Awaited<ReturnType<typeof startTestApp>>;
beforeAll(async () => {
  room = await startTestApp();
});
afterAll(() => room.close());

const attempt = (user: Pick<User, 'email'>, password: string, remoteAddress = '10.0.0.1', query = '') =>
  room.app.inject({ method: 'POST', url: `/api/session${query}`, payload: { email: user.email, password }, remoteAddress });

describe('signing in', () => {
  test('a good password gives a session, a cookie that scripts cannot read, and no secret in the database', async () => {
    const answer = await attempt(room.uma, 'correct horse battery');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ user: { fullName: 'Uma', role: 'user', zone: 'America/Vancouver' }, unreadAlerts: 3 });
    expect(answer.json()).not.toHaveProperty('token');
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ name: 'session_4300', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(JSON.stringify(cookie)).not.toContain('secure');
    const stored = await room.app.inject({ url: '/api/session', headers: { cookie: `${cookie?.name}=${cookie?.value}` } });
    expect(stored.json()).toEqual(answer.json());
  });

  test('a wrong password and an unknown person get the same answer', async () => {
    const wrong = await attempt(room.uma, 'wrong', '10.0.0.2');
    const unknown = await attempt({ email: 'nobody@example.com' }, 'wrong', '10.0.0.2');
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toMatchObject({ code: 'wrong-password', field: 'password' });
    expect(unknown.json()).toEqual(wrong.json());
    expect(wrong.cookies).toEqual([]);
  });

  test('the sixth bad attempt in a row is refused with the time to wait, elsewhere it is not, and after the wait it is not', async () => {
    for (let n = 0; n < 5; n++) expect((await attempt(room.ada, 'wrong', '10.0.0.3')).statusCode).toBe(401);
    const refused = await attempt(room.ada, 'correct horse battery', '10.0.0.3');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('900');
    expect(refused.json()).toEqual({ code: 'rate-limited', message: 'Too many attempts to sign in have failed.', remedy: 'Wait 15 minutes and try again.' });
    expect((await attempt(room.ada, 'correct horse battery', '10.0.0.4')).statusCode).toBe(200);
    room.clock.now = room.clock.now.add({ minutes: 15, seconds: 1 });
    expect((await attempt(room.ada, 'correct horse battery', '10.0.0.3')).statusCode).toBe(200);
  });

  test('good attempts are never limited', async () => {
    for (let n = 0; n < 12; n++) expect((await attempt(room.uma, 'correct horse battery', '10.0.0.5')).statusCode).toBe(200);
  });

  test('attempts at the same moment do not slip through the limit', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(room.uma, 'wrong', '10.0.0.6')));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(7);
  });

  test('a password is changed with the present one; others who are signed in as the person are signed out', async () => {
    const [here, there] = [await room.signIn(room.ada), await room.signIn(room.ada)];
    const change = (current: string, password: string) => room.app.inject({ method: 'PUT', url: '/api/session/password', headers: here, payload: { current, password }, remoteAddress: '10.0.0.9' });
    const wrong = await change('not mine', 'another long password');
    expect([wrong.statusCode, wrong.json().code, wrong.json().field]).toEqual([400, 'wrong-present-password', 'current']);
    const short = await change('correct horse battery', 'short');
    expect([short.statusCode, short.json().field, short.json().remedy]).toEqual([400, 'password', 'Take ten characters or more.']);
    const changed = await change('correct horse battery', 'another long password');
    expect(changed.statusCode).toBe(204);
    const stillIn = (headers: typeof here) => room.app.inject({ url: '/api/session', headers }).then(({ statusCode }) => statusCode);
    expect([await stillIn(here), await stillIn(there)]).toEqual([200, 401]);
    expect((await attempt(room.ada, 'correct horse battery', '10.0.0.10')).statusCode).toBe(401);
    expect((await attempt(room.ada, 'another long password', '10.0.0.10')).statusCode).toBe(200);
    expect((await change('another long password', 'correct horse battery')).statusCode).toBe(204);
  });

  test('signing in again ends the session that the browser held before', async () => {
    const first = await room.signIn(room.uma);
    const again = await room.app.inject({ method: 'POST', url: '/api/session', headers: first, payload: { email: room.ada.email, password: 'correct horse battery' } });
    expect(again.json().user.fullName).toBe('Ada');
    expect((await room.app.inject({ url: '/api/session', headers: first })).json().code).toBe('session-expired');
  });
});

describe('being signed in', () => {
  test('without a session everything but sign-in, health and the description is refused', async () => {
    for (const url of ['/api/session', '/api/setup', '/api/reports', '/api/events', '/api/accounts']) {
      const answer = await room.app.inject({ url });
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 401, 'not-signed-in']);
    }
    expect((await room.app.inject({ url: '/api/health' })).json()).toEqual({ ok: true });
  });

  test('a session ends after eight hours without use, and not before', async () => {
    const headers = await room.signIn(room.uma);
    const get = () => room.app.inject({ url: '/api/session', headers });
    for (let n = 0; n < 3; n++) {
      room.clock.now = room.clock.now.add({ hours: 7 });
      expect((await get()).statusCode).toBe(200);
    }
    room.clock.now = room.clock.now.add({ hours: 8, seconds: 1 });
    const ended = await get();
    expect(ended.statusCode).toBe(401);
    expect(ended.json()).toEqual({ code: 'session-expired', message: 'Your session has ended.', remedy: 'Sign in again. Nothing was changed by this request.' });
  });

  test('a session ends after a week, however much it is used', async () => {
    const headers = await room.signIn(room.uma);
    for (let n = 0; n < 27; n++) {
      room.clock.now = room.clock.now.add({ hours: 6 });
      expect((await room.app.inject({ url: '/api/session', headers })).statusCode).toBe(200);
    }
    room.clock.now = room.clock.now.add({ hours: 6 });
    expect((await room.app.inject({ url: '/api/session', headers })).statusCode).toBe(401);
  });

  test('a change without the token of the page is refused and changes nothing', async () => {
    const { cookie, 'x-csrf-token': csrf } = await room.signIn(room.uma);
    const del = (headers: Record<string, string>) => room.app.inject({ method: 'DELETE', url: '/api/session', headers });
    for (const headers of [{ cookie, 'x-csrf-token': '' }, { cookie, 'x-csrf-token': 'x' }, { cookie, 'x-csrf-token': (await room.signIn(room.uma))['x-csrf-token'] }]) {
      const refused = await del(headers);
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'csrf']);
    }
    expect((await room.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(200);
    expect((await del({ cookie, 'x-csrf-token': csrf })).statusCode).toBe(204);
    expect((await room.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(401);
  });

  test('a program gets a token, needs no token of a page, and a cookie made of it is worth nothing', async () => {
    const answer = await attempt(room.uma, 'correct horse battery', '10.0.0.7', '?token=1');
    const { token } = answer.json();
    expect(answer.cookies).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await room.app.inject({ url: '/api/session', headers })).json().user.fullName).toBe('Uma');
    expect((await room.app.inject({ url: '/api/session', headers: { cookie: `session_4300=${token}` } })).statusCode).toBe(401);
    expect((await room.app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204);
    expect((await room.app.inject({ url: '/api/session', headers })).json().code).toBe('session-expired');
  });

  test('over https the cookie is secure', async () => {
    const secure = await startTestApp({ config: { publicUrl: new URL('https://sync.example.com') } });
    const answer = await secure.app.inject({ method: 'POST', url: '/api/session', payload: { email: 'uma@example.com', password: 'correct horse battery' } });
    expect(answer.cookies[0]).toMatchObject({ name: 'session_443', secure: true });
    expect(answer.headers['strict-transport-security']).toBeDefined();
    await secure.close();
  });
});
