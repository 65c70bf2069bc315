// The occurrences of an event in a window of time. In: start and end, the recurrence lines
// and what single occurrences do differently. Out: each occurrence with its original start.
// Rules are expanded on the wall clock of the series' zone and only then become instants:
// nine o'clock stays nine o'clock when the clocks change. RecurrenceError where lines cannot
// be read. Never here: lines written back in another form than they came.

import { RRuleTemporal } from 'rrule-temporal';
import type { Occurrence, When } from './item.ts';

export interface Series {
  readonly start: When;
  readonly end: When;
  readonly recurrence?: readonly string[] | undefined;
  readonly occurrences?: readonly Occurrence[] | undefined;
}

/** Epoch milliseconds; an all-day date counts from its midnight in UTC. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface ExpandedOccurrence {
  /** Absent for an event that does not recur. */
  readonly original?: string;
  readonly start: When;
  readonly end: When;
  readonly change?: Occurrence;
}

export class RecurrenceError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'RecurrenceError';
  }
}

const day = 86_400_000;
/** More occurrences than this in one window are a mistake in the rule. */
const mostInWindow = 5_000;

/** Every occurrence that overlaps the window, in the order of their starts. */
export function expandSeries(series: Series, window: Window): readonly ExpandedOccurrence[] {
  const overlaps = (one: { start: When; end: When }): boolean => {
    const [from, to] = [epochOf(one.start), epochOf(one.end)];
    return from < window.to && (to > window.from || from >= window.from);
  };
  if ((series.recurrence ?? []).length === 0) return overlaps(series) ? [{ start: series.start, end: series.end }] : [];
  const shape = shapeOf(series);
  const changes = new Map((series.occurrences ?? []).map((change) => [change.original, change]));
  const found: ExpandedOccurrence[] = [];
  for (const start of startsWithin(shape, parseLines(series.recurrence ?? [], shape), window)) {
    const original = originalOf(start);
    if (!changes.has(original)) found.push({ original, start, end: endOf(shape, start) });
  }
  for (const change of changes.values()) {
    // One that was moved may come from far outside the window.
    if (change.cancelled !== true) found.push(changedOccurrence(shape, change));
  }
  return found.filter(overlaps).sort((left, right) => epochOf(left.start) - epochOf(right.start));
}

/** Whether the rule gives an occurrence that start; of a rule that nobody can read, yes. */
export function isInRule(series: Series, original: string): boolean {
  if (original === '') return false;
  try {
    const from = original.includes('T') ? Temporal.Instant.from(original).epochMilliseconds : epochOf({ date: original });
    return expandSeries({ ...series, occurrences: [] }, { from, to: from + 1 }).some((one) => one.original === original);
  } catch (error) {
    if (error instanceof RecurrenceError) return true;
    throw error;
  }
}

/** From the first start to the last end; no `until` for a series without end. */
export function rangeOf(series: Series): { readonly from: number; readonly until?: number } {
  const from = epochOf(series.start);
  const until = epochOf(series.end);
  const shape = shapeOf(series);
  const lines = parseLines(series.recurrence ?? [], shape);
  const changed = (series.occurrences ?? []).filter((change) => change.cancelled !== true).map((change) => changedOccurrence(shape, change));
  const starts = [from, ...lines.added.map(epochOf), ...changed.map((one) => epochOf(one.start))];
  const length = until - from;
  const ends = [until, ...lines.added.map((start) => epochOf(start) + length), ...changed.map((one) => epochOf(one.end))];
  for (const rule of lines.rules) {
    const last = lastStart(rule, shape);
    if (last === undefined) return { from: Math.min(...starts) };
    // A day more: the rule speaks of the wall clock.
    ends.push(last + length + day);
  }
  return { from: Math.min(...starts), until: Math.max(...ends) };
}

/** The name of an occurrence: its date, or its instant in UTC. */
export function originalOf(start: When): string {
  return 'date' in start ? start.date : zoned(start).toInstant().toString({ smallestUnit: 'second' });
}

export function epochOf(when: When): number {
  return 'date' in when ? Temporal.PlainDate.from(when.date).toZonedDateTime('UTC').epochMilliseconds : zoned(when).epochMilliseconds;
}

function zoned(when: { local: string; zone: string }): Temporal.ZonedDateTime {
  return Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone);
}

function zoneOf(when: When): string | undefined {
  return 'date' in when ? undefined : when.zone;
}

function writeLocal(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: 'second' });
}

interface Shape {
  readonly start: When;
  /** Milliseconds: whole days for all-day, elapsed time otherwise. */
  readonly length: number;
  readonly zone: string | undefined;
  readonly endZone: string | undefined;
}

function shapeOf(series: Series): Shape {
  return {
    start: series.start,
    length: epochOf(series.end) - epochOf(series.start),
    zone: zoneOf(series.start),
    endZone: zoneOf(series.end),
  };
}

function endOf(shape: Shape, start: When): When {
  if ('date' in start) return { date: Temporal.PlainDate.from(start.date).add({ days: Math.round(shape.length / day) }).toString() };
  const zone = shape.endZone ?? start.zone;
  const end = Temporal.Instant.fromEpochMilliseconds(epochOf(start) + shape.length).toZonedDateTimeISO(zone);
  return { local: writeLocal(end.toPlainDateTime()), zone };
}

function changedOccurrence(shape: Shape, change: Occurrence): ExpandedOccurrence {
  const start = change.start ?? whenOfOriginal(shape, change.original);
  return { original: change.original, start, end: change.end ?? endOf(shape, start), change };
}

function whenOfOriginal(shape: Shape, original: string): When {
  if (!original.includes('T')) return { date: original };
  const zone = shape.zone ?? 'UTC';
  return { local: writeLocal(Temporal.Instant.from(original).toZonedDateTimeISO(zone).toPlainDateTime()), zone };
}

