// How a request leaves for Google and its answer comes back: by undici, in place of the
// client libraries' own sending, which took a third of the time of a write. In: a request as a
// client library has prepared it. Out: status, headers and body, whatever the status is.
// Never here: a second sending, or a judgement of the answer.

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { EnvHttpProxyAgent, fetch as fetchBy, request } from 'undici';

interface Prepared {
  readonly url: URL;
  readonly method?: string;
  readonly headers: Headers;
  readonly body?: unknown;
}

/** Its type is what both installed versions of the client library can be given. */
export type Adapter = (prepared: Prepared) => Promise<never>;

/**
 * Connections are kept from one cycle to the next, and given up before Google would do so. Its only
 * time limit is the one below. HTTP/1.1, which never sends twice: over HTTP/2 undici does, by itself.
 */
const kept = new EnvHttpProxyAgent({ allowH2: false, keepAliveTimeout: 45_000, keepAliveMaxTimeout: 45_000, headersTimeout: 0, bodyTimeout: 0 });
const unzip = promisify(gunzip);

interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams;
  readonly redirect?: 'manual';
  readonly signal: AbortSignal;
}

/** For what no client library asks. By the same way: Node's own fetch knows of no proxy. */
export async function fetchFromGoogle(address: string, question: Question): Promise<Response> {
  return (await fetchBy(address, { ...question, dispatcher: kept })) as unknown as Response;
}

/** `timeoutMs`: until the whole answer is there. */
export function makeAdapter(timeoutMs: number): Adapter {
  return async (prepared) => {
    const { url, method = 'GET', headers, body } = prepared;
    if (body !== undefined && typeof body !== 'string') throw new Error('Only JSON is sent to Google.');
    const inTime = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(url, { dispatcher: kept, method, headers: Object.fromEntries(headers), body: body ?? null, signal: inTime });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const text = (answer.headers['content-encoding'] === 'gzip' ? await unzip(bytes) : bytes).toString('utf8');
      return { config: prepared, status: answer.statusCode, headers: answer.headers, data: readBody(answer.headers['content-type'], text) } as never;
    } catch (error) {
      if (inTime.aborted) throw Object.assign(new Error(`no answer within ${timeoutMs / 1000} seconds`), { code: 'ETIMEDOUT' });
      throw error;
    }
  };
}

/** What says that it is JSON and is not stays text: the caller takes it for no answer. */
function readBody(type: string | string[] | undefined, text: string): unknown {
  if (type?.includes('application/json') !== true) return text;
  try {
    return ['\\u0000', '\\ud', '\\uD'].some((sign) => text.includes(sign)) ? JSON.parse(text, toStorable) : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Neither NUL nor half a character can be stored: found out only after a write, it would be too late. What is written whole goes back without them (docs/fields.md). */
function toStorable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
