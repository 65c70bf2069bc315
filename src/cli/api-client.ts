// The HTTP API from a terminal. In: an address and credentials. Out: answers checked by the
// contract's schemas, or a refusal in the server's own words with its remedy.
// Never here: a way into the product that a browser does not have.

import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readClientConfig } from '../config.ts';
import type { ClientConfig, Environment } from '../config.ts';
import { accountList } from '../http/contract/accounts.ts';
import { errorBody, session } from '../http/contract/sync.ts';
import { keepToken, readToken } from './token-file.ts';
import { CommandTrouble } from './trouble.ts';

export interface ClientFlags {
  readonly app?: string;
  readonly email?: string;
  readonly password?: string;
  readonly tokenFile?: string;
  /** E-mail address of the user to act for; administrators only. */
  readonly user?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface ApiClient {
  readonly app: string;
  ask<T>(method: Method, path: string, answer: z.ZodType<T>, body?: unknown): Promise<T>;
  /** As it comes: documents and files. */
  fetch(method: Method, path: string, body?: RequestInit['body'], type?: string): Promise<Response>;
}

/** The server refused, with its code, so that a command can add what it knows. */
export class ServerRefusal extends CommandTrouble {
  readonly code: string;
  readonly body: z.infer<typeof errorBody>;

  constructor(body: z.infer<typeof errorBody>) {
    const current = body.currentReport === undefined ? '' : ` The current report is ${body.currentReport}.`;
    super(`${body.message}${current}`, body.remedy);
    this.code = body.code;
    this.body = body;
  }
}

export async function openClient(environment: Environment, flags: ClientFlags): Promise<ApiClient> {
  const config = readClientConfig(environment, flags);
  const token = await signInOrRemember(config);
  const send = async (method: Method, path: string, body?: RequestInit['body'], type?: string): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) };
    return refuseTrouble(config, await reach(config.app, path, { method, headers, body }));
  };
  const plain: ApiClient = {
    app: config.app,
    ask: async (method, path, answer, body) => parse(answer, await send(method, path, body === undefined ? undefined : JSON.stringify(body), body === undefined ? undefined : 'application/json')),
    fetch: send,
  };
  return flags.user === undefined ? plain : actFor(plain, flags.user);
}

async function actFor(client: ApiClient, email: string): Promise<ApiClient> {
  const { accounts } = await client.ask('GET', '/api/accounts', accountList);
  const found = accounts.find((account) => account.email.toLowerCase() === email.toLowerCase());
  if (!found) throw new CommandTrouble(`There is no user ${email} in your office.`, `Choose one of: ${accounts.map((account) => account.email).join(', ')}.`);
  const withUser = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}user=${found.userId}`;
  return {
    app: client.app,
    ask: (method, path, answer, body) => client.ask(method, withUser(path), answer, body),
    fetch: (method, path, body, type) => client.fetch(method, withUser(path), body, type),
  };
}

async function signInOrRemember(config: ClientConfig): Promise<string> {
  const { app, email, password, tokenFile } = config;
  if (email !== undefined && password !== undefined) {
    const answer = await reach(app, '/api/session?token=1', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
    const signedIn = await parse(session.extend({ token: z.string() }), await refuseTrouble(config, answer));
    await keepToken(tokenFile, app, { email, token: signedIn.token });
    return signedIn.token;
  }
  const kept = await readToken(tokenFile, app);
  if (kept !== undefined && (email === undefined || email.toLowerCase() === kept.email.toLowerCase())) return kept.token;
  throw new CommandTrouble(`You are not signed in at ${app}.`, 'Give --email and --password, or set SMARTOFFICE_SYNC_EMAIL and SMARTOFFICE_SYNC_PASSWORD; the token is kept for the next time.');
}

async function reach(app: string, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, app), request);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
    throw new CommandTrouble(`Nothing answers at ${app} (${cause?.code ?? cause?.message ?? String(error)}).`, 'Start the product (npm run demo, or npm start), or give its address with --app.');
  }
}

async function refuseTrouble(config: ClientConfig, answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const text = await answer.text();
  const body = errorBody.safeParse(parseJson(text));
  if (!body.success) throw new CommandTrouble(`${config.app} answered ${answer.status} in a form that is not understood.`, 'Check that --app is the address of this product.');
  if (body.data.code === 'session-expired') await keepToken(config.tokenFile, config.app, undefined);
  throw new ServerRefusal(body.data);
}

async function parse<T>(schema: z.ZodType<T>, answer: Response): Promise<T> {
  const parsed = schema.safeParse(parseJson(await answer.text()));
  if (parsed.success) return parsed.data;
  throw new CommandTrouble('The answer is not of the form that this version knows.', 'Use the command line of the same version as the product.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function saveAnswer(answer: Response, file: string): Promise<void> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new CommandTrouble(`The file ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, 'Choose another name or folder.');
  }
}
