// The worker of one process: takes the jobs of accounts from the queue, asks for cycles
// when they are due or an office has changed, and sends mail. In: the store and the doors
// to the replicas. Out: `syncSoon` and `stop`. It decides when, never what.

import type { MailTransport } from '../mail/transport.ts';
import { sql } from 'kysely';
import { accountsToTend } from '../store/channel.ts';
import { takeDueAccounts } from '../store/account.ts';
import { noteMail, takeQueuedMail } from '../store/notice.ts';
import type { Store } from '../store/open.ts';
import { forgetOldQuota } from '../store/quota.ts';
import { withTransaction } from '../store/transaction.ts';
import type { AccountDoors } from './account-context.ts';
import { takeBackAbandoned } from './abandoned.ts';
import { tendChannels } from './channels.ts';
import type { ChannelDeps } from './channels.ts';
import { FenceLost, withAccountLock } from './lock.ts';
import type { Meter } from './meter.ts';
import { isNight } from './night.ts';
import { startQueue } from './queue.ts';
import type { Job, Queue } from './queue.ts';
import { giveUpReport, syncAccount } from './sync-account.ts';
import type { SyncDeps } from './sync-account.ts';
import { GaveWay, openTurns } from './turn.ts';

export interface WorkerOptions {
  readonly store: Store;
  readonly doors: AccountDoors;
  readonly mail: MailTransport;
  readonly pollSeconds: number;
  /** Where nobody was at work for half an hour; as often as ever unless said. */
  readonly pollIdleSeconds?: number;
  /** How often a calendar is looked at of whose changes Google tells; absent: in every cycle. */
  readonly pollWatchedSeconds?: number;
  /** How often a calendar is looked at that is only shown; absent: in every cycle. */
  readonly pollShownSeconds?: number;
  readonly waitFactor: number;
  readonly publicUrl: string;
  /** Where Google sends its notices; without it there is polling alone. */
  readonly pushAddress?: string;
  /** How many accounts at once; one of them is never taken by a load of a whole account. */
  readonly concurrency?: number;
  readonly turnMs?: number;
  readonly meter?: Meter;
  readonly log: (line: string) => void;
}

export interface Worker {
  readonly queue: Queue;
  syncSoon(accountId: string): Promise<void>;
  /** After a change of an office: the active accounts that it may concern, but not the one that made it. */
  officeChanged(officeId: string, userId: string | undefined, bySynchronization: boolean): Promise<void>;
  stop(): Promise<void>;
}

