// Words of the report page: summary, table, decisions, approval, rejection, undo.

import type { ReportLine } from '../../../src/http/contract/sync.ts';
import { counted, kindNames, sideNames } from './common.ts';

export const reportText = {
  back: 'Close report',
  toSetup: 'Back to Setup Detail',
  pdf: 'Run Synchronization PDF Report',
  pdfMaking: (made: number, parts: number) => (parts === 1 ? 'Making the PDF…' : `Making the PDF: ${made} of ${parts} parts…`),
  pdfPart: (part: number, parts: number) => `Part ${part} of ${parts}`,
  pdfPartWaits: 'being made',
  csv: 'Save as CSV',
  json: 'Save as JSON',
  options: 'Options',
  approve: 'Approve Preview Synchronization',
  reject: 'Reject Preview Synchronization',
  undo: 'Undo this run',
  notOpened: 'Before approving, the Preview Report is required to be opened, else you will not be able to approve.',
  notCurrent: 'This report does not wait for approval.',
  madeFor: (user: string, email: string, google: string | undefined) => `${user} (${email})${google === undefined ? '' : ` · Google account ${google}`}`,
  summary: 'Summary',
  settings: 'Settings as they were',
  counts: 'Counts by kind and side',
  countKind: 'Kind',
  countSide: 'Where',
  create: 'Created',
  update: 'Updated',
  delete: 'Deleted',
  link: 'Linked',
  asked: 'Asked',
  unchanged: 'Unchanged',
  invitations: (shown: string) => (shown === '0' ? 'No invitations are sent to guests.' : `${counted(shown, 'invitation is', 'invitations are')} sent to guests.`),
  invited: (shown: string) => counted(shown, 'invitation', 'invitations'),
  cost: (requests: string, units: string) => `Made with ${counted(requests, 'request', 'requests')} to Google (${counted(units, 'quota unit', 'quota units')}).`,
  brakes: 'Safety checks that stopped this synchronization',
  brakesHelp: 'Read each one. Approving is possible when you release every check that you agree with, by ticking it.',
  release: 'Release:',
  released: 'Released',
  lines: 'Every change, one by one',
  search: 'Search in this report',
  searchHint: 'Name, field or value',
  section: 'Section',
  side: 'Where',
  kind: 'Kind',
  all: 'All',
  shown: (shown: string, total: string) => `${shown} of ${counted(total, 'line', 'lines')}`,
  noLines: 'Nothing in this report matches.',
  noLinesHelp: 'Clear the search and the filters to see all lines.',
  clear: 'Clear search and filters',
  emptyReport: 'Both sides already agree. There is nothing to change.',
  name: 'Name',
  what: 'What happens',
  decision: 'Decision',
  outcome: 'Outcome',
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all lines shown',
  selected: (count: string) => `${count} selected`,
  unselect: 'Clear selection',
  decisionFor: (name: string) => `Decision for ${name}`,
  detailsOf: (name: string) => `Details of ${name}`,
  choose: 'Choose…',
  later: 'Decide later',
  laterHelp: 'What is disputed stays as it is on both sides, and is asked again. What only one side has is written all the same.',
  otherwise: (text: string) => `If you do not choose: ${text}`,
  otherWays: 'Another way',
  withSelected: 'What to do with the selected lines',
  putOff: (date: string) => `You said not now on ${date}`,
  notNowHelp: 'It is left as it is, and offered again in later reports.',
  neverHelp: 'It is left as it is and not offered again. What you set to never can be taken back on the Setup Detail page.',
  neverAsk: 'Never ask this again',
  neverAskHelp: 'What is disputed stays as it is on both sides. It can be taken back on the Setup Detail page.',
  why: 'Why',
  field: 'Field',
  before: 'Before',
  after: 'After',
  base: 'Last agreed',
  empty: '(empty)',
  alternatives: 'What shall be done?',
  will: 'Approving will do this',
  noSide: (count: string, verb: string) => `${count} ${verb}, without a write`,
  willNothing: 'nothing is written',
  otherWay: (count: string) => `${count} done another way`,
  notNow: (count: string) => `${count} not now`,
  never: (count: string) => `${count} never`,
  unanswered: (shown: string) => `${counted(shown, 'question', 'questions')} left for later`,
  answered: (shown: string) => `${counted(shown, 'question', 'questions')} answered`,
  waitForYou: (shown: string) => counted(shown, 'question waits for you', 'questions wait for you'),
  waitForYouHelp: 'They stand first among the lines. What you leave open is asked again.',
  barChanges: (office: string, google: string, total: number) => `${office} + ${google} ${total === 1 ? 'change' : 'changes'}`,
  barQuestions: (shown: string) => counted(shown, 'question', 'questions'),
  barLabel: (office: string, google: string) => `In SmartOffice ${office}, on Google ${google}`,
  barMore: 'Show what approving will do',
  decisionsKept: 'Your decisions are kept in this browser window until you approve.',
  approveTitle: 'Approve Preview Synchronization?',
  approveBody: 'Your initial synchronization will begin running immediately. Exactly what this report says is written, with your decisions. You will be notified by e-mail and by an alert when it is complete.',
  approveBodyRunning: 'It is carried out immediately. Exactly what this report says is written, with your decisions. The synchronization goes on.',
  approveUndoBody: 'The undo will begin running immediately. Exactly what this report says is written, with your decisions.',
  approveButton: 'Approve',
  approveBrakes: 'A safety check is not released yet. Open the report and release it first.',
  rejectTitle: 'Reject Preview Synchronization?',
  rejectBody:
    'Nothing is written. Rejecting the Preview Sync Report will disable the synchronization, allowing edits to the Setup Detail page. When your changes are completed, again select Run Synchronization, then Save.',
  rejectBodyRunning: 'Nothing of this report is written, and the synchronization goes on. What is still so is asked again. To stop the synchronization, deselect Run Synchronization in the Setup Detail and save.',
  rejectButton: 'Reject',
  approved: 'Approved. The synchronization is running.',
  rejected: 'Rejected. Run Synchronization is deselected and nothing was written.',
  rejectedRunning: 'Rejected. Nothing of it was written. The synchronization goes on.',
  undoTitle: 'Undo this run?',
  undoBody: 'A report is made of what undoing would change. Nothing is written before you approve it.',
  undoButton: 'Make the Undo Preview',
  toCurrent: 'Open the report that is current',
  running: 'The synchronization is running',
  making: 'This report is being made',
  done: 'What was approved has been written.',
  runFailed: 'The run stopped before it was complete.',
  toRun: 'Open the report of the run',
  wasRejected: 'This report was rejected. Nothing of it was written.',
  wasReplaced: 'A newer report has taken the place of this one.',
} as const;

