import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { changeAccount, ensureAccount } from '../store/account.ts';
import { createOffice, createUser } from '../office/users.ts';
import { startListening } from './listen.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The way to the database, which may be cut and opened again. */
async function openWay() {
  const [, user = '', name = '', host = ''] = /\/\/(\w+)@\/(\w+)\?host=(.*)/.exec(database.url) ?? [];
  const socket = `${decodeURIComponent(host)}/.s.PGSQL.5432`;
  const sessions = new Set<Socket>();
  let port = 0;
  let server: Server;
  const open = async (): Promise<void> => {
    server = createServer((from) => {
      const to = connect(socket);
      sessions.add(from.on('close', () => sessions.delete(from) && to.destroy()).on('error', () => to.destroy()));
      from.pipe(to.on('error', () => from.destroy())).pipe(from);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  const cut = (): void => {
    server.close();
    for (const session of sessions) session.destroy();
  };
  await open();
  return { open, cut, sessions, connection: { host: '127.0.0.1', port, user, database: name } };
}

test('A listening session that was lost is opened again once, however long the database was away', { timeout: 30_000 }, async () => {
  const { db } = database.store;
  const office = await createOffice(db, 'Lake Office');
  const { id } = await createUser(db, office, { fullName: 'Ada', email: 'ada@example.com', role: 'user', zone: 'UTC', country: 'CA', locale: 'en-CA', password: 'correct horse battery' });
  await ensureAccount(db, id);
  const way = await openWay();
  const heard: string[] = [];
  const lines: string[] = [];
  let missed = 0;
  const listening = await startListening(
    { ...database.store, connection: way.connection },
    { office: () => undefined, account: (account, topic) => heard.push(`${account} ${topic}`), missed: () => (missed += 1) },
    (line) => lines.push(line),
  );
  way.cut();
  const failures = (): number => lines.filter((line) => line.startsWith('Listening again failed')).length;
  await expect.poll(failures, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
  await way.open();
  await expect.poll(() => missed, { timeout: 5_000 }).toBe(1);
  // As long as another attempt would take, if there were one.
  await sleep(1_300);
  expect({ missed, sessions: way.sessions.size }).toEqual({ missed: 1, sessions: 1 });
  await changeAccount(db, id, { progress: null });
  await expect.poll(() => heard).toEqual([`${id} setup`]);
  await listening.stop();
  await expect.poll(() => way.sessions.size).toBe(0);
  way.cut();
});

test('Nothing listens any more once it was stopped, also where it was opening its session just then', { timeout: 30_000 }, async () => {
  const way = await openWay();
  const lines: string[] = [];
  const listening = await startListening({ ...database.store, connection: way.connection }, { office: () => undefined, account: () => undefined, missed: () => undefined }, (line) => lines.push(line));
  way.cut();
  await expect.poll(() => lines.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  await way.open();
  await expect.poll(() => way.sessions.size, { timeout: 5_000, interval: 1 }).toBe(1);
  await listening.stop();
  await expect.poll(() => way.sessions.size).toBe(0);
  way.cut();
});
