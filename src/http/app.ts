// Puts the HTTP server together, without listening. In: the pieces of RouteDeps and the
// routes of other parts. Out: a Fastify instance that tests reach by injection.
// Never here: what a route does, or a route that is reachable without being guarded.

import type { RequestListener, Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import Fastify, { LogController } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { answerErrors } from './answer-errors.ts';
import type { App, HttpConfig, RegisterRoutes, RouteDeps } from './app-types.ts';
import { errorBody } from './contract/sync.ts';
import { closeStreamsWith } from './event-stream.ts';
import { serveMetrics } from './metrics.ts';
import type { MetricsDoor } from './metrics.ts';
import { registerPeopleRoutes } from './routes/people.ts';
import { registerSessionRoutes } from './routes/session.ts';
import { registerAccountRoutes } from './routes/sync/accounts.ts';
import { registerEventRoutes } from './routes/sync/events.ts';
import { registerGoogleRoutes } from './routes/sync/google.ts';
import { registerPushRoutes } from './routes/sync/push.ts';
import { registerDecisionRoutes } from './routes/sync/decisions.ts';
import { registerReportRoutes } from './routes/sync/reports.ts';
import { registerSetupRoutes } from './routes/sync/setup.ts';
import { guardRoutes } from './sign-in.ts';
import { serveWebFiles } from './web-files.ts';

export interface AppDeps extends RouteDeps {
  /** Routes of other parts, mounted below /api and guarded like all. */
  readonly routes?: readonly RegisterRoutes[];
  /** A server that listens already; without it Fastify makes one. */
  readonly server?: Server;
  readonly trustProxy?: boolean | string;
  readonly logLevel?: string;
  /** For the operator's monitoring; without it there is none. */
  readonly metrics?: MetricsDoor;
}

const MEGABYTE = 1024 * 1024;
const UPLOAD_LIMIT = 50 * MEGABYTE;

const ownRoutes: readonly RegisterRoutes[] = [
  registerSessionRoutes,
  registerPeopleRoutes,
  registerSetupRoutes,
  registerGoogleRoutes,
  registerPushRoutes,
  registerReportRoutes,
  registerDecisionRoutes,
  registerAccountRoutes,
  registerEventRoutes,
];

export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { server } = deps;
  const app = Fastify({
    // Addresses hold codes of sign-ins: requests are not logged, only trouble is.
    logger: { level: deps.logLevel ?? 'silent', stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy ?? false,
    bodyLimit: MEGABYTE,
    forceCloseConnections: 'idle',
    ...(server && { serverFactory: (listener: RequestListener) => server.on('request', listener) }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('signIn');
  answerErrors(app);
  closeStreamsWith(app);

  await app.register(helmet, helmetOptions(deps.config));
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fileSize: UPLOAD_LIMIT } });
  await describeApi(app, deps.config);
  await app.register(
    async (api) => {
      guardRoutes(api, deps);
      api.addHook('onSend', async (_request, reply) => {
        // Answers are about people; nothing between us and the browser may keep them.
        if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
      });
      for (const register of [registerOwnDescription, ...ownRoutes, ...(deps.routes ?? [])]) await register(api.withTypeProvider<ZodTypeProvider>(), deps);
    },
    { prefix: '/api' },
  );
  serveMetrics(app, deps.metrics);
  await serveWebFiles(app, deps.config.webFolder);
  return app;
}

function helmetOptions(config: HttpConfig) {
  const overHttps = config.publicUrl.protocol === 'https:';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The component library and the calendar put style elements and attributes on the page.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        ...(overHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: overHttps,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  } as const;
}

async function describeApi(app: FastifyInstance, config: HttpConfig): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.schema) route.schema.response = { ...(route.schema.response as object | undefined), '4xx': errorBody };
    const open = route.config?.public === true;
    if (route.schema && open) route.schema.security ??= [];
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'SmartOffice Synchronization for Google',
        description: 'The office, the Setup Detail, reports, approval and undo. Browsers hold a cookie and send x-csrf-token with every change; programs send a token from POST /api/session?token=1.',
        version: '0.1.0',
      },
      servers: [{ url: config.publicUrl.origin }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: jsonSchemaTransform,
  });
}

function registerOwnDescription(app: App, deps: RouteDeps): void {
  app.get(
    '/openapi.json',
    { config: { public: true }, schema: { tags: ['product'], summary: 'This description', response: { 200: z.record(z.string(), z.unknown()) } } },
    async () => ({ ...app.swagger() }),
  );
  app.get(
    '/health',
    { config: { public: true }, schema: { tags: ['product'], summary: 'Whether the product and its database work', response: { 200: z.object({ ok: z.literal(true) }) } } },
    async () => {
      await sql`select 1`.execute(deps.store.db);
      return { ok: true as const };
    },
  );
}
