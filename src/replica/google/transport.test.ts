// Requests against a server of the test's own: what of an answer reaches the caller, and what
// is told as no answer.

import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { makeAdapter } from './transport.ts';

let server: Server | undefined;
let connections = 0;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: RequestListener): Promise<URL> {
  connections = 0;
  server = createServer(answer).on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?q=1`);
}
const send = (url: URL, body?: string, timeoutMs = 5000): Promise<{ status: number; data: unknown; headers: Record<string, string> }> =>
  makeAdapter(timeoutMs)({ url, method: body === undefined ? 'GET' : 'POST', headers: new Headers({ 'content-type': 'application/json', 'accept-encoding': 'gzip' }), body });
const json = (response: ServerResponse, status: number, body: Buffer | string, headers: Record<string, string> = {}): unknown => response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers }).end(body);
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

test('what is sent arrives with its length, and an answer of any status comes back with its headers', async () => {
  const url = await serve((request, response) => {
    void bodyOf(request).then((sent) => json(response, 412, JSON.stringify({ sent, length: request.headers['content-length'], url: request.url }), { 'retry-after': '7' }));
  });
  expect(await send(url, '{"name":"Zoë"}')).toMatchObject({ status: 412, headers: { 'retry-after': '7' }, data: { sent: '{"name":"Zoë"}', length: '15', url: '/path?q=1' } });
});

test('a compressed answer in several pieces is read whole, one without content is empty, and the connection is used again', async () => {
  const packed = gzipSync(JSON.stringify({ text: 'ä'.repeat(100_000) }));
  const url = await serve((request, response) => {
    if (request.method === 'POST') return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.write(packed.subarray(0, 50));
    setImmediate(() => response.end(packed.subarray(50)));
  });
  expect((await send(url)).data).toEqual({ text: 'ä'.repeat(100_000) });
  expect(await send(url, '{}')).toMatchObject({ status: 204, data: '' });
  expect(connections).toBe(1);
});

test('[R11] an answer that is cut short, none in time, and no connection are told with a code; text in place of JSON stays text', async () => {
  const url = await serve((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"half":');
      setImmediate(() => response.destroy());
    }
  });
  await expect(send(url)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  await expect(send(url, '{}', 100)).rejects.toMatchObject({ code: 'ETIMEDOUT', message: expect.stringContaining('no answer within 0.1 seconds') });
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  await expect(send(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await send(await serve((_, response) => void json(response, 200, '{"half":')))).data).toBe('{"half":');
});

test('[R11] a create whose kept connection ends under it is told, with a code, and is sent once', async () => {
  let creates = 0;
  const url = await serve((request, response) => {
    if (request.method === 'GET') return void json(response, 200, '{}');
    creates += 1;
    request.socket.destroy();
  });
  await send(url);
  // Back in its pool.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(send(url, '{}')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  expect([connections, creates]).toEqual([1, 1]);
});

test('[R11] only HTTP/1.1 is offered: over HTTP/2 requests are sent again by the library itself', async () => {
  const greeted = Promise.withResolvers<string>();
  const listener = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', (greeting) => {
      greeted.resolve(greeting.toString('latin1'));
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  await expect(send(new URL(`https://127.0.0.1:${(listener.address() as AddressInfo).port}/`), '{}')).rejects.toMatchObject({ code: 'ECONNRESET' });
  listener.close();
  const greeting = await greeted.promise;
  expect(['\x08http/1.1', '\x02h2'].filter((protocol) => greeting.includes(protocol))).toEqual(['\x08http/1.1']);
});

test('a text leaves without what no database holds, and is otherwise as it came', async () => {
  const sent = { title: 'A\0 \ud83c', same: ['🙂 \\u0000', 'C:\\ud'] };
  const url = await serve((_, response) => void json(response, 200, JSON.stringify(sent)));
  expect((await send(url)).data).toEqual({ title: 'A \ufffd', same: sent.same });
});
