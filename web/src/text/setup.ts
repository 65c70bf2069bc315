// Words of Setup → SmartOffice Synchronization for Google. The labels and the guidance are
// those that the users of the product know, word for word; only what is ours (notes,
// progress, errors) is written here anew.

import type { ReportRow, SyncState } from '../../../src/http/contract/sync.ts';
import { counted } from './common.ts';

export const setupText = {
  title: 'Setup Detail',
  page: 'SmartOffice Synchronization for Google',
  user: 'User',
  userHelp: 'Displays the SmartOffice user Full Name. (pre-configured)',
  email: 'E-mail',
  emailHelp: 'Displays the SmartOffice user E-mail Address that will be used to sync with Google. (pre-configured)',
  synchronizationOptions: 'Synchronization Options',
  run: 'Run Synchronization',
  runHelp:
    'This option enables the Google synchronization to start. When this option is enabled, it will start an initial sync. When this option is deselected, the synchronization is disabled and the synchronization Setup Detail can be modified.',
  runNote: 'Nothing is written to SmartOffice or to Google before you have opened and approved the Preview Report.',
  contactOptions: 'Contact Synchronization Options',
  contactSync: 'Contact Synchronization',
  guidance: 'Guidance',
  contactNote:
    'About this product: it keeps the preferred choice and the TYPE of every phone, e-mail and address in SmartOffice, also when Google or a mobile device cannot carry them. The guidance above is shown as your office wrote it.',
  activityOptions: 'Activities/Tasks Synchronization Options',
  twoWay: 'SmartOffice to Google and Vice Versa',
  twoWayHelp:
    'This option enables two-way calendar synchronization between SmartOffice and Google. Changes made to SmartOffice calendar activities are synchronized to Google, and changes made to Google calendar activities are synchronized to SmartOffice.',
  noActivities: 'Do not sync activities',
  noActivitiesHelp: 'This option prevents any transfer of calendar data between SmartOffice and Google.',
  recurring: 'Synchronize Recurring Activities',
  recurringCounts: (total: number, withoutEnd: number) =>
    total === 0
      ? 'You have no recurring activities.'
      : `${total} of your activities ${total === 1 ? 'recurs' : 'recur'}, ${withoutEnd === 0 ? 'all with an end date' : `${withoutEnd} of them without an end date`}.`,
  contactsToSynchronize: 'Contacts to Synchronize',
  contactsGuidance: 'Guidance is not to select Contact Synchronization',
  all: 'Synchronize all SmartOffice contacts',
  allHelp: 'This option is not available',
  aSet: 'Synchronize a SET from SmartOffice',
  aSetHelp: 'This option synchronizes only those contacts that are part of a specific SmartOffice SET. With this option selected, a SET must be specified.',
  set: 'SET',
  chooseSet: 'Choose a SET',
  setOption: (name: string, members: string) => `${name} (${members})`,
  setMissing: 'A SET must be specified. Choose one from the list.',
  noSets: 'There is no SET yet.',
  makeSet: 'Make a SET',
  group: 'Google Group name',
  groupHelp: 'The Google Group name is predefined and cannot be changed.',
  locked: 'Locked while Run Synchronization is selected. “Change Setup” unlocks these options; deselecting Run Synchronization and saving does too, and stops the synchronization.',
  unsaved: 'You have changes that are not saved.',
  savedOn: 'Saved. The Preview Report is being made.',
  savedOff: 'Saved. The synchronization is disabled and the Setup Detail can be modified.',
  saved: 'Saved.',
  google: 'Google connection',
  connect: 'Connect Google',
  reconnect: 'Reconnect Google',
  disconnect: 'Disconnect',
  notConnected: 'Google is not connected. Connect it before you run the synchronization.',
  connectedAs: (account: string) => `Connected as ${account}`,
  connected: 'Connected',
  lost: (account: string | undefined) => (account === undefined ? 'No longer connected' : `No longer connected as ${account}`),
  otherAccount: 'This is another account than the E-mail above. If you did not mean it, select Reconnect Google and choose the other one there; what was known of this one is then forgotten, and a preview comes first.',
  missingTitle: 'Not everything was granted',
  missing: (parts: string) => `Not granted: ${parts}. The rest is synchronized. Reconnect Google and tick every box that Google shows to synchronize these parts too; you see a preview first.`,
  delegated: 'Your administrator connected Google for you. There is nothing that you need to allow.',
  delegatedTrouble: 'Your administrator set up the connection to Google, but it does not work yet.',
  endsTitle: (when: string) => `Google ends this access on ${when}.`,
  ends: 'The application of your installation is in “Testing” at Google, which ends every access after seven days. Reconnect Google before that, or ask your administrator to publish the application.',
  disconnectTitle: 'Disconnect Google?',
  disconnectBody: 'The synchronization stops and the access to your Google account is given back. Nothing is deleted in SmartOffice or in Google. You can connect again at any time.',
  connectedToast: 'Google is connected.',
  connectFailed: 'Google was not connected.',
  connectRemedy: 'Select “Connect Google” and allow access to contacts, calendar and tasks.',
  state: 'State of the synchronization',
  lastCycle: (when: string, operations: string) => `Last cycle ${when}: ${operations}.`,
  changes: (count: number) => (count === 0 ? 'no changes' : count === 1 ? '1 change' : `${count} changes`),
  waiting: (count: number) => (count === 1 ? '1 question waits for your answer.' : `${count} questions wait for your answer.`),
  movedToday: (google: string, office: string, all: number) => (all === 0 ? 'Nothing had to be written today.' : `Written today: ${google} in Google, ${office} in SmartOffice.`),
  next: (when: string) => `Both sides are looked at again by ${when}, and at once when something changes in SmartOffice.`,
  nextNow: 'Both sides are looked at again in a moment.',
  contactWrites: (count: string) => `Of what Google allows a day, up to ${count} contact writes are used.`,
  pausedUntil: (when: string) => `It goes on by itself at ${when}.`,
  openReport: 'Open the report',
  syncNow: 'Synchronize now',
  syncNowDone: 'The synchronization is looking for changes now.',
} as const;

