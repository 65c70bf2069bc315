// The product in one process: address, database, worker, web. In: a Config. Out: a running
// product and a way to stop it, in which everything that was started ends, last one first.
// Never here: a word to the person; the commands speak.

import type { FastifyInstance } from 'fastify';
import { examine } from '../compose/doctor/examine.ts';
import { startSynchronization } from '../compose/synchronization.ts';
import { buildApp } from '../http/app.ts';
import type { RegisterRoutes } from '../http/app-types.ts';
import { makeDoctorRoutes } from '../http/routes/doctor.ts';
import { openDoor } from '../http/listen.ts';
import type { Door } from '../http/listen.ts';
import type { Config } from '../config.ts';
import { migrateStore } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { assertKeyFits, prepareDataFolder, readSecretKeys } from './data-folder.ts';
import { officeRoutes } from './office-routes.ts';
import { buildWebWhenNeeded } from './web-build.ts';
import { assertZoneRules, describeZones } from './zone-check.ts';

export interface Product {
  /** Where browsers reach it. */
  readonly url: string;
  readonly store: Store;
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

export interface ProductOptions {
  readonly log: (line: string) => void;
  /** Taken already, where something must know the address before the product starts. */
  readonly door?: Door;
  /** Runs when the database is ready and nobody can sign in yet. */
  readonly beforeOpening?: (store: Store) => Promise<void>;
  /** Address of the simulator; set in the demo only. */
  readonly demo?: { readonly google: string };
  /** Routes beside the product's own; the demo has some. */
  readonly routes?: readonly RegisterRoutes[];
}

export async function startProduct(config: Config, options: ProductOptions): Promise<Product> {
  const { log } = options;
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) {
      await end().catch((error: unknown) => log(`Something did not stop as it should: ${String(error)}`));
    }
  };
  try {
    assertZoneRules();
    const door = options.door ?? (await openDoor(config.host, config.port));
    endings.push(() => door.close());
    const publicUrl = config.publicUrl ?? new URL(door.url);
    await prepareDataFolder(config.dataFolder);
    const keys = await readSecretKeys(config.dataFolder, config.secretKey);
    const building = buildWebWhenNeeded({ elsewhere: config.dataFolder, log });
    // Awaited below; a failure before that must not be a rejection that nobody heard.
    building.catch(() => undefined);

    const store = await openStore({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, poolSize: 16, log });
    endings.push(() => store.close());
    await migrateStore(store);
    await assertKeyFits(store.db, keys);
    await options.beforeOpening?.(store);

    const synchronization = await startSynchronization({
      store,
      keys,
      google: config.google,
      delegation: config.delegation,
      mail: config.mail,
      publicUrl,
      pushAddress: config.pushAddress,
      pollSeconds: config.pollSeconds,
      pollIdleSeconds: config.pollIdleSeconds,
      pollWatchedSeconds: config.pollWatchedSeconds,
      pollShownSeconds: config.pollShownSeconds,
      waitFactor: config.waitFactor,
      limits: config.limits,
      log,
    });
    endings.push(() => synchronization.stop());
    const app = await buildApp({
      store,
      sync: synchronization.sync,
      config: { publicUrl, webFolder: await building, ...(options.demo ? { demo: options.demo } : {}) },
      now: () => Temporal.Now.instant(),
      routes: [...officeRoutes, makeDoctorRoutes(() => examine({ ...config, publicUrl, isPublicUrlConfigured: config.publicUrl !== undefined, zones: describeZones(), keys, store })), ...(options.routes ?? [])],
      server: door.server,
      trustProxy: config.trustProxy,
      logLevel: config.logLevel,
      ...(config.metricsToken === undefined ? {} : { metrics: { token: config.metricsToken, read: synchronization.measures } }),
    });
    endings.push(() => app.close());
    await app.ready();
    door.opened();
    return { url: publicUrl.origin, store, app, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
