// Who may come in where: every route that the product describes, asked by nobody, by a page
// that is not ours, by a colleague, and by the people of another office. In: the description of
// the API itself, so that a route that is added is asked too. Never here: a list of what is
// guarded; only what is open, and what is an administrator's, is written down.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officeRoutes } from '../src/cli/office-routes.ts';
import { playRoutes } from '../src/demo/play-routes.ts';
import { buildApp } from '../src/http/app.ts';
import { makeDoctorRoutes } from '../src/http/routes/doctor.ts';
import { csrfTokenOf, startSession } from '../src/http/session-store.ts';
import { createSyncDoors } from '../src/http/sync-doors.ts';
import { createActivity } from '../src/office/activities.ts';
import { createContact } from '../src/office/contacts.ts';
import { createSet } from '../src/office/sets.ts';
import { createTask } from '../src/office/tasks.ts';
import { createOffice, createUser, getUser } from '../src/office/users.ts';
import type { User } from '../src/office/users.ts';
import { ensureAccount } from '../src/store/account.ts';
import { addAudit } from '../src/store/audit.ts';
import { addAlert, addMail } from '../src/store/notice.ts';
import { beginPlan } from '../src/store/plan.ts';
import { createTestDatabase } from './support/postgres.ts';
import type { TestDatabase } from './support/postgres.ts';

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly takesUser: boolean;
  readonly takesBody: boolean;
}

const open = ['GET /api/google/callback', 'GET /api/health', 'GET /api/openapi.json', 'POST /api/google/push', 'POST /api/invitation', 'POST /api/session', 'PUT /api/invitation'];
const administrators = ['GET /api/accounts', 'GET /api/audit', 'GET /api/audit.csv', 'GET /api/doctor', 'GET /api/office/setup', 'POST /api/office/setup/effect', 'POST /api/people', 'POST /api/people/invitation', 'PUT /api/office/setup', 'PUT /api/people/{userId}'];
/** What everybody of an office has in common. */
const ofTheOffice = /^\/api\/(contacts|sets|choices|export\/contacts)/;
const mark = 'Umas own secret';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof buildApp>>;
let operations: readonly Operation[];
let uma: User;
let people: Readonly<Record<'uma' | 'chief' | 'colleague' | 'stranger' | 'strangeChief', Record<string, string>>>;
let idOf: Readonly<Record<string, string>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database.store;
  const [lake, hill] = [await createOffice(db, 'Lake Office'), await createOffice(db, 'Hill Office')];
  const add = (fullName: string, role: User['role'], office: string): Promise<User> =>
    createUser(db, office, { fullName, email: `${fullName.toLowerCase()}@example.com`, role, zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  uma = await add('Uma', 'user', lake);
  const others = { chief: await add('Chief', 'administrator', lake), colleague: await add('Colleague', 'user', lake), stranger: await add('Stranger', 'user', hill), strangeChief: await add('Boss', 'administrator', hill) };
  await add('Second', 'administrator', lake);

  const owner = { officeId: lake, userId: uma.id };
  const contact = await createContact(db, owner, { familyName: mark });
  const set = await createSet(db, owner, { kind: 'plain', name: mark });
  const activity = await createActivity(db, owner, { type: 'Meeting', subject: mark, status: 'active', priority: 'Normal', private: false, showAs: 'busy', start: { local: '2026-11-23T09:00:00', zone: 'UTC' }, end: { local: '2026-11-23T10:00:00', zone: 'UTC' }, recurrence: ['RRULE:FREQ=DAILY'] });
  const task = await createTask(db, owner, { subject: mark, priority: 'Normal', status: 'active' });
  const account = await ensureAccount(db, uma.id);
  const report = await beginPlan(db, account.id, 'preview');
  await sql`update plan set summary = ${mark} where id = ${report}::uuid`.execute(db);
  await sql`update account set google_email = ${`${mark}@example.com`}, state_text = ${mark} where id = ${account.id}`.execute(db);
  const { rows } = await sql<{ id: string }>`
    insert into journal (account_id, plan_id, operation_id, op, kind, side, record_id, after, outcome)
    values (${account.id}, ${report}::uuid, 'o1', 'create', 'contact', 'google', 'people/1', ${JSON.stringify({ kind: 'contact', familyName: mark })}::jsonb, 'applied') returning id::text`.execute(db);
  await sql`insert into never (account_id, unit, decision, of_unit, kind, name) values (${account.id}, 'n1', 'n1', 'n1', 'contact', ${mark})`.execute(db);
  await addAlert(db, account.id, { kind: 'failed', title: mark, text: mark });
  await addMail(db, account.id, { to: uma.email, subject: mark, text: mark, html: mark });
  await addAudit(db, { officeId: lake, userId: uma.id, kind: 'setup', by: mark, text: mark });
  idOf = {
    '/api/contacts/{id}': contact.id, '/api/sets/{id}': set.id, '/api/activities/{id}': activity.id, '/api/tasks/{id}': task.id,
    '/api/reports/{id}': report, '/api/never/{id}': 'n1', '/api/history/{id}': rows[0]?.id ?? '', '/api/people/{userId}': uma.id, '/api/questions/{id}': 'q1', '/api/records/{kind}/{side}/{id}': 'people%2F1',
  };

  const sync = createSyncDoors({
    store: database.store,
    accounts: { person: (id: string) => getUser(db, id), setName: async () => undefined } as never,
    offeredTypes: { office: {}, google: {} },
    connect: { covers: () => false, start: async () => ({ url: 'https://accounts.google.com/?state=s' }), disconnect: async () => undefined } as never,
    pushed: async () => 'unknown',
    syncSoon: async () => undefined,
    watch: () => () => undefined,
    log: () => undefined,
  });
  app = await buildApp({
    store: database.store,
    sync,
    config: { publicUrl: new URL('http://127.0.0.1:4300') },
    now: () => Temporal.Now.instant(),
    routes: [...officeRoutes, makeDoctorRoutes(async () => ({ at: '', result: 'ok', checks: [] })), playRoutes('http://127.0.0.1:1', [])],
  });
  await app.ready();
  const signIn = async ({ id }: User): Promise<Record<string, string>> => {
    const secret = await startSession(db, id, 'browser', Temporal.Now.instant());
    return { cookie: `session_4300=${secret}`, 'x-csrf-token': csrfTokenOf(secret) };
  };
  people = { uma: await signIn(uma), chief: await signIn(others.chief), colleague: await signIn(others.colleague), stranger: await signIn(others.stranger), strangeChief: await signIn(others.strangeChief) };

  const api = (await app.inject({ url: '/api/openapi.json' })).json() as { paths: Record<string, Record<string, { parameters?: readonly { name: string; in: string }[]; requestBody?: unknown }>> };
  operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]): Operation => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      takesUser: parameters.some((one) => one.in === 'query' && one.name === 'user') && path !== '/api/audit' && path !== '/api/audit.csv',
      takesBody: requestBody !== undefined,
    })),
  );
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
const guarded = (): readonly Operation[] => operations.filter((one) => !open.includes(nameOf(one)));

