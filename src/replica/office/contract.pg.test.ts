import { afterAll, beforeAll } from 'vitest';
import { describeReplicaContract } from '../../../test/replica-contract.ts';
import type { ReplicaHarness } from '../../../test/replica-contract.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import type { TestDatabase } from '../../../test/support/postgres.ts';
import type { Change } from '../../core/diff.ts';
import type { Item, Kind } from '../../core/item.ts';
import { changeOffice } from '../../office/change.ts';
import { deleteContact, getContact, updateContact } from '../../office/contacts.ts';
import { contactInputSchema } from '../../office/input.ts';
import { createSet } from '../../office/sets.ts';
import { createOffice, createUser } from '../../office/users.ts';
import type { Replica, WriteRequest } from '../replica.ts';
import { officeContacts } from './contact.ts';
import { officeEvents } from './event.ts';
import { officeTasks } from './task.ts';
import { sql } from 'kysely';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const makers = { contact: officeContacts, event: officeEvents, task: officeTasks } as const;

const samples: Readonly<Record<Kind, (n: number) => Item>> = {
  contact: (n) => ({
    kind: 'contact', givenName: `Given${n}`, familyName: 'Sample', company: 'Acme', member: true,
    phones: [{ value: `+1 212 555 01${10 + n}`, type: 'workFax', preferred: true }, { value: `+1 646 555 01${10 + n}`, type: 'mobile' }],
    emails: [{ value: `sample${n}@example.com`, type: 'home' }],
  }),
  event: (n) => ({
    kind: 'event', title: `Meeting ${n}`, start: { local: '2026-05-04T09:00:00', zone: 'America/New_York' }, end: { local: '2026-05-04T10:00:00', zone: 'America/New_York' },
    recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original: '2026-05-11T13:00:00Z', cancelled: true }], activityType: 'Call', priority: 'High',
  }),
  task: (n) => ({ kind: 'task', title: `Task ${n}`, dueDate: '2026-05-04', dueTime: '16:00', priority: 'Low' }),
};

/** A person works through the office itself; where that is the same statement, through a replica of theirs. */
async function makeHarness(kind: Kind): Promise<ReplicaHarness> {
  const { db } = database.store;
  const officeId = await createOffice(db, 'Contract');
  const user = await createUser(db, officeId, { fullName: 'C', email: `c-${officeId}@example.com`, password: 'x', role: 'user', zone: 'UTC', country: 'US', locale: 'en' });
  const owner = { officeId, userId: user.id };
  const set = await createSet(db, owner, { kind: 'plain', name: 'Sync' });
  const replica: Replica = makers[kind](db, { ...owner, setId: set.id, country: 'US' });
  let made = 0;
  const one = async (request: WriteRequest): Promise<string> => {
    for await (const answer of replica.write([request])) if (answer.outcome === 'applied') return answer.record?.id ?? '';
    throw new Error('The office refused.');
  };
  const versionOf = async (id: string): Promise<string> => {
    const found = (await replica.confirm([id], async () => new Map())).get(id);
    return found === undefined || found === 'gone' ? '' : found.version;
  };
  return {
    kind,
    replica,
    sampleItem: samples[kind],
    async personCreates(item) {
      const id = await one({ operation: `person-${(made += 1)}`, op: 'create', after: item });
      if (kind === 'contact') {
        const contact = await getContact(db, officeId, id);
        const { sets: _sets, createdAt: _created, updatedAt: _updated, version, deleted: _deleted, id: _id, memberRev: _rev, createdFor: _for, ...fields } = contact;
        await updateContact(db, owner, id, version, contactInputSchema.parse({ ...fields, taxId: '900-12-3456' }));
      }
      return id;
    },
    async personEdits(id, patch) {
      const changes = Object.entries(patch).map(([field, to]): Change => ({ field, to }));
      await one({ operation: 'edit', op: 'update', id, version: await versionOf(id), changes });
    },
    async personDeletes(id) {
      if (kind === 'contact') return deleteContact(db, owner, id, (await getContact(db, officeId, id)).version);
      await changeOffice(db, owner, async ({ tx, rev }) => {
        await sql`update ${sql.table(kind === 'event' ? 'activity' : 'task')} set deleted_at = now(), rev = ${rev} where id = ${id}`.execute(tx);
      });
    },
    // As after a restored backup: the office is behind what was read from it.
    expireCursors: async () => void (await sql`update office set rev = 0 where id = ${officeId}`.execute(db)),
    ...(kind === 'contact' ? { ownField: async (id: string) => (await getContact(db, officeId, id)).taxId } : {}),
  };
}

for (const kind of ['contact', 'event', 'task'] as const) describeReplicaContract(`the embedded office’s ${kind}s`, () => makeHarness(kind));
