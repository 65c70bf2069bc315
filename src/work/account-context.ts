// Puts together what the rooms are handed for one account: its policy from the setup, its
// replicas, and the settings as a person reads them in the report.

import { shortHash } from '../core/hash.ts';
import { kinds } from '../core/item.ts';
import type { Kind } from '../core/item.ts';
import type { Policy } from '../core/policy.ts';
import { Stopped } from '../cycle/context.ts';
import type { CycleContext, Replicas } from '../cycle/context.ts';
import { changeAccount, loadAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import type { AccountPerson, AtWork } from '../store/at-work.ts';
import { effectiveSetup, policyFrom, withOffice } from '../store/effective-setup.ts';
import type { OfficeSetup } from '../store/office-setup.ts';
import type { Store } from '../store/open.ts';
import type { ChannelDoor } from './channels.ts';
import type { TasksToday } from './spare.ts';
import { compareSettings, settingsInWords } from './setup-words.ts';

/** Handed in by the composition root: the only place that knows the adapters. */
export interface AccountDoors {
  openReplicas(account: Account, person: AccountPerson): Promise<Replicas>;
  person(userId: string): Promise<AccountPerson>;
  setName(account: Account): Promise<string | undefined>;
  openChannels(account: Account): Promise<ChannelDoor>;
  /** What Google Tasks allows the whole project for the rest of the day; absent: no limit. */
  tasksToday?(): Promise<TasksToday | undefined>;
  /** The calendars of the Google account, live. Trouble is a ReplicaError. */
  calendars(account: Account): Promise<readonly CalendarChoice[]>;
}

export interface CalendarChoice {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly primary: boolean;
  readonly writable: boolean;
}

/** Predefined, shown in the Setup Detail, not editable. */
export const googleGroupName = 'SmartOffice';

const scopes = 'https://www.googleapis.com/auth/';
const neededScopes: Readonly<Record<Kind, readonly string[]>> = { contact: ['contacts'], event: ['calendar.events', 'calendar.calendarlist.readonly'], task: ['tasks'] };

/** The kinds whose every permission was given at Google. */
export function grantedKinds(account: Pick<Account, 'googleScopes'>): readonly Kind[] {
  return kinds.filter((kind) => neededScopes[kind].every((scope) => account.googleScopes.includes(`${scopes}${scope}`)));
}

export function isSelected({ options }: Pick<Account, 'options'>, kind: Kind): boolean {
  return kind === 'contact' ? options.contacts !== 'none' : options.activities !== 'none';
}

/** Selected in the setup, and not granted at Google. */
export function missingKinds(account: Account): readonly Kind[] {
  const granted = grantedKinds(account);
  return kinds.filter((kind) => isSelected(account, kind) && !granted.includes(kind));
}

export function policyOf(account: Account, office: OfficeSetup, person: AccountPerson): Policy {
  const policy = policyFrom(effectiveSetup(account, office), person);
  // What was not granted at Google is switched off; the rest goes on.
  const granted = grantedKinds(account);
  return { ...policy, kinds: policy.kinds.filter((kind) => granted.includes(kind)), own: [person.email, ...(account.googleEmail === null ? [] : [account.googleEmail])] };
}

export function contextOf(store: Store, doors: AccountDoors, { chosen, person, office }: AtWork, replicas: Replicas, write: CycleContext['write'], signal: AbortSignal): CycleContext {
  const account = withOffice(chosen, office);
  const policy = policyOf(account, office, person);
  return {
    db: store.db,
    write,
    account,
    policy,
    setup: shortHash([policy, account.options, account.googleSubject]),
    replicas,
    signal,
    groupName: googleGroupName,
    settings: async () => compareSettings(settingsInWords({ account, person, policy, setName: await doors.setName(account), groupName: googleGroupName, missing: missingKinds(account) }), account.approvedSetup?.settings),
    safePoint: async () => {
      signal.throwIfAborted();
      const now = await loadAccount(store.db, account.id);
      // Deselected, disabled [R39], or begun under another setup than is chosen now [R32].
      if (!now.options.runSynchronization || now.isDisabled || now.setupSerial !== account.setupSerial) throw new Stopped();
    },
    progress: (progress) => changeAccount(store.db, account.id, { progress }),
  };
}
