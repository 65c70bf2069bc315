// Words of the pages Alerts and Sent Mail.

export const alertText = {
  title: 'Alerts',
  empty: 'No alerts',
  emptyHelp: 'When a Preview Report is ready, or something needs you, it is said here.',
  readAll: 'Mark all as read',
  markRead: (title: string) => `Mark “${title}” as read`,
  unread: 'Unread',
  open: 'Open',
  openOf: (title: string) => `Open: ${title}`,
} as const;

export const mailText = {
  title: 'Sent Mail',
  intro: 'In this demo no mail leaves the machine. What would have been sent is kept here.',
  empty: 'No mail was sent yet',
  emptyHelp: 'When the Preview Report is available, the mail about it appears here.',
  to: 'To',
  at: 'Date',
  asText: 'Text',
  asMail: 'As a mail program shows it',
  frame: (subject: string) => `Mail: ${subject}`,
  states: { kept: 'Kept here', queued: 'Waiting to be sent', sent: 'Sent', failed: 'Not delivered' },
} as const;

export const noticeText = {
  title: 'Notifications',
  intro: 'What you want to be told, and how. What is switched off still happens, and still stands in your Report List.',
  mail: 'E-mail',
  alert: 'Alert',
  byMail: (what: string) => `E-mail: ${what}`,
  byAlert: (what: string) => `Alert: ${what}`,
  required: 'The alert always comes: nothing goes on before you have acted.',
  saved: 'Saved.',
  kinds: {
    'preview ready': 'A Preview Report is available for review',
    'initial complete': 'The initial synchronization has completed',
    'undo ready': 'An Undo Preview is available for review',
    drift: 'Too much changed since an approval; a new report is needed',
    brake: 'A safety brake has stopped the synchronization',
    reconnect: 'Google must be connected again',
    'calendar gone': 'The Google calendar is gone',
    'calendar access': 'A Google calendar was closed to you',
    paused: 'Google has asked to wait',
    unreachable: 'Google or SmartOffice cannot be reached',
    doubt: 'What was read looks incomplete',
    failed: 'The synchronization has failed',
  },
} as const;