export const decisionNames = { take: 'Take', 'not now': 'Not now', never: 'Never' } as const;

/** A decision as the server names it: one of the three, or the alternative that was chosen. */
export function decisionName(line: ReportLine): string {
  if (line.decision === undefined) return '';
  return line.decision in decisionNames ? decisionNames[line.decision as keyof typeof decisionNames] : (line.alternatives?.find((one) => one.id === line.decision)?.label ?? line.decision);
}

export const sectionNames: Readonly<Record<ReportLine['section'], string>> = {
  asked: 'You are asked',
  create: 'Will be created',
  update: 'Will be updated',
  delete: 'Will be deleted',
  link: 'Will be linked',
  unlink: 'Will be unlinked',
  other: 'Answers',
  'left alone': 'Left alone',
};

export const sectionDone: Readonly<Record<ReportLine['section'], string>> = {
  asked: 'Asked',
  create: 'Created',
  update: 'Updated',
  delete: 'Deleted',
  link: 'Linked',
  unlink: 'Unlinked',
  other: 'Answers',
  'left alone': 'Left alone',
};

export const outcomeNames: Readonly<Record<NonNullable<ReportLine['outcome']>, string>> = {
  applied: 'Done',
  stale: 'Changed meanwhile',
  refused: 'Refused',
  failed: 'Failed',
  unknown: 'Not known yet',
  skipped: 'Skipped',
};

export function groupTitle(section: string, side: ReportLine['side'], kind: ReportLine['kind']): string {
  return `${section}${side === undefined ? '' : ` ${side === 'office' ? 'in' : 'on'} ${sideNames[side]}`} · ${kindNames[kind].title}`;
}

/** "Contacts on Google: 79 created, 31 updated" for the question before approving. */
export function kindEffects(kind: ReportLine['kind'], side: ReportLine['side'], parts: readonly string[]): string {
  return `${kindNames[kind].title}${side === undefined ? '' : ` ${side === 'office' ? 'in' : 'on'} ${sideNames[side]}`}: ${parts.join(', ')}`;
}

/** "On Google: 79 created, 31 updated" for the bar that is always in sight. */
export function sideEffects(side: 'office' | 'google', parts: readonly string[]): string {
  return `${side === 'office' ? 'In' : 'On'} ${sideNames[side]}: ${parts.join(', ')}`;
}

export const effectVerbs = { create: 'created', update: 'updated', delete: 'deleted', link: 'linked', unlink: 'unlinked', other: 'changed' } as const;
