// Signing in and staying so. In: requests with a cookie or a token. Out: request.signIn, or
// a refusal before any route runs. The one place that decides who may act for whom.
// Never here: a session that outlives signing in as somebody else, or a change made by a
// browser without the page's own token.

import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './errors.ts';
import type { HttpConfig, RouteDeps, SignedInUser } from './app-types.ts';
import { signedIn } from './app-types.ts';
import type { NewPassword } from './contract/session.ts';
import { changePassword, findUser, signIn } from '../office/users.ts';
import { csrfTokenOf, endSession, endSessionsOf, findSession, keyOf, startSession } from './session-store.ts';
import { addAudit, addRefusedSignIn } from '../store/audit.ts';
import { withTransaction } from '../store/transaction.ts';
import { countAttempt, forgiveAttempt } from './sign-in-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Runs without being signed in. */
    public?: boolean;
    /** Runs for administrators only. */
    administrator?: boolean;
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Cookies do not know ports: two installations on one host must not sign each other out. */
export function cookieName(config: HttpConfig, purpose: 'session' | 'connect'): string {
  return `${purpose}_${config.publicUrl.port || (config.publicUrl.protocol === 'https:' ? '443' : '80')}`;
}

export function cookieOptions(config: HttpConfig, path = '/') {
  return { path, httpOnly: true, sameSite: 'lax', secure: config.publicUrl.protocol === 'https:' } as const;
}

/** Guards every route of `app` that is not marked public. */
export function guardRoutes(app: FastifyInstance, deps: RouteDeps): void {
  app.addHook('onRequest', async (request) => {
    const { public: open = false, administrator = false } = request.routeOptions.config;
    const held = heldSecret(request, deps.config);
    const found = held && (await findSession(deps.store.db, held.secret, deps.now()));
    const fits = found && found.heldBy === (held.by === 'cookie' ? 'browser' : 'program');
    if (fits) request.signIn = { user: found.user, by: held.by, sessionKey: found.key, csrfToken: csrfTokenOf(held.secret) };
    if (open) return;
    if (!held) throw new AppError('not-signed-in');
    if (!fits) throw new AppError('session-expired');
    if (held.by === 'cookie' && !safeMethods.has(request.method)) assertCsrf(request);
    if (administrator && found.user.role !== 'administrator') throw new AppError('forbidden');
  });
}

function heldSecret(request: FastifyRequest, config: HttpConfig): { secret: string; by: 'cookie' | 'token' } | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { secret: bearer, by: 'token' };
  const cookie = request.cookies[cookieName(config, 'session')];
  return cookie ? { secret: cookie, by: 'cookie' } : undefined;
}

function assertCsrf(request: FastifyRequest): void {
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const right = Buffer.from(request.signIn?.csrfToken ?? '');
  if (sent.length !== right.length || !timingSafeEqual(sent, right)) throw new AppError('csrf');
}

export async function signInWithPassword(
  deps: RouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  given: { readonly email: string; readonly password: string },
  asProgram: boolean,
): Promise<{ user: SignedInUser; csrfToken: string; token?: string }> {
  const { db } = deps.store;
  const attempt = { email: given.email, network: request.ip };
  await countAttempt(db, attempt, deps.now());
  const found = await signIn(db, given.email, given.password);
  if (!found) {
    await auditRefused(deps, attempt, 'Signing in was refused');
    throw new AppError('wrong-password', { field: 'password' });
  }
  const { country: _, ...user } = found;
  await forgiveAttempt(db, attempt);
  const secret = await withTransaction(deps.store, async (tx) => {
    // The secret from before signing in is worth nothing afterwards.
    if (!asProgram && request.signIn?.by === 'cookie') await endSession(tx, request.signIn.sessionKey);
    await addAudit(tx, { officeId: user.officeId, userId: user.id, kind: 'sign-in', by: nameOf(user), text: asProgram ? 'A program signed in' : 'Signed in', details: { network: request.ip } });
    return startSession(tx, user.id, asProgram ? 'program' : 'browser', deps.now());
  });
  if (asProgram) return { user, csrfToken: csrfTokenOf(secret), token: secret };
  void reply.setCookie(cookieName(deps.config, 'session'), secret, cookieOptions(deps.config));
  return { user, csrfToken: csrfTokenOf(secret) };
}