interface Lines {
  /** RRULE values, UNTIL already on the wall clock. */
  readonly rules: readonly string[];
  readonly added: readonly When[];
  readonly removed: ReadonlySet<string>;
}

function parseLines(lines: readonly string[], shape: Shape): Lines {
  const rules: string[] = [];
  const added: When[] = [];
  const removed = new Set<string>();
  for (const line of lines) {
    const match = /^(RRULE|RDATE|EXDATE|EXRULE)((?:;[^:]*)?):(.*)/is.exec(line.trim());
    if (match === null) throw new RecurrenceError(`"${line}" is not a recurrence line.`);
    const [, written, parameters, value] = match as unknown as readonly [string, string, string, string];
    const name = written.toUpperCase();
    if (name === 'EXRULE') throw new RecurrenceError('EXRULE is not supported; it was withdrawn from the standard.');
    if (name === 'RRULE') {
      rules.push(wallClockRule(value, shape));
      continue;
    }
    const zone = /TZID="?([^;":]+)"?/i.exec(parameters)?.[1];
    for (const part of value.split(',')) {
      // Of a period only the start says something.
      const when = parseStamp(part.replace(/\/.*/, ''), shape, zone);
      if (name === 'RDATE') added.push(when);
      else removed.add(originalOf(when));
    }
  }
  return { rules, added, removed };
}

function dashed(stamp: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(stamp);
  if (match === null) throw new RecurrenceError(`"${stamp}" is not a date.`);
  return `${match[1]}-${match[2]}-${match[3]}`;
}

/** A date alone means the time of day that the series has. */
function parseStamp(stamp: string, shape: Shape, zone = shape.zone): When {
  const date = dashed(stamp.trim());
  if (shape.zone === undefined) return { date };
  const time = /T(\d{2}):?(\d{2}):?(\d{2})?(Z)?$/i.exec(stamp.trim());
  if (time === null) return { local: `${date}${writeLocal(wallStart(shape)).slice(10)}`, zone: shape.zone };
  const given = { local: `${date}T${time[1]}:${time[2]}:${time[3] ?? '00'}`, zone: time[4] === undefined ? (zone ?? shape.zone) : 'UTC' };
  // In the zone of the series, so that every occurrence reads alike.
  try {
    return { local: writeLocal(zoned(given).withTimeZone(shape.zone).toPlainDateTime()), zone: shape.zone };
  } catch (error) {
    throw new RecurrenceError(`"${stamp}" is not a time in "${given.zone}".`, { cause: error });
  }
}

/** UNTIL names an instant, the expansion runs on the wall clock. */
function wallClockRule(rule: string, shape: Shape): string {
  return rule.replace(/UNTIL=([^;]*)/i, (_, until: string) => {
    const when = parseStamp(until, shape);
    const last = until.includes('T') && 'local' in when ? when.local : `${dashed(until)}T235959`;
    return `UNTIL=${last.replace(/[-:]/g, '')}Z`;
  });
}

function wallStart(shape: Shape): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from('date' in shape.start ? shape.start.date : shape.start.local);
}

function openRule(rule: string, shape: Shape): RRuleTemporal {
  const stamp = writeLocal(wallStart(shape)).replace(/[-:]/g, '');
  if (/FREQ=(SECONDLY|MINUTELY)/i.test(rule)) throw new RecurrenceError('A series that recurs every minute or second is not supported.');
  try {
    return new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${stamp}\nRRULE:${rule}`, includeDtstart: true, maxIterations: 10_000, maxCandidateEvaluations: 1_000_000 });
  } catch (error) {
    throw new RecurrenceError(`The rule "${rule}" cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function startsWithin(shape: Shape, lines: Lines, window: Window): readonly When[] {
  const starts = new Map<string, When>();
  const add = (start: When): void => void starts.set(originalOf(start), start);
  add(shape.start);
  for (const rule of lines.rules) {
    // A day on each side: zones lie up to 14 hours from UTC.
    const after = new Date(window.from - shape.length - 2 * day);
    const before = new Date(window.to + 2 * day);
    const found = expand(rule, shape, (opened) => opened.between(after, before));
    if (found.length > mostInWindow) throw new RecurrenceError(`The rule "${rule}" has more than ${mostInWindow} occurrences here.`);
    for (const one of found) add(wallToWhen(one.epochMilliseconds, shape));
  }
  for (const one of lines.added) add(one);
  return [...starts].flatMap(([original, start]) => (lines.removed.has(original) ? [] : [start]));
}

function expand<T>(rule: string, shape: Shape, read: (opened: RRuleTemporal) => T): T {
  const opened = openRule(rule, shape);
  try {
    return read(opened);
  } catch (error) {
    throw new RecurrenceError(`The rule "${rule}" cannot be expanded: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function wallToWhen(epoch: number, shape: Shape): When {
  const wall = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO('UTC').toPlainDateTime();
  if (shape.zone === undefined) return { date: wall.toPlainDate().toString() };
  return { local: writeLocal(wall), zone: shape.zone };
}

/** In epoch milliseconds of the wall clock; undefined: without end, or too far to count. */
function lastStart(rule: string, shape: Shape): number | undefined {
  const until = /UNTIL=(\d{4})(\d{2})(\d{2})/i.exec(rule);
  if (until !== null) return Date.UTC(Number(until[1]), Number(until[2]) - 1, Number(until[3]) + 1);
  const count = Number(/COUNT=(\d+)/i.exec(rule)?.[1] ?? Number.NaN);
  if (!(count <= 1000)) return undefined;
  return expand(rule, shape, (opened) => opened.all().at(-1)?.epochMilliseconds);
}
