// Puts operations, changes, conflicts, brakes and problems into words: the only place that
// does. In: parts of a plan. Out: sentences that a layman reads on a screen, in a report
// and in a mail. Nothing is decided here, and no token of the program may show.

import type { Change } from './diff.ts';
import { capitalize, countOf, inSide, listWords, nounOf } from './explain-words.ts';
import { formatDate, formatOriginal, formatSpan } from './explain-when.ts';
import type { Wording } from './explain-when.ts';
import { explainRecurrence } from './explain-rule.ts';
import { formatValue } from './explain-value.ts';
import { fieldNamed, fieldsOf } from './field.ts';
import { nameOf } from './item.ts';
import type { EventItem, Item, Kind } from './item.ts';
import type { Alternative, AnswerOperation, Brake, Clash, Conflict, Operation, Plan, Problem, UpdateOperation } from './plan.ts';
import type { Side } from './side.ts';

/** What stands for "no value" in a row of before and after. */
export const noValue = '(none)';

/** "On Google: create contact Ann Müller (phones, e-mail)" */
export function explainOperation(operation: Operation, wording: Wording = {}): string {
  const record = describe(operation.kind, operation.name);
  switch (operation.op) {
    case 'create': {
      const fields = listFields(operation.after);
      const again = operation.link === undefined ? 'create' : 'create again';
      return `${at(operation.side)}: ${again} ${record}${describeWhen(operation.after, wording)}${inBrackets(fields)}${explainMails(operation)}`;
    }
    case 'update':
      return `${at(operation.side)}: ${explainUpdate(operation, record)}${explainMails(operation)}`;
    case 'delete':
      return `${at(operation.side)}: delete ${isSeries(operation.before) ? `the whole series of ${record}` : record}${describeWhen(operation.before, wording)}${explainMails(operation)}`;
    case 'link': {
      const [office, google] = [nameOf(operation.items.office), nameOf(operation.items.google)];
      const what = office === google ? `${record} in SmartOffice with the same ${nounOf(operation.kind)} on Google` : `${record} in SmartOffice with ${describe(operation.kind, google)} on Google`;
      return `Link ${what}. ${capitalize(operation.match.why)}`;
    }
    case 'unlink': {
      const [gone] = operation.gone;
      if (operation.apart !== undefined) return `Take ${record} apart: both records stay as they are, and are not linked or copied again`;
      if (operation.gone.length === 2) return `Forget ${record}: deleted on both sides`;
      if (gone === undefined) return `Stop synchronizing ${record}: both records stay as they are`;
      return `Keep ${record} ${inSide[gone === 'office' ? 'google' : 'office']} only: it was deleted ${inSide[gone]} and is not created again`;
    }
    case 'settle':
      return `Write nothing for ${record}: ${operation.why.charAt(0).toLowerCase()}${operation.why.slice(1)}`;
    case 'answer':
      return explainAnswer(operation, record);
    case 'create-group':
      return `On Google: create the contact group “${operation.name}”`;
    default:
      return operation satisfies never;
  }
}

function explainAnswer({ kind, answered: { given, kept, settle, closes } }: AnswerOperation, record: string): string {
  if (kept !== undefined) {
    const where = `${inSide[kept.gone === 'office' ? 'google' : 'office']} only`;
    return given ? `Keep ${record} ${where} again: it was deleted ${inSide[kept.gone]}` : `Ask again about ${record}: deleted ${inSide[kept.gone]}, and kept ${where}`;
  }
  const fields = listChanged(kind, [...settle.office, ...settle.google, ...closes.map((field) => ({ field }))]);
  return given ? `Leave both as they are again: ${record}${inBrackets(fields)}` : `Ask again about ${record}, of which both were left as they are${inBrackets(fields)}`;
}

/** Each guest by name: who is mailed is no detail. */
function explainMails({ mails }: { readonly mails?: readonly string[] }): string {
  return mails === undefined ? '' : `. Google mails ${listWords(mails)}`;
}

