// A cycle may only be left out where nothing that decides it has changed, by whomever.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOffice, createUser } from '../office/users.ts';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { changeAccount, ensureAccount } from '../store/account.ts';
import { saveHeldBack } from '../store/held-back.ts';
import { dropLinks, saveLinks } from '../store/link.ts';
import { keepRecords, markGone, settleRecords } from '../store/mirror.ts';
import { beginPlan } from '../store/plan.ts';
import type { CycleContext } from './context.ts';
import { isAsQuiet, readStanding, rememberQuiet } from './quiet.ts';

let database: TestDatabase;
let ann: string;
let bob: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lakeshore');
  const make = async (name: string): Promise<string> => {
    const { id } = await createUser(db, officeId, { fullName: name, email: `${name}@example.com`, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
    await ensureAccount(db, id);
    return id;
  };
  [ann, bob] = [await make('Ann'), await make('Bob')];
});

afterAll(async () => database?.drop());

const contextOf = (id: string, setup = 'a setup'): CycleContext => ({ db: database.store.db, account: { id }, setup }) as unknown as CycleContext;

async function wouldBeLeftOut(context: CycleContext): Promise<boolean> {
  return isAsQuiet(context, await readStanding(context));
}

test('a cycle is left out only while nothing that it would decide from has changed', async () => {
  const { db } = database.store;
  const context = contextOf(ann);
  const entry = { id: 'r', version: '1', hash: 'h', item: { kind: 'task', title: 'T' }, raw: {}, inScope: true } as const;
  const base = { version: '1', hash: 'h', item: entry.item };
  const link = { id: 'l', kind: 'task', ids: { office: 'r', google: 'g' }, base: { office: base, google: base }, open: [] } as const;
  const changes: readonly (() => Promise<unknown>)[] = [
    () => keepRecords(db, ann, 'task', 'office', [entry]),
    () => keepRecords(db, ann, 'task', 'office', [{ ...entry, version: '2', hash: 'i' }]),
    () => saveLinks(db, ann, [link]),
    () => settleRecords(db, ann, [{ kind: 'task', side: 'office', id: 'r', linkId: 'l', settledHash: 'i' }]),
    () => markGone(db, ann, 'task', 'office', ['r']),
    () => dropLinks(db, ['l']),
    () => saveHeldBack(db, ann, ['unit'], []),
    () => saveHeldBack(db, ann, [], ['unit']),
    () => sql`insert into never (account_id, unit) values (${ann}, 'unit')`.execute(db),
    () => changeAccount(db, ann, { googleGroup: 'contactGroups/1' }),
    async () => changeAccount(db, ann, { currentPlan: await beginPlan(db, ann, 'cycle') }),
  ];
  expect(await wouldBeLeftOut(context)).toBe(false);
  for (const change of changes) {
    await rememberQuiet(context, await readStanding(context));
    expect(await wouldBeLeftOut(context)).toBe(true);
    await keepRecords(db, bob, 'task', 'office', [{ ...entry, version: String(change) }]);
    expect(await wouldBeLeftOut(context)).toBe(true);
    await change();
    expect(await wouldBeLeftOut(context)).toBe(false);
  }
  await rememberQuiet(context, await readStanding(context));
  expect(await wouldBeLeftOut(contextOf(ann, 'another setup'))).toBe(false);
});

test('what stood otherwise before it was decided is not remembered, and after a while it is decided again', async () => {
  const context = contextOf(bob);
  await rememberQuiet(context, 'something else');
  expect(await wouldBeLeftOut(context)).toBe(false);
  await rememberQuiet(context, await readStanding(context));
  let times = 0;
  while (await wouldBeLeftOut(context)) times += 1;
  expect(times).toBeGreaterThan(0);
  expect(times).toBeLessThan(100);
});
