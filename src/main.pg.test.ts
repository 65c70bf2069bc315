import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../test/support/postgres.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartoffice-sync-test-main-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ PATH: process.env['PATH'], HOME: folder, XDG_STATE_HOME: join(folder, 'state') });
function run(args: string[], extra: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/main.ts', ...args], { cwd: repository, encoding: 'utf8', env: { ...environment(), ...extra }, timeout: 60_000 });
  return { status, stdout, stderr };
}

describe('the command line refuses', () => {
  test.each([
    ['an unknown option', ['demo', '--colour'], 2, /unknown option '--colour'\nRun demo --help/],
    ['an unknown command', ['serv'], 2, /unknown command 'serv'/],
    ['a command without what it needs', ['undo'], 2, /missing required argument 'id'/],
    ['a value that is not offered', ['preview', '--activities', 'all'], 2, /Allowed choices are two-way, to-google, to-office, none/],
    ['a port that is none', ['serve', '--port', 'http'], 1, /The option --port cannot be used \("http"\)\. It must be a number/],
    ['a port that is none', ['demo', '--app-port', '99999'], 1, /--app-port cannot be "99999"\. It must be a number from 0 to 65535/],
    ['a seed that is not there', ['demo', '--seed', 'nowhere.json'], 1, /The seed nowhere\.json cannot be read \(ENOENT\)/],
    ['to act without signing in', ['status'], 1, /You are not signed in at http:\/\/127\.0\.0\.1:4300\. Give --email/],
    ['an address where nothing answers', ['status', '--app', 'http://127.0.0.1:9', '--email', 'a@b.example', '--password', 'x'], 1, /Nothing answers at http:\/\/127\.0\.0\.1:9 .* Start the product/],
    ['an address that is none', ['status', '--app', 'there'], 1, /"there" is not an address/],
  ])('%s', (_, args, status, words) => {
    const answer = run(args);
    expect([answer.status, answer.stdout]).toEqual([status, '']);
    expect(answer.stderr).toMatch(words);
    expect(answer.stderr).not.toMatch(/\n\s+at /);
  });

  test('a variable of the environment by its name, without its secret', () => {
    const { status, stderr } = run(['serve'], { DATABASE_URL: 'mysql://u:hidden@h/d' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^DATABASE_URL cannot be used\. It must look like postgresql:/);
    expect(stderr).not.toContain('hidden');
  });

  test('a taken port before it starts or writes anything', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const data = join(folder, 'untouched');
    for (const args of [['serve', '--port', port, '--data-folder', data], ['demo', '--app-port', port, '--data-folder', data], ['demo', '--app-port', '0', '--google-port', port, '--data-folder', data]]) {
      const { status, stderr } = run(args);
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`The port ${port} .* taken by another program\\. Stop that program`));
    }
    expect(existsSync(data)).toBe(false);
    taken.close();
  });

  test('a data folder that cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const { status, stderr } = run(['serve', '--port', '0', '--data-folder', join(folder, 'file')]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/The data folder .*file is not a folder\. Choose another one/)]);
  });

  test('a seed that is no JSON, or not in the form of a seed', () => {
    writeFileSync(join(folder, 'seed.json'), '{"accounts": [{}]}');
    expect(run(['demo', '--seed', join(folder, 'seed.json')]).stderr).toMatch(/The seed .* is not right at accounts\.0\.email/);
    writeFileSync(join(folder, 'seed.json'), 'hello');
    expect(run(['demo', '--seed', join(folder, 'seed.json')]).stderr).toMatch(/The seed .* is not JSON/);
  });
});

