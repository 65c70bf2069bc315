// A decision of an office about its setup, as a person reads it long after. In: the path of
// one part of an office's setup, and its value. Out: what it is called in the product, and
// the value in words. Never here: a path or a key, unless nothing better is known.

import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { SettingName } from '../store/office-setup.ts';
import { activityWords, conflictWords, deletionWords, fieldInWords, kindWords, percent, privacyWords, sideWords } from './setup-words.ts';

const settingWords: Readonly<Record<SettingName, string>> = {
  contacts: 'Contacts to Synchronize',
  activities: 'Activities/Tasks',
  recurring: 'Synchronize Recurring Activities',
  conflict: 'When both sides changed the same field',
  conflictByField: 'When both sides changed one of these fields',
  deletion: 'When a record is deleted on one side',
  sendGuests: 'Send participants to Google as guests',
  guestLimit: 'Most guests of one activity',
  privacy: 'Private activities',
  brakes: 'Safety brakes',
  driftShare: 'A new preview is made when so much has changed',
  types: 'TYPE of phones, e-mails and addresses',
};

const nameOf = (setting: string): string => settingWords[setting as SettingName] ?? setting;

/** `defaults.policy.deletion.contact.office` → "Default: when a contact is deleted in SmartOffice". */
export function partInWords(path: string): string {
  const [what = '', name = '', setting = '', ...rest] = path.split('.');
  switch (what) {
    case 'locked':
      return 'Decided by the office';
    case 'withdrawn':
      return `Not offered for “${nameOf(name)}”`;
    case 'guidance':
      return `Guidance beside “${nameOf(name)}”`;
    case 'defaults':
      return `Default of “${defaultInWords(setting, rest)}”`;
    default:
      return path;
  }
}

function defaultInWords(setting: string, rest: readonly string[]): string {
  const [first = '', second = ''] = rest;
  switch (setting) {
    case 'conflictByField':
      return `When both sides changed ${fieldInWords(rest.join('.'))}`;
    case 'deletion':
      return `When ${kindWords[first as Kind]?.[0] ?? first} is deleted in ${sideWords[second as Side] ?? second}`;
    case 'brakes':
      return `It stops at this ${second === 'share' ? 'share' : 'number'} of the ${kindWords[first as Kind]?.[1] ?? first}`;
    case 'types':
      return `TYPE in ${sideWords[first as Side] ?? first} for ${rest.slice(1).join(', ')}`;
    default:
      return nameOf(setting);
  }
}

const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contacts: { none: 'None', set: 'A SET' },
  activities: activityWords,
  conflict: conflictWords,
  conflictByField: conflictWords,
  deletion: deletionWords,
  privacy: privacyWords,
};

export function valueInWords(path: string, value: string): string {
  const [what = '', name = '', setting = ''] = path.split('.');
  if (what === 'guidance') return value;
  if (what === 'locked') return value.split(', ').map((each) => `“${nameOf(each)}”`).join(', ');
  const of = what === 'withdrawn' ? name : setting;
  const one = (each: string): string => valueWords[of]?.[each] ?? (each === 'true' ? 'Yes' : each === 'false' ? 'No' : path.endsWith('.share') || of === 'driftShare' ? percent(Number(each)) : each);
  return what === 'withdrawn' ? value.split(', ').map((each) => `“${one(each)}”`).join(', ') : one(value);
}
