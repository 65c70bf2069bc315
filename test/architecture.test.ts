// The walls of the house. In: the sources as text. Out: an import that no row of the table
// allows, a file that has grown too long, a clock in the pure core, a rule without a test.
// Never here: an exception without its reason.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ['src', 'sim', 'web', 'test', 'bench', 'scenarios', 'faults'];

interface Source {
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const sources = folders.flatMap(readFolder);
const product = sources.filter(({ path, isTest }) => !isTest && /^(src|sim|web)\//.test(path));

function readFolder(folder: string): Source[] {
  let entries;
  try {
    entries = readdirSync(join(repository, folder), { withFileTypes: true, recursive: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|dist|discovery)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8'), isTest: /\.test\.tsx?$/.test(path) || /^(test|bench|scenarios|faults)\//.test(path) || /\/test-[\w-]+\.ts$/.test(path) }));
}

/* ------------------------------------------------------------------ rooms */

/** Which room a file belongs to: a file of its own, or its folder. */
const rooms = [
  'src/main.ts', 'src/config.ts', 'src/secret.ts', 'src/core', 'src/replica/replica.ts', 'src/replica/stored-cursor.ts', 'src/replica/memory.ts', 'src/replica/google', 'src/replica/office',
  'src/office', 'src/store', 'src/cycle', 'src/work', 'src/http/contract', 'src/http', 'src/report', 'src/mail', 'src/compose', 'src/cli', 'src/demo', 'sim', 'web',
] as const;
type Room = (typeof rooms)[number];

/** What a room may import beside itself. `types` are free of charge: they leave nothing behind. */
const table: Readonly<Record<Room, { readonly code: readonly Room[]; readonly types?: readonly Room[] }>> = {
  'src/core': { code: [] },
  'src/secret.ts': { code: [] },
  'src/replica/replica.ts': { code: [], types: ['src/core'] },
  'src/replica/stored-cursor.ts': { code: [] },
  'src/replica/memory.ts': { code: ['src/core', 'src/replica/replica.ts'] },
  'src/replica/google': { code: ['src/core', 'src/replica/replica.ts', 'src/replica/stored-cursor.ts'] },
  'src/replica/office': { code: ['src/core', 'src/replica/replica.ts', 'src/replica/stored-cursor.ts', 'src/office'], types: ['src/store'] },
  'src/store': { code: ['src/core'] },
  'src/office': { code: ['src/core', 'src/store'] },
  'src/report': { code: ['src/core'], types: ['src/http/contract'] },
  'src/mail': { code: [] },
  'src/cycle': { code: ['src/core', 'src/store'], types: ['src/replica/replica.ts'] },
  'src/work': { code: ['src/core', 'src/store', 'src/cycle', 'src/office', 'src/mail', 'src/report', 'src/http/contract'] },
  'src/http/contract': { code: [] },
  'src/http': { code: ['src/core', 'src/store', 'src/cycle', 'src/office', 'src/report', 'src/http/contract'], types: ['src/work'] },
  // The outermost rooms put the others together.
  'src/config.ts': { code: ['src/secret.ts'] },
  'src/compose': { code: ['src/core', 'src/store', 'src/cycle', 'src/office', 'src/mail', 'src/work', 'src/http', 'src/http/contract', 'src/report', 'src/secret.ts', 'src/replica/replica.ts', 'src/replica/google', 'src/replica/office'] },
  'src/cli': { code: ['src/compose', 'src/config.ts', 'src/secret.ts', 'src/http', 'src/http/contract', 'src/office', 'src/store'] },
  'src/demo': { code: ['src/cli', 'src/config.ts', 'src/http', 'src/office', 'src/store'] },
  'src/main.ts': { code: ['src/cli', 'src/config.ts', 'src/demo'] },
  // A program of its own, met over HTTP alone; and the browser, which shares only types.
  sim: { code: [] },
  web: { code: [], types: ['src/http/contract'] },
};

/** Doors in a wall, each with its reason. */
const doors: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: 'src/cycle/', to: 'src/replica/replica.ts', why: 'ReplicaError is a class: what a refused request means is told by its kind' },
  { from: 'src/work/sync-account.ts', to: 'src/replica/replica.ts', why: 'the same: trouble at a replica becomes a state of the account' },
  { from: 'src/work/account-trouble.ts', to: 'src/replica/replica.ts', why: 'the same' },
  { from: 'src/work/channels.ts', to: 'src/replica/replica.ts', why: 'the same: without a channel there is polling, and the account has no trouble' },
  { from: 'src/http/', to: 'src/work/account-context.ts', why: 'policy and words of an account, as the worker sees them' },
  { from: 'src/http/', to: 'src/work/setup-audit.ts', why: 'the same words, where a change of the setup is written down' },
  { from: 'src/http/', to: 'src/work/setup-words.ts', why: 'the words of a setup are those of its report' },
  { from: 'src/http/report-shelf.ts', to: 'src/work/report-of.ts', why: 'what is kept for the first look at a report and what the screen shows are made by the same hand' },
  { from: 'src/http/add-people.ts', to: 'src/work/invite.ts', why: 'an invitation is mailed in the transaction that adds the person' },
  { from: 'src/http/contract/office.ts', to: 'src/office/input.ts', why: 'what the office takes is said once, by the office' },
  { from: 'src/config.ts', to: 'src/replica/google/addresses.ts', why: 'the addresses of Google are configuration' },
  { from: 'src/config.ts', to: 'src/replica/google/cost.ts', why: 'so are its limits' },
];

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => path === room || path.startsWith(`${room}/`));
}

const specifier = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/g;

function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(specifier)].flatMap((found) => {
    const target = found[2] ?? found[3] ?? '';
    return target.startsWith('.') ? [{ from: path, to: normalize(join(dirname(path), target)), typesOnly: found[1] !== undefined }] : [];
  });
}

