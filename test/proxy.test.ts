// A company's proxy in the environment: requests to Google leave through it, those to a
// simulator on this machine do not.

import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { presentEnvironment } from '../src/config.ts';
import { addressesAt, googleAddresses } from '../src/replica/google/addresses.ts';
import { openTokens } from '../src/replica/google/tokens.ts';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const asked: string[] = [];
const proxy = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.writeHead(502).end();
}).on('connect', (request, socket) => {
  asked.push(request.url ?? '');
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});
const simulator = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"new","expires_in":3600}'));

beforeAll(async () => {
  for (const server of [proxy, simulator]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, `http://127.0.0.1:${portOf(proxy)}`);
  vi.stubEnv('NO_PROXY', 'intranet.example');
  vi.stubEnv('no_proxy', undefined);
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const server of [proxy, simulator]) {
    server.closeAllConnections();
    server.close();
  }
});

test('a simulator on this machine is reached without the proxy that leads to Google, for tokens and for everything else; the doctor goes the same way', async () => {
  presentEnvironment();
  const { makeAdapter } = await import('../src/replica/google/transport.ts');
  const ask = makeAdapter(5_000);
  const here = `http://127.0.0.1:${portOf(simulator)}`;
  const tokens = openTokens({ addresses: addressesAt(here), clientId: 'demo', clientSecret: 'demo' }, { load: async () => ({ refreshToken: 'kept' }), save: async () => undefined }, () => Date.now());
  expect(await tokens.current()).toBe('new');
  expect(await ask({ url: new URL(here), headers: new Headers() })).toMatchObject({ status: 200 });
  expect(asked).toEqual([]);
  await expect(ask({ url: new URL('https://people.googleapis.com/'), headers: new Headers() })).rejects.toThrow();
  const { checkClient } = await import('../src/compose/doctor/google.ts');
  expect((await checkClient({ clientId: 'c', clientSecret: 's', addresses: googleAddresses }, 'http://127.0.0.1/', false)).result).toBe('problem');
  expect(asked).toEqual(['people.googleapis.com:443', 'oauth2.googleapis.com:443']);
});
