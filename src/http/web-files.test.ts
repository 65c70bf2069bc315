import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerErrors } from './answer-errors.ts';
import { serveWebFiles } from './web-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartoffice-sync-test-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>app</title>');
  writeFileSync(join(folder, 'assets', 'app-1.js'), 'go()');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function get(url: string, from: string | undefined = folder, headers: Record<string, string> = {}) {
  const app = Fastify();
  answerErrors(app);
  await serveWebFiles(app, from);
  const answer = await app.inject({ url, headers });
  await app.close();
  return answer;
}

describe('the pages for the browser', () => {
  test('every page of the app is index.html, asked for anew each time', async () => {
    for (const url of ['/', '/setup/google?connected=1', '/reports/4']) {
      const answer = await get(url);
      expect([url, answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([url, 200, '<title>app</title>', 'no-cache']);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
    }
  });

  test('files with a hash in their name are kept for ever, missing ones are missing', async () => {
    const script = await get('/assets/app-1.js');
    expect([script.body, script.headers['cache-control']]).toEqual(['go()', 'public, max-age=31536000, immutable']);
    for (const url of ['/assets/app-0.js', '/api/nothing', '/apinothing.json', '/..%2f..%2fetc/passwd.txt']) expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  });

  test('a file is sent in the small form beside it, to who can read that', async () => {
    writeFileSync(join(folder, 'assets', 'large-1.js'), 'go().and.further()');
    writeFileSync(join(folder, 'assets', 'large-1.js.br'), 'small');
    const small = await get('/assets/large-1.js', folder, { 'accept-encoding': 'gzip, br' });
    expect([small.body, small.headers['content-encoding'], small.headers['vary'], small.headers['cache-control']]).toEqual(['small', 'br', 'accept-encoding', 'public, max-age=31536000, immutable']);
    expect(small.headers['content-type']).toMatch(/javascript/);
    expect((await get('/assets/large-1.js')).body).toBe('go().and.further()');
    expect((await get('/assets/app-1.js', folder, { 'accept-encoding': 'gzip, br' })).body).toBe('go()');
  });

  test('without built pages the answer says how to build them', async () => {
    const app = Fastify();
    answerErrors(app);
    await serveWebFiles(app, undefined);
    expect((await app.inject({ url: '/' })).json().remedy).toMatch(/npm run build:web/);
    await app.close();
  });
});
