// Looks after the push channels of one account. In: the account, and a door to Google's
// channels. Out: one channel for each calendar that is synchronized or shown, renewed before it
// ends, the new one before the old one is stopped. Never before the preview is approved,
// and never trouble for the account: without a channel there is polling.

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ReplicaError } from '../replica/replica.ts';
import { loadAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { confirmChannels, countStopTry, dropChannels, endChannelPause, intendChannel, listChannels, openChannel, pauseChannels, pausedCalendars, retireChannels } from '../store/channel.ts';
import type { ChannelRow } from '../store/channel.ts';
import type { Store } from '../store/open.ts';
import { findOpenGate } from '../store/plan.ts';

/** Google's channels for one account; handed in by the composition root. */
export interface ChannelDoor {
  /** Calendars that are synchronized or shown, by id. */
  readonly calendars: readonly string[];
  /** 'unsupported': of this calendar Google tells nobody. */
  watch(wish: { readonly id: string; readonly calendarId: string; readonly address: string; readonly token: string }): Promise<{ readonly resourceId: string; readonly expiresAt: Date } | 'unsupported'>;
  stop(channel: { readonly id: string; readonly resourceId: string }): Promise<void>;
}

export interface ChannelDeps {
  readonly store: Store;
  /** Where Google is to send its notices; without it no channel is opened. */
  readonly address?: string;
  openChannels(account: Account): Promise<ChannelDoor>;
  readonly log: (line: string) => void;
}

const patience = { unsupported: 7 * 86_400, refused: 6 * 3600, waiting: 300 } as const;
const stopTries = 5;

export function hashChannelToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export async function tendChannels(deps: ChannelDeps, accountId: string): Promise<void> {
  const { db } = deps.store;
  const account = await loadAccount(db, accountId);
  const now = Date.now();
  const rows = await listChannels(db, accountId);
  const ended = rows.filter((row) => row.expiresAt.getTime() < now || (row.retiredAt !== null && account.googleTokens === null));
  await dropChannels(db, ended.map(({ id }) => id));
  const channels = rows.filter((row) => !ended.includes(row));
  if (account.googleTokens === null) return dropChannels(db, channels.map(({ id }) => id));
  const door = await deps.openChannels(account);
  const { keep, retire } = sortChannels(account, channels, door.calendars, deps.address, now);
  await retireChannels(db, retire.map(({ id }) => id));
  await confirmChannels(db, accountId, keep.map(({ id }) => id));
  let stop = [...retire, ...channels.filter((row) => row.retiredAt !== null)];
  try {
    if (await mayOpen(deps, account)) {
      const paused = await pausedCalendars(db, accountId);
      for (const calendarId of door.calendars) {
        const here = keep.filter((row) => row.calendarId === calendarId);
        const fresh = here.find((row) => row.resourceId !== null && row.renewAt !== null && row.renewAt.getTime() > now);
        // The old one tells until it ends.
        if (fresh === undefined && (paused.has(calendarId) || !(await open(deps, account, door, calendarId)))) continue;
        const old = here.filter((row) => row !== fresh && row.resourceId !== null);
        await retireChannels(db, old.map(({ id }) => id));
        stop = [...stop, ...old];
      }
    }
    await endChannelPause(db, accountId, door.calendars);
  } catch (error) {
    await putOff(deps, account, error);
  }
  for (const channel of stop) await stopOne(deps, door, channel);
}

function sortChannels(account: Account, channels: readonly ChannelRow[], calendars: readonly string[], address: string | undefined, now: number): { keep: ChannelRow[]; retire: ChannelRow[] } {
  const isWanted = (row: ChannelRow): boolean =>
    account.options.runSynchronization &&
    row.googleSubject === account.googleSubject &&
    row.address === address &&
    calendars.includes(row.calendarId) &&
    // Its opening was never answered, and nothing was heard of it.
    (row.resourceId !== null || now - row.madeAt.getTime() < 120_000);
  const present = channels.filter((row) => row.retiredAt === null);
  return { keep: present.filter(isWanted), retire: present.filter((row) => !isWanted(row)) };
}

async function mayOpen(deps: ChannelDeps, account: Account): Promise<boolean> {
  return deps.address !== undefined && account.state === 'active' && account.options.runSynchronization && (await findOpenGate(deps.store.db, account.id)) !== undefined;
}

/** False: refused for this calendar alone, which is looked at instead. */
async function open(deps: ChannelDeps, account: Account, door: ChannelDoor, calendarId: string): Promise<boolean> {
  const { db } = deps.store;
  const token = randomBytes(32).toString('base64url');
  const id = randomUUID();
  const address = deps.address ?? '';
  await intendChannel(db, { id, accountId: account.id, googleSubject: account.googleSubject, calendarId, address, tokenHash: hashChannelToken(token) });
  try {
    const opened = await door.watch({ id, calendarId, address, token });
    if (opened !== 'unsupported') {
      await openChannel(db, id, opened);
      return true;
    }
    await dropChannels(db, [id]);
    await pauseChannels(db, account.id, { calendarId, seconds: patience.unsupported, why: 'Of this calendar Google tells nobody.', ofCalendar: true });
    return false;
  } catch (error) {
    // Refused for certain: there is nothing to stop. Otherwise the row stays, in case it was opened.
    if (error instanceof ReplicaError && error.kind !== 'unknown') await dropChannels(db, [id]);
    if (!isOfOneCalendar(error)) throw error;
    await pauseChannels(db, account.id, { calendarId, seconds: patience.refused, why: error.message, ofCalendar: error.kind !== 'rejected' });
    deps.log(`Google tells account ${account.id} of no changes in the calendar ${calendarId}, so it is polled: ${error.message}`);
    return false;
  }
}

function isOfOneCalendar(error: unknown): error is ReplicaError {
  return error instanceof ReplicaError && (error.kind === 'gone' || error.kind === 'rejected' || (error.kind === 'forbidden' && error.what !== 'api'));
}

async function putOff(deps: ChannelDeps, account: Account, error: unknown): Promise<void> {
  if (!(error instanceof ReplicaError)) throw error;
  const soon = error.kind === 'wait' || error.kind === 'unknown' || error.kind === 'stale';
  await pauseChannels(deps.store.db, account.id, { seconds: soon ? patience.waiting : patience.refused, why: error.message });
  deps.log(`Google tells account ${account.id} of no changes, so it is polled: ${error.message}`);
}

/** One that cannot be stopped is let go after some tries: its notices find nobody, and it ends within days. */
async function stopOne(deps: ChannelDeps, door: ChannelDoor, channel: ChannelRow): Promise<void> {
  if (channel.resourceId === null) return;
  try {
    await door.stop({ id: channel.id, resourceId: channel.resourceId });
    await dropChannels(deps.store.db, [channel.id]);
  } catch (error) {
    if (!(error instanceof ReplicaError)) throw error;
    const hopeless = error.kind !== 'wait' && error.kind !== 'unknown';
    if (hopeless || channel.stopTries + 1 >= stopTries) {
      deps.log(`A push channel of account ${channel.accountId} could not be stopped and is left to end by itself: ${error.message}`);
      return dropChannels(deps.store.db, [channel.id]);
    }
    await countStopTry(deps.store.db, channel.id);
    await pauseChannels(deps.store.db, channel.accountId, { seconds: patience.waiting, why: error.message });
  }
}

/** Before the access is given back, as nobody can stop them afterwards. Never fails. */
export async function stopAllChannels(deps: ChannelDeps, account: Account): Promise<void> {
  const channels = await listChannels(deps.store.db, account.id);
  if (channels.length === 0) return;
  const tellLeft = (error: unknown): void => deps.log(`Push channels of account ${account.id} could not be stopped and end by themselves: ${error instanceof Error ? error.message : String(error)}`);
  try {
    const door = await deps.openChannels(account);
    // Side by side: one that Google does not stop must not keep the others, nor the person who waits.
    await Promise.all(channels.map(async ({ id, resourceId }) => resourceId !== null && door.stop({ id, resourceId }).catch(tellLeft)));
  } catch (error) {
    tellLeft(error);
  }
  await dropChannels(deps.store.db, channels.map(({ id }) => id));
}
