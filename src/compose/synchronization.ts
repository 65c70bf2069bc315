// Puts the synchronization of one process together: doors, worker, listening. In: the
// store and what is configured. Out: what the HTTP server calls, and an orderly end.

import { createMailTransport } from '../mail/transport.ts';
import { createSyncDoors } from '../http/sync-doors.ts';
import type { SyncDoors } from '../http/doors.ts';
import type { GoogleAddresses } from '../replica/google/addresses.ts';
import { openBudget } from '../replica/google/budget.ts';
import type { QuotaLedger } from '../replica/google/budget.ts';
import { defaultLimits } from '../replica/google/cost.ts';
import type { Limits } from '../replica/google/cost.ts';
import { systemClock } from '../replica/google/pace.ts';
import type { Clock } from '../replica/google/pace.ts';
import type { SecretKeys } from '../secret.ts';
import type { Topic } from '../store/account.ts';
import type { Store } from '../store/open.ts';
import { takeQuota } from '../store/quota.ts';
import { createMeter } from '../work/meter.ts';
import type { Measure } from '../work/meter.ts';
import { startListening } from '../work/listen.ts';
import { stopAllChannels } from '../work/channels.ts';
import { createPushNotices } from '../work/push-notices.ts';
import { startWorker } from '../work/worker.ts';
import { createAccountDoors } from './account-doors.ts';
import { readMeasures } from './measures.ts';
import { openDelegation } from './delegation.ts';
import type { DelegationConfig } from './delegation.ts';
import { createGoogleConnect } from './google-connect.ts';
import { offeredTypes } from './offered-types.ts';
import { createTasksToday } from './tasks-today.ts';
import { createTokenVault } from './token-vault.ts';

export interface SynchronizationOptions {
  readonly store: Store;
  readonly keys: SecretKeys;
  readonly google: { readonly clientId?: string; readonly clientSecret?: string; readonly addresses: GoogleAddresses };
  /** The administrator's service account, where there is one. */
  readonly delegation?: DelegationConfig;
  readonly mail: { readonly smtpUrl?: string; readonly from: string };
  readonly publicUrl: URL;
  /** Where Google sends its notices of changes; absent: Google is polled. */
  readonly pushAddress?: URL;
  readonly pollSeconds: number;
  readonly pollIdleSeconds?: number;
  readonly pollWatchedSeconds?: number;
  readonly pollShownSeconds?: number;
  /** How many accounts this process works on at once. */
  readonly workers?: number;
  /** How long a load of a whole account works while others wait. */
  readonly turnMs?: number;
  /** What Google allows; the known figures unless the operator has others. */
  readonly limits?: Limits;
  /** Google's time, for measurements that let it run faster; the system's otherwise. */
  readonly clock?: Clock;
  /** Multiplies every wait after trouble with Google; for tests. */
  readonly waitFactor?: number;
  readonly log: (line: string) => void;
}

export interface Synchronization {
  readonly sync: SyncDoors;
  /** What this process did since it started, and how the installation stands. */
  measures(): Promise<readonly Measure[]>;
  stop(): Promise<void>;
}

export async function startSynchronization(options: SynchronizationOptions): Promise<Synchronization> {
  const { store, keys, google, publicUrl, clock, waitFactor = 1, log } = options;
  const vault = createTokenVault(store, keys);
  // The project is the client id: what another client spends is not ours.
  const ledger: QuotaLedger = { take: (demand) => takeQuota(store.db, { ...demand, scope: `${google.clientId ?? ''} ${demand.scope}` }, clock?.now()) };
  const limits = options.limits ?? defaultLimits;
  const budget = openBudget({ ledger, limits, clock: clock ?? systemClock });
  const meter = createMeter();
  const delegation = await openDelegation(options.delegation, store, google.addresses);
  const tasksToday = createTasksToday(store.db, google.clientId ?? '', limits.tasksPerProjectPerDay);
  const accounts = { ...createAccountDoors({ store, vault, google: { ...google, clientId: google.clientId ?? '' }, budget, delegation, clock, waitFactor, meter }), tasksToday };
  const connect = createGoogleConnect({ store, keys, vault, google, publicUrl, stopChannels: (account) => stopAllChannels({ store, openChannels: accounts.openChannels, log }, account), delegation, log });
  const mail = createMailTransport(options.mail);
  const worker = await startWorker({
    store,
    doors: accounts,
    mail,
    pollSeconds: options.pollSeconds,
    pollIdleSeconds: options.pollIdleSeconds,
    pollWatchedSeconds: options.pollWatchedSeconds,
    pollShownSeconds: options.pollShownSeconds,
    concurrency: options.workers,
    turnMs: options.turnMs,
    waitFactor,
    publicUrl: publicUrl.href,
    pushAddress: options.pushAddress?.href,
    meter,
    log,
  });
  const notices = createPushNotices({ store, syncSoon: worker.syncSoon, log });

  const watchers = new Map<string, Set<(topic: Topic) => void>>();
  const report = (error: unknown): void => log(`A cycle could not be asked for: ${String(error)}`);
  const listening = await startListening(
    store,
    {
      office: (notice) => void worker.officeChanged(notice.officeId, notice.userId, notice.bySynchronization).catch(report),
      account: (accountId, topic) => watchers.get(accountId)?.forEach((changed) => changed(topic)),
      missed: () => watchers.forEach((all) => all.forEach((changed) => changed('setup'))),
    },
    log,
  );

  return {
    sync: createSyncDoors({
      store,
      accounts,
      offeredTypes,
      connect,
      pushed: notices.take,
      syncSoon: worker.syncSoon,
      log,
      watch: (accountId, changed) => {
        const all = watchers.get(accountId) ?? new Set();
        watchers.set(accountId, all);
        all.add(changed);
        return () => {
          all.delete(changed);
          if (all.size === 0) watchers.delete(accountId);
        };
      },
    }),
    measures: () => readMeasures(meter, store.db, google.clientId ?? '', limits),
    async stop() {
      await listening.stop();
      await notices.stop();
      await worker.stop();
      await budget.close();
      mail.close();
    },
  };
}
