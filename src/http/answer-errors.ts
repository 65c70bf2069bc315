// Turns whatever was thrown into a refusal of the table. In: any value. Out: an AppError;
// a bug becomes 'internal' with a reference that stands in the log too.
// Never here: a secret, a stack or SQL in an answer; a password or token in the log.

import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, isErrorCode } from './errors.ts';
import type { ErrorCode } from './errors.ts';

const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'not-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'not-json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_REQ_FILE_TOO_LARGE: 'too-large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media-type',
  FST_ERR_BAD_URL: 'not-found',
};

/** PostgreSQL is gone, going, or full: nothing that the request did. */
const databaseGone = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '53300']);

/** What PostgreSQL says of the one character that it keeps in no text. */
const unkeepable = new Set(['22021', '22P05']);

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const where = { method: request.method, route: request.routeOptions.url };
    const told = refusalFor(error);
    // Nothing that the request did: a person reads what to do, and the operator why.
    if (told !== undefined && told.status >= 500 && told.cause !== undefined) request.log.warn({ code: told.code, message: withoutSecrets(inWords(told.cause)), ...where });
    const refused = told ?? hidden(error, (entry) => request.log.error({ ...entry, ...where }));
    if (refused.details?.retryAfter !== undefined) void reply.header('retry-after', String(refused.details.retryAfter));
    if (refused.status === 401) void reply.header('www-authenticate', 'Bearer realm="SmartOffice Synchronization for Google"');
    // Set anew: the route may have announced a PDF.
    void reply.status(refused.status).header('cache-control', 'no-store').removeHeader('content-disposition').type('application/json; charset=utf-8');
    return reply.serializer(JSON.stringify).send(refused.body);
  });
}

/** What the thrower meant to refuse; undefined for a bug. */
function refusalFor(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error);
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as Partial<FastifyError>;
  if (error.name === 'OfficeError' && isErrorCode(code)) {
    const { field, remedy } = error as { field?: string; remedy?: string };
    return new AppError(code, { message: error.message, remedy, field, cause: error });
  }
  if (error.name === 'StoreTrouble' || (code !== undefined && databaseGone.has(code))) return new AppError('unavailable', { cause: error });
  if (code !== undefined && unkeepable.has(code)) return new AppError('invalid', { message: 'A text of the request holds a character that cannot be kept (NUL).', remedy: 'Take it out and send it again.', cause: error });
  if (code !== undefined && Object.hasOwn(frameworkCodes, code)) return new AppError(frameworkCodes[code] ?? 'invalid', { cause: error });
  if (statusCode === 413) return new AppError('too-large', { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new AppError('invalid', { message: error.message, cause: error });
  return undefined;
}

function invalidRequest(error: { validation: readonly { instancePath: string; message?: string; keyword: string }[] }): AppError {
  const first = error.validation[0];
  const field = (first?.instancePath ?? '').split('/').filter(Boolean).join('.');
  const said = first?.message ?? '';
  // A schema's own words end like a sentence and speak to a person; zod's do not.
  const own = /[.!]$/.test(said) && !said.startsWith('Invalid input');
  if (field === '') return new AppError('invalid', { message: 'The request is empty or not of the form that is expected.', remedy: 'Send a JSON object as described at /api/openapi.json.' });
  if (own) return new AppError('invalid', { field, message: `${field} is not right.`, remedy: said });
  return new AppError('invalid', { field, message: `${field} is not right: ${plainly(said)}.`, remedy: `Correct ${field} and send it again.` });
}

function plainly(said: string): string {
  const missing = /^Invalid input: expected (.+), received undefined$/.exec(said);
  if (missing) return `it is missing (a ${missing[1]} is expected)`;
  return said.replace(/^Invalid (input|option): /, '').replace(/\.$/, '');
}

interface HiddenEntry {
  readonly reference: string;
  readonly message: string;
  readonly stack: string | undefined;
}

function hidden(error: unknown, log: (entry: HiddenEntry) => void): AppError {
  const reference = randomBytes(4).toString('hex');
  const bug = error instanceof Error ? error : new Error(String(error));
  log({ reference, message: withoutSecrets(bug.message), stack: bug.stack === undefined ? undefined : withoutSecrets(bug.stack) });
  return new AppError('internal', {
    remedy: `Try again. If it happens again, give the reference ${reference} to your administrator.`,
    cause: error,
  });
}

/** With what it was caused by: the reason often stands there. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${inWords(error.cause)})`;
}

export function withoutSecrets(text: string): string {
  return text
    .replace(/(:\/\/[^:/@\s]*):[^@\s]*@/g, '$1:***@')
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replace(/\b(ya29\.|1\/\/)[\w.-]+/g, '$1***')
    .replace(/\b((?:access_|refresh_|id_)?token|code|client_secret|password)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi, '$1$2***');
}
