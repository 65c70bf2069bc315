// What the parts of a report are called. In: a section, a side, whether it has been
// executed. Out: headings. Only headings: what an operation does is said by core/explain.

import type { Side } from '../core/side.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import type { Section } from './model.ts';

/** With its preposition, as in "will be created …". */
const place: Readonly<Record<Side, string>> = { google: 'on Google', office: 'in SmartOffice' };
export const sideName: Readonly<Record<Side, string>> = { google: 'Google', office: 'SmartOffice' };

export const kindName: Readonly<Record<ReportLine['kind'], string>> = { group: 'Groups', contact: 'Contacts', event: 'Activities', task: 'Tasks' };
export const oneOfKind: Readonly<Record<ReportLine['kind'], string>> = { group: 'Group', contact: 'Contact', event: 'Activity', task: 'Task' };

export function sectionTitle(section: Section, side: Side | undefined, executed: boolean): string {
  const where = side === undefined ? '' : ` ${place[side]}`;
  const verb = (word: string): string => (executed ? `${word[0]?.toUpperCase()}${word.slice(1)}${where}` : `Will be ${word}${where}`);
  switch (section) {
    case 'asked':
      return executed ? 'What you were asked' : 'Needs your decision';
    case 'create':
      return verb('created');
    case 'update':
      return verb('updated');
    case 'delete':
      return verb('deleted');
    case 'link':
      return 'Matched and linked';
    case 'unlink':
      return executed ? 'No longer linked' : 'Will no longer be linked';
    case 'left alone':
      return `Left alone${where}`;
    case 'other':
      return 'Answers';
    default:
      return section satisfies never;
  }
}
