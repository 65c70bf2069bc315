// Evidence that two events, or two tasks, are one. In: two readings and how many records
// share a key. Out: a verdict with its weight and its reason in words. Two records at one
// time with different titles are never the same.

import { token_set_ratio } from 'fuzzball';
import { fieldNamed } from './field.ts';
import { instantOf } from './normal-form.ts';
import { canonicalJson } from './hash.ts';
import type { EventItem, TaskItem, When } from './item.ts';
import type { Rules, Verdict } from './match-rules.ts';
import { fold } from './person-name.ts';

interface EventReading {
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly day: string;
  /** Normal form of the recurrence rule; empty for a single event. */
  readonly rule: string;
  readonly location: string;
}

const recurrenceField = fieldNamed('event', 'recurrence');

/** An instant in UTC, or a date. */
function readWhen(when: When): string {
  return 'date' in when ? when.date : spellInstant(instantOf(when.local, when.zone));
}

/** As Temporal spells it, which takes ten times as long. */
function spellInstant(instant: number): string {
  const text = new Date(instant).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : Temporal.Instant.fromEpochMilliseconds(instant).toString();
}

function readEvent(item: EventItem): EventReading {
  const recurrence = item.recurrence ?? [];
  const rule = recurrence.length === 0 || recurrenceField.shape !== 'scalar' ? '' : canonicalJson(recurrenceField.normal(recurrence, item));
  const start = readWhen(item.start);
  return { title: fold(item.title), start, end: readWhen(item.end), day: start.slice(0, 10), rule, location: fold(item.location) };
}

function compareEvents(office: EventReading, google: EventReading): Verdict | undefined {
  const sameTitle = office.title === google.title;
  const named = sameTitle && office.title !== '';
  const sameStart = office.start === google.start;
  const sameTime = sameStart && office.end === google.end;
  const sameRule = office.rule === google.rule;
  const recurring = office.rule !== '' && google.rule !== '';
  if (named && sameTime && sameRule) {
    const why = recurring ? 'Same subject, time and recurrence' : 'Same subject, date and time';
    return { certainty: 'exact', rule: 'title-time', score: 9, why };
  }
  const parts: string[] = [];
  let score = 0;
  if (named) score += 4;
  else if (token_set_ratio(office.title, google.title) >= 80) score += 2.5;
  else if (office.title !== '' && google.title !== '') return undefined;
  parts.push(named ? 'same subject' : sameTitle ? 'both without a subject' : office.title === '' || google.title === '' ? 'one has no subject' : 'subjects are alike');
  if (sameStart) score += sameTime ? 5 : 4;
  else if (office.day === google.day) score += 2;
  parts.push(sameTime ? 'same date and time' : sameStart ? 'same start; ends differ' : office.day === google.day ? 'same day; times differ' : 'times differ');
  if (recurring && sameRule) score += 2;
  if (recurring && sameRule) parts.push('same recurrence');
  if (!sameRule) score -= 1;
  if (!sameRule) parts.push(recurring ? 'recurrence differs' : 'only one repeats');
  if (office.location !== '' && office.location === google.location) score += 1;
  const text = parts.join('; ');
  return { rule: named && sameStart ? 'title-time' : named ? 'title' : 'score', score, why: text.charAt(0).toUpperCase() + text.slice(1) };
}

export const eventRules: Rules<EventReading> = {
  read: (item) => readEvent(item as EventItem),
  keys: (reading) => [
    `when:${reading.start}|${reading.end}`,
    `title:${reading.title}|${reading.day}`,
    ...(reading.rule === '' ? [] : [`series:${reading.title}`]),
  ],
  narrowKeys: (reading) => [`${reading.title}|${reading.start}`],
  compare: compareEvents,
  askFrom: 5,
  askFromTaken: 8,
  strongKeys: (reading) => [`when:${reading.start}|${reading.end}`],
  isTwin: (_office, _google, verdict) => verdict.certainty === 'exact',
};

interface TaskReading {
  readonly title: string;
  readonly words: string;
  readonly due: string;
  readonly completed: boolean;
}

function compareTasks(office: TaskReading, google: TaskReading, count: (key: string) => number): Verdict | undefined {
  const named = office.title === google.title;
  const sameDue = office.due === google.due;
  const sameState = office.completed === google.completed;
  if (named && sameDue && (office.due !== '' || sameState)) {
    const why = office.due === '' ? 'Same subject, both without a due date' : `Same subject and same due date ${office.due}`;
    return { certainty: 'exact', rule: 'title', score: 8, why };
  }
  const oneDue = (office.due === '') !== (google.due === '');
  if (named && oneDue && count(`title:${office.words}`) === 1 && sameState) {
    return { certainty: 'sole', rule: 'title', score: 7, why: 'Same subject, which no other task has; only one has a due date' };
  }
  const subject = named ? 'Same subject' : 'Same words in the subject';
  const due = sameDue ? 'due dates agree' : oneDue ? 'only one has a due date' : `due dates differ: ${office.due} / ${google.due}`;
  return { rule: 'title', score: (named ? 4 : 3) + (sameDue ? 2.5 : 1) + (sameState ? 0.5 : 0), why: `${subject}; ${due}` };
}

/** A task without a subject is like no other. */
function taskKeys({ title, words }: TaskReading): readonly string[] {
  return title === '' ? [] : [`title:${words}`];
}

export const taskRules: Rules<TaskReading> = {
  read: (item) => {
    const task = item as TaskItem;
    const title = fold(task.title);
    return { title, words: title.split(' ').sort().join(' '), due: task.dueDate ?? '', completed: task.completed === true };
  },
  keys: taskKeys,
  narrowKeys: (reading) => [`${reading.words}|${reading.due}`],
  compare: compareTasks,
  askFrom: 5,
  askFromTaken: 8,
  strongKeys: taskKeys,
  // What is done and comes up again, or has no date, is often named alike.
  isTwin: (office, google, verdict) => verdict.certainty === 'exact' && office.due !== '' && !office.completed && !google.completed,
};
