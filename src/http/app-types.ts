// What routes are written against. In: the pieces that the composition root puts together.
// Out: the types App and RouteDeps, and who is signed in. A route file exports
// `registerXxxRoutes: RegisterRoutes`; its paths stand below the prefix /api.
// Never here: behaviour beyond reading who is signed in.

import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { SyncDoors } from './doors.ts';
import type { Store } from '../store/open.ts';
import { AppError } from './errors.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface HttpConfig {
  /** Where browsers reach this product; its scheme decides whether cookies are secure. */
  readonly publicUrl: URL;
  /** Set in the demo only. */
  readonly demo?: { readonly google: string };
  /** Built browser app; without it the server answers the API only. */
  readonly webFolder?: string;
}

export interface RouteDeps {
  readonly store: Store;
  readonly sync: SyncDoors;
  readonly config: HttpConfig;
  readonly now: () => Temporal.Instant;
}

export type RegisterRoutes = (app: App, deps: RouteDeps) => void | Promise<void>;

export interface SignedInUser {
  readonly id: string;
  readonly officeId: string;
  readonly fullName: string;
  readonly email: string;
  readonly role: 'user' | 'administrator';
  readonly zone: string;
  readonly locale: string;
}

/** How the request was signed in: a browser's session or a program's token. */
export interface SignedIn {
  readonly user: SignedInUser;
  readonly by: 'cookie' | 'token';
  /** Hash of the secret that the client sent; the key of the session's row. */
  readonly sessionKey: string;
  readonly csrfToken: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by sign-in.ts before any route runs. */
    signIn?: SignedIn;
  }
}

/** Every route below /api runs signed in unless it says otherwise, so this only throws for such. */
export function signedIn(request: FastifyRequest): SignedInUser {
  if (!request.signIn) throw new AppError('not-signed-in');
  return request.signIn.user;
}
