// Takes an address before anything else is started. In: host and port. Out: a server that
// listens and answers 503 until the app is there, so that its own address is known to
// everything that is built after it, and a taken port is refused before a database starts.
// Never here: routes.

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Door {
  readonly server: Server;
  readonly url: string;
  /** From now on the app answers; it has been given `server`. */
  opened(): void;
  close(): Promise<void>;
}

/** Why the address cannot be taken, in words with the remedy. */
export class ListenTrouble extends Error {
  readonly remedy: string;
  readonly isTaken: boolean;

  constructor(what: string, remedy: string, isTaken: boolean) {
    super(`${what} ${remedy}`);
    this.name = 'ListenTrouble';
    this.remedy = remedy;
    this.isTaken = isTaken;
  }
}

/** Answers in progress may take so long when the product stops. */
const PATIENCE_MS = 10_000;

export async function openDoor(host: string, port: number): Promise<Door> {
  const server = createServer();
  server.on('request', answerStarting);
  await listen(server, host, port);
  const bound = server.address() as AddressInfo;
  // 0.0.0.0 and :: are no addresses that a browser can go to.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    server,
    url: `http://${shown}:${bound.port}`,
    opened: () => void server.removeListener('request', answerStarting),
    close: () => close(server),
  };
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return;
  const body = { code: 'unavailable', message: 'The product is starting.', remedy: 'Try again in a moment.' };
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1', connection: 'close' }).end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenTrouble(`The port ${port} on ${host} is taken by another program.`, 'Stop that program, or choose another port (0 takes any free one).', true);
    case 'EACCES':
      return new ListenTrouble(`The port ${port} may not be used by this user.`, 'Choose a port above 1023.', false);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenTrouble(`This machine has no address "${host}".`, 'Choose 127.0.0.1, or 0.0.0.0 for every network of this machine.', false);
    default:
      return error;
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