function isAllowed({ from, to, typesOnly }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === undefined) return false;
  if (here === there) return true;
  if (there === undefined) return false;
  const row = table[here];
  return row.code.includes(there) || (typesOnly && row.types?.includes(there) === true) || doors.some((door) => from.startsWith(door.from) && to === door.to);
}

const imports = product.flatMap(importsOf);

describe('rooms', () => {
  test('the sources are found and read', () => {
    expect(product.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(500);
    expect(product.filter(({ path }) => roomOf(path) === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('a room imports what the table allows and nothing else', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(({ from, to, typesOnly }) => `${from} imports ${to}${typesOnly ? ' (types)' : ''}`)).toEqual([]);
  });

  test('every door is used', () => {
    const unused = doors.filter((door) => !imports.some(({ from, to }) => from.startsWith(door.from) && to === door.to));
    expect(unused.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('what the product loads stands in its dependencies, and the browser takes nothing of Node.js', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const missing = product
      .filter(({ path }) => !/^web\/(dev|vite\.config)/.test(path))
      .flatMap(({ path, text }) => [...text.matchAll(specifier)].map((found) => ({ path, name: found[2] ?? found[3] ?? '' })))
      .filter(({ name }) => !name.startsWith('.'))
      .filter(({ path, name }) => (name.startsWith('node:') ? path.startsWith('web/') : !(packageOf(name) in dependencies)));
    expect(missing.map(({ path, name }) => `${path} loads ${name}`)).toEqual([]);
  });
});

function packageOf(name: string): string {
  return name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
}

/* ------------------------------------------------------------------ files */

const LONGEST = 300;
/** Longer for a reason, and not longer than that. */
const longer: readonly { readonly path: string; readonly lines: number; readonly why: string }[] = [
  { path: 'src/core/field.ts', lines: 330, why: 'one table of all fields of all kinds, read from top to bottom' },
];

describe('files', () => {
  test('none is longer than a person reads at once', () => {
    const linesOf = (text: string): number => text.split('\n').length - 1;
    const long = product.filter(({ path, text }) => linesOf(text) > (longer.find((one) => one.path === path)?.lines ?? LONGEST));
    expect(long.map(({ path, text }) => `${path}: ${linesOf(text)} lines`)).toEqual([]);
    expect(longer.filter(({ path }) => !product.some((one) => one.path === path)).map(({ path }) => path)).toEqual([]);
  });

  test('names are in kebab-case, and each file says first what it is for', () => {
    expect(product.filter(({ path }) => !/^[a-z0-9/.-]+$/.test(path)).map(({ path }) => path)).toEqual([]);
    expect(product.filter(({ text }) => !/^(#!.*\n)?\/\/ \S/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('nothing is exported by default but where a tool asks for it, and there is no enum', () => {
    const tools = ['web/vite.config.ts', 'bench/mutation/vitest.config.ts', 'bench/mutation/runner.ts'];
    expect(sources.filter(({ path, text }) => /^export default\b/m.test(text) && !tools.includes(path)).map(({ path }) => path)).toEqual([]);
    expect(sources.filter(({ text }) => /^(export\s+)?(declare\s+)?(const\s+)?enum\s/m.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

/* ------------------------------------------------------------------ purity */

describe('purity', () => {
  test('the core has no clock, no randomness, no waiting and no way out', () => {
    const banned = /\bTemporal\.Now\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bprocess\.|\bawait\b|\basync\b|\bPromise\b|\bfetch\(|\bset(Timeout|Interval|Immediate)\b|\bcrypto\.random|\brandom(Bytes|UUID|Int)\b/;
    const core = product.filter(({ path }) => path.startsWith('src/core/'));
    expect(core.flatMap(({ path, text }) => withoutComments(text).split('\n').flatMap((line, index) => (banned.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])))).toEqual([]);
    const modules = core.flatMap(({ path, text }) => [...text.matchAll(specifier)].map((found) => ({ path, name: found[2] ?? '' }))).filter(({ name }) => name.startsWith('node:'));
    // A digest is computed, not read from anywhere.
    expect(modules.filter(({ name }) => name !== 'node:crypto')).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = product.filter(({ text }) => /\bprocess\.env\b/.test(withoutComments(text))).map(({ path }) => path);
    expect(readers).toEqual(['src/config.ts']);
  });
});

/** Roughly: whole-line and block comments; enough for words that code would not hold in a string. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' ')).replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/* ------------------------------------------------------------------ rules */

describe('rules', () => {
  const rules = [...readFileSync(join(repository, 'docs', 'rules.md'), 'utf8').matchAll(/^\| (R\d+) \| (.+?) \|/gm)].map((found) => found[1] ?? '');
  const named = (text: string): string[] => [...text.matchAll(/\[(R\d+)\]/g)].map((found) => found[1] ?? '');
  const titles = sources.flatMap(({ path, text }) => (path.endsWith('.test.ts') || path.endsWith('replica-contract.ts') ? [...text.matchAll(/\b(?:test|it|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(['"`])([\s\S]*?)\1/g)].map((found) => found[2] ?? '') : []));

  test('the rules are numbered once each', () => {
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(rules).size).toBe(rules.length);
  });

  test('every rule is named by the title of a test', () => {
    const shown = new Set(titles.flatMap(named));
    expect(rules.filter((rule) => !shown.has(rule))).toEqual([]);
  });

  test('every rule that a source or a test names is written down', () => {
    const unknown = sources.filter(({ path }) => path !== 'test/architecture.test.ts').flatMap(({ path, text }) => named(text).filter((rule) => !rules.includes(rule)).map((rule) => `${path} names ${rule}`));
    expect(unknown).toEqual([]);
  });
});
