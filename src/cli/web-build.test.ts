import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWebWhenNeeded } from './web-build.ts';

let root: string;
const said: string[] = [];
const build = () => buildWebWhenNeeded({ repository: root, elsewhere: join(root, 'data'), log: (line) => void said.push(line) });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'smartoffice-sync-test-web-'));
  const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('pages are built once for a state of the sources, again when they change, and by several at once', async () => {
  expect(await build()).toBeUndefined();
  mkdirSync(join(root, 'web'));
  writeFileSync(join(root, 'web', 'index.html'), '<!doctype html><title>one</title>');
  const [first, same] = await Promise.all([build(), build()]);
  expect(first).toBe(same);
  expect(said.length).toBeGreaterThan(0);
  said.length = 0;
  expect(await build()).toBe(first);
  expect(said).toEqual([]);
  writeFileSync(join(root, 'web', 'index.html'), '<!doctype html><title>two</title>');
  const second = await build();
  expect(second).not.toBe(first);
  // The former pages may still be served by a process that runs; nothing half-made is left.
  expect(readdirSync(join(root, 'web', 'dist'))).toHaveLength(2);
});

test('pages are built for those who use them, also where a test or a developer starts the product', async () => {
  expect(process.env['NODE_ENV']).toBe('test');
  writeFileSync(join(root, 'web', 'main.js'), 'document.title = process.env.NODE_ENV;');
  writeFileSync(join(root, 'web', 'index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
  const assets = join((await build()) ?? '', 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  expect(scripts.map((name) => readFileSync(join(assets, name), 'utf8')).join('')).toMatch(/document\.title=.production./);
});

test('what is wrong in the sources is shown, with the remedy', async () => {
  writeFileSync(join(root, 'web', 'index.html'), '<!doctype html><script type="module" src="./missing.ts"></script>');
  await expect(build()).rejects.toThrow(/could not be built:[\s\S]*missing\.ts[\s\S]*npm run build:web/);
});
