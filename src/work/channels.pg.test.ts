import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ReplicaError } from '../replica/replica.ts';
import { ensureAccount, loadAccount } from '../store/account.ts';
import { intendChannel, listChannels, openChannel } from '../store/channel.ts';
import { stopAllChannels } from './channels.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('A channel that Google does not stop keeps no other one open when the access is given back', async () => {
  const { store } = database;
  const { id: accountId } = await createUser(store.db, await createOffice(store.db, 'Lake Office'), { fullName: 'Ada', email: 'ada@example.com', role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  await ensureAccount(store.db, accountId);
  for (const id of ['first', 'second', 'third']) {
    await intendChannel(store.db, { id, accountId, googleSubject: null, calendarId: id, address: 'https://sync.example.com', tokenHash: id });
    await openChannel(store.db, id, { resourceId: `resource ${id}`, expiresAt: new Date(Date.now() + 86_400_000) });
  }
  const stopped: string[] = [];
  const log: string[] = [];
  const stop = async ({ id }: { readonly id: string }): Promise<void> => {
    if (id === 'second') throw new ReplicaError('rejected', 'No such channel.');
    stopped.push(id);
  };
  await stopAllChannels({ store, openChannels: async () => ({ calendars: [], watch: () => Promise.reject(new Error('not asked for')), stop }), log: (line) => log.push(line) }, await loadAccount(store.db, accountId));
  expect(stopped.sort()).toEqual(['first', 'third']);
  expect(log).toEqual([expect.stringContaining('No such channel.')]);
  expect(await listChannels(store.db, accountId)).toEqual([]);
});
