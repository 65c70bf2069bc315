// What every room is handed: the account, its policy, its replicas, the store, and a
// signal that ends the work at the next safe point. Rooms keep nothing of their own.

import type { Kind } from '../core/item.ts';
import type { Policy } from '../core/policy.ts';
import type { Side } from '../core/side.ts';
import type { LeftOut, Replica, Unread } from '../replica/replica.ts';
import type { Account, AccountProgress } from '../store/account.ts';
import type { Sql, Tx } from '../store/open.ts';

export interface Replicas {
  readonly of: Readonly<Record<Kind, Readonly<Record<Side, Replica>>>>;
  /** Requests and quota units spent since it was opened. */
  spent(): { readonly requests: number; readonly units: number };
}

/** Run Synchronization was deselected: the work ends between two writes. */
export class Stopped extends Error {
  constructor() {
    super('Run Synchronization was deselected.');
    this.name = 'Stopped';
  }
}

/** Google's lists that a cycle may leave out while nothing else has changed. */
export interface Spared {
  /** Of these the first look asks nothing. */
  readonly kinds: ReadonlySet<Kind>;
  /** Calendars that a look at activities leaves out. */
  readonly calendars: LeftOut;
  /** Those of them that could not be read when they were looked at last. */
  readonly away: readonly Unread[];
  /** Before anything is decided these kinds are looked at, but for calendars that are only shown. Absent: nothing was left out that a decision needs. */
  readonly late?: { readonly kinds: ReadonlySet<Kind>; readonly calendars: LeftOut };
  looked(kind: Kind, calendars: LeftOut, unread: readonly Unread[]): Promise<void>;
}

export interface CycleContext {
  readonly db: Sql;
  /** A transaction that fails when somebody with a newer claim works on the account. */
  write<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  readonly account: Account;
  readonly policy: Policy;
  /** Digest of the setup that plans are made under. */
  readonly setup: string;
  readonly replicas: Replicas;
  readonly signal: AbortSignal;
  /** A kind that waits by itself: neither read nor written, while the rest of an approved plan goes on. */
  readonly resting?: { readonly kind: Kind; readonly until: number };
  /** Absent: everything is looked at. */
  readonly spared?: Spared;
  /** Name of the predefined contact group on Google. */
  readonly groupName: string;
  /** As a person reads them in a report; asked for where a plan is stored. */
  settings(): Promise<readonly { readonly label: string; readonly value: string }[]>;
  /** Throws Stopped when the person has deselected Run Synchronization, or the signal's reason. */
  safePoint(): Promise<void>;
  /** Asked between two writes: throws when the work has had its turn and others wait. */
  giveWay?(): Promise<void>;
  progress(progress: AccountProgress): Promise<void>;
}
