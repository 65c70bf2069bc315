// A development aid: made-up answers for every route that the screens call, so that they
// can be looked at without the product. Served by the development server only; no build
// contains it, and nothing in src/ may import it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { officeRoutes } from './fake-office.ts';
import { syncRoutes } from './fake-sync.ts';

export type Call = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: Record<string, any> };
export type Reply = { readonly status?: number; readonly json?: unknown };
export type Route = readonly [method: string, pattern: RegExp, answer: (call: Call, ...parts: string[]) => Reply | undefined];

async function readBody(request: IncomingMessage): Promise<Record<string, any>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, any>;
  } catch {
    return {};
  }
}

const routes: readonly Route[] = [...syncRoutes, ...officeRoutes];
const streams = new Set<ServerResponse>();

export function tell(event: string): void {
  for (const stream of streams) stream.write(`event: ${event}\ndata: {}\n\n`);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.replace(/^\/api/, '');
  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  const method = request.method ?? 'GET';
  const body = method === 'GET' ? {} : await readBody(request);
  for (const [wanted, pattern, make] of routes) {
    const match = pattern.exec(path);
    if (wanted !== method || match === null) continue;
    const reply = make({ method, path, query: url.searchParams, body }, ...match.slice(1).map((part) => decodeURIComponent(part)));
    if (reply === undefined) continue;
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
    response.end(reply.json === undefined ? '' : JSON.stringify(reply.json));
    return;
  }
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 'not-found', message: 'This does not exist.', remedy: 'Go back and choose from the list.' }));
}

function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  if (request.url === undefined || !request.url.startsWith('/api/')) next();
  else void answer(request, response);
}

export function fakeApi(): Plugin {
  return {
    name: 'fake-api',
    apply: 'serve',
    configureServer: ({ middlewares }) => void middlewares.use(serve),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(serve),
  };
}
