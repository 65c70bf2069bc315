// What trouble at a replica means for its account. In: the error. Out: the next state with its
// words and remedy, and whether a person is told [R13]; undefined for a bug. Never here: a
// mail for each of many pauses, or a bare error where something can be done.

import { SourceDoubt } from '../cycle/pull.ts';
import { ReplicaError } from '../replica/replica.ts';
import type { Account, AccountChange } from '../store/account.ts';
import { explainLostAccess } from './lost-access.ts';
import type { SyncDeps } from './sync-account.ts';
import type { Notice } from './tell.ts';

type TroubleDeps = Pick<SyncDeps, 'now' | 'waitFactor' | 'pollSeconds'>;

export interface Trouble {
  /** Null: nothing was told. */
  readonly key: string | null;
  readonly change: AccountChange;
  readonly notice?: Notice;
}

export function toTrouble(deps: TroubleDeps, account: Account, error: unknown): Trouble | undefined {
  if (error instanceof SourceDoubt) {
    return { key: `doubt ${error.kind} ${error.side}`, change: { stateText: error.message }, notice: { kind: 'doubt', why: error.message } };
  }
  if (!(error instanceof ReplicaError)) return undefined;
  switch (error.kind) {
    case 'reauthorise': {
      const { cause, remedy } = explainLostAccess(account, error.message, error.at === undefined ? deps.now() : new Date(error.at));
      return { key: 'reconnect', change: { state: 'needs reconnect', stateText: `${cause} ${remedy}`, nextCycleAt: null }, notice: { kind: 'reconnect', why: `${cause} ${remedy}` } };
    }
    case 'wait':
      return pausedByGoogle(deps, account, error);
    case 'unknown':
      // The network: nothing is known to be wrong with the account. Try again soon.
      return {
        key: isBrief(account.told) ? 'unreachable' : (account.told ?? 'unreachable'),
        change: { stateText: error.message, nextCycleAt: new Date(deps.now().getTime() + deps.pollSeconds * 1000) },
        notice: { kind: 'unreachable', why: error.message },
      };
    case 'gone':
      if (error.what === 'calendar') return calendarGone(deps, account);
      return failedBy(deps, error);
    case 'forbidden':
      if (error.what === 'calendar') return calendarReadOnly(deps, account);
      return failedBy(deps, error);
    case 'stale':
    case 'cursor-expired':
    case 'rejected':
      return failedBy(deps, error);
    default:
      return error.kind satisfies never;
  }
}

/** A pause is shown at once; a person is told when it lasts longer than this, one after the other included. */
const briefPause = 15 * 60_000;
const brief = 'briefly paused since ';
const isBrief = (told: string | null): boolean => told?.startsWith(brief) === true;

/** What Google said, without the name of the call and the code, which only help who runs the product. */
function inPlainWords(message: string): string {
  const said = /^[a-z]+(?:\.[a-zA-Z]+)+: (.+?)(?: \(\d{3} \w+\))?$/.exec(message)?.[1];
  return said === undefined ? message : `Google said: “${said}”.`;
}

function pausedByGoogle(deps: TroubleDeps, account: Account, error: ReplicaError): Trouble {
  const now = deps.now().getTime();
  const wait = (error.until ?? now + 60_000) - now;
  const until = new Date(now + wait * deps.waitFactor);
  const why = inPlainWords(error.message);
  const change: AccountChange = { state: 'paused by Google', stateText: why, pausedUntil: until, nextCycleAt: until };
  const since = isBrief(account.told) ? Date.parse((account.told ?? '').slice(brief.length)) : now;
  const isLong = now + wait - since > briefPause;
  if (isLong) return { key: 'paused by Google', change, notice: { kind: 'paused', until, why } };
  return { key: account.told !== null && !isBrief(account.told) ? account.told : `${brief}${new Date(since).toISOString()}`, change };
}

const againSoon = 15 * 60_000;

/** What no rule of ours expects: said with what can be done about it. */
function failedBy(deps: TroubleDeps, error: ReplicaError): Trouble {
  const remedy = error.what === 'api' ? '' : ' If it stays so, your administrator runs the checks of the connection to Google.';
  const why = `${error.message}${remedy}`;
  return { key: `failed ${error.message}`, change: { state: 'failed', stateText: why, nextCycleAt: new Date(deps.now().getTime() + againSoon * deps.waitFactor) }, notice: { kind: 'failed', why } };
}

function calendarName({ options: { calendarId }, googleEmail, calendar }: Account): string {
  if (calendarId === undefined) return `The main calendar of ${googleEmail ?? 'the account'}`;
  return `The calendar ${calendar?.id === calendarId ? calendar.name : calendarId}`;
}

/** Looked for again now and then: Google may have said so by mistake. */
function calendarGone(deps: TroubleDeps, account: Account): Trouble {
  const why = `${calendarName(account)} is no longer in Google. Nothing was changed in SmartOffice.`;
  return { key: `calendar gone ${account.options.calendarId ?? 'primary'}`, change: { state: 'calendar gone', stateText: why, nextCycleAt: new Date(deps.now().getTime() + againSoon * deps.waitFactor) }, notice: { kind: 'calendar gone', why } };
}

/** Its owner took a right away: said by what it is known, with the cause that is likely and what can be done. */
export function describeReadOnly(account: Account): { readonly key: string; readonly why: string } {
  return {
    key: `calendar read-only ${account.options.calendarId ?? 'primary'}`,
    why: `${calendarName(account)} may only be read now: most likely its owner took away your right to change it. What is changed in SmartOffice waits, and is sent when you may change the calendar again; nothing was deleted. Ask its owner for the right “Make changes to events”, or choose another calendar in the Setup Detail; a preview then comes first.`,
  };
}

/** Before a preview of writes to it, or in the middle of them: all of them wait. */
function calendarReadOnly(deps: TroubleDeps, account: Account): Trouble {
  const { key, why } = describeReadOnly(account);
  return { key, change: { state: 'calendar read-only', stateText: why, nextCycleAt: new Date(deps.now().getTime() + againSoon * deps.waitFactor) }, notice: { kind: 'calendar access', why } };
}
