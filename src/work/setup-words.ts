// The setup as a person reads it in the Setup Detail and in a report. In: what holds for an
// account. Out: labels and values, in the order of the Setup Detail. Labels stay the same
// whatever is chosen, so that two setups can be laid side by side.

import { fieldsOf } from '../core/field.ts';
import type { Kind } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import type { ConflictPolicy, DeletionPolicy, Policy, Privacy } from '../core/policy.ts';
import type { Side } from '../core/side.ts';
import type { Account, ActivityChoice } from '../store/account.ts';
import { shownCalendars } from '../store/effective-setup.ts';
import { noLonger } from '../store/plan.ts';

export interface SettingWords {
  readonly label: string;
  readonly value: string;
  /** What it was in the setup that was approved last, where that was another. */
  readonly was?: string;
}

export interface SetupInWords {
  /** With what holds for it: see withOffice. */
  readonly account: Account;
  readonly person: { readonly fullName: string; readonly email: string };
  readonly policy: Policy;
  readonly setName: string | undefined;
  readonly groupName: string;
  /** Selected, and not granted at Google. */
  readonly missing: readonly Kind[];
}

export const activityWords: Readonly<Record<ActivityChoice, string>> = {
  'two-way': 'SmartOffice to Google and Vice Versa',
  'to-google': 'SmartOffice to Google only',
  'to-office': 'Google to SmartOffice only',
  none: 'Do not sync activities',
};
export const conflictWords: Readonly<Record<ConflictPolicy, string>> = { ask: 'You are asked', office: 'SmartOffice is used', google: 'Google is used', newest: 'The side that was changed last is used' };
export const deletionWords: Readonly<Record<DeletionPolicy, string>> = { ask: 'you are asked', follow: 'it is deleted on the other side too', never: 'the other one is kept' };
export const privacyWords: Readonly<Record<Privacy, string>> = {
  skip: 'They are not sent to Google',
  'busy only': 'Google is told the time only, as Busy',
  full: 'They are sent whole, and not marked private',
  'full and private': 'They are sent whole, and marked private',
};
export const kindWords: Readonly<Record<Kind, readonly [one: string, many: string]>> = { contact: ['a contact', 'contacts'], event: ['an activity', 'activities'], task: ['a task', 'tasks'] };
const grantWords: Readonly<Record<Kind, string>> = { contact: 'Contacts', event: 'Calendar', task: 'Tasks' };
export const sideWords: Readonly<Record<Side, string>> = { office: 'SmartOffice', google: 'Google' };
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

export function settingsInWords({ account, person, policy, setName, groupName, missing }: SetupInWords): SettingWords[] {
  const { options } = account;
  const hasActivities = options.activities !== 'none';
  return [
    { label: 'User', value: person.fullName },
    { label: 'E-mail', value: person.email },
    { label: 'Google account', value: account.googleEmail ?? 'not connected' },
    ...(missing.length === 0 ? [] : [{ label: 'Not granted at Google', value: `${missing.map((kind) => grantWords[kind]).join(', ')}: not synchronized` }]),
    { label: 'Contacts to Synchronize', value: options.contacts === 'set' ? `The SET ${setName ?? '(deleted)'}, in the Google group ${groupName}` : 'None' },
    { label: 'Activities/Tasks', value: activityWords[options.activities] },
    ...(hasActivities ? [{ label: 'Google calendar', value: calendarInWords(account) }] : []),
    ...(shownCalendars(options).length === 0 ? [] : [{ label: 'Calendars shown in SmartOffice', value: `${account.shownCalendars.map(({ name, role }) => `${name} (${role})`).join('; ')}: only read, never written` }]),
    { label: 'Synchronize Recurring Activities', value: options.recurring ? 'Yes' : 'No' },
    ...(hasActivities ? [{ label: 'Private activities', value: privacyWords[policy.privacy] }] : []),
    { label: 'Invitations', value: policy.sendGuests ? `Participants are sent to Google as guests, of one activity at most ${policy.guestLimit}` : 'None are sent; guests stay as they are' },
    { label: 'When both sides changed the same field', value: conflictsInWords(policy) },
    ...policy.kinds.map((kind) => ({ label: `When ${kindWords[kind][0]} is deleted`, value: deletionsInWords(policy.deletion[kind]) })),
    { label: 'It stops and asks before it deletes', value: policy.kinds.map((kind) => `${percent(policy.brakes[kind].share)} or ${policy.brakes[kind].count} of the ${kindWords[kind][1]}`).join('; ') },
    { label: 'A new preview is made', value: `When more than ${percent(policy.driftShare)} of what was approved no longer holds` },
    ...(policy.kinds.includes('contact') ? [{ label: 'TYPE of phones, e-mails and addresses', value: typesInWords(policy) }] : []),
  ];
}

export function calendarInWords(account: Account): string {
  if (account.googleEmail === null) return 'not connected';
  const { calendarId } = account.options;
  if (calendarId === undefined) return `The main calendar of ${account.googleEmail} (owner)`;
  const { calendar } = account;
  return calendar?.id === calendarId ? `${calendar.name} (${calendar.role}), ${calendarId}` : calendarId;
}

function conflictsInWords(policy: Policy): string {
  const general = conflictWords[policy.conflict];
  const others = Object.entries(policy.conflictByField)
    .filter(([, chosen]) => chosen !== policy.conflict)
    .map(([key, chosen]) => `${fieldInWords(key)}: ${conflictWords[chosen]}`);
  return [general, ...others.sort()].join('; ');
}

export function fieldInWords(key: string): string {
  const [kind = '', name = ''] = key.split('.');
  const field = fieldsOf[kind as Kind]?.find((each) => each.name === name);
  return field === undefined ? key : `${field.label} of ${kindWords[kind as Kind][1]}`;
}

function deletionsInWords(deletion: Readonly<Record<Side, DeletionPolicy>>): string {
  if (deletion.office === deletion.google) return `On either side: ${deletionWords[deletion.office]}`;
  return (['office', 'google'] as const).map((side) => `In ${sideWords[side]}: ${deletionWords[deletion[side]]}`).join('; ');
}

function typesInWords(policy: Policy): string {
  const changed = (['office', 'google'] as const).flatMap((side) =>
    Object.entries(policy.types[side])
      .filter(([key, to]) => defaultPolicy.types[side][key] !== to)
      .map(([key, to]) => `${key} becomes ${to} in ${sideWords[side]}`),
  );
  return changed.length === 0 ? 'As delivered' : changed.join('; ');
}

/** Beside each setting what it was in the former setup; one that is no more is told too. */
export function compareSettings(now: readonly SettingWords[], former: readonly SettingWords[] | undefined): readonly SettingWords[] {
  // One approved before the words were kept cannot be compared.
  if (former === undefined || former.length === 0) return now;
  const before = new Map(former.map(({ label, value }) => [label, value]));
  const shown = now.map((setting) => {
    const was = before.get(setting.label);
    before.delete(setting.label);
    return was === setting.value ? setting : { ...setting, was: was ?? 'not set' };
  });
  return [...shown, ...[...before].map(([label, was]) => ({ label, value: noLonger, was }))];
}
