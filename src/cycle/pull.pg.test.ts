// What a pull hands on beside what it stores: a preview decided from the one must be the
// preview decided from the other.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import type { EventItem, Item } from '../core/item.ts';
import { digestPlan } from '../core/plan.ts';
import { defaultPolicy } from '../core/policy.ts';
import { bySide } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { createOffice, createUser } from '../office/users.ts';
import { MemoryReplica } from '../replica/memory.ts';
import type { Reading, Replica } from '../replica/replica.ts';
import { ensureAccount, loadAccount } from '../store/account.ts';
import { loadCursors } from '../store/cursor.ts';
import type { CycleContext } from './context.ts';
import { propose } from './propose.ts';
import { pull } from './pull.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => database?.drop());

const policy = { ...defaultPolicy, kinds: ['contact', 'event'] as const };
const open = (kind: 'contact' | 'event' | 'task'): Record<Side, MemoryReplica> => bySide((side) => new MemoryReplica({ side, kind, policy, chooseIds: side === 'office' }));

async function openContext(of: CycleContext['replicas']['of']): Promise<CycleContext> {
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lakeshore');
  const user = await createUser(db, officeId, { fullName: 'Ann', email: `ann-${officeId}@example.com`, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  const account = await ensureAccount(db, user.id);
  return {
    db, account: await loadAccount(db, account.id), policy, setup: 'a setup', groupName: 'SmartOffice', settings: async () => [],
    replicas: { of, spent: () => ({ requests: 0, units: 0 }) },
    signal: new AbortController().signal,
    write: (fn) => db.transaction().execute(fn),
    safePoint: async () => undefined,
    progress: async () => undefined,
  };
}

test('a first preview decided from what was just read is the one decided from the mirror; later ones are decided from the mirror alone', async () => {
  const of = { contact: open('contact'), event: open('event'), task: open('task') };
  const ann: Item = { kind: 'contact', givenName: 'Ann', familyName: 'Lee', nickname: undefined, emails: [{ value: 'ann.lee@example.com', type: 'work' }], member: true };
  const visit: EventItem = { kind: 'event', title: 'Annual review', start: { local: '2027-03-01T09:00:00', zone: 'America/New_York' }, end: { local: '2027-03-01T10:00:00', zone: 'America/New_York' }, private: undefined };
  of.contact.office.create(ann);
  of.contact.google.create({ ...ann, notes: 'Met in May' });
  of.contact.google.create({ kind: 'contact', givenName: 'Bo', phones: [{ value: '(212) 555-0100', type: 'mobile' }], member: true });
  of.event.office.create(visit);
  of.event.office.create({ ...visit, title: 'Only here' });
  of.event.google.create({ ...visit, location: 'Office' });
  const context = await openContext(of);

  const { count, first } = await pull(context);
  expect(count).toBe(6);
  expect([...first].map(([what, rows]) => `${what}: ${rows.length}`).sort()).toEqual(['contact google: 2', 'contact office: 1', 'event google: 1', 'event office: 2']);
  const plan = await propose(context, 'preview', first);
  expect(plan.operations.map(({ op }) => op).sort()).toEqual(['create', 'create', 'create-group', 'link', 'link', 'update', 'update']);
  expect(digestPlan(plan)).toBe(digestPlan(await propose(context, 'preview')));

  of.event.google.create({ ...visit, title: 'Came later' });
  const later = await pull(context);
  expect(later.count).toBe(1);
  expect(later.first.size).toBe(0);
  expect((await propose(context, 'preview', later.first)).operations).toHaveLength(8);
});

/** Each read gives another cursor, as Google's do, and one that was given before serves still. */
function withNewCursors(replica: MemoryReplica): Replica {
  let given = 0;
  return Object.assign(Object.create(replica) as Replica, {
    read: async (cursor: string | undefined): Promise<Reading> => {
      const reading = await replica.read(cursor?.split(' ')[0]);
      return { ...reading, cursor: `${reading.cursor} ${(given += 1)}` };
    },
  });
}

test('a cursor of Google with which nothing came is stored only once the held one is old; what comes later is told all the same', async () => {
  const [contact, event] = [open('contact'), open('event')];
  const context = await openContext({ contact, event: { ...event, google: withNewCursors(event.google) }, task: open('task') });
  const visit: EventItem = { kind: 'event', title: 'Annual review', start: { date: '2027-03-01' }, end: { date: '2027-03-02' } };
  event.google.create(visit);
  const { db } = context;
  let writes = 0;
  const counting: CycleContext = { ...context, write: (fn) => ((writes += 1), context.write(fn)) };
  const stored = async (): Promise<string | undefined> => (await loadCursors(db, context.account.id)).get('event google')?.value;
  await pull(counting);
  const first = await stored();
  writes = 0;
  expect(await pull(counting)).toMatchObject({ count: 0 });
  expect(await pull(counting)).toMatchObject({ count: 0 });
  expect(writes).toBe(0);
  expect(await stored()).toBe(first);
  event.google.create({ ...visit, title: 'Another' });
  expect(await pull(counting)).toMatchObject({ count: 1 });
  const second = await stored();
  expect(second).not.toBe(first);
  await sql`update cursor set taken_at = now() - interval '2 hours' where account_id = ${context.account.id}`.execute(db);
  expect(await pull(counting)).toMatchObject({ count: 0 });
  expect(await stored()).not.toBe(second);
});
