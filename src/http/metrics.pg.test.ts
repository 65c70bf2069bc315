// GET /metrics: who may read it, its form, and that the numbers are those of the database.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld } from '../../test/support/world.ts';
import type { World } from '../../test/support/world.ts';
import { createTask } from '../office/tasks.ts';
import { buildApp } from './app.ts';
import { writeMeasures } from './metrics.ts';

const token = 'a token of the operator';
let world: World;

beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.close());

test('labels and helps are escaped as Prometheus reads them', () => {
  expect(writeMeasures([{ name: 'x', type: 'gauge', help: 'a\nb', samples: [{ labels: { a: 'say "hi" \\ there' }, value: 1.5 }, { labels: {}, value: 2 }] }])).toBe(
    '# HELP smartoffice_sync_x a\\nb\n# TYPE smartoffice_sync_x gauge\nsmartoffice_sync_x{a="say \\"hi\\" \\\\ there"} 1.5\nsmartoffice_sync_x 2\n',
  );
});

describe('GET /metrics', () => {
  const open = (metrics?: Parameters<typeof buildApp>[0]['metrics']): ReturnType<typeof buildApp> =>
    buildApp({ store: world.store, sync: world.sync, config: { publicUrl: new URL('http://127.0.0.1:4300') }, now: () => Temporal.Now.instant(), ...(metrics && { metrics }) });

  test('is not there without a token in the configuration, and answers nobody without it', async () => {
    const off = await open();
    expect((await off.inject({ url: '/metrics', headers: { authorization: 'Bearer undefined' } })).statusCode).toBe(404);
    await off.close();
    const on = await open({ token: token.replaceAll(' ', '-'), read: world.measures });
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${token}`, 'Bearer a-token-of-the-operator-x']) {
      const answer = await on.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } });
      expect([answer.statusCode, answer.body.includes('smartoffice_sync')]).toEqual([401, false]);
    }
    await on.close();
  });

  test('tells cycles, requests, accounts, lag, queue, refused notices and quota, and names nobody', async () => {
    const user = await world.addConnected('Mona Measured');
    await createTask(world.store.db, { officeId: user.officeId, userId: user.id }, { subject: 'Secret subject', priority: 'Normal', status: 'active' });
    await world.approve(user, await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true }));
    await sql`insert into push_tally (outcome, count) values ('forged', 7)`.execute(world.store.db);
    const on = await open({ token: token.replaceAll(' ', '-'), read: world.measures });
    const read = async (): Promise<string> => (await on.inject({ url: '/metrics', headers: { authorization: `Bearer ${token.replaceAll(' ', '-')}` } })).body;
    const text = await world.until('a quiet cycle', async () => {
      const now = await read();
      return /cycles_total\{due="cycle",end="quiet"\} [1-9]/.test(now) && now;
    });
    const value = (series: string): number => Number(text.split('\n').find((line) => line.startsWith(`smartoffice_sync_${series} `))?.split(' ').at(-1));
    expect(value('cycles_total{due="preview",end="made"}')).toBe(1);
    expect(value('cycles_total{due="approved",end="written"}')).toBe(1);
    expect(value('operations_total')).toBe(1);
    expect(value('google_requests_total{api="tasks"}')).toBeGreaterThan(4);
    expect(value('google_units_total{api="calendar"}')).toBeGreaterThan(1);
    expect(value('accounts{state="active"}')).toBe(1);
    expect(value('questions_waiting')).toBe(0);
    expect(value('lag_seconds{quantile="0.5"}')).toBeLessThan(20);
    expect(value('push_notices_total{outcome="forged",refused="true"}')).toBe(7);
    expect(value('quota_limit_units{limit="tasksPerProjectPerDay"}')).toBe(50_000);
    expect(value('quota_spent_units{limit="tasksPerProjectPerDay"}')).toBeGreaterThan(0);
    expect(text).toContain('# TYPE smartoffice_sync_queue_jobs gauge');
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) smartoffice_sync_\w+ .+|smartoffice_sync_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+)$/);
    expect(text).not.toMatch(/Mona|mona|Secret|example\.com/);
    expect(text).not.toContain(user.id);
    await on.close();
  });
});
