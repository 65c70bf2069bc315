// Opens what the rooms are handed for an account: the embedded office on one side, Google
// on the other. The only place that knows the adapters, and where tokens are unsealed.

import { bySide } from '../core/side.ts';
import { kinds } from '../core/item.ts';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { Replicas } from '../cycle/context.ts';
import { findSetName } from '../office/sets.ts';
import { getUser } from '../office/users.ts';
import { officeContacts } from '../replica/office/contact.ts';
import { officeEvents } from '../replica/office/event.ts';
import { officeTasks } from '../replica/office/task.ts';
import type { Budget } from '../replica/google/budget.ts';
import { stopChannel, watchCalendar } from '../replica/google/channels.ts';
import { isWritable, listCalendars } from '../replica/google/calendars.ts';
import { openGoogleConnection } from '../replica/google/connection.ts';
import type { Clock, TokenBucket } from '../replica/google/pace.ts';
import { openGoogleReplicas } from '../replica/google/replicas.ts';
import type { GoogleAddresses } from '../replica/google/addresses.ts';
import type { Replica } from '../replica/replica.ts';
import type { Store } from '../store/open.ts';
import type { AccountDoors } from '../work/account-context.ts';
import type { Meter } from '../work/meter.ts';
import { googleGroupName } from '../work/account-context.ts';
import type { Account } from '../store/account.ts';
import { delegatedMark } from '../store/account.ts';
import { shownCalendars } from '../store/effective-setup.ts';
import type { GoogleConnection } from '../replica/google/connection.ts';
import type { TokenSource } from '../replica/google/tokens.ts';
import { ReplicaError } from '../replica/replica.ts';
import type { Delegation } from './delegation.ts';
import type { TokenVault } from './token-vault.ts';

export interface AccountDoorsOptions {
  readonly store: Store;
  readonly vault: TokenVault;
  readonly google: { readonly clientId: string; readonly clientSecret?: string; readonly addresses: GoogleAddresses };
  /** What all processes together may ask of Google; without it nothing is counted. */
  readonly budget?: Budget;
  readonly delegation?: Delegation;
  /** Google's time; the system's unless a measurement lets it run faster. */
  readonly clock?: Clock;
  /** Multiplies every wait after trouble with Google. */
  readonly waitFactor?: number;
  /** Counts every request to Google. */
  readonly meter?: Meter;
}

/** Google's lists of contacts lag by minutes behind what was written; a simulator's do not. */
function lagOf(addresses: GoogleAddresses): number {
  return new URL(addresses.people).hostname.endsWith('googleapis.com') ? 180_000 : 0;
}

/** A request takes from its bucket each time that it is sent. */
function counted(bucket: TokenBucket | undefined, meter: Meter | undefined): TokenBucket | undefined {
  if (meter === undefined) return bucket;
  return {
    take: async (spending) => {
      await bucket?.take(spending);
      meter.add('google_requests', { api: spending.api });
      meter.add('google_units', { api: spending.api }, spending.units);
    },
  };
}

export function delegatedSource(account: Account, delegation: Delegation | undefined): TokenSource | undefined {
  if (account.googleTokens !== delegatedMark) return undefined;
  if (delegation !== undefined && account.googleEmail !== null) return delegation.sourceOf(account.googleEmail);
  const refuse = async (): Promise<string> => {
    throw new ReplicaError('reauthorise', 'Your administrator no longer connects Google for you: the service account was taken away.');
  };
  return { current: refuse, renew: refuse };
}

function shownNames(account: Account): ReadonlyMap<string, string> {
  return new Map(shownCalendars(account.options).map((id) => [id, account.shownCalendars.find((calendar) => calendar.id === id)?.name ?? id]));
}

export function createAccountDoors({ store, vault, google, budget, delegation, clock, waitFactor, meter }: AccountDoorsOptions): AccountDoors {
  const person: AccountDoors['person'] = async (userId) => getUser(store.db, userId);
  const connect = (account: Account, lane: 'load' | 'change'): GoogleConnection =>
    openGoogleConnection({ ...google, tokens: vault.of(account.id, account.googleTokens), source: delegatedSource(account, delegation), bucket: counted(budget?.of(account.googleSubject ?? account.id, lane), meter), clock, waitFactor });
  return {
    person,

    async openReplicas(account, { country, zone, email }): Promise<Replicas> {
      const emails = [email, ...(account.googleEmail === null ? [] : [account.googleEmail])].map((each) => each.trim().toLowerCase());
      const office = { officeId: account.officeId, userId: account.userId, emails, setId: account.options.contacts === 'set' ? account.options.setId : undefined, country };
      const isLoad = account.state === 'previewing' || account.state === 'initial sync';
      const connection = connect(account, isLoad ? 'load' : 'change');
      const atGoogle = openGoogleReplicas({ connection, calendarId: account.options.calendarId ?? 'primary', shown: shownNames(account), groupId: account.googleGroup ?? undefined, groupName: googleGroupName, country, zone, contactLagMs: lagOf(google.addresses) });
      const atOffice: Record<Kind, Replica> = { contact: officeContacts(store.db, office), event: officeEvents(store.db, office), task: officeTasks(store.db, office) };
      const of = {} as Record<Kind, Record<Side, Replica>>;
      for (const kind of kinds) of[kind] = bySide((side) => (side === 'office' ? atOffice[kind] : atGoogle[kind]));
      return { of, spent: () => connection.spent() };
    },

    async openChannels(account) {
      const connection = connect(account, 'change');
      return {
        calendars: account.options.activities === 'none' ? [] : [account.options.calendarId ?? 'primary', ...account.linkedShown],
        watch: (wish) => watchCalendar(connection, wish),
        stop: (channel) => stopChannel(connection, channel),
      };
    },

    async calendars(account) {
      const connection = connect(account, 'change');
      return (await listCalendars(connection)).map(({ id, name, primary, accessRole }) => ({ id, name, role: accessRole, primary, writable: isWritable(accessRole) }));
    },

    async setName(account) {
      if (account.options.setId === undefined) return undefined;
      return findSetName(store.db, account.officeId, account.options.setId);
    },
  };
}
