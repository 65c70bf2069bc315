// Takes notices that claim to come from Google. In: the headers of one, parsed. Out: what
// became of it, counted, and for a true one a request for a cycle; notices that come
// together ask for one. Never here: a run for a notice whose channel, secret or resource
// is not ours, or a line in the log for each of a flood.

import { timingSafeEqual } from 'node:crypto';
import { addToPushTally, adoptResource, findChannel, noteNotice } from '../store/channel.ts';
import type { Store } from '../store/open.ts';
import { hashChannelToken } from './channels.ts';

export interface PushNotice {
  readonly channelId: string;
  readonly token: string;
  readonly resourceId: string;
  readonly state: string;
}

/** 'unknown': no such channel. 'forged': the channel is ours, the secret or the resource is not. */
export type PushOutcome = 'taken' | 'first' | 'unknown' | 'forged' | 'malformed';

export interface PushNotices {
  take(notice: PushNotice | undefined): Promise<PushOutcome>;
  /** Asks for what still waits, and writes the counts down. */
  stop(): Promise<void>;
}

export interface PushOptions {
  readonly store: Store;
  syncSoon(accountId: string): Promise<void>;
  readonly log: (line: string) => void;
}

const gatherMs = 150;
const quietMs = 1_000;
const countEveryMs = 1_000;
const logEveryMs = 60_000;

export function createPushNotices({ store, syncSoon, log }: PushOptions): PushNotices {
  const waiting = new Map<string, NodeJS.Timeout>();
  const asked = new Map<string, number>();
  let counts = new Map<string, number>();
  let counting: NodeJS.Timeout | undefined;
  let loggedAt = 0;
  let unlogged = 0;
  const report = (error: unknown): void => log(`A notice of Google could not be followed up; polling finds the change: ${String(error)}`);

  const writeCounts = async (): Promise<void> => {
    const now = counts;
    counts = new Map();
    counting = undefined;
    await addToPushTally(store.db, now);
  };
  const count = (outcome: PushOutcome): void => {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    counting ??= setTimeout(() => void writeCounts().catch(report), countEveryMs);
    if (outcome === 'taken' || outcome === 'first') return;
    unlogged += 1;
    if (Date.now() - loggedAt < logEveryMs) return;
    log(`Refused ${unlogged} ${unlogged === 1 ? 'notice' : 'notices'} that did not come from a channel of ours (the last: ${outcome}).`);
    loggedAt = Date.now();
    unlogged = 0;
  };
  const ask = async (accountId: string): Promise<void> => {
    clearTimeout(waiting.get(accountId));
    waiting.delete(accountId);
    if (asked.size > 10_000) asked.clear();
    asked.set(accountId, Date.now());
    await syncSoon(accountId);
  };
  const askSoon = (accountId: string): void => {
    if (waiting.has(accountId)) return;
    const after = Math.max(gatherMs, (asked.get(accountId) ?? 0) + quietMs - Date.now());
    waiting.set(accountId, setTimeout(() => void ask(accountId).catch(report), after));
  };

  const judge = async (notice: PushNotice | undefined): Promise<PushOutcome> => {
    if (notice === undefined) return 'malformed';
    const channel = await findChannel(store.db, notice.channelId);
    // The hash is made in any case: how long an answer takes tells nothing.
    const given = Buffer.from(hashChannelToken(notice.token), 'hex');
    if (channel === undefined) return 'unknown';
    if (!timingSafeEqual(given, Buffer.from(channel.tokenHash, 'hex'))) return 'forged';
    if (channel.resourceId === null) await adoptResource(store.db, channel.id, notice.resourceId);
    else if (channel.resourceId !== notice.resourceId) return 'forged';
    // Google says that the channel is open. Nothing has changed.
    if (notice.state === 'sync') return 'first';
    if (channel.retiredAt !== null) return 'unknown';
    await noteNotice(store.db, channel.id);
    askSoon(channel.accountId);
    return 'taken';
  };

  return {
    async take(notice) {
      const outcome = await judge(notice);
      count(outcome);
      return outcome;
    },
    async stop() {
      clearTimeout(counting);
      for (const accountId of waiting.keys()) await ask(accountId).catch(report);
      await writeCounts().catch(report);
    },
  };
}