const when = { start: { local: '2026-11-24T09:00:00', zone: 'UTC' }, end: { local: '2026-11-24T10:00:00', zone: 'UTC' } };
const activityInput = { type: 'Meeting', subject: 'x', ...when };
const officeSetup = { defaults: { options: {}, policy: {} }, locked: ['types'], withdrawn: {}, guidance: {} };
/** Good enough to come as far as the question whose it is; the version is one that nobody has. */
const bodies: Readonly<Record<string, object>> = {
  'POST /api/session': {}, 'PUT /api/session/password': { current: 'not this one', password: 'long enough a word' },
  'POST /api/people': { people: [], by: 'password', zone: 'UTC' }, 'PUT /api/people/{userId}': {}, 'POST /api/invitation': {}, 'PUT /api/invitation': {},
  'PUT /api/setup': { runSynchronization: false, contacts: 'none', activities: 'none', recurring: false }, 'PUT /api/office/setup': officeSetup, 'POST /api/office/setup/effect': officeSetup,
  'POST /api/reports/{id}/approve': { digest: 'd' }, 'POST /api/reports/{id}/reject': { digest: 'd' }, 'POST /api/questions': { digest: 'd', choices: { q1: 'a' } }, 'POST /api/questions/{id}': { digest: 'd', choice: 'a' },
  'POST /api/alerts/read': {}, 'PUT /api/notices': { notices: [] }, 'POST /api/demo/play': { what: 'edit contact' },
  'POST /api/contacts': { familyName: 'x' }, 'PUT /api/contacts/{id}': { version: '999999', contact: { familyName: 'x' } },
  'POST /api/sets': { kind: 'plain', name: 'x' }, 'POST /api/sets/preview': { filter: { match: 'all', conditions: [{ field: 'name', test: 'is', value: 'nobody' }] } },
  'PUT /api/sets/{id}': { version: '999999', set: { kind: 'plain', name: 'y' } }, 'POST /api/sets/{id}/members': {},
  'POST /api/activities': activityInput, 'PUT /api/activities/{id}': { version: '999999', activity: activityInput }, 'POST /api/activities/{id}/occurrence': { version: '999999', occurrence: { original: '2026-11-24T09:00:00Z' } },
  'POST /api/activities/{id}/split': { version: '999999', from: '2026-11-24T09:00:00Z', activity: activityInput }, 'POST /api/activities/{id}/end': { version: '999999', from: '2026-11-24T09:00:00Z' },
  'POST /api/tasks': { subject: 'x' }, 'PUT /api/tasks/{id}': { version: '999999', task: { subject: 'x' } },
};
const queries: Readonly<Record<string, string>> = { 'GET /api/calendar': 'from=2026-11-20&to=2026-12-01', 'DELETE /api/contacts/{id}': 'version=999999', 'DELETE /api/sets/{id}': 'version=999999', 'DELETE /api/activities/{id}': 'version=999999', 'DELETE /api/tasks/{id}': 'version=999999' };

