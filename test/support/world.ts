// A whole small world for tests: a database, the Google simulator, an office with users,
// and the synchronization of one process, met through its doors. In: a seed. Out: the
// doors, and what each side holds. Nothing here knows how the product does it.

import { sql } from 'kysely';
import { consent } from '../../scenarios/consent.ts';
import { startSynchronization } from '../../src/compose/synchronization.ts';
import type { Synchronization } from '../../src/compose/synchronization.ts';
import { buildApp } from '../../src/http/app.ts';
import { openDoor } from '../../src/http/listen.ts';
import type { DelegationConfig } from '../../src/compose/delegation.ts';
import type { SetupSave } from '../../src/http/contract/setup.ts';
import type { SyncDoors } from '../../src/http/doors.ts';
import { createOffice, createUser } from '../../src/office/users.ts';
import type { User } from '../../src/office/users.ts';
import { addressesAt } from '../../src/replica/google/addresses.ts';
import type { Limits } from '../../src/replica/google/cost.ts';
import { makeSecretKey, parseSecretKeys } from '../../src/secret.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/open.ts';
import { startSimulator } from '../../sim/google/server.ts';
import type { LogEntry } from '../../sim/google/world.ts';
import { createTestDatabase } from './postgres.ts';

export interface World {
  readonly store: Store;
  readonly google: string;
  readonly sync: SyncDoors;
  readonly measures: Synchronization['measures'];
  door(path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** What Google was asked; for one account, or by all. */
  requests(user?: User): Promise<readonly LogEntry[]>;
  addUser(name: string): Promise<User>;
  /** With an empty Google account, connected. */
  addConnected(name: string): Promise<User>;
  /** Walks the consent page as a browser would. */
  connect(user: User, decision?: 'approve' | 'deny', without?: readonly string[]): Promise<{ error?: string }>;
  /** Saves with Run Synchronization and waits until the preview is ready. */
  preview(user: User, options: Partial<SetupSave>): Promise<string>;
  approve(user: User, reportId: string, decided?: { decisions?: Record<string, 'take' | 'not now' | 'never'>; choices?: Record<string, string>; released?: string[] }): Promise<void>;
  /** Until no account's job waits or works. */
  quiet(): Promise<void>;
  /** The cycle that a person asks for, and what follows from it. */
  cycle(user: User): Promise<void>;
  until<T>(what: string, look: () => Promise<T | undefined | false>, timeoutMs?: number): Promise<T>;
  /** Where Google's notices go, in a world with push. */
  readonly hook: URL | undefined;
  /** What was logged. */
  readonly lines: readonly string[];
  readonly databaseUrl: string;
  readonly key: string;
  /** Another synchronization on the same database, as another process would run it. */
  beside(): Promise<void>;
  /** Ends this process's synchronization; the doors stay, and what they ask for waits. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

/** `push`: this process can be reached over HTTP, and Google is told where. */
export async function createWorld(options: { pollSeconds?: number; workers?: number; turnMs?: number; push?: boolean; pollWatchedSeconds?: number; pollShownSeconds?: number; delegation?: DelegationConfig; waitFactor?: number; limits?: Limits } = {}): Promise<World> {
  const database = await createTestDatabase({ poolSize: 12 });
  const simulator = await startSimulator({ port: 0 });
  const { store } = database;
  const officeId = await createOffice(store.db, 'Lakeshore Advisers');
  const key = makeSecretKey();
  const keys = parseSecretKeys(key);
  let paused = false;
  const publicUrl = new URL('http://127.0.0.1:4300');
  const lines: string[] = [];
  const hook = options.push === true ? await openDoor('127.0.0.1', 0) : undefined;
  const start = (on: Store): Promise<Synchronization> =>
    startSynchronization({
      store: on,
      keys,
      google: { clientId: 'demo-client', clientSecret: 'demo-secret', addresses: addressesAt(simulator.url) },
      mail: { from: 'sync@example.com' },
      publicUrl,
      ...(options.delegation === undefined ? {} : { delegation: options.delegation }),
      ...(hook === undefined ? {} : { pushAddress: new URL('/api/google/push', hook.url) }),
      pollSeconds: options.pollSeconds ?? 1,
      workers: options.workers,
      turnMs: options.turnMs,
      pollWatchedSeconds: options.pollWatchedSeconds,
      pollShownSeconds: options.pollShownSeconds,
      waitFactor: options.waitFactor,
      limits: options.limits,
      log: (line) => lines.push(line),
    });
  const running = await start(store);
  const others: (() => Promise<void>)[] = [];
  const app = hook === undefined ? undefined : await buildApp({ store, sync: running.sync, config: { publicUrl }, now: () => Temporal.Now.instant(), server: hook.server });
  await app?.ready();
  hook?.opened();

  const door: World['door'] = async (path, body) => {
    const answer = await fetch(`${simulator.url}/_sim/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const json = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  };

  const until: World['until'] = async (what, look, timeoutMs = 20_000) => {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > end) throw new Error(`Waited in vain for: ${what}\n${lines.slice(-20).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };
  const quiet = async (): Promise<void> => {
    await until('a quiet queue', async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from pgboss.job where name = 'sync-account' and state < 'completed'`.execute(store.db);
      return rows[0]?.count === 0;
    });
  };

  const world: World = {
    store,
    google: simulator.url,
    sync: running.sync,
    measures: running.measures,
    door,
    async requests(user) {
      const { entries } = await door(user === undefined ? 'log' : `log?account=${encodeURIComponent(user.email)}`);
      return entries as readonly LogEntry[];
    },

    addUser: (name) =>
      createUser(store.db, officeId, { fullName: name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`, role: 'user', zone: 'America/New_York', country: 'US', locale: 'en-US', password: 'correct horse battery' }),

    async addConnected(name) {
      const user = await world.addUser(name);
      await door('seed', { accounts: [{ email: user.email }] });
      await world.connect(user);
      return user;
    },

    async connect(user, decision = 'approve', without = []) {
      const { url } = await running.sync.startConnect(user.id);
      return running.sync.finishConnect(new URL(await consent(url, user.email, without, decision)));
    },

    async preview(user, wanted) {
      const detail = await running.sync.setupDetail(user.id);
      await running.sync.saveSetup(user.id, { ...detail.options, ...wanted, runSynchronization: true }, user.email);
      return until('a preview', async () => {
        const now = await running.sync.setupDetail(user.id);
        if (now.state === 'failed') throw new Error(now.stateText);
        return now.state === 'preview ready' && now.currentReport;
      });
    },

    async approve(user, reportId, decided = {}) {
      const row = await running.sync.openReport(user.id, reportId, user.email);
      await running.sync.approve(user.id, reportId, { digest: row.digest ?? '', decisions: decided.decisions ?? {}, choices: decided.choices ?? {}, released: decided.released ?? [] }, user.email);
      await until('the run', async () => {
        const reports = await running.sync.listReports(user.id);
        return reports.find((report) => report.id === `${reportId}.run` && (report.status === 'complete' || report.status === 'failed'));
      }, 120_000);
      await quiet();
    },

    quiet,

    async cycle(user) {
      await running.sync.syncNow(user.id, user.email);
      await quiet();
    },

    until,

    hook: hook === undefined ? undefined : new URL('/api/google/push', hook.url),
    lines,
    databaseUrl: database.url,
    key,
    async beside() {
      const own = await openStore({ databaseUrl: database.url, poolSize: 6 });
      const other = await start(own);
      others.push(() => other.stop().then(() => own.close()));
    },
    async pause() {
      await running.stop();
      paused = true;
    },

    async close() {
      if (!paused) await running.stop();
      for (const end of others) await end();
      await app?.close();
      await hook?.close();
      await simulator.close();
      await database.drop();
    },
  };
  return world;
}
