// Activities and tasks from iCalendar files. In: text and the importer's zone. Out: checked
// activities (a series with its changed occurrences is one) and tasks, in the order of the
// file, and what could not be taken. One unreadable entry never costs another.

import type { Occurrence, When } from '../../core/item.ts';
import { epochOf, originalOf } from '../../core/occurrence.ts';
import { assertReadableSeries } from '../activity-record.ts';
import { OfficeError } from '../errors.ts';
import { activityInputSchema, taskInputSchema } from '../input.ts';
import type { ActivityInput, TaskInput } from '../input.ts';
import { readComponents, readProperties } from './content-lines.ts';
import type { Property, RawComponent } from './content-lines.ts';
import { fitInput } from './fit-input.ts';
import { eventDraft, taskDraft } from './ics-entry.ts';
import { makeZoneReader, readWhen, UnreadableTime } from './ics-time.ts';
import type { ZoneReader } from './ics-time.ts';
import { UnkeptNames } from './report.ts';
import type { FileEntry, ImportProblem } from './report.ts';

export interface ReadCalendar {
  readonly activities: readonly FileEntry<ActivityInput>[];
  readonly tasks: readonly FileEntry<TaskInput>[];
  readonly problems: readonly ImportProblem[];
}

interface Entry {
  readonly line: number;
  readonly name: string;
  readonly component: RawComponent;
  readonly properties: readonly Property[];
}

const remedy = 'Correct it in the other program and export it again, or add it by hand.';

export function readCalendar(text: string, home: string): ReadCalendar {
  const { components, problems } = readComponents(text);
  const inside = components.flatMap((component) => (component.name === 'VCALENDAR' ? component.children : [component]));
  const definitions = new Map(inside.filter((one) => one.name === 'VTIMEZONE').map((one) => [tzidOf(one), one]));
  const zones = makeZoneReader(definitions, home, problems);
  const unkept = new UnkeptNames();
  const entries = inside.flatMap((component): Entry[] => {
    if (component.name === 'VTIMEZONE') return [];
    if (component.name !== 'VEVENT' && component.name !== 'VTODO') {
      problems.push({ line: component.line, reason: `${component.name} is neither an activity nor a task.`, remedy: 'Nothing needs to be done.', effect: 'left out' });
      return [];
    }
    const read = readProperties(component, 'icalendar');
    const summary = read.properties.find((one) => one.name === 'summary')?.values[0];
    const name = typeof summary === 'string' && summary.trim() !== '' ? summary.trim().slice(0, 100) : '(no title)';
    problems.push(...read.problems.map((problem) => ({ ...problem, name })));
    return [{ line: component.line, name, component, properties: read.properties }];
  });
  const activities = readActivities(entries.filter((one) => one.component.name === 'VEVENT'), zones, problems, unkept);
  const tasks = entries.filter((one) => one.component.name === 'VTODO').flatMap((entry) =>
    attempt(entry, problems, () => {
      const task = fitInput(taskInputSchema, { name: entry.name, line: entry.line, input: taskDraft(entry, zones, unkept) }, problems);
      return task === undefined ? [] : [placed(entry, task)];
    }),
  );
  return { activities, tasks, problems: [...problems, ...unkept.toProblems()].sort((left, right) => left.line - right.line) };
}

function tzidOf(definition: RawComponent): string {
  return definition.lines.map(({ text }) => /^TZID[^:]*:(.*)$/i.exec(text)?.[1]?.trim()).find((found) => found !== undefined) ?? '';
}

function readActivities(entries: readonly Entry[], zones: ZoneReader, problems: ImportProblem[], unkept: UnkeptNames): FileEntry<ActivityInput>[] {
  const masters = new Map(entries.filter((one) => value(one, 'recurrence-id') === undefined && (value(one, 'rrule') ?? value(one, 'rdate')) !== undefined && uidOf(one) !== '').map((one) => [uidOf(one), one]));
  const changes = new Map<Entry, Entry[]>();
  const own: Entry[] = [];
  for (const entry of entries) {
    const master = value(entry, 'recurrence-id') === undefined ? undefined : masters.get(uidOf(entry));
    if (master === undefined || master === entry) own.push(entry);
    else changes.set(master, [...(changes.get(master) ?? []), entry]);
  }
  return own.flatMap((entry) =>
    attempt(entry, problems, () => {
      const draft = eventDraft(entry, zones, unkept);
      const occurrences = (changes.get(entry) ?? []).flatMap((change) => attempt(change, problems, () => [readChange(change, draft, zones, unkept)]));
      const input = { ...draft, ...(occurrences.length === 0 ? {} : { occurrences }) };
      if (entry.name === '(no title)') problems.push({ line: entry.line, name: entry.name, reason: 'The entry has no title.', remedy: 'Write what it is about in the activity itself.', effect: 'adjusted' });
      const activity = fitInput(activityInputSchema, { name: entry.name, line: entry.line, input }, problems);
      if (activity === undefined) return [];
      assertReadableSeries(activity);
      return [placed(entry, activity)];
    }),
  );
}

function value(entry: Entry, name: string): Property | undefined {
  return entry.properties.find((one) => one.name === name);
}

function uidOf(entry: Entry): string {
  return value(entry, 'uid')?.raw.trim() ?? '';
}

/** An occurrence whose series is not in the file is a record of its own, and so is its name. */
function placed<T>(entry: Entry, input: T): FileEntry<T> {
  const uid = [uidOf(entry), value(entry, 'recurrence-id')?.raw.trim()].filter((one) => one !== undefined).join(' ').slice(0, 1000);
  return { input, line: entry.line, name: entry.name, ...(uidOf(entry) === '' ? {} : { uid }) };
}

/** What one occurrence does differently from the series. */
function readChange(entry: Entry, series: Readonly<Record<string, unknown>>, zones: ZoneReader, unkept: UnkeptNames): Occurrence {
  const id = entry.properties.find((one) => one.name === 'recurrence-id') as Property;
  const start = series['start'] as { zone?: string };
  const named = readWhen(id, zones, entry.name, true);
  // Some programs name an occurrence of an all-day series by a time, or of a timed one by a date.
  const original = 'local' in named && start.zone === undefined ? named.local.slice(0, 10) : originalOf('date' in named && start.zone !== undefined ? { local: `${named.date}T${String((series['start'] as { local: string }).local).slice(11)}`, zone: start.zone } : named);
  const draft = eventDraft(entry, zones, unkept);
  if (draft['status'] === 'canceled') return { original, cancelled: true };
  const [from, to] = [draft['start'], draft['end']] as [When, When];
  const length = (start: unknown, end: unknown): number => epochOf(end as When) - epochOf(start as When);
  const moved = originalOf(from) !== original || length(from, to) !== length(series['start'], series['end']);
  const differing = (name: string): string | undefined => (draft[name] === series[name] ? undefined : (draft[name] as string | undefined));
  return {
    original,
    title: entry.name === '(no title)' ? undefined : differing('subject'),
    description: differing('notes'),
    location: differing('location'),
    ...(moved ? { start: from, end: to } : {}),
  };
}

function attempt<T>(entry: Entry, problems: ImportProblem[], read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableTime) && !(error instanceof OfficeError)) throw error;
    problems.push({ line: entry.line, name: entry.name, reason: error.message, remedy: error instanceof OfficeError ? error.remedy : remedy, effect: 'left out' });
    return [];
  }
}