/** An answer as it is offered: whom Google mails when it is chosen is said before it is [R20]. */
export function explainAlternative({ label, operations }: Alternative): string {
  const mailed = [...new Set(operations.flatMap((operation) => ('mails' in operation ? (operation.mails ?? []) : [])))];
  return mailed.length === 0 ? label : `${label} (Google mails ${listWords(mailed)})`;
}

function at(side: Side): string {
  return capitalize(inSide[side]);
}

function describe(kind: Kind, name: string): string {
  return kind === 'contact' ? `${nounOf(kind)} ${name}` : `${nounOf(kind)} “${name}”`;
}

function isSeries(item: Item): boolean {
  return item.kind === 'event' && (item.recurrence ?? []).length > 0;
}

function describeWhen(item: Item, wording: Wording): string {
  if (item.kind === 'task') return item.dueDate === undefined ? '' : `, due ${formatDate(item.dueDate, wording)}`;
  if (item.kind === 'contact') return '';
  const rule = isSeries(item) ? `, ${explainRecurrence(item.recurrence ?? [], { ...wording, zone: zoneOf(item) })}` : '';
  const from = item.calendar === undefined ? '' : `, shown from the calendar ${item.calendar}`;
  return `, ${formatSpan(item.start, item.end, wording)}${rule}${from}`;
}

function zoneOf(item: EventItem): string | undefined {
  return 'zone' in item.start ? item.start.zone : undefined;
}

const plurals: Readonly<Record<string, string>> = { phones: 'phones', emails: 'e-mails', addresses: 'addresses', urls: 'web addresses', guests: 'participants', occurrences: 'changed occurrences' };
/** Said by the name, the time or the sentence itself. */
const saidAlready = new Set(['prefix', 'givenName', 'middleName', 'familyName', 'suffix', 'title', 'member', 'when', 'recurrence', 'calendar', 'dueDate']);

function listFields(item: Item): string[] {
  return fieldsOf[item.kind]
    .filter((field) => !saidAlready.has(field.name) && field.isDerived === undefined)
    .flatMap((field) => {
      const value = field.get(item);
      if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return [];
      return [Array.isArray(value) && value.length > 1 ? (plurals[field.name] ?? lower(field.label)) : lower(field.label)];
    });
}

