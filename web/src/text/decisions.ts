// Words of the questions, of what was set to "never" and of a record's own history. In:
// numbers, dates and names. Out: text.

import { counted, sideNames } from './common.ts';

export const questionText = {
  title: 'Questions',
  intro: 'What only you can decide. Nothing of it is written before you answer; everything else goes on meanwhile.',
  none: 'No question waits for you',
  noneHelp: 'When both sides changed the same field, or it is not sure which records belong together, the question appears here.',
  inReport: 'These questions stand in a report that waits for your decision',
  inReportHelp: 'They are answered there, together with everything else that the report says.',
  openReport: 'Open the report',
  select: (name: string) => `Select the question about ${name}`,
  selectAll: 'Select all questions',
  withSelected: 'What to do with the selected questions',
  selected: (count: string) => `${count} selected`,
  clear: 'Clear selection',
  answerTo: (name: string) => `What shall be done with ${name}?`,
  chosen: (shown: string, total: string) => `${shown} of ${counted(total, 'question', 'questions')} answered`,
  send: (shown: string) => (shown === '0' ? 'Send answers' : `Send ${counted(shown, 'answer', 'answers')}`),
  sent: 'Your answers are being carried out.',
  sentTitle: 'Your answers are being carried out',
  sentRest: (shown: string) => `${counted(shown, 'question that you left open is', 'questions that you left open are')} asked again in a moment.`,
  outdated: 'The questions have changed since this page was loaded',
  outdatedHelp: 'Your answers were not taken. Look at what is asked now.',
  changed: 'Show the questions as they are now',
  more: (shown: string) => `Show ${shown} more`,
} as const;

export const neverText = {
  title: 'Set to never',
  help: 'What you refused for good. It is neither written nor offered until you take that back.',
  none: 'Nothing is set to never.',
  name: 'Name',
  what: 'What was refused',
  decided: (who: string, when: string) => `by ${who}, ${when}`,
  actions: 'Actions',
  takeBack: 'Offer it again',
  takeBackOf: (name: string) => `Offer it again: ${name}`,
  takenBack: 'It is offered again in the next report.',
} as const;

export const historyText = {
  button: 'History',
  title: (name: string) => `History of ${name}`,
  none: 'The synchronization has changed nothing here yet',
  noneHelp: 'Every change that it makes to this record is listed here, with what it replaced.',
  notLinked: 'It is not synchronized at the moment.',
  fromTo: (from: 'office' | 'google' | undefined, to: 'office' | 'google' | undefined) =>
    to === undefined ? 'On neither side' : from === undefined || from === to ? `Written ${to === 'office' ? 'in' : 'on'} ${sideNames[to]}` : `From ${sideNames[from]} to ${sideNames[to]}`,
  by: (who: string) => `allowed by ${who}`,
  changes: 'What changed',
  undo: 'Undo this change',
  undoOf: (what: string, when: string) => `Undo this change: ${what}, ${when}`,
  undoTitle: 'Undo this change?',
  undoBody: 'A report is made of what undoing would change. Nothing is written before you approve it.',
  undoButton: 'Make the Undo Preview',
} as const;