const jobName = 'sync-account';
const channelJob = 'tend-channels';
const channelSeconds = 2;
const dueAtOnce = 500;
const mailsAtOnce = 20;
const retryLimit = 5;
const workers = 4;
/** So long a load may work while others wait. */
const turnMs = 10_000;

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { store, log } = options;
  const concurrency = options.concurrency ?? workers;
  const queue = await startQueue(store, { names: [jobName, channelJob], pollingSeconds: 0.5, retryLimit, retryDelaySeconds: 2, log });
  const turns = openTurns({ loads: Math.max(1, concurrency - 1), turnMs: options.turnMs ?? turnMs, now: () => performance.now(), isAnybodyWaiting: () => queue.isAnyWaiting(jobName) });
  const deps: SyncDeps = {
    store,
    doors: options.doors,
    now: () => new Date(),
    pollSeconds: options.pollSeconds,
    waitFactor: options.waitFactor,
    publicUrl: options.publicUrl,
    turns,
    meter: options.meter,
    spare: {
      // Without notices of Google's nothing is watched.
      ...(options.pushAddress === undefined ? {} : { watchedSeconds: options.pollWatchedSeconds }),
      shownSeconds: options.pollShownSeconds,
      tasksToday: options.doors.tasksToday,
    },
    log,
  };

  await queue.work<{ accountId: string }>(jobName, (job) => runJob(deps, queue, job), { concurrency });
  const lookSeconds = Math.min(options.pollSeconds, 5);
  // A look that comes a moment early must not leave an account to the next one.
  const busy = options.pollSeconds - lookSeconds / 10;
  const isSpared = options.pollIdleSeconds !== undefined && options.pollIdleSeconds > options.pollSeconds;
  const idle = isSpared ? options.pollIdleSeconds : busy;
  const rhythm = { busy, idle, asleep: isSpared ? idle * 6 : busy };
  queue.tick('due accounts', lookSeconds, async (tx) => {
    const due = await takeDueAccounts(tx, dueAtOnce, rhythm, (zone) => isNight(zone, Date.now()));
    await queue.sendAll(jobName, due.map((accountId) => ({ data: { accountId }, singletonKey: accountId })), tx);
  });
  queue.tick('quota', 600, forgetOldQuota);
  const channels: ChannelDeps = { store, address: options.pushAddress, openChannels: (account) => options.doors.openChannels(account), log };
  await queue.work<{ accountId: string }>(channelJob, (job) => tendChannels(channels, job.data.accountId), { concurrency: 2 });
  queue.tick('channels', channelSeconds, async (tx) => {
    const due = await accountsToTend(tx, options.pushAddress, dueAtOnce);
    await queue.sendAll(channelJob, due.map((accountId) => ({ data: { accountId }, singletonKey: accountId })), tx);
  });
  queue.tick('abandoned jobs', 1, async (tx) => {
    for (const account of await takeBackAbandoned(tx, jobName)) log(`The worker of account ${account} is gone; another one goes on with it`);
  });
  queue.tick('mail', 1, () => sendMails(store, options.mail, log));

  return {
    queue,
    syncSoon: async (accountId) => {
      await queue.send(jobName, { accountId }, { singletonKey: accountId });
    },
    officeChanged: async (officeId, userId, bySynchronization) => {
      const { rows } = await sql<{ id: string }>`
        select id from account where office_id = ${officeId}::uuid and state in ('active', 'calendar read-only')
          and (options->>'contacts' = 'set' or ${userId ?? null}::text is null or id = ${userId ?? null}::text)
          and not (${bySynchronization} and id = ${userId ?? ''})`.execute(store.db);
      await queue.sendAll(jobName, rows.map(({ id }) => ({ data: { accountId: id }, singletonKey: id })));
    },
    stop: () => queue.stop({ graceful: true, timeoutSeconds: 20 }),
  };
}

async function runJob(deps: SyncDeps, queue: Queue, job: Job<{ accountId: string }>): Promise<void> {
  const { accountId } = job.data;
  try {
    await withAccountLock(deps.store, accountId, job.fencingToken, (lock) => syncAccount(deps, accountId, lock), { signal: job.signal });
  } catch (error) {
    // Somebody with a newer claim goes on with this account: nothing is left to do here.
    if (error instanceof FenceLost) return;
    if (error instanceof GaveWay) {
      // Behind everybody who waits now, and behind every change that comes until then.
      await queue.send(jobName, { accountId }, { singletonKey: accountId, priority: -1, startAfterSeconds: error.afterSeconds });
      // A job of the same account that waited already would take the place back at once.
      await queue.postpone(jobName, accountId, error.afterSeconds);
      return;
    }
    if (job.signal.aborted) throw error;
    deps.log(`Synchronizing account ${accountId} failed (attempt ${job.attempt + 1}): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (job.attempt >= retryLimit) await giveUpReport(deps, accountId, 'The report could not be made because of an error in the program. Select Run Synchronization and save to try again.');
    throw error;
  }
}

/** Each in a transaction of its own: what was sent stays sent, whatever becomes of the next. */
async function sendMails(store: Store, mail: MailTransport, log: (line: string) => void): Promise<void> {
  for (let left = mailsAtOnce; left > 0; left -= 1) {
    const isSent = await withTransaction(store, async (tx) => {
      const each = await takeQueuedMail(tx);
      if (each === undefined) return false;
      const delivered = await mail.deliver({ to: each.to, subject: each.subject, text: each.text, html: each.html });
      if (delivered.state === 'failed') log(`The mail "${each.subject}" could not be sent: ${delivered.why ?? 'no reason given'}`);
      await noteMail(tx, each.id, delivered.state, delivered.why);
      return true;
    });
    if (!isSent) return;
  }
}
