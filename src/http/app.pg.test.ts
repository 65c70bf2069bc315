import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError, refusals } from './errors.ts';
import { setupOf, startTestApp } from './test-app.ts';
import { OfficeError } from '../office/errors.ts';

let room: Awaited<ReturnType<typeof startTestApp>>;
const asked: unknown[] = [];
const watchers = new Set<(topic: 'setup' | 'reports' | 'alerts') => void>();
let fail: unknown;

beforeAll(async () => {
  room = await startTestApp({
    doors: {
      saveSetup: async (userId, options, by) => {
        if (fail !== undefined) throw fail;
        asked.push({ userId, options, by });
        return setupOf(userId);
      },
      startConnect: async () => ({ url: 'https://accounts.google.com/o/oauth2/v2/auth?state=abc' }),
      finishConnect: async (url) => (url.searchParams.get('error') ? { error: 'google-declined' } : { userId: room.uma.id }),
      reportPdf: async () => ({ fileName: 'Vorschau für Uma.pdf', mediaType: 'application/pdf', body: new TextEncoder().encode('%PDF-1.7') }),
      approve: async () => {
        throw new AppError('not-current', { details: { currentDigest: 'd2', currentReport: 'r2' } });
      },
      accounts: async (officeId) => {
        asked.push({ officeId });
        return [];
      },
      mails: async () => [],
      watch: (_user, changed) => {
        watchers.add(changed);
        return () => watchers.delete(changed);
      },
    },
  });
});
afterAll(() => room.close());

const options = { runSynchronization: true, contacts: 'none', activities: 'two-way', recurring: false };

describe('acting for somebody', () => {
  test('a person acts for themselves, an administrator for users of the same office, nobody for others', async () => {
    const uma = await room.signIn(room.uma);
    const ada = await room.signIn(room.ada);
    const save = (headers: Record<string, string>, user?: string) =>
      room.app.inject({ method: 'PUT', url: `/api/setup${user === undefined ? '' : `?user=${user}`}`, headers, payload: options });
    asked.length = 0;
    expect((await save(uma)).statusCode).toBe(200);
    expect((await save(ada, room.uma.id)).statusCode).toBe(200);
    expect(asked).toEqual([
      { userId: room.uma.id, options, by: 'Uma (uma@example.com)' },
      { userId: room.uma.id, options, by: 'Ada (ada@example.com)' },
    ]);
    expect((await save(uma, room.ada.id)).json()).toMatchObject({ code: 'forbidden', field: 'user' });
    expect((await save(ada, room.stranger.id)).json()).toMatchObject({ code: 'not-found', field: 'user' });
    expect((await save(ada, 'x')).json()).toMatchObject({ code: 'invalid', field: 'user' });
    expect(asked).toHaveLength(2);
  });

  test('accounts are for administrators, and mail for them and the demo', async () => {
    const uma = await room.signIn(room.uma);
    const ada = await room.signIn(room.ada);
    expect((await room.app.inject({ url: '/api/accounts', headers: uma })).json().code).toBe('forbidden');
    expect((await room.app.inject({ url: '/api/mail', headers: uma })).json().code).toBe('forbidden');
    expect((await room.app.inject({ url: '/api/accounts', headers: ada })).json()).toEqual({ accounts: [] });
    expect((await room.app.inject({ url: '/api/mail', headers: ada })).json()).toEqual({ mails: [] });
  });
});

