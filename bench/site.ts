// A whole installation for one measurement: an office with generated rows, the simulator
// and the product, each in a process of its own, on the private database that a new user
// gets. In: a wish. Out: a signed-in and connected client. Removed afterwards, whatever came.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, withoutQuota } from '../scenarios/stage.ts';
import { insertActivities } from '../src/office/activity-write.ts';
import { changeOffice } from '../src/office/change.ts';
import { insertContacts } from '../src/office/contact-write.ts';
import { changeMembers } from '../src/office/set-members.ts';
import { insertSet } from '../src/office/sets.ts';
import { insertTasks } from '../src/office/tasks.ts';
import { createOffice, createUser } from '../src/office/users.ts';
import type { User } from '../src/office/users.ts';
import { readServerPid } from '../src/store/embedded/server.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/open.ts';
import { signIn } from './client.ts';
import type { Client } from './client.ts';
import { generate } from './generate.ts';
import type { Wish } from './generate.ts';
import { startGoogle } from './google.ts';
import type { Google } from './google.ts';
import { cpuSecondsWithChildren, repository, startProgram } from './programs.ts';
import type { Program } from './programs.ts';

export interface Site {
  readonly folder: string;
  readonly store: Store;
  readonly google: Google;
  readonly user: User;
  readonly setId: string;
  readonly clientSecret: string;
  databaseCpuSeconds(): Promise<number>;
  /** The product, started when it is first asked for. */
  start(): Promise<{ readonly product: Program; readonly client: Client }>;
  close(): Promise<void>;
}

export const clientId = 'bench-client';
export const password = 'correct horse battery staple';
const email = 'ann.adviser@example.com';

export async function openSite(wish: Wish, options: { readonly pollSeconds: number; readonly push?: boolean }): Promise<Site> {
  const endings: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'smartoffice-bench-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    const google = await startGoogle();
    endings.push(() => google.stop());
    const store = await openStore({ dataFolder: folder, poolSize: 8 });
    endings.push(() => store.close());
    await migrateStore(store);
    const generated = generate(wish, email);
    const { user, setId } = await fillOffice(store, generated.office);
    // As the server does by itself within a minute of such an import.
    await store.pool.query('vacuum analyze');
    const port = await freePort();
    const clientSecret = randomBytes(16).toString('hex');
    const redirect = `http://127.0.0.1:${port}/api/google/callback`;
    await google.seed({ clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirect] }], accounts: [generated.account] });
    if (options.push === true) await google.switches({ pushAllowHttp: true });
    const environment = {
      ...process.env,
      ...withoutQuota,
      DATA_FOLDER: folder,
      PORT: String(port),
      GOOGLE_BASE_URL: google.url,
      GOOGLE_CLIENT_ID: clientId,
      GOOGLE_CLIENT_SECRET: clientSecret,
      POLL_SECONDS: String(options.pollSeconds),
      ...(options.push === true ? { WEBHOOK_URL: `http://127.0.0.1:${port}` } : {}),
    };
    return {
      folder,
      store,
      google,
      user,
      setId,
      clientSecret,
      databaseCpuSeconds: () => cpuSecondsWithChildren(readServerPid(join(folder, 'postgres', 'cluster')) ?? 0),
      async start() {
        const profile = process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`];
        const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
        const product = await startProgram(process.execPath, [...profile, ...flags, ...(await asUsersStartIt()), '--json'], { env: environment });
        endings.push(() => product.stop());
        const client = await signIn(String(product.ready['app']), email, password);
        await client.connect(email);
        return { product, client };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fillOffice(store: Store, rows: ReturnType<typeof generate>['office']): Promise<{ user: User; setId: string }> {
  const { db } = store;
  const officeId = await createOffice(db, 'Lakeshore Advisers');
  const user = await createUser(db, officeId, { fullName: 'Ann Adviser', email, role: 'user', zone: 'America/New_York', country: 'US', locale: 'en-US', password });
  const setId = await changeOffice(db, { officeId, userId: user.id }, async (change) => {
    const members: string[] = [];
    // In parts: one statement does not take any number of rows.
    for (let at = 0; at < rows.contacts.length; at += 2000) members.push(...(await insertContacts(change, rows.contacts.slice(at, at + 2000).map((fields) => ({ fields })))));
    const id = await insertSet(change, { kind: 'plain', name: 'Google Sync' });
    if (members.length > 0) await changeMembers(change, id, members, []);
    for (let at = 0; at < rows.activities.length; at += 2000) await insertActivities(change, rows.activities.slice(at, at + 2000).map((fields) => ({ ownerId: user.id, fields })));
    await insertTasks(change, rows.tasks.map((fields) => ({ ownerId: user.id, fields })));
    return id;
  });
  return { user, setId };
}

/** What `npm start` hands to Node.js, its flags among them. */
async function asUsersStartIt(): Promise<readonly string[]> {
  const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as { readonly scripts: { readonly start: string } };
  const [program, ...parameters] = scripts.start.split(' ');
  if (program !== 'node') throw new Error(`The start script of package.json does not begin with node: ${scripts.start}`);
  return parameters;
}
