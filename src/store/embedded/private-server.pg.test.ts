import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../open.ts';
import { findPackage } from './binaries.ts';
import { startPrivateServer } from './private-server.ts';
import { readServerPid } from './server.ts';
import { isAlive } from './trouble.ts';

const program = fileURLToPath(new URL('../../../test/support/store-process.ts', import.meta.url));
const root = process.getuid?.() === 0;
/** No account has this number, as on platforms that give every container a user of its own. */
const nameless = 54_321;

type Other = { readonly child: ChildProcess; readonly lines: string[]; line(start: string): Promise<string>; close(): Promise<void> };

describe('private server', () => {
  let folder: string;
  const others: Other[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'smartoffice-sync-embedded-'));
    // The private homes of these tests are folders inside; this one other users may walk through.
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    for (const { child } of others.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
  });
  afterAll(() => {
    // Whatever a failed test has left running, by its own pid file.
    for (const name of readdirSync(folder)) killServer(join(folder, name));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const clusterOf = (data: string): string => join(data, 'postgres', 'cluster');

  function killServer(data: string): void {
    const pid = existsSync(clusterOf(data)) ? readServerPid(clusterOf(data)) : undefined;
    if (pid !== undefined && isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('unix_socket_directories')) process.kill(pid, 'SIGKILL');
  }

  function startOther(data: string, options: SpawnOptions = {}, native?: string): Other {
    const child = spawn(process.execPath, [program, data, ...(native ? [native] : [])], { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    const lines: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
    const other: Other = {
      child,
      lines,
      async line(start) {
        for (;;) {
          const found = lines.find((one) => one.startsWith(start));
          if (found) return found;
          if (child.exitCode !== null) throw new Error(`The process ended after: ${lines.join(' / ')}`);
          await sleep(10);
        }
      },
      async close() {
        const ended = once(child, 'exit');
        child.stdin!.end();
        await ended;
      },
    };
    others.push(other);
    return other;
  }

  const gone = async (pid: number): Promise<void> => {
    while (isAlive(pid) && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z') await sleep(10);
  };

  describe('on one folder', () => {
    let data: string;
    beforeAll(() => {
      data = join(folder, 'one');
    });

    test('several first starts at once make one cluster; the last one out stops it', { timeout: 30_000 }, async () => {
      const three = [1, 2, 3].map(() => startOther(data));
      const pids = await Promise.all(three.map(async (other) => (await other.line('open')).split(' ')[2]));
      expect(new Set(pids).size).toBe(1);
      expect(readdirSync(join(data, 'postgres')).filter((name) => name.startsWith('new-'))).toEqual([]);
      const pid = Number(pids[0]);
      await three[0]!.close();
      await three[1]!.close();
      expect(isAlive(pid)).toBe(true);
      await three[2]!.close();
      await gone(pid);
    });

    test('several warm starts at once share one server', async () => {
      const three = [1, 2, 3].map(() => startOther(data));
      const pids = await Promise.all(three.map(async (other) => (await other.line('open')).split(' ')[2]));
      expect(new Set(pids).size).toBe(1);
      await Promise.all(three.map((other) => other.close()));
      await gone(Number(pids[0]));
    });

    test('a warm start is quick and the server is safe and private', async () => {
      const begun = performance.now();
      const store = await openStore({ dataFolder: data });
      const took = performance.now() - begun;
      const { rows } = await store.pool.query<{ name: string; setting: string }>(
        "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'data_checksums', 'listen_addresses', 'max_connections')",
      );
      expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
        fsync: 'on', full_page_writes: 'on', data_checksums: 'on', listen_addresses: '', max_connections: '100',
      });
      expect(statSync(clusterOf(data)).mode & 0o777).toBe(0o700);
      await store.close();
      expect(took).toBeLessThan(1_000);
    });

    test('a server that is killed is started again, the pool goes on, and nothing committed is lost', async () => {
      const lines: string[] = [];
      const store = await openStore({ dataFolder: data, log: (line) => lines.push(line) });
      await store.pool.query('create table if not exists kept (n int)');
      await store.pool.query('insert into kept values (1)');
      const open = await store.pool.connect();
      await open.query('begin');
      await open.query('insert into kept values (2)');
      const before = readServerPid(clusterOf(data))!;
      const begun = performance.now();
      const cut = expect(open.query('select pg_sleep(60)')).rejects.toThrow();
      process.kill(before, 'SIGKILL');
      await cut;
      open.release(true);
      // At once: the death may not have been noticed yet.
      const { rows } = await store.pool.query<{ n: number }>('select n from kept');
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(rows).toEqual([{ n: 1 }]);
      expect(readServerPid(clusterOf(data))).not.toBe(before);
      await store.pool.query('drop table kept');
      await store.close();
      await gone(before);
      expect(lines.join()).toMatch(/PostgreSQL answers again/);
    });

    test('a server that dies while nobody asks for anything is started again all the same', async () => {
      const lines: string[] = [];
      const store = await openStore({ dataFolder: data, log: (line) => lines.push(line) });
      process.kill(readServerPid(clusterOf(data))!, 'SIGKILL');
      while (!lines.includes('PostgreSQL answers again')) await sleep(10);
      await store.close();
    });

    test('a killed backend makes the server restart itself, and the pool goes on', async () => {
      const store = await openStore({ dataFolder: data });
      const victim = await store.pool.connect();
      const witness = await store.pool.connect();
      witness.on('error', () => undefined);
      const ended = new Promise((resolve) => witness.once('end', resolve));
      const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
      process.kill(rows[0]!.pid, 'SIGKILL');
      await expect(victim.query('select pg_sleep(10)')).rejects.toThrow();
      // Until the server has ended all others too, it still takes new ones, only to end them.
      await ended;
      victim.release(true);
      witness.release(true);
      expect((await store.pool.query<{ n: number }>('select 1 as n')).rows).toEqual([{ n: 1 }]);
      await store.close();
    });

    test('a server whose parent was killed with -9 is taken over, and stopped in the end', async () => {
      const other = startOther(data);
      const pid = Number((await other.line('open')).split(' ')[2]);
      other.child.kill('SIGKILL');
      await once(other.child, 'exit');
      expect(isAlive(pid)).toBe(true);
      const begun = performance.now();
      const store = await openStore({ dataFolder: data });
      expect(performance.now() - begun).toBeLessThan(1_000);
      expect(readServerPid(clusterOf(data))).toBe(pid);
      await store.close();
      await gone(pid);
    });

    test('a stale pid file whose number lives on in another process does not stop a start', async () => {
      const first = await openStore({ dataFolder: data });
      const pid = readServerPid(clusterOf(data))!;
      const stale = ['postmaster.pid', '.s.PGSQL.5432.lock'].map((name) => {
        const path = join(clusterOf(data), name);
        return { path, text: readFileSync(path, 'utf8') };
      });
      await first.close();
      const { uid, gid } = statSync(clusterOf(data));
      // As the server's user: PostgreSQL itself tells a number of another user's process from its own.
      const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(root ? { uid, gid } : {}) });
      try {
        for (const { path, text } of stale) {
          writeFileSync(path, text.replace(String(pid), String(stranger.pid)), { mode: 0o600 });
          if (root) chownSync(path, uid, gid);
        }
        const store = await openStore({ dataFolder: data });
        expect(readServerPid(clusterOf(data))).not.toBe(stranger.pid);
        await store.close();
        expect(readdirSync(clusterOf(data)).filter((name) => name.includes('stale'))).toEqual([]);
      } finally {
        stranger.kill();
      }
    });

    test('a plain stale pid file does not stop a start', async () => {
      const other = startOther(data);
      const pid = Number((await other.line('open')).split(' ')[2]);
      // Both at once, like a machine that lost its power.
      process.kill(pid, 'SIGKILL');
      other.child.kill('SIGKILL');
      await once(other.child, 'exit');
      const store = await openStore({ dataFolder: data });
      await store.close();
    });

    test('a database of another major version is refused in words', async () => {
      const path = join(clusterOf(data), 'PG_VERSION');
      const version = readFileSync(path, 'utf8');
      writeFileSync(path, '17\n');
      try {
        await expect(openStore({ dataFolder: data })).rejects.toThrow(/made by PostgreSQL 17.*DATABASE_URL/);
      } finally {
        writeFileSync(path, version);
      }
    });
  });

  test('a first start that is cut off leaves nothing that disturbs the next one', { timeout: 30_000 }, async () => {
    const data = join(folder, 'cut');
    for (const made of ['PG_VERSION', 'postgresql.conf', 'base/5']) {
      const other = startOther(data, { detached: true });
      const leftovers = (): readonly string[] => (existsSync(join(data, 'postgres')) ? readdirSync(join(data, 'postgres')).filter((name) => name.startsWith('new-')) : []);
      while (!leftovers().some((name) => existsSync(join(data, 'postgres', name, made)))) await sleep(2);
      // Its whole group, with initdb and the server that initdb runs.
      process.kill(-other.child.pid!, 'SIGKILL');
      await once(other.child, 'exit');
      expect(leftovers()).not.toEqual([]);
      expect(existsSync(clusterOf(data))).toBe(false);
    }
    const store = await openStore({ dataFolder: data });
    expect(readdirSync(join(data, 'postgres')).filter((name) => name.includes('new-'))).toEqual([]);
    await store.close();
  });

  test('two data folders have two servers that do not meet, even under a very long path', async () => {
    const deep = join(folder, 'deep', 'x'.repeat(100));
    const [here, there] = await Promise.all([openStore({ dataFolder: join(folder, 'cut') }), openStore({ dataFolder: deep })]);
    try {
      await there.pool.query('create table only_there ()');
      expect((await here.pool.query("select to_regclass('only_there') as found")).rows).toEqual([{ found: null }]);
      expect(readServerPid(clusterOf(deep))).not.toBe(readServerPid(clusterOf(join(folder, 'cut'))));
      // The address is good for another process as well.
      const again = await openStore({ databaseUrl: there.databaseUrl });
      expect((await again.pool.query("select to_regclass('only_there')::text as found")).rows).toEqual([{ found: 'only_there' }]);
      await again.close();
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  });

  test('packages installed without their scripts get their links from us', async () => {
    const native = join(folder, 'packages');
    copyPackagesWithoutLinks(native);
    const server = await startPrivateServer(join(folder, 'cut'), () => undefined, { ...findPackage(), native });
    expect(server.place.binaries.postgres).toBe(join(native, 'bin', 'postgres'));
    await server.leave();
  });

  test('who loses the race of several starts goes on, however much the winner has written into the log since', async () => {
    const native = join(folder, 'racing');
    copyPackagesWithoutLinks(native);
    const postgres = join(native, 'bin', 'postgres');
    renameSync(postgres, `${postgres}-real`);
    // The server may run as another user than we.
    chmodSync(join(native, 'bin'), 0o777);
    const loses = `echo 'FATAL:  lock file "postmaster.pid" already exists'; for n in 1 2 3 4 5 6 7 8; do echo 'LOG:  the winner goes on'; done; exit 1`;
    writeFileSync(postgres, `#!/bin/sh\nif [ "$1" = -D ] && mkdir "$0-lost" 2>/dev/null; then ${loses}; fi\nexec "$0-real" "$@"\n`, { mode: 0o755 });
    const server = await startPrivateServer(join(folder, 'cut'), () => undefined, { ...findPackage(), native });
    expect(existsSync(`${postgres}-lost`)).toBe(true);
    await server.leave();
  });

  test.runIf(root)('as root in a private home: binaries are copied out, the data stays at home', async () => {
    const home = join(folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    const native = join(home, 'packages');
    copyPackagesWithoutLinks(native);
    const cached = existsSync('/var/cache/smartoffice-sync');
    try {
      const server = await startPrivateServer(join(home, 'data'), () => undefined, { ...findPackage(), native });
      expect(server.place.binaries.postgres.startsWith(folder)).toBe(false);
      expect(statSync(clusterOf(join(home, 'data'))).uid).not.toBe(0);
      expect(readdirSync(join(home, 'data', 'postgres')).toSorted()).toEqual(['cluster', 'server.log']);
      expect(readdirSync(clusterOf(join(home, 'data')))).toContain('.s.PGSQL.5432');
      await server.leave();
    } finally {
      if (!cached) rmSync('/var/cache/smartoffice-sync', { recursive: true, force: true });
    }
  });

  describe.runIf(root)('as an ordinary user', () => {
    const reachable = (uid: number): boolean => spawnSync(process.execPath, [program], { uid, gid: uid, cwd: '/' }).error === undefined;
    const homeOf = (uid: number): string => {
      const home = join(folder, `home-${uid}`);
      mkdirSync(home, { mode: 0o700 });
      chownSync(home, uid, uid);
      return home;
    };

    test.runIf(reachable(65_534))('with a name', async () => {
      const other = startOther(join(homeOf(65_534), 'data'), { uid: 65_534, gid: 65_534 });
      await other.line('open');
      await other.close();
    });

    test.runIf(reachable(nameless))('without a name, and with packages that are incomplete and read-only, three at once', async () => {
      const native = join(folder, 'read-only');
      copyPackagesWithoutLinks(native);
      const home = homeOf(nameless);
      for (const start of ['first', 'second']) {
        const three = [1, 2, 3].map(() => startOther(join(home, 'data'), { uid: nameless, gid: nameless }, native));
        await Promise.all(three.map((other) => other.line('open')));
        const copies = three.filter((other) => other.lines.some((line) => line.startsWith('log PostgreSQL was copied')));
        expect(copies).toHaveLength(start === 'first' ? 1 : 0);
        await Promise.all(three.map((other) => other.close()));
      }
      expect(readdirSync(join(home, 'data', 'postgres'))).toHaveLength(3);

      // What a sweeper of old files does to a copy in a folder for temporary files.
      const copy = readdirSync(join(home, 'data', 'postgres')).find((name) => name.startsWith('postgres-'))!;
      rmSync(join(home, 'data', 'postgres', copy, 'share'), { recursive: true });
      rmSync(join(home, 'data', 'postgres', 'cluster'), { recursive: true });
      const after = startOther(join(home, 'data'), { uid: nameless, gid: nameless }, native);
      await after.line('open');
      await after.close();
    });

    test.runIf(reachable(nameless))('a folder of somebody else is refused in words', async () => {
      const home = join(folder, 'foreign');
      mkdirSync(home, { mode: 0o755 });
      const other = startOther(join(home, 'data'), { uid: nameless, gid: nameless });
      expect(await other.line('failed')).toMatch(/cannot be written to \(EACCES\).*DATABASE_URL/);
    });
  });

  test('a file in the place of the data folder is told as what it is', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openStore({ dataFolder: join(folder, 'file') })).rejects.toThrow(/cannot be written to.*DATABASE_URL/);
    unlinkSync(join(folder, 'file'));
  });

  test('a platform without binaries is sent to DATABASE_URL', () => {
    expect(() => findPackage('freebsd', 'x64')).toThrow(/no PostgreSQL for this platform \(freebsd-x64\).*DATABASE_URL/);
    expect(() => findPackage('win32', 'arm64')).toThrow(/DATABASE_URL/);
  });

  function copyPackagesWithoutLinks(native: string): void {
    cpSync(findPackage().native, native, { recursive: true, filter: (path) => !/\.a$|pgxs/.test(path) });
    for (const { target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]) {
      rmSync(join(native, '..', target.replace(/^native/, native.split('/').at(-1)!)), { force: true });
    }
  }
});

describe('external server', () => {
  test.for([
    ['mysql://host/db', /not the address of a PostgreSQL server.*postgresql:\/\//],
    ['postgresql://user:secret@127.0.0.1:1/db', /127\.0\.0\.1:1.*Start that server/],
    ['postgresql://user:secret@no-such-host.invalid/db', /no-such-host\.invalid.*host name/],
    ['postgresql://user:sec%ret@127.0.0.1:1/db', /DATABASE_URL/],
  ] as const)('a wrong address is explained without its password: %s', async ([databaseUrl, expected]) => {
    const error = await openStore({ databaseUrl }).then(() => undefined, (reason: Error) => reason);
    expect(error?.message).toMatch(expected);
    expect(error?.message).not.toMatch(/sec%?ret/);
  });

  test('neither an address nor a folder is said', async () => {
    await expect(openStore({})).rejects.toThrow(/neither a data folder nor a DATABASE_URL/);
  });
});