function nameOf(person: { readonly fullName: string; readonly email: string }): string {
  return `${person.fullName} (${person.email})`;
}

/** An address that nobody has belongs to no office: it stands in no audit. Asked in one statement, so that the answer tells neither. */
async function auditRefused(deps: RouteDeps, { email, network }: { readonly email: string; readonly network: string }, text: string): Promise<void> {
  await addRefusedSignIn(deps.store.db, { email: email.trim(), text, details: { network } });
}

/** Guessing is limited as it is at the sign-in. Everybody else who is signed in as this person is signed out. */
export async function changeOwnPassword(deps: RouteDeps, request: FastifyRequest, given: NewPassword): Promise<void> {
  const { db } = deps.store;
  const person = signedIn(request);
  const attempt = { email: person.email, network: request.ip };
  await countAttempt(db, attempt, deps.now());
  if (!(await signIn(db, person.email, given.current))) {
    await auditRefused(deps, attempt, 'A change of the password was refused');
    throw new AppError('wrong-present-password', { field: 'current' });
  }
  await forgiveAttempt(db, attempt);
  await withTransaction(deps.store, async (tx) => {
    await changePassword(tx, person.id, given.password);
    await endSessionsOf(tx, person.id, request.signIn?.sessionKey);
    await addAudit(tx, { officeId: person.officeId, userId: person.id, kind: 'password', by: nameOf(person), text: 'Changed the own password; the other sessions ended', details: { network: request.ip } });
  });
}

export async function signOut(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const signed = request.signIn;
  if (signed) {
    await withTransaction(deps.store, async (tx) => {
      await endSession(tx, signed.sessionKey);
      await addAudit(tx, { officeId: signed.user.officeId, userId: signed.user.id, kind: 'sign-out', by: nameOf(signed.user), text: 'Signed out', details: { network: request.ip } });
    });
  }
  void reply.clearCookie(cookieName(deps.config, 'session'), cookieOptions(deps.config));
}

/** Whom the request is for: the person, or for an administrator a user of the same office. */
export async function actingFor(deps: RouteDeps, request: FastifyRequest, userId: string | undefined): Promise<{ userId: string; by: string }> {
  const person = signedIn(request);
  // Kept with what was decided, and read by people long after the account is gone.
  const by = nameOf(person);
  if (userId === undefined || userId === person.id) return { userId: person.id, by };
  if (person.role !== 'administrator') throw new AppError('forbidden', { field: 'user' });
  if ((await findUser(deps.store.db, userId))?.officeId !== person.officeId) {
    throw new AppError('not-found', { field: 'user', message: 'There is no such user in your office.', remedy: 'Choose a user from the list of accounts.' });
  }
  return { userId, by };
}

/** Ties a sign-in with Google to the browser that began it: nobody can finish another's. */
export function rememberConnect(config: HttpConfig, reply: FastifyReply, googleUrl: string): void {
  const state = new URL(googleUrl).searchParams.get('state');
  if (state === null) return;
  void reply.setCookie(connectCookie(config, state), keyOf(state), { ...cookieOptions(config, '/api/google/callback'), maxAge: 30 * 60 });
}

export function isOwnConnect(config: HttpConfig, request: FastifyRequest, reply: FastifyReply, callback: URL): boolean {
  const state = callback.searchParams.get('state') ?? '';
  const name = connectCookie(config, state);
  void reply.clearCookie(name, cookieOptions(config, '/api/google/callback'));
  return state !== '' && request.cookies[name] === keyOf(state);
}

function connectCookie(config: HttpConfig, state: string): string {
  return `${cookieName(config, 'connect')}_${keyOf(state).slice(0, 12)}`;
}
