import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesAt } from './addresses.ts';
import { openTokens } from './tokens.ts';

const google = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ access_token: 'new', expires_in: 3600, token_type: 'Bearer' }));
});
beforeAll(() => new Promise<void>((resolve) => google.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => google.close(resolve)));

test('A renewed access that could not be kept is told as what it is, not as trouble of Google’s', async () => {
  const away = new Error('the database is away');
  const tokens = openTokens(
    { addresses: addressesAt(`http://127.0.0.1:${(google.address() as AddressInfo).port}`), clientId: 'client', clientSecret: 'secret' },
    { load: async () => ({ refreshToken: 'kept' }), save: () => Promise.reject(away) },
    () => Date.now(),
  );
  await expect(tokens.current()).rejects.toBe(away);
});
