// How a request leaves for Google and its answer comes back: in place of the client
// libraries' own sending, which costs more than the rest of a write. In: a request as a client
// library has prepared it. Out: status, headers and body, whatever the status is. Never here:
// a second sending, or a judgement of the answer.

import { Agent as PlainAgent, request as requestPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

interface Prepared {
  readonly url: URL;
  readonly method?: string;
  readonly headers: Headers;
  readonly body?: unknown;
  /** A proxy's, from the environment. */
  readonly agent?: unknown;
}

/** Its type is what both installed versions of the client library can be given. */
export type Adapter = (prepared: Prepared) => Promise<never>;

/** Sockets are kept from one cycle to the next, and given up before Google would do so. */
const kept = { keepAlive: true, timeout: 45_000 } as const;
const agents = { 'http:': new PlainAgent(kept), 'https:': new Agent(kept) };
const unzip = promisify(gunzip);

/** `timeoutMs`: until the whole answer is there. */
export function makeAdapter(timeoutMs: number): Adapter {
  return async (prepared) => {
    const { status, headers, body } = await exchange(prepared, timeoutMs);
    const text = (headers['content-encoding'] === 'gzip' ? await unzip(body) : body).toString('utf8');
    return { config: prepared, status, headers, data: readBody(headers['content-type'], text) } as never;
  };
}

interface Exchanged {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function exchange({ url, method, headers, body, agent }: Prepared, timeoutMs: number): Promise<Exchanged> {
  if (body !== undefined && typeof body !== 'string') throw new Error('Only JSON is sent to Google.');
  const isPlain = url.protocol === 'http:';
  return new Promise((resolve, reject) => {
    const options = { method: method ?? 'GET', headers: Object.fromEntries(headers), agent: (agent as Agent | undefined) ?? agents[isPlain ? 'http:' : 'https:'] };
    const sending = isPlain ? requestPlain(url, options) : request(url, options);
    const timer = setTimeout(() => sending.destroy(Object.assign(new Error(`no answer within ${timeoutMs / 1000} seconds`), { code: 'ETIMEDOUT' })), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    sending.on('error', fail);
    sending.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A connection that ends before its answer does.
      answer.on('error', fail);
      answer.on('end', () => {
        clearTimeout(timer);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) });
      });
    });
    // With its length, and so in one piece.
    sending.end(body);
  });
}

/** What says that it is JSON and is not stays text: the caller takes it for no answer. */
function readBody(type: string | undefined, text: string): unknown {
  if (type?.includes('application/json') !== true) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