function addressOf({ path }: Operation): string {
  const record = Object.keys(idOf).find((known) => path === known || path.startsWith(`${known}/`));
  const filled = record === undefined ? path : path.replace(/\{(id|userId)\}/, idOf[record] ?? '').replace('{kind}/{side}', 'contact/google');
  expect(filled).not.toContain('{');
  return filled;
}

async function ask(one: Operation, headers: Record<string, string>, user?: string) {
  const query = [queries[nameOf(one)], user === undefined ? undefined : `user=${user}`].filter((part) => part !== undefined).join('&');
  const payload = one.takesBody ? bodies[nameOf(one)] : undefined;
  if (one.takesBody) expect(payload, `a body for ${nameOf(one)}`).toBeDefined();
  const answer = await app.inject({ method: one.method, url: `${addressOf(one)}${query === '' ? '' : `?${query}`}`, headers, ...(payload === undefined ? {} : { payload }) });
  const text = answer.body;
  return { status: answer.statusCode, text, code: /^\{.*"code":"([\w-]+)"/.exec(text)?.[1] };
}

/** A stream stays open for whoever may have it. */
const isStream = ({ path }: Operation): boolean => path === '/api/events';
const askAll = async (some: readonly Operation[], headers: Record<string, string>, user?: string): Promise<Record<string, Awaited<ReturnType<typeof ask>>>> => {
  const answers: Record<string, Awaited<ReturnType<typeof ask>>> = {};
  for (const one of some) answers[nameOf(one)] = await ask(one, headers, user);
  return answers;
};
const codesOf = (answers: Record<string, { readonly code: string | undefined }>): readonly string[] => [...new Set(Object.values(answers).map(({ code }) => code ?? 'let in'))];
const letIn = (answers: Record<string, { readonly status: number }>): readonly string[] => Object.entries(answers).flatMap(([name, { status }]) => (status === 403 || status === 404 ? [] : [`${name}: ${status}`]));

describe('every route that is described', () => {
  test('lets nobody in who is not signed in, but those that are open', async () => {
    expect(operations.length).toBeGreaterThan(70);
    expect(codesOf(await askAll(guarded(), {}))).toEqual(['not-signed-in']);
    expect(codesOf(await askAll(guarded(), { cookie: 'session_4300=made-up', 'x-csrf-token': 'made-up' }))).toEqual(['session-expired']);
    expect(codesOf(await askAll(guarded(), { authorization: 'Bearer made-up' }))).toEqual(['session-expired']);
    expect(operations.map(nameOf)).toEqual(expect.arrayContaining(open));
  });

  test('changes nothing for a page that is not ours: the cookie alone is not enough', async () => {
    const { cookie = '' } = people.uma;
    const changing = guarded().filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(35);
    expect(codesOf(await askAll(changing, { cookie, origin: 'https://evil.example' }))).toEqual(['csrf']);
    expect(codesOf(await askAll(changing, { cookie, 'x-csrf-token': people.colleague['x-csrf-token'] ?? '' }))).toEqual(['csrf']);
  });

  test('an administrator’s is refused to everybody else', async () => {
    const forbidden = Object.entries(await askAll(guarded().filter((one) => !isStream(one) && nameOf(one) !== 'DELETE /api/session'), people.colleague)).flatMap(([name, { code }]) => (code === 'forbidden' ? [name] : []));
    // A person's own mail is shown in the demo only.
    expect(forbidden.sort()).toEqual([...administrators, 'GET /api/mail'].sort());
  });

  test('with another user named it is refused to who is no administrator, or one of another office', async () => {
    const acting = guarded().filter(({ takesUser }) => takesUser);
    expect(acting.length).toBeGreaterThan(25);
    expect(codesOf(await askAll(acting, people.colleague, uma.id))).toEqual(['forbidden']);
    expect(codesOf(await askAll(acting, people.stranger, uma.id))).toEqual(['forbidden']);
    expect(codesOf(await askAll(acting, people.strangeChief, uma.id))).toEqual(['not-found']);
  });
});

describe('a record of somebody else', () => {
  const ofRecords = (): readonly Operation[] => guarded().filter(({ path }) => path.includes('{') && !path.startsWith('/api/records/') && !path.startsWith('/api/questions/'));

  test('is refused to the people of another office', async () => {
    expect(ofRecords().length).toBeGreaterThan(25);
    expect(letIn(await askAll(ofRecords(), people.stranger))).toEqual([]);
    expect(letIn(await askAll(ofRecords(), people.strangeChief))).toEqual([]);
  });

  test('is refused to a colleague, but what is the office’s', async () => {
    expect(letIn(await askAll(ofRecords().filter(({ path }) => !ofTheOffice.test(path)), people.colleague))).toEqual([]);
  });

  test('stands in no list, file or history of the people of another office, nor what is personal in those of a colleague', async () => {
    const lists = guarded().filter((one) => one.method === 'GET' && !isStream(one) && (!one.path.includes('{') || one.path.startsWith('/api/records/')));
    const withMark = async (headers: Record<string, string>): Promise<readonly string[]> => Object.entries(await askAll(lists, headers)).flatMap(([name, { text }]) => ([mark, uma.id, idOf['/api/reports/{id}'] ?? ''].some((own) => text.includes(own)) ? [name] : []));
    expect(await withMark(people.stranger)).toEqual([]);
    expect(await withMark(people.strangeChief)).toEqual([]);
    expect((await withMark(people.colleague)).filter((name) => !ofTheOffice.test(name.slice(4)))).toEqual(['GET /api/setup']);
    const seen = await withMark(people.uma);
    expect(seen).toEqual(expect.arrayContaining(['GET /api/contacts', 'GET /api/sets', 'GET /api/activities', 'GET /api/calendar', 'GET /api/tasks', 'GET /api/reports', 'GET /api/alerts', 'GET /api/never', 'GET /api/setup', 'GET /api/export/calendar.ics', 'GET /api/records/{kind}/{side}/{id}/history']));
    expect(await withMark(people.chief)).toEqual(expect.arrayContaining(['GET /api/accounts', 'GET /api/audit', 'GET /api/audit.csv']));
  });

  test('is found by its owner: the addresses asked above are those of records that are there', async () => {
    const own = ofRecords().filter(({ path }) => !path.startsWith('/api/people/'));
    expect(Object.entries(await askAll(own, people.uma)).filter(([, { status }]) => [401, 403, 404].includes(status))).toEqual([]);
  });

  test('named in a request of another office is not taken: a SET of theirs, a contact of theirs', async () => {
    const headers = people.stranger;
    const [set, contact] = [idOf['/api/sets/{id}'], idOf['/api/contacts/{id}']];
    const own = (await app.inject({ method: 'POST', url: '/api/sets', headers, payload: { kind: 'plain', name: 'Ours' } })).json() as { id: string };
    expect((await app.inject({ method: 'POST', url: `/api/sets/${own.id}/members`, headers, payload: { add: [contact] } })).statusCode).toBe(404);
    expect((await app.inject({ url: `/api/contacts?setId=${set}`, headers })).json()).toEqual({ contacts: [] });
    for (const file of ['contacts.vcf', 'contacts.csv']) expect((await app.inject({ url: `/api/export/${file}?setId=${set}`, headers })).statusCode).toBe(404);
    const made = await app.inject({ method: 'POST', url: '/api/activities', headers, payload: { ...activityInput, participants: [{ contactId: contact }] } });
    expect([made.statusCode, made.body.includes(mark), made.body.includes(contact ?? '')]).toEqual([201, false, false]);
    const task = await app.inject({ method: 'POST', url: '/api/tasks', headers, payload: { subject: 'x', contactId: contact } });
    expect([task.statusCode, task.body.includes(contact ?? '')]).toEqual([201, false]);
  });
});