function lower(label: string): string {
  return label.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

function inBrackets(words: readonly string[]): string {
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function explainUpdate(operation: UpdateOperation, record: string): string {
  const rest = operation.changes.filter((change) => change.field !== 'member');
  const membership = operation.changes.find((change) => change.field === 'member');
  const place = operation.side === 'office' ? 'the SET' : 'the Google group';
  const moved = membership === undefined ? '' : membership.to === true ? `put ${record} into ${place}` : `take ${record} out of ${place}`;
  if (rest.length === 0) return moved || `change ${record}`;
  const changed = `${isSeries(operation.after) ? 'change the series ' : 'change '}${record}${inBrackets(listChanged(operation.kind, rest))}`;
  return moved === '' ? changed : `${changed} and ${moved.replace(record, 'it')}`;
}

/** The fields that changed, each once: "phones", "notes". */
export function listChanged(kind: Kind, changes: readonly Change[]): string[] {
  const counts = new Map<string, number>();
  for (const change of changes) counts.set(change.field, (counts.get(change.field) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? (plurals[name] ?? lower(fieldNamed(kind, name).label)) : lower(fieldNamed(kind, name).label)));
}

/** One row of a report: what stood there and what will. */
export function explainChange(kind: Kind, change: Change, wording: Wording = {}): { label: string; before: string; after: string } {
  const say = (value: unknown): string => formatValue(kind, change.field, value, wording) || noValue;
  return { label: labelOf(kind, change, wording), before: say(change.from), after: say(change.to) };
}

function labelOf(kind: Kind, change: { readonly field: string; readonly key?: string }, wording: Wording): string {
  if (change.field === 'occurrences' && change.key !== undefined) return `Occurrence of ${formatOriginal(change.key, wording)}`;
  return fieldNamed(kind, change.field).label;
}

export function explainClash(kind: Kind, clash: Clash, wording: Wording = {}): { label: string; base: string; office: string; google: string } {
  const say = (value: unknown): string => formatValue(kind, clash.field, value, wording) || noValue;
  return { label: labelOf(kind, clash, wording), base: say(clash.base), office: say(clash.office), google: say(clash.google) };
}

export function explainConflict(conflict: Conflict, wording: Wording = {}): string {
  const record = capitalize(describe(conflict.kind, conflict.name));
  switch (conflict.about) {
    case 'deletion':
      return `${record}: ${lowerFirst(conflict.why)}. Delete it, keep it or create it again?`;
    case 'pairing':
      return `${record} ${inSide[conflict.items.office === undefined ? 'google' : askingSide(conflict)]}: ${lowerFirst(conflict.why)}`;
    case 'clash': {
      const rows = conflict.clashes.slice(0, 2).map((clash) => {
        const { label, office, google } = explainClash(conflict.kind, clash, wording);
        return `${label} is ${office} in SmartOffice and ${google} on Google`;
      });
      const more = conflict.clashes.length > 2 ? `; ${conflict.clashes.length - 2} more` : '';
      return rows.length === 0 ? `${record}: ${lowerFirst(conflict.why)}` : `${record}: ${lowerFirst(conflict.why)}. ${rows.join('; ')}${more}. Which is right?`;
    }
    default:
      return conflict.about satisfies never;
  }
}

/** The side whose record asks: the other one is where it would be created. */
function askingSide(conflict: Conflict): Side {
  const operations = conflict.alternatives.flatMap((alternative) => (alternative.id === 'new' ? alternative.operations : []));
  return operations.some((operation) => operation.op === 'create' && operation.side === 'office') ? 'google' : 'office';
}

/** "SmartOffice" and "Google" keep their capitals. */
function lowerFirst(text: string): string {
  return /^(SmartOffice|Google|SET)\b/.test(text) ? text : lower(text);
}

/** The head of a brake, for a list. An undo takes out of the group itself; else it is the SET that has changed. */
export function titleOfBrake(brake: Brake, purpose: Plan['purpose'] = 'cycle'): string {
  switch (brake.name) {
    case 'many-deletions':
      return `Many ${nounOf(brake.kind, 2)} would be deleted ${inSide[brake.side]}`;
    case 'many-removals':
      if (purpose === 'undo') return `Many contacts would leave the ${brake.side === 'office' ? 'SET' : 'Google group'}`;
      return brake.side === 'office' ? 'Google group changed: many contacts would leave the SET' : 'SET changed: many contacts would leave the Google group';
    case 'many-changes':
      return `Many ${nounOf(brake.kind, 2)} would be changed ${inSide[brake.side]} at once`;
    case 'side-emptied':
      return `No ${nounOf(brake.kind, 2)} are left ${inSide[brake.side]}`;
    case 'members-emptied':
      return brake.side === 'office' ? 'The SET is empty' : 'The Google group is empty';
    default:
      return brake.name satisfies never;
  }
}

export function explainBrake(brake: Brake): string {
  return `${capitalize(brake.why)}. Nothing is written until somebody has looked at this and allowed it.`;
}

export function explainProblem(problem: Problem): string {
  if (problem.isGroup === true) return `The contact group “${problem.name}” ${inSide[problem.side]} stays: ${lowerFirst(problem.why)}`;
  if (problem.inPart === true) return `${capitalize(describe(problem.kind, problem.name))} ${inSide[problem.side]}: ${lowerFirst(problem.why)}`;
  return `${capitalize(describe(problem.kind, problem.name))} ${inSide[problem.side]} is left as it is: ${lowerFirst(problem.why)}`;
}

/** "3 contacts and 1 activity"; '' for none. */
export function countKinds(counts: Readonly<Record<Kind, number>>): string {
  return listWords((['contact', 'event', 'task'] as const).filter((kind) => counts[kind] > 0).map((kind) => countOf(kind, counts[kind])));
}
