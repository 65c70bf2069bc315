// Words shared by all screens: names, buttons, trouble. In: numbers and names. Out: text.
// Every text that a person reads stands in this folder and nowhere else.

export const commonText = {
  product: 'SmartOffice Synchronization for Google',
  office: 'SmartOffice',
  skip: 'Skip to the content',
  openMenu: 'Open menu',
  closeMenu: 'Close menu',
  sideMenu: 'Side menu',
  signOut: 'Sign out',
  light: 'Switch to light colours',
  dark: 'Switch to dark colours',
  contacts: 'Contacts',
  calendar: 'Calendar',
  tasks: 'Tasks',
  sets: 'SETs',
  questions: 'Questions',
  alerts: 'Alerts',
  setup: 'Setup',
  allUsers: 'All users',
  officeSettings: 'Office settings',
  audit: 'Audit',
  doctor: 'Doctor',
  password: 'Change password',
  sentMail: 'Sent Mail',
  openGoogle: 'Open Google (simulated)',
  newTab: 'opens in a new tab',
  unreadAlerts: (count: number) => (count === 0 ? 'No unread alerts' : count === 1 ? '1 unread alert' : `${count} unread alerts`),
  unread: (count: number) => `${count} unread`,
  waiting: (count: number) => (count === 1 ? '1 waits for you' : `${count} wait for you`),
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  undoFailed: 'This could not be taken back.',
  delete: 'Delete',
  loading: 'Loading…',
  retry: 'Try again',
  none: '–',
  yes: 'Yes',
  no: 'No',
  unexpectedAnswer: (status: number) => `The server gave an answer that cannot be read (${status}).`,
  tryAgain: 'Try again. If it happens again, tell your administrator what you did.',
  unreachable: 'The server cannot be reached.',
  unreachableRemedy: 'Check your network connection, then try again. Nothing was changed.',
  somethingBroke: 'Something on this page went wrong.',
  sessionEnded: 'Your session has ended. Sign in again to go on where you were.',
  pageNotFound: 'This page does not exist.',
  pageNotFoundRemedy: 'Check the address, or choose a page from the side menu.',
  toStart: 'Go to Setup Detail',
  reload: 'Load the page again',
} as const;

export const numberText = {
  outside: (min: number, max: number, decimals: number) => `Type a ${decimals === 0 ? 'whole number' : 'number'} from ${min} to ${max}.`,
} as const;

/** Behind the question whether something shall be deleted in SmartOffice. */
export const deletionText = {
  unknown: 'What happens on Google follows your Setup Detail.',
  off: 'It is not synchronized now, so nothing changes on Google.',
  closed: 'Nothing is sent to Google by your setup, so it stays there.',
  ask: 'If it is on Google too, it stays there until you answer: you are asked under Questions.',
  follow: 'If it is on Google too, it is deleted there as well, as your Setup Detail says. The report of that run can be undone.',
  never: 'If it is on Google too, it stays there, as your Setup Detail says.',
  part: 'If the series is on Google too, it changes there as well: what is taken out of a series counts as a change of it.',
} as const;

/** A count and its noun; the count as it is shown. */
export function counted(shown: string, one: string, many: string): string {
  return `${shown} ${shown === '1' ? one : many}`;
}

export const kindNames = {
  contact: { one: 'contact', many: 'contacts', title: 'Contacts' },
  event: { one: 'activity', many: 'activities', title: 'Activities' },
  task: { one: 'task', many: 'tasks', title: 'Tasks' },
  group: { one: 'group', many: 'groups', title: 'Groups' },
} as const;

export const sideNames = { office: 'SmartOffice', google: 'Google' } as const;

export const signInText = {
  title: 'Sign in',
  intro: 'Sign in to SmartOffice.',
  email: 'E-mail address',
  password: 'Password',
  button: 'Sign in',
  emailMissing: 'Type the e-mail address that you sign in with.',
  passwordMissing: 'Type your password.',
  show: 'Show password',
} as const;