test('--help starts nothing and names every command', () => {
  const { status, stdout } = run(['--help']);
  expect(status).toBe(0);
  for (const name of ['serve', 'demo', 'migrate', 'add-user', 'import', 'export', 'status', 'preview', 'report', 'approve', 'reject', 'sync-now', 'undo']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

describe('a product that runs', () => {
  test('serve on a database of its own: people are added, sign in from a terminal, and everything ends', async () => {
    const database = await createTestDatabase({ migrated: false });
    const server = { DATABASE_URL: database.url };
    expect(run(['migrate'], server).stdout).toMatch(/Applied 0001-foundation/);
    expect(run(['migrate'], server).stdout).toMatch(/Nothing to do/);
    const added = run(['add-user', '--email', 'uma@example.com', '--name', 'Uma Example', '--role', 'administrator', '--zone', 'America/New_York'], server);
    const password = /with the password (\S+) \(shown only now\)/.exec(added.stdout)?.[1] ?? '';
    expect(password).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(run(['add-user', '--email', 'UMA@example.com', '--name', 'Again'], server).stderr).toMatch(/There is a user with the e-mail address/);

    const product = spawn(process.execPath, ['src/main.ts', 'serve', '--port', '0', '--json'], { cwd: repository, env: { ...environment(), ...server } });
    const [line] = (await once(createInterface({ input: product.stdout }), 'line')) as [string];
    const { ready, app } = JSON.parse(line) as { ready: boolean; app: string };
    expect(ready).toBe(true);

    const signIn = ['--email', 'uma@example.com', '--password'];
    expect(run(['status', '--app', app, ...signIn, 'wrong']).stderr).toMatch(/The e-mail address or the password is not right\./);
    const status = run(['status', '--app', app, ...signIn, password]);
    expect(status.stdout).toMatch(/^Uma Example, uma@example\.com\nSynchronization: off\./);
    expect(statSync(join(folder, 'state', 'smartoffice-sync', 'cli-token')).mode & 0o777).toBe(0o600);
    // The token is kept: no credentials are needed any more.
    expect(JSON.parse(run(['status', '--app', app, '--json']).stdout)).toMatchObject({ state: 'off', locked: false });
    expect(run(['preview', '--app', app]).stderr).toMatch(/No Google account is connected\. Connect your Google account/);
    expect(run(['preview', '--app', app, '--set', 'Nobody']).stderr).toMatch(/There is no SET "Nobody"/);
    expect(run(['approve', '--app', app]).stderr).toMatch(/No report waits for approval/);
    expect(run(['status', '--app', app, '--user', 'x@example.com']).stderr).toMatch(/There is no user x@example\.com in your office\. Choose one of: uma@example\.com/);

    product.kill('SIGTERM');
    expect(await once(product, 'exit')).toEqual([0, null]);
    await database.drop();
  }, 90_000);

  test('the demo says in one line of JSON when it is ready, and leaves nothing behind', async () => {
    const demo = spawn(process.execPath, ['src/main.ts', 'demo', '--json', '--app-port', '0', '--google-port', '0'], { cwd: repository, env: { ...environment(), TMPDIR: folder } });
    let out = '';
    demo.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    while (!out.includes('\n')) await once(demo.stdout, 'data');
    const { ready, app, google, users } = JSON.parse(out) as { ready: boolean; app: string; google: string; users: { email: string; password: string; role: string; googleAccount: string }[] };
    expect(ready).toBe(true);
    expect(users).toHaveLength(3);
    expect(users.map((user) => user.role)).toContain('administrator');
    const json = { 'content-type': 'application/json' };
    const signedIn = await fetch(`${app}/api/session?token=1`, { method: 'POST', headers: json, body: JSON.stringify(users[0]) });
    expect(await signedIn.json()).toMatchObject({ demo: { google }, user: { email: users[0]?.email } });
    expect((await fetch(`${google}/_sim/state?account=${users[0]?.googleAccount}`)).status).toBe(200);

    demo.kill('SIGINT');
    expect(await once(demo, 'exit')).toEqual([0, null]);
    expect(out.split('\n')).toHaveLength(2);
    await expect(fetch(google)).rejects.toThrow();
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toMatch(/smartoffice-sync-demo/);
  }, 90_000);
});
