// Words of the administrator's pages: Office settings, Audit. In: numbers and names. Out: text.

import type { SettingName } from '../sync-types.ts';
import { choiceText, finerText } from './setup-choices.ts';
import { setupText } from './setup.ts';

/** Values of a setting in words; settings that are not listed have no list of values. */
export const settingValues: Readonly<Partial<Record<SettingName, Readonly<Record<string, string>>>>> = {
  contacts: { none: 'Do not synchronize contacts', set: 'Synchronize a SET' },
  activities: { 'two-way': setupText.twoWay, 'to-google': choiceText.toGoogle, 'to-office': choiceText.toOffice, none: setupText.noActivities },
  recurring: { false: 'Single activities only', true: setupText.recurring },
  conflict: choiceText.conflicts,
  conflictByField: choiceText.conflicts,
  deletion: choiceText.deletions,
  sendGuests: { false: 'Guests are not sent', true: choiceText.guests },
  privacy: choiceText.privacies,
};

export const settingNames: Readonly<Record<SettingName, string>> = {
  contacts: setupText.contactSync,
  activities: setupText.activityOptions,
  recurring: setupText.recurring,
  conflict: choiceText.conflict,
  deletion: choiceText.deletion,
  privacy: choiceText.privacy,
  sendGuests: choiceText.guests,
  guestLimit: choiceText.guestLimit,
  conflictByField: finerText.byField,
  brakes: finerText.brakes,
  driftShare: finerText.drift,
  types: 'TYPE of phones, e-mails, addresses and web addresses',
};

/** In the order of the Setup Detail. */
export const settingOrder = ['contacts', 'activities', 'recurring', 'conflict', 'deletion', 'privacy', 'sendGuests', 'guestLimit', 'conflictByField', 'brakes', 'driftShare', 'types'] as const satisfies readonly SettingName[];

export const officeText = {
  title: 'Office settings',
  intro: 'What holds for everybody in your office who has chosen nothing else, what they may change, and the guidance that they read beside each option.',
  default: 'Default',
  standard: (value: string) => `As the product delivers it: ${value}`,
  mayChange: 'Users may change it',
  mayChangeHelp: 'Off: the default holds for everybody.',
  notOffered: 'Not offered to users',
  notOfferedHelp: 'Ticked values cannot be chosen any more. Who has chosen one goes with the default.',
  guidance: 'Guidance shown beside the option',
  decided: 'Users may change it',
  locked: 'Decided by the office',
  withdrawn: (count: number) => (count === 1 ? '1 value not offered' : `${count} values not offered`),
  hasGuidance: 'with guidance',
  typesHelp: 'A TYPE that one side does not have becomes the one chosen here. What a record said before is kept where it was.',
  typesOffice: 'What Google calls it, and what SmartOffice stores',
  typesGoogle: 'What SmartOffice calls it, and what Google stores',
  types: { phones: 'Phones', emails: 'E-mails', addresses: 'Addresses', urls: 'Web addresses' },
  unsaved: 'You have changes that are not saved.',
  question: 'Save the office settings?',
  nobody: 'No running synchronization is concerned. The settings hold from now on.',
  concerned: (users: number) => (users === 1 ? 'For 1 user whose synchronization runs, something else will hold.' : `For ${users} users whose synchronization runs, something else will hold.`),
  newPreview: 'Each of them gets a new preview, by mail and alert. Their synchronization stands still until they have approved it; nothing is written before.',
  saved: 'The office settings are saved.',
} as const;

const shared = { home: 'Home', work: 'Work', other: 'Other', custom: 'A name of one’s own', mobile: 'Mobile', homeFax: 'Home fax', workFax: 'Work fax', otherFax: 'Other fax', pager: 'Pager', workMobile: 'Work mobile', workPager: 'Work pager', main: 'Main', googleVoice: 'Google Voice', blog: 'Blog', profile: 'Profile', homePage: 'Home page', ftp: 'FTP', reservations: 'Reservations', appInstallPage: 'App page' } as const;
const inOffice: Readonly<Record<string, string>> = { work: 'Business', mobile: 'Mobile', workFax: 'Business Fax', homeFax: 'Residence Fax', pager: 'Pager', other: 'Other' };

/** A TYPE as the people of a side know it. */
export function typeName(side: 'office' | 'google', list: string, type: string): string {
  if (side === 'google') return (shared as Readonly<Record<string, string>>)[type] ?? type;
  if (type === 'home') return list === 'emails' || list === 'urls' ? 'Personal' : 'Residence';
  return inOffice[type] ?? type;
}

export const auditText = {
  title: 'Audit',
  intro: 'Who allowed, refused or changed what, and when. Nothing in it can be altered or deleted.',
  caption: 'Audit, newest first',
  from: 'From',
  to: 'To (including)',
  user: 'Who',
  userHint: 'Part of a name or address',
  kind: 'Kind',
  allKinds: 'All kinds',
  at: 'When',
  by: 'Who',
  what: 'What',
  details: 'Details',
  detailsOf: (text: string) => `Details: ${text}`,
  csv: 'Export as CSV',
  older: 'Show older entries',
  empty: 'No entries yet',
  emptyHelp: 'Approvals, rejections, answers, undoing and people who were added are written down here as they happen.',
  noMatch: 'No entry matches.',
  noMatchHelp: 'Change the dates, the name or the kind.',
  clear: 'Clear the filter',
  shown: (count: string) => `${count} entries shown`,
} as const;
