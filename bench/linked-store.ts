// A store in which so many contacts stand linked and settled, written straight into the
// tables, with replicas that answer from memory: for measuring what a cycle costs by
// itself. In: a count. Out: an account whose replicas tell the changes that they are given.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContactItem, Item } from '../src/core/item.ts';
import { bySide } from '../src/core/side.ts';
import type { Side } from '../src/core/side.ts';
import type { Replicas } from '../src/cycle/context.ts';
import { createOffice, createUser } from '../src/office/users.ts';
import type { RemoteRecord, Replica } from '../src/replica/replica.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/open.ts';
import type { AccountDoors } from '../src/work/account-context.ts';

export interface LinkedStore {
  readonly store: Store;
  readonly accountId: string;
  readonly doors: AccountDoors;
  /** A person changed these contacts; the next cycle reads it. */
  change(side: Side, numbers: readonly number[], jobTitle: string): void;
  readonly written: number;
  close(): Promise<void>;
}

const note = 'Met at the seminar; likes sailing, chess and long walks. '.repeat(6);

function itemOf(number: number, jobTitle?: string): ContactItem {
  const phones = [{ value: `(212) 555-${String(number % 10_000).padStart(4, '0')}`, type: 'mobile' }];
  return { kind: 'contact', givenName: `Given${number}`, familyName: `Family${number}`, emails: [{ value: `p${number}@example.com`, type: 'work' }], phones, notes: note, member: true, ...(jobTitle === undefined ? {} : { jobTitle }) };
}

export async function openLinkedStore(count: number): Promise<LinkedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'smartoffice-bench-'));
  const store = await openStore({ dataFolder: folder, poolSize: 4 });
  await migrateStore(store);
  const officeId = await createOffice(store.db, 'Bench');
  const user = await createUser(store.db, officeId, { fullName: 'Ann', email: 'ann@example.com', role: 'user', zone: 'America/New_York', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  const accountId = user.id;
  await fill(store, accountId, officeId, count);
  const pending: Record<Side, RemoteRecord[]> = { office: [], google: [] };
  let written = 0;
  let version = 2;
  const record = (id: string, item: Item): RemoteRecord => ({ id, version: String((version += 1)), item, raw: { id }, inScope: true });
  const replicas = { contact: bySide((side) => replicaOf(side)) } as unknown as Replicas['of'];

  function replicaOf(side: Side): Replica {
    return {
      side,
      kind: 'contact',
      batch: side === 'google' ? 200 : 100,
      read: async (cursor) => ({ complete: false, records: pending[side].splice(0), gone: [], cursor: cursor ?? 'start' }),
      confirm: async () => new Map(),
      find: async () => undefined,
      async *write(requests) {
        for (const request of requests) {
          written += 1;
          yield { operation: request.operation, outcome: 'applied', record: record(request.id ?? '', request.after as Item) };
        }
      },
    };
  }

  return {
    store,
    accountId,
    doors: {
      person: async () => user,
      openReplicas: async () => ({ of: replicas, spent: () => ({ requests: 0, units: 0 }) }),
      openChannels: async () => ({ calendars: [], watch: () => Promise.reject(new Error('not here')), stop: () => Promise.resolve() }),
      setName: async () => 'Bench',
      calendars: async () => [],
    },
    change: (side, numbers, jobTitle) => void pending[side].push(...numbers.map((number) => record(`${side}${number}`, itemOf(number, jobTitle)))),
    get written() {
      return written;
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(store: Store, accountId: string, officeId: string, count: number): Promise<void> {
  const { pool } = store;
  const granted = ['https://www.googleapis.com/auth/contacts'];
  const options = { runSynchronization: true, contacts: 'set', setId: accountId, activities: 'none', recurring: true };
  await pool.query(`insert into account (id, user_id, office_id, state, options, google_group, google_scopes) values ($1::text, $1::text::uuid, $2::uuid, 'active', $3, 'contactGroups/1', $4)`, [accountId, officeId, options, granted]);
  for (const side of ['office', 'google']) {
    await pool.query(`insert into cursor (account_id, kind, side, value) values ($1, 'contact', $2, 'start')`, [accountId, side]);
    await pool.query(
      `insert into mirror (account_id, kind, side, id, version, hash, item, raw, in_scope, keys, settled_hash, link_id)
       select $1, 'contact', $2::text, $2::text || n, '1', 'h' || n, ${itemSql}, jsonb_build_object('id', $2::text || n, 'etag', 'x'), true, array['name:' || n, 'email:p' || n || '@example.com'], 'h' || n, 'link' || n
       from generate_series(0, $3::int - 1) n`,
      [accountId, side, count],
    );
  }
  await pool.query(
    `insert into link (id, account_id, kind, office_id, google_id, office_base, google_base)
     select 'link' || n, $1, 'contact', 'office' || n, 'google' || n, base, base
     from generate_series(0, $2::int - 1) n, lateral (select jsonb_build_object('version', '1', 'hash', 'h' || n, 'item', ${itemSql}) as base) b`,
    [accountId, count],
  );
  await pool.query('vacuum analyze');
}

/** The same item as itemOf makes. */
const itemSql = `jsonb_build_object('kind', 'contact', 'givenName', 'Given' || n, 'familyName', 'Family' || n, 'notes', '${note}', 'member', true,
  'emails', jsonb_build_array(jsonb_build_object('value', 'p' || n || '@example.com', 'type', 'work')),
  'phones', jsonb_build_array(jsonb_build_object('value', '(212) 555-' || lpad((n % 10000)::text, 4, '0'), 'type', 'mobile')))`;