describe('what bad input gets', () => {
  const put = async (payload: unknown, headers: Record<string, string> = {}) =>
    room.app.inject({ method: 'PUT', url: '/api/setup', headers: { ...(await room.signIn(room.uma)), ...headers }, payload: payload as string });

  test.each([
    ['a missing field', { ...options, contacts: undefined }, {}, 400, { code: 'invalid', field: 'contacts' }],
    ['a value that is not offered', { ...options, activities: 'all' }, {}, 400, { code: 'invalid', field: 'activities' }],
    ['a field of the policy that is not known', { ...options, policy: { conflicts: 'ask' } }, {}, 400, { code: 'invalid', field: 'policy' }],
    ['a policy that is not offered', { ...options, policy: { deletion: { contact: { google: 'always' } } } }, {}, 400, { code: 'invalid', field: 'policy.deletion.contact.google' }],
    ['a share beyond the whole', { ...options, policy: { brakes: { event: { share: 1.5, count: 3 } } } }, {}, 400, { code: 'invalid', field: 'policy.brakes.event.share' }],
    ['no JSON', '{"runSync', { 'content-type': 'application/json' }, 400, { code: 'not-json' }],
    ['nothing', '', { 'content-type': 'application/json' }, 400, { code: 'not-json' }],
    ['another type of content', '<a/>', { 'content-type': 'application/xml' }, 415, { code: 'media-type' }],
    ['too much', { ...options, setId: 'x'.repeat(1_100_000) }, {}, 413, { code: 'too-large' }],
  ])('%s is refused in the one form, with a remedy', async (_, payload, headers, status, body) => {
    const answer = await put(payload, headers as Record<string, string>);
    expect([answer.statusCode, answer.json()]).toEqual([status, { message: expect.any(String), remedy: expect.stringMatching(/\.$/), ...body }]);
  });

  test("a schema's own words become the remedy", async () => {
    const answer = await room.app.inject({ method: 'POST', url: '/api/session', payload: { email: 'uma', password: 'x' } });
    expect(answer.json()).toEqual({ code: 'invalid', field: 'email', message: 'email is not right.', remedy: 'Type the e-mail address that you sign in with.' });
  });

  test("the office's refusals and ours keep their words, and a 409 names the current report", async () => {
    fail = new OfficeError('stale', 'This SET was changed.', 'Load it again.', 'version');
    expect((await put(options)).json()).toEqual({ code: 'stale', message: 'This SET was changed.', remedy: 'Load it again.', field: 'version' });
    fail = new AppError('set-required', { field: 'setId' });
    expect((await put(options)).json()).toEqual({ code: 'set-required', field: 'setId', message: refusals['set-required'].message, remedy: refusals['set-required'].remedy });
    const headers = await room.signIn(room.uma);
    const conflict = await room.app.inject({ method: 'POST', url: '/api/reports/r1/approve', headers, payload: { digest: 'd1' } });
    expect([conflict.statusCode, conflict.json()]).toEqual([409, { code: 'not-current', message: expect.any(String), remedy: expect.any(String), currentDigest: 'd2', currentReport: 'r2' }]);
  });

  test('a bug shows a reference and nothing else, and a lost database says so', async () => {
    fail = new Error('select * from secret_table at postgres://u:pw@h');
    const bug = await put(options);
    expect(bug.statusCode).toBe(500);
    expect(bug.json()).toMatchObject({ code: 'internal', remedy: expect.stringMatching(/reference [0-9a-f]{8}/) });
    expect(bug.body).not.toMatch(/secret_table|pw/);
    fail = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect((await put(options)).statusCode).toBe(503);
    fail = undefined;
  });

  test('what is not the request’s fault stands in the log with its reason, and without a secret', async () => {
    const logging = await startTestApp({
      doors: {
        reportPdf: async () => {
          throw new AppError('pdf-failed', { cause: new Error('The PDF could not be made.', { cause: 'no typesetter at https://me:hush@host' }) });
        },
      },
      deps: { logLevel: 'warn' },
    });
    const lines: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = (line: string | Uint8Array): boolean => lines.push(String(line)) > 0;
    try {
      const answer = await logging.app.inject({ url: '/api/reports/r1/pdf', headers: await logging.signIn(logging.uma) });
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'pdf-failed']);
    } finally {
      process.stderr.write = write;
      await logging.close();
    }
    expect(lines).toEqual([expect.stringContaining('no typesetter at https://me:***@host')]);
  });

  test('an address that does not exist is refused in the same form', async () => {
    const answer = await room.app.inject({ url: '/api/nothing' });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found']);
  });
});

