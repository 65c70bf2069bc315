// In: a multipart/mixed request with HTTP requests as its parts. Out: the parts' answers, in the same order.
// Each part counts as a request of its own: quota, faults, log. The outer headers hold for the parts, but
// Content-*. Never here: a nested batch, media, or a watch; Google refuses them too.
import { randomUUID } from 'node:crypto';
import type { Incoming, Outgoing } from './dispatch.ts';
import type { World } from './world.ts';
import { renderRefusal, Refusal } from './wire.ts';

const paths: Readonly<Record<string, string>> = { '/batch/calendar/v3': '/calendar/v3/', '/batch/tasks/v1': '/tasks/v1/', '/batch': '/' };
const jsonType = { 'content-type': 'application/json; charset=UTF-8' };

interface Part {
  readonly contentId: string | undefined;
  readonly incoming: Incoming;
}

function readHeaders(text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

function splitHead(text: string): [head: string, rest: string] {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? [text, ''] : [text.slice(0, end.index), text.slice(end.index + end[0].length)];
}

function bad(message: string): never {
  throw new Refusal(400, 'badRequest', message);
}

function readPart(text: string, outer: Incoming['headers']): Part {
  const [head, inner] = splitHead(text);
  const partHeaders = readHeaders(head);
  if (!/^application\/http/i.test(partHeaders['content-type'] ?? '')) bad('Each part of a batch must be of the type application/http.');
  const [requestHead, body] = splitHead(inner.trimStart());
  const [first = '', ...lines] = requestHead.split(/\r?\n/);
  const [method = '', target = ''] = first.split(' ');
  if (!target.startsWith('/')) bad(`The address of a part is a path only, not "${target}".`);
  const url = new URL(target, 'http://simulator');
  if (/^\/batch|\/watch$|^\/upload/.test(url.pathname)) bad('Batches, uploads and watches cannot be parts of a batch.');
  const inherited = Object.fromEntries(Object.entries(outer).filter(([name]) => !name.startsWith('content-')));
  const incoming: Incoming = { method: method.toUpperCase(), pathname: url.pathname, query: url.searchParams, headers: { ...inherited, ...readHeaders(lines.join('\n')) }, text: body.trim() };
  return { contentId: partHeaders['content-id'], incoming };
}

function readParts(world: World, incoming: Incoming): readonly Part[] {
  const type = incoming.headers['content-type'];
  const boundary = /multipart\/mixed.*boundary="?([^";]+)"?/i.exec(typeof type === 'string' ? type : '')?.[1];
  if (boundary === undefined) bad('A batch is a multipart/mixed request with a boundary.');
  const pieces = incoming.text.split(`--${boundary}`).slice(1);
  const texts = pieces.filter((piece) => !piece.startsWith('--') && piece.trim() !== '').map((piece) => piece.replace(/^\r?\n/, ''));
  if (texts.length === 0) bad('The batch has no parts.');
  if (texts.length > world.switches.batchCap) bad(`The batch has ${texts.length} parts; ${world.switches.batchCap} are allowed.`);
  return texts.map((text) => readPart(text, incoming.headers));
}

const phrases: Readonly<Record<number, string>> = { 200: 'OK', 204: 'No Content', 304: 'Not Modified', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 409: 'Conflict', 410: 'Gone', 412: 'Precondition Failed', 429: 'Too Many Requests', 503: 'Service Unavailable' };

function writePart(boundary: string, part: Part, answer: Outgoing): string {
  // A fault that would cut the socket is an error of this one part.
  const shown = answer.drop === true || answer.cut === true ? { status: 503, headers: jsonType, text: JSON.stringify({ error: { code: 503, message: 'Backend Error' } }) } : answer;
  const id = part.contentId === undefined ? [] : [`Content-ID: ${part.contentId.startsWith('<') ? `<response-${part.contentId.slice(1)}` : `response-${part.contentId}`}`];
  const headers = Object.entries({ ...shown.headers, ...(shown.text === '' ? {} : { 'content-length': String(Buffer.byteLength(shown.text)) }) });
  return [`--${boundary}`, 'Content-Type: application/http', ...id, '', `HTTP/1.1 ${shown.status} ${phrases[shown.status] ?? 'Status'}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', shown.text].join('\r\n');
}

/** Answers undefined when the path is no batch's. */
export async function answerBatch(world: World, incoming: Incoming, dispatch: (incoming: Incoming) => Promise<Outgoing | undefined>): Promise<Outgoing | undefined> {
  const prefix = paths[incoming.pathname];
  if (prefix === undefined || incoming.method !== 'POST') return undefined;
  try {
    const parts = readParts(world, incoming);
    const boundary = `batch_${randomUUID()}`;
    const texts: string[] = [];
    for (const part of parts) {
      const isOfApi = part.incoming.pathname.startsWith(prefix);
      const answer = isOfApi ? await dispatch(part.incoming) : undefined;
      texts.push(writePart(boundary, part, answer ?? { status: 404, headers: jsonType, text: JSON.stringify({ error: { code: 404, message: 'Not Found' } }) }));
    }
    return { status: 200, headers: { 'content-type': `multipart/mixed; boundary=${boundary}` }, text: `${texts.join('\r\n')}\r\n--${boundary}--\r\n` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.code, headers: jsonType, text: JSON.stringify(renderRefusal('calendar', error)) };
  }
}