/** By the code that the way back from Google carries. */
export const connectErrors: Readonly<Record<string, { readonly title: string; readonly remedy: string }>> = {
  'google-declined': { title: 'Google was not connected, because access was declined on the page of Google. Nothing was changed.', remedy: 'Select “Connect Google” again and choose Allow.' },
  'access_denied': { title: 'Google was not connected, because access was declined on the page of Google. Nothing was changed.', remedy: 'Select “Connect Google” again and choose Allow.' },
  'scope-missing': { title: 'Google did not give access to everything that is to be synchronized.', remedy: 'Connect again and leave all boxes ticked on the page of Google.' },
  'connect-expired': { title: 'This sign-in with Google was not started here, or too long ago.', remedy: 'Select “Connect Google” again.' },
  'account-in-use': { title: 'This Google account is connected to another user.', remedy: 'Choose another Google account, or disconnect it there first.' },
  'google-refused': { title: 'Google refused the sign-in.', remedy: 'Connect again. If it happens again, ask your administrator to check the client id and secret.' },
  'google-unreachable': { title: 'Google could not be reached.', remedy: 'Check the network and try again in a few minutes.' },
  'google-not-configured': { title: 'The sign-in with Google is not configured.', remedy: 'Ask your administrator to configure it.' },
};

export const grantNames = { contacts: 'contacts', calendar: 'calendar', tasks: 'tasks' } as const;

export const stateTitles: Readonly<Record<SyncState, string>> = {
  off: 'Synchronization is off',
  previewing: 'The Preview Report is being made',
  'preview ready': 'The Preview Report is available for review',
  'initial sync': 'The initial synchronization is running',
  active: 'Synchronization is active',
  'needs reconnect': 'Google must be connected again',
  'paused by brake': 'Paused: a safety check waits for a decision',
  'paused by Google': 'Paused by Google',
  'calendar gone': 'Paused: the Google calendar is gone',
  'calendar read-only': 'The Google calendar may only be read',
  failed: 'The synchronization stopped',
};

export const stateShort: Readonly<Record<SyncState, string>> = {
  off: 'Off',
  previewing: 'Making preview',
  'preview ready': 'Preview ready',
  'initial sync': 'Initial sync',
  active: 'Active',
  'needs reconnect': 'Needs reconnect',
  'paused by brake': 'Paused by a brake',
  'paused by Google': 'Paused by Google',
  'calendar gone': 'Calendar gone',
  'calendar read-only': 'Calendar read-only',
  failed: 'Failed',
};

export const listText = {
  title: 'Report List',
  help: 'A preview sync report is generated after selecting “Run Synchronization” and saving. (depending on the options selected and the volume of information exchanged, the Preview report may take up to 30 minutes to generate)',
  report: 'Report',
  date: 'Date',
  status: 'Status',
  summary: 'Summary',
  actions: 'Actions',
  pdf: 'Run Synchronization PDF Report',
  pdfOf: (kind: string, date: string) => `Run Synchronization PDF Report: ${kind}, ${date}`,
  empty: 'No reports yet',
  emptyHelp: 'Select “Run Synchronization” above, then Save. The Preview Report appears here.',
  older: (count: number) => `Show ${counted(String(count), 'older report', 'older reports')}`,
  /** A policy is a person's standing approval: they need not know how it is called inside. */
  decided: (who: string, when: string) => (who.startsWith('policy:') ? `by itself, ${when}` : `by ${who}, ${when}`),
} as const;

export const statusNames: Readonly<Record<ReportRow['status'], string>> = {
  'in progress': 'In progress',
  ready: 'Ready for review',
  opened: 'Opened',
  approved: 'Approved',
  rejected: 'Rejected',
  replaced: 'Replaced by a newer report',
  complete: 'Complete',
  failed: 'Failed',
};

export const progressText = {
  of: (done: string, total: string) => `${done} of ${total}`,
} as const;