describe('connecting Google', () => {
  test('the browser that began finishes, another cannot, and a refusal is readable', async () => {
    const headers = await room.signIn(room.uma);
    const begun = await room.app.inject({ method: 'POST', url: '/api/google/connect', headers });
    expect(begun.json().url).toMatch(/^https:\/\/accounts\.google\.com/);
    const cookie = begun.cookies.map((each) => `${each.name}=${each.value}`).join('; ');
    const back = (query: string, sent?: string) => room.app.inject({ url: `/api/google/callback?${query}`, headers: sent === undefined ? {} : { cookie: sent } });
    expect((await back('state=abc&code=1', cookie)).headers.location).toBe('/setup/google?connected=1');
    expect((await back('state=abc&error=access_denied', cookie)).headers.location).toBe('/setup/google?error=google-declined');
    expect((await back('state=abc&code=1')).headers.location).toBe('/setup/google?error=connect-expired');
    expect((await back('state=other&code=1', cookie)).headers.location).toBe('/setup/google?error=connect-expired');
    expect((await back('code=1', cookie)).statusCode).toBe(303);
  });
});

describe('answers', () => {
  test('a PDF keeps its name and is not kept by anything on the way', async () => {
    const answer = await room.app.inject({ url: '/api/reports/r1/pdf', headers: await room.signIn(room.uma) });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'content-disposition': `inline; filename="Vorschau f_r Uma.pdf"; filename*=UTF-8''Vorschau%20f%C3%BCr%20Uma.pdf`,
    });
    expect(answer.body).toBe('%PDF-1.7');
    const refused = await room.app.inject({ url: '/api/reports/r1/csv', headers: await room.signIn(room.uma) });
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'not-found']);
  });

  test('a strict policy stands on every answer', async () => {
    const answer = await room.app.inject({ url: '/api/health' });
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'self';script-src 'self'/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('the description is OpenAPI 3.1 and lists every route with its answers', async () => {
    const api = (await room.app.inject({ url: '/api/openapi.json' })).json();
    expect(api.openapi).toBe('3.1.0');
    const listed = Object.entries(api.paths as Record<string, Record<string, { responses: object; summary: string }>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        expect(Object.keys(operation.responses)).toContain('4XX');
        expect(operation.summary).toMatch(/\w/);
        return `${method.toUpperCase()} ${path}`;
      }),
    );
    // Every route that the app mounts, whoever wrote it: read off the router, not off a list.
    const mounted = [...room.app.printRoutes({ commonPrefix: false, includeHooks: false }).matchAll(/([^\s│├└─]\S*) \(([A-Z, ]+)\)/g)];
    expect(mounted.length).toBeGreaterThan(30);
    expect(listed).toEqual(expect.arrayContaining(['POST /api/session', 'PUT /api/setup', 'POST /api/reports/{id}/approve', 'POST /api/reports/{id}/undo', 'POST /api/questions', 'GET /api/audit.csv', 'GET /api/events']));
    expect(new Set(listed).size).toBe(listed.length);
    const described = new Set(listed.map((line) => line.split(' ')[1]));
    const hidden = mounted.map(([, path]) => path ?? '').filter((path) => path.startsWith('/api/') && !described.has(path.replaceAll(/:(\w+)/g, '{$1}')));
    expect(hidden).toEqual([]);
    const body = api.paths['/api/setup'].put.requestBody.content['application/json'].schema;
    expect(body.required).toContain('runSynchronization');
    expect(api.paths['/api/session'].post.security).toEqual([]);
  });
});

describe('events', () => {
  test('a change is told once by its name, the stream ends with the connection', async () => {
    const { cookie } = await room.signIn(room.uma);
    await room.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = room.app.server.address() as AddressInfo;
    const leave = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/api/events`, { headers: { cookie }, signal: leave.signal });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (part: string): Promise<void> => {
      while (!text.includes(part)) text += (await reader.read()).value;
    };
    await readUntil(': open');
    for (const changed of watchers) for (const topic of ['setup', 'setup', 'alerts'] as const) changed(topic);
    await readUntil('event: alerts');
    expect(text.match(/event: setup/g)).toHaveLength(1);
    leave.abort();
    await reader.read().catch(() => undefined);
    while (watchers.size > 0) await new Promise(setImmediate);
  });
});
