// The one place that talks to the server. In: a method, a path below /api and a body.
// Out: the typed answer, or an ApiError that says what happened and what to do about it.
// Every change carries the token of the session; nothing else may call fetch.

import type { ErrorBody } from '../../src/http/contract/sync.ts';
import { commonText } from './text/common.ts';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly field: string | undefined;
  readonly currentReport: string | undefined;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.remedy = body.remedy;
    this.field = body.field;
    this.currentReport = body.currentReport;
  }
}

let csrfToken = '';

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

let signedOut: () => void = () => undefined;

/** What happens when a request finds the session ended; asking for the session itself only answers that. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

let renewToken: () => Promise<boolean> = () => Promise.resolve(false);

/** Asked where the session is a newer one than this page knows: whether it is the same person's, and its token known now. */
export function onOldToken(listener: () => Promise<boolean>): void {
  renewToken = listener;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `/api${path}${text === '' ? '' : `?${text}`}`;
}

async function readError(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as Partial<ErrorBody>;
    if (typeof body.message === 'string') {
      return new ApiError(response.status, { ...body, code: body.code ?? 'unknown', message: body.message, remedy: body.remedy ?? '' });
    }
  } catch {
    // An answer that is not JSON came from something in between; say so in our own words.
  }
  return new ApiError(response.status, { code: 'unexpected-answer', message: commonText.unexpectedAnswer(response.status), remedy: commonText.tryAgain });
}

async function send(method: string, path: string, query: Query | undefined, body: unknown, again = false): Promise<Response> {
  const form = body instanceof FormData;
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
    },
  };
  if (body !== undefined) init.body = form ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(address(path, query), init);
  } catch {
    throw new ApiError(0, { code: 'unreachable', message: commonText.unreachable, remedy: commonText.unreachableRemedy });
  }
  if (response.status === 401 && path !== '/session') signedOut();
  if (!response.ok) {
    const trouble = await readError(response);
    if (trouble.code === 'csrf' && !again && (await renewToken())) return send(method, path, query, body, true);
    throw trouble;
  }
  return response;
}

async function call<T>(method: string, path: string, query?: Query, body?: unknown): Promise<T> {
  const response = await send(method, path, query, body);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export const api = {
  get: <T>(path: string, query?: Query) => call<T>('GET', path, query),
  post: <T>(path: string, body?: unknown, query?: Query) => call<T>('POST', path, query, body ?? {}),
  put: <T>(path: string, body: unknown, query?: Query) => call<T>('PUT', path, query, body),
  delete: (path: string, query?: Query) => call<void>('DELETE', path, query),
};

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, { code: 'bug', message: commonText.somethingBroke, remedy: commonText.tryAgain });
}

/** The words for a field: the server's general "x is not right." says less than its remedy. */
export function inWords(error: ApiError): string {
  return error.field !== undefined && error.message === `${error.field} is not right.` ? error.remedy : `${error.message} ${error.remedy}`;
}

/** The field that an error names, without the name of the record around it. */
export function fieldOf(error: ApiError | undefined, ...records: readonly string[]): string | undefined {
  const field = error?.field;
  const record = records.find((one) => field?.startsWith(`${one}.`));
  return record === undefined ? field : field?.slice(record.length + 1);
}
