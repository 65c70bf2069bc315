// The programs that the scenarios drive: one Google simulator and one product, each a
// process of its own. In: who shall be able to sign in. Out: their addresses and an end.
// Never here: an import of the product; it is met by its command line and its addresses.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The product keeps no limits of Google's: for runs whose matter is another one. */
export const withoutQuota: Readonly<Record<string, string>> = Object.fromEntries(
  ['CALENDAR_USER_MINUTE', 'CALENDAR_PROJECT_MINUTE', 'PEOPLE_READS_MINUTE', 'PEOPLE_WRITES_MINUTE', 'PEOPLE_WRITES_DAY', 'PEOPLE_DELETES_MINUTE', 'PEOPLE_GROUP_READS_MINUTE', 'PEOPLE_GROUP_WRITES_MINUTE', 'TASKS_PROJECT_DAY'].map((name) => [`QUOTA_${name}`, '0']),
);

export const password = 'correct horse battery';

export interface Program {
  readonly address: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface Newcomer {
  readonly email: string;
  readonly name: string;
  readonly office: string;
  readonly zone?: string;
}

async function start(name: string, args: readonly string[], key: string, environment: NodeJS.ProcessEnv): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, [...args], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-20_000);
    if (process.env['SCENARIOS_LOG']) process.stderr.write(`${name}: ${chunk.toString()}`);
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`The ${name} did not start: ${said}`);
  const address = (JSON.parse(first) as Record<string, string>)[key];
  if (address === undefined) throw new Error(`The ${name} did not say its address: ${first}`);
  return {
    address,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(force);
    },
  };
}

export function startSimulator(): Promise<Program> {
  return start('simulator', ['sim/google/main.ts', '--port', '0', '--json'], 'url', {});
}

/** Without polling of its own, unless `environment` says so: cycles come when they are asked for, or the office changes. */
export function startProduct(folder: string, google: string, port = 0, environment: NodeJS.ProcessEnv = {}): Promise<Program> {
  return start('product', ['src/main.ts', 'serve', '--json', '--port', String(port), '--data-folder', folder], 'app', {
    GOOGLE_BASE_URL: google,
    GOOGLE_CLIENT_ID: 'scenarios',
    GOOGLE_CLIENT_SECRET: 'scenarios-secret',
    POLL_SECONDS: '3600',
    LOG_LEVEL: 'error',
    // A zone that nobody in a scenario has: nothing may be taken from the server's.
    TZ: 'Asia/Kathmandu',
    ...environment,
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export async function addPeople(folder: string, people: readonly Newcomer[]): Promise<void> {
  const rows = people.map(({ email, name, office, zone }) => [email, name, 'administrator', password, office, zone ?? 'America/New_York', 'US'].join(','));
  const file = join(folder, '..', `people-${process.pid}-${people[0]?.email ?? ''}.csv`);
  await writeFile(file, ['email,name,role,password,office,zone,country', ...rows, ''].join('\n'));
  const child = spawn(process.execPath, ['src/main.ts', 'add-users', file, '--data-folder', folder], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`The people could not be added: ${said}`);
}

export interface Folder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeFolder(): Promise<Folder> {
  const parent = await mkdtemp(join(tmpdir(), 'smartoffice-scenarios-'));
  return { path: join(parent, 'data'), remove: () => rm(parent, { recursive: true, force: true }) };
}
