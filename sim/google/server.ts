// In: a port and a clock. Out: a running simulator on loopback, and a way to close it.
// One origin serves Calendar, People, Tasks, OAuth, the control doors and the page for people.
// Never here: anything but loopback by default; this program has no defence against strangers.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBatch } from './batch.ts';
import { dispatch, logOauth } from './dispatch.ts';
import type { Incoming, Outgoing } from './dispatch.ts';
import { answerDoor } from './doors/control.ts';
import { answerOauth } from './oauth/routes.ts';
import { createOauthState } from './oauth/state.ts';
import { answerPage } from './page/routes.ts';
import { createWorld, now } from './world.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  readonly port?: number;
  readonly host?: string;
  readonly now?: () => number;
}

export interface Simulator {
  readonly url: string;
  close(): Promise<void>;
}

const largestBody = 64 * 1024 * 1024;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largestBody) throw new Error('The request body is too large.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function notFound(incoming: Incoming): Outgoing {
  const body = { error: { code: 404, message: `The requested URL ${incoming.pathname} was not found on this server.`, status: 'NOT_FOUND' } };
  return { status: 404, headers: { 'content-type': 'application/json; charset=UTF-8' }, text: JSON.stringify(body) };
}

async function answer(world: World, incoming: Incoming): Promise<Outgoing> {
  if (incoming.pathname.startsWith('/_sim/')) {
    const door = answerDoor(world, incoming.method, incoming.pathname.slice('/_sim/'.length), incoming.query, incoming.text);
    return { status: door.status, headers: { 'content-type': 'application/json; charset=UTF-8' }, text: JSON.stringify(door.body) };
  }
  const started = performance.now();
  const oauth = await answerOauth(world, incoming);
  if (oauth !== undefined) {
    logOauth(world, incoming, oauth.outgoing, oauth.account, oauth.fault, performance.now() - started);
    return oauth.outgoing;
  }
  const batch = await answerBatch(world, incoming, (part) => dispatch(world, part));
  if (batch !== undefined) return batch;
  return (await dispatch(world, incoming)) ?? answerPage(world, incoming) ?? notFound(incoming);
}

function send(world: World, request: IncomingMessage, response: ServerResponse, outgoing: Outgoing): void {
  if (outgoing.drop === true || (outgoing.cut === true && outgoing.text === '')) {
    request.socket.destroy();
    return;
  }
  // Clients of Tasks take the server's Date as their next "updated since".
  response.sendDate = false;
  const length = outgoing.status === 204 || outgoing.status === 304 ? {} : { 'content-length': String(Buffer.byteLength(outgoing.text)) };
  response.writeHead(outgoing.status, { date: new Date(now(world)).toUTCString(), vary: 'Origin', 'cache-control': 'private, max-age=0, must-revalidate, no-transform', ...outgoing.headers, ...length });
  if (outgoing.cut === true) {
    // The length was promised for the whole: the client sees an answer that ends too early.
    response.write(Buffer.from(outgoing.text).subarray(0, Math.floor(Buffer.byteLength(outgoing.text) / 2)), () => request.socket.destroy());
    return;
  }
  response.end(request.method === 'HEAD' || outgoing.status === 204 || outgoing.status === 304 ? undefined : outgoing.text);
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const incoming: Incoming = { method: request.method ?? 'GET', pathname: url.pathname, query: url.searchParams, headers: request.headers, text: await readText(request) };
  send(world, request, response, await answer(world, incoming));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const world = createWorld(options.now ?? Date.now, createOauthState());
  const server = createServer((request, response) => {
    handle(world, request, response).catch((error: unknown) => {
      // A bug of the simulator: loud, so that no test takes it for Google's behaviour.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      world.violations.push({ time: new Date().toISOString(), call: `${request.method} ${request.url}`, message, body: undefined });
      process.stderr.write(`simulator: ${message}\n`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 500, message: 'The simulator failed; see /_sim/log.' } }));
    });
  });
  server.keepAliveTimeout = 30_000;
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  world.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    url: world.url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
