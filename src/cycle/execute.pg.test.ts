// A chunk is sent while the one ahead of it is being settled: nothing of either may be lost by
// what goes wrong with the other.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { EventItem } from '../core/item.ts';
import type { Approval, Plan } from '../core/plan.ts';
import { defaultPolicy } from '../core/policy.ts';
import { bySide } from '../core/side.ts';
import { createOffice, createUser } from '../office/users.ts';
import { MemoryReplica } from '../replica/memory.ts';
import type { MemoryOptions } from '../replica/memory.ts';
import { ensureAccount, loadAccount } from '../store/account.ts';
import { loadOutcomes } from '../store/journal.ts';
import { countLinks } from '../store/link.ts';
import { beginPlan, completePlan } from '../store/plan.ts';
import type { CycleContext } from './context.ts';
import { execute } from './execute.ts';
import { propose } from './propose.ts';
import { pull } from './pull.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => database?.drop());

const policy = { ...defaultPolicy, kinds: ['event'] as const };
const count = 7;

interface Prepared {
  readonly context: CycleContext;
  readonly google: MemoryReplica;
  readonly planId: string;
  readonly plan: Plan;
  readonly approval: Approval;
}

/** Activities of the office that are to be made at Google, two at once. */
async function prepare(onWrite: MemoryOptions['onWrite']): Promise<Prepared> {
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lakeshore');
  const user = await createUser(db, officeId, { fullName: 'Ann', email: `ann-${officeId}@example.com`, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  await ensureAccount(db, user.id);
  const event = bySide((side) => new MemoryReplica({ side, kind: 'event', policy, batch: 2, ...(side === 'google' ? { onWrite } : {}) }));
  const none = (kind: 'contact' | 'task') => bySide((side) => new MemoryReplica({ side, kind, policy }));
  const visit: EventItem = { kind: 'event', start: { date: '2027-03-01' }, end: { date: '2027-03-02' } };
  for (let n = 0; n < count; n += 1) event.office.create({ ...visit, title: `Visit ${n}` });
  const context: CycleContext = {
    db, account: await loadAccount(db, user.id), policy, setup: 'a setup', groupName: 'SmartOffice', settings: async () => [],
    replicas: { of: { contact: none('contact'), event, task: none('task') }, spent: () => ({ requests: 0, units: 0 }) },
    signal: new AbortController().signal,
    write: (fn) => db.transaction().execute(fn),
    safePoint: async () => undefined,
    progress: async () => undefined,
  };
  await pull(context);
  const plan = await propose(context, 'preview');
  const planId = await beginPlan(db, user.id, 'preview');
  const digest = await completePlan(db, planId, plan, { summary: '', settings: [] });
  return { context, google: event.google, planId, plan, approval: { digest, by: 'Ann', at: '', decisions: {}, choices: {}, released: [] } };
}

const titles = (google: MemoryReplica): readonly string[] => [...google.records().values()].map(({ item }) => (item as EventItem).title ?? '').sort();
const expected = Array.from({ length: count }, (_, n) => `Visit ${n}`);

test('the next chunk is sent while the one ahead is settled, and the one after it is not', async () => {
  let sent = 0;
  let tellThird = (): void => undefined;
  const third = new Promise<void>((resolve) => (tellThird = resolve));
  const { context, google, planId, plan, approval } = await prepare(() => {
    sent += 1;
    if (sent === 3) tellThird();
    return undefined;
  });
  let writes = 0;
  let sentWhenSettled = 0;
  const write: CycleContext['write'] = async (fn) => {
    const mine = (writes += 1);
    // The begin of the run, the intents of the first chunk, its end: that waits until the next one is on its way.
    if (mine === 3) {
      await third;
      await new Promise((resolve) => setTimeout(resolve, 100));
      sentWhenSettled = sent;
    }
    return context.write(fn);
  };
  expect(await execute({ ...context, write }, planId, plan, approval)).toMatchObject({ written: count, applied: count });
  expect(sentWhenSettled).toBe(4);
  expect(titles(google)).toEqual(expected);
  expect((await countLinks(context.db, context.account.id)).event).toBe(count);
});

test('[R11] a chunk that could not be settled, and the one that was sent meanwhile, are looked up and not made again', async () => {
  const { context, google, planId, plan, approval } = await prepare(() => undefined);
  let writes = 0;
  const write: CycleContext['write'] = async (fn) => {
    writes += 1;
    if (writes === 3) throw new Error('the database was away');
    return context.write(fn);
  };
  await expect(execute({ ...context, write }, planId, plan, approval)).rejects.toThrow('the database was away');
  const left = [...(await loadOutcomes(context.db, planId)).values()].filter(({ outcome }) => outcome === null);
  expect(left.length).toBeGreaterThanOrEqual(2);
  expect(await execute(context, planId, plan, approval)).toMatchObject({ written: count });
  expect(titles(google)).toEqual(expected);
  expect(google.writes).toHaveLength(count);
  expect((await countLinks(context.db, context.account.id)).event).toBe(count);
  expect((await propose(context, 'cycle')).operations).toEqual([]);
});

test('trouble with one chunk is told after what was answered of it and of the one ahead is settled', async () => {
  let sent = 0;
  const { context, google, planId, plan, approval } = await prepare(() => ((sent += 1) === 4 ? 'fail' : undefined));
  await expect(execute(context, planId, plan, approval)).rejects.toMatchObject({ kind: 'wait' });
  expect((await countLinks(context.db, context.account.id)).event).toBe(3);
  expect(await execute(context, planId, plan, approval)).toMatchObject({ written: count - 3 });
  expect(titles(google)).toEqual(expected);
  expect(google.writes).toHaveLength(count);
});

test('[R10] a chunk that relies on a record of the one ahead waits until that is settled', async () => {
  const { context, google, planId, plan, approval } = await prepare(() => undefined);
  const [first] = plan.operations;
  if (first === undefined) throw new Error('nothing is planned');
  const again = { ...first, id: 'again', unit: 'again' };
  const slow: CycleContext['write'] = async (fn) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return context.write(fn);
  };
  const doubled: Plan = { ...plan, operations: [...plan.operations.slice(0, 2), again, ...plan.operations.slice(2)] };
  expect(await execute({ ...context, write: slow }, planId, doubled, approval)).toMatchObject({ written: count, stale: 1 });
  expect(titles(google)).toEqual(expected);
});
