// A report of thousands of lines, through the routes: what is kept for the first look says the
// same as the report that is made of the whole plan, and is not shown once it is decided.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { gunzipSync, zstdCompressSync } from 'node:zlib';
import { summarizePlan } from '../src/core/explain-plan.ts';
import { buildApp } from '../src/http/app.ts';
import type { Report, ReportLine } from '../src/http/contract/sync.ts';
import type { User } from '../src/office/users.ts';
import { samplePlan } from '../src/report/sample.ts';
import { changeAccount, ensureAccount } from '../src/store/account.ts';
import { beginPlan, completePlan, keepOpening, loadOpening } from '../src/store/plan.ts';
import { prepareOpening } from '../src/work/report-of.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
let app: Awaited<ReturnType<typeof buildApp>>;
let token = '';

beforeAll(async () => {
  world = await createWorld();
  user = await world.addUser('Ann Large');
  app = await buildApp({ store: world.store, sync: world.sync, config: { publicUrl: new URL('http://127.0.0.1:4300') }, now: () => Temporal.Now.instant() });
  const answer = await app.inject({ method: 'POST', url: '/api/session?token=1', payload: { email: user.email, password: 'correct horse battery' } });
  token = answer.json<{ token: string }>().token;
}, 120_000);
afterAll(async () => {
  await app?.close();
  await world?.close();
});

const ask = async (path: string, headers: Record<string, string> = {}) => app.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${token}`, ...headers } });

async function store(operations: number): Promise<string> {
  const { db } = world.store;
  const account = await ensureAccount(db, user.id);
  const plan = { ...samplePlan(operations), account: account.id };
  const id = await beginPlan(db, account.id, 'preview');
  await completePlan(db, id, plan, { summary: summarizePlan(plan).sentences.join(' '), settings: [] });
  await changeAccount(db, account.id, { state: 'preview ready', currentPlan: id });
  // Of the plan at hand, as after a preview; the pages make theirs of the stored one.
  await prepareOpening(world.store, { person: async () => user }, account.id, id, plan);
  return id;
}

test('the first look at a large report says what the whole report says', async () => {
  const id = await store(2_500);
  expect(await loadOpening(world.store.db, id)).toBeDefined();
  const head = (await ask(`/reports/${id}`)).json<Report>();
  const first = (await ask(`/reports/${id}/lines?limit=500`)).json<{ total: number; lines: ReportLine[] }>();
  // This one makes the report of the plan; what is kept is of no use any more.
  const all = (await ask(`/reports/${id}/lines?limit=60000`)).json<{ total: number; lines: ReportLine[] }>();
  expect(first.total).toBe(all.total);
  expect(first.lines).toEqual(all.lines.slice(0, 500));
  expect((await ask(`/reports/${id}`)).json<Report>()).toEqual(head);
  expect(head.lines).toBe(all.lines.length);
  const packed = await ask(`/reports/${id}/lines?limit=60000`, { 'accept-encoding': 'gzip, br' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(packed.rawPayload).toString())).toEqual(all);
}, 60_000);

test('a report of which nothing was kept, or something that is read no more, is made when it is opened', async () => {
  const id = await store(30);
  expect(await loadOpening(world.store.db, id)).toBeUndefined();
  const { lines } = (await ask(`/reports/${id}`)).json<Report>();
  const other = await store(30);
  await keepOpening(world.store.db, other, zstdCompressSync('{"head":{}}'));
  expect((await ask(`/reports/${other}`)).json<Report>().lines).toBe(lines);
}, 60_000);

test('a report is ready although what is seen first of it cannot be kept: that is logged, and nothing else fails for it', async () => {
  const { db } = world.store;
  const ben = await world.addUser('Ben Large');
  const events = Array.from({ length: 2_000 }, (_, at) => ({ summary: `Visit ${at}`, start: { date: '2027-03-01' }, end: { date: '2027-03-02' } }));
  await world.door('seed', { accounts: [{ email: ben.email, calendars: [{ timeZone: ben.zone, events }] }] });
  await world.connect(ben);
  await sql`alter table plan add constraint nothing_is_kept check (opening is null) not valid`.execute(db);
  const id = await world.preview(ben, { contacts: 'none', activities: 'two-way', recurring: false });
  await world.until('what is said of it', async () => world.lines.some((line) => line.includes('nothing_is_kept')));
  await sql`alter table plan drop constraint nothing_is_kept`.execute(db);
  expect(world.lines.filter((line) => line.includes('nothing_is_kept'))).toEqual([expect.stringContaining(`The report ${id} is ready`)]);
  expect((await world.sync.report(ben.id, id)).lines).toBe(2_000);
}, 60_000);
