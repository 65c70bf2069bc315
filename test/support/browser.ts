// A browser for tests. In: CHROMIUM_PATH (a program, or "npm"), else what the machine has,
// else the Chromium of the npm package. Out: a browser met through playwright-core.
// Never here: a download, or a folder that another user or another clone also writes.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const npmPackage = join(repository, 'node_modules', '@sparticuz', 'chromium');

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

interface Program {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await findProgram();
  return chromium.launch({
    executablePath: path,
    // Tests run as root too, and in containers; they open our own pages only.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
}

async function findProgram(): Promise<Program> {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished !== undefined && wished !== '' && wished !== 'npm') return { path: wished, environment: {} };
  const found = wished === 'npm' ? undefined : installed.find((path) => existsSync(path));
  return found === undefined ? unpackFromNpm() : { path: found, environment: {} };
}

async function unpackFromNpm(): Promise<Program> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found. Install Chromium or Google Chrome, or name its program in CHROMIUM_PATH.');
  }
  const { version } = JSON.parse(await readFile(join(npmPackage, 'package.json'), 'utf8')) as { version: string };
  const name = `chromium-${version}-${process.getuid?.()}`;
  const folder = join(await writableFolder(), name);
  if (!(await isOurs(folder))) await unpackInto(folder);
  return { path: join(folder, 'chromium'), environment: surroundingsOf(folder) };
}

/** In the clone itself where that may be written; `npm ci` clears it away. */
async function writableFolder(): Promise<string> {
  const modules = join(repository, 'node_modules');
  const cache = join(modules, '.cache');
  const canWrite = await mkdir(cache, { recursive: true })
    .then(() => access(cache, constants.W_OK))
    .then(() => true, () => false);
  if (canWrite) return cache;
  const clone = createHash('sha256').update(repository).digest('hex').slice(0, 12);
  const own = join(tmpdir(), `smartoffice-sync-test-browser-${clone}-${process.getuid?.()}`);
  await mkdir(own, { recursive: true, mode: 0o700 });
  if (!(await isOurs(own))) throw new Error(`${own} belongs to somebody else. Remove it, or install Chromium.`);
  return own;
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** Unpacked under another name first: nobody ever sees half of it, and the quicker of two wins. */
async function unpackInto(folder: string): Promise<void> {
  const making = await mkdtemp(`${folder}-`);
  const code = `
    import { inflate } from ${JSON.stringify(join(npmPackage, 'build', 'index.js'))};
    await Promise.all(['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((file) => inflate(${JSON.stringify(`${npmPackage}/bin/`)} + file)));`;
  try {
    // The package unpacks into the temporary folder of its process: it gets one of its own.
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { env: { ...process.env, TMPDIR: making }, stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (ended !== 0) throw new Error('The Chromium of the npm package could not be unpacked. Run npm ci and try again.');
    await writeFile(join(making, 'fonts', 'fonts.conf'), `<?xml version="1.0"?><fontconfig><dir>${inXml(join(folder, 'fonts'))}</dir><cachedir>${inXml(join(folder, 'fonts-cache'))}</cachedir></fontconfig>\n`);
    await rename(making, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

function inXml(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A bare Debian lacks libraries and fonts that the package brings; what it has itself is as good. */
function surroundingsOf(folder: string): Record<string, string> {
  const before = process.env['LD_LIBRARY_PATH'];
  const libraries = [join(folder, 'al2023', 'lib'), ...(before === undefined || before === '' ? [] : [before])].join(':');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  return { LD_LIBRARY_PATH: libraries, ...fonts };
}
