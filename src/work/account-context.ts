// Puts together what the rooms are handed for one account: its policy from the setup, its
// replicas, and the settings as a person reads them in the report.

import { shortHash } from '../core/hash.ts';
import { kinds } from '../core/item.ts';
import type { Kind } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import type { Policy } from '../core/policy.ts';
import { Stopped } from '../cycle/context.ts';
import type { CycleContext, Replicas } from '../cycle/context.ts';
import { changeAccount, loadAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import type { Store } from '../store/open.ts';
import type { ChannelDoor } from './channels.ts';

export interface AccountPerson {
  readonly fullName: string;
  readonly email: string;
  readonly zone: string;
  readonly country: string;
  readonly locale: string;
}

/** Handed in by the composition root: the only place that knows the adapters. */
export interface AccountDoors {
  openReplicas(account: Account): Promise<Replicas>;
  person(userId: string): Promise<AccountPerson>;
  setName(account: Account): Promise<string | undefined>;
  openChannels(account: Account): Promise<ChannelDoor>;
}

/** Predefined, shown in the Setup Detail, not editable. */
export const googleGroupName = 'SmartOffice';

const scopes = 'https://www.googleapis.com/auth/';
const neededScopes: Readonly<Record<Kind, readonly string[]>> = { contact: ['contacts'], event: ['calendar.events', 'calendar.calendarlist.readonly'], task: ['tasks'] };

/** The kinds whose every permission was given at Google. */
export function grantedKinds(account: Pick<Account, 'googleScopes'>): readonly Kind[] {
  return kinds.filter((kind) => neededScopes[kind].every((scope) => account.googleScopes.includes(`${scopes}${scope}`)));
}

/** Selected in the setup, and not granted at Google. */
export function missingKinds(account: Account): readonly Kind[] {
  const granted = grantedKinds(account);
  return kinds.filter((kind) => !granted.includes(kind) && (kind === 'contact' ? account.options.contacts !== 'none' : account.options.activities !== 'none'));
}

export function policyOf(account: Account, person: AccountPerson): Policy {
  const chosen: Kind[] = [];
  // What was not granted at Google is switched off; the rest goes on.
  const granted = grantedKinds(account);
  if (account.options.contacts === 'set') chosen.push('contact');
  if (account.options.activities === 'two-way') chosen.push('event', 'task');
  return { ...defaultPolicy, ...account.policy, kinds: chosen.filter((kind) => granted.includes(kind)), recurring: account.options.recurring, country: person.country, zone: person.zone, own: [person.email, ...(account.googleEmail === null ? [] : [account.googleEmail])] };
}

export async function contextOf(store: Store, doors: AccountDoors, account: Account, replicas: Replicas, write: CycleContext['write'], signal: AbortSignal): Promise<CycleContext> {
  const person = await doors.person(account.userId);
  const policy = policyOf(account, person);
  const setName = await doors.setName(account);
  return {
    db: store.db,
    write,
    account,
    policy,
    setup: shortHash([policy, account.options, account.googleSubject]),
    replicas,
    signal,
    groupName: googleGroupName,
    settings: settingsInWords(account, person, policy, setName),
    safePoint: async () => {
      signal.throwIfAborted();
      if (!(await loadAccount(store.db, account.id)).options.runSynchronization) throw new Stopped();
    },
    progress: (progress) => changeAccount(store.db, account.id, { progress }),
  };
}

const kindWords: Readonly<Record<Kind, string>> = { contact: 'Contacts', event: 'Calendar', task: 'Tasks' };
const deletionWords = { ask: 'You are asked', follow: 'It is deleted on the other side too', never: 'The other one is kept' } as const;
const conflictWords = { ask: 'You are asked', office: 'SmartOffice is used', google: 'Google is used', newest: 'The side that was changed last is used' } as const;

function settingsInWords(account: Account, person: AccountPerson, policy: Policy, setName: string | undefined): { label: string; value: string }[] {
  const { options } = account;
  const deletions = new Set(policy.kinds.flatMap((kind) => [policy.deletion[kind].office, policy.deletion[kind].google]));
  return [
    { label: 'User', value: person.fullName },
    { label: 'E-mail', value: person.email },
    { label: 'Google account', value: account.googleEmail ?? 'not connected' },
    ...(missingKinds(account).length === 0 ? [] : [{ label: 'Not granted at Google', value: `${missingKinds(account).map((kind) => kindWords[kind]).join(', ')}: not synchronized` }]),
    { label: 'Contacts to Synchronize', value: options.contacts === 'set' ? `The SET ${setName ?? '(deleted)'}, in the Google group ${googleGroupName}` : 'None' },
    { label: 'Activities/Tasks', value: options.activities === 'two-way' ? 'SmartOffice to Google and Vice Versa' : 'Do not sync activities' },
    ...(options.activities === 'two-way' ? [{ label: 'Google calendar', value: account.googleEmail === null ? 'not connected' : `The main calendar of ${account.googleEmail} (owner)` }] : []),
    { label: 'Synchronize Recurring Activities', value: options.recurring ? 'Yes' : 'No' },
    { label: 'When both sides changed the same field', value: conflictWords[policy.conflict] },
    { label: 'When a record is deleted on one side', value: [...deletions].map((each) => deletionWords[each]).join('; ') || deletionWords.ask },
    { label: 'Invitations', value: policy.sendGuests ? 'Guests are sent to Google' : 'None are sent; guests stay as they are' },
  ];
}
