// In: a stored series and a time window. Out: its occurrences with Google's instance ids.
// Rules are expanded on the wall clock of the event's zone and only then turned into instants.
// Never here: exceptions, or anything stored; an occurrence is computed, not remembered.
import { RRuleTemporal } from 'rrule-temporal';
import { refuse } from '../wire.ts';
import type { EventRecord, StoredEvent, WireTime } from './records.ts';
import { isAllDay } from './records.ts';

export interface Occurrence {
  /** `YYYYMMDD` or `YYYYMMDDTHHMMSSZ`: what follows the underscore of an instance id. */
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
}

const dayMs = 86_400_000;
const farthestYears = 40;

interface Rules {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly added: readonly number[];
  readonly removed: ReadonlySet<number>;
  /** EXDATE;VALUE=DATE and the like on a timed series do not match anything. */
  readonly zone: string;
  readonly allDay: boolean;
}

function formatBasic(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}

function toWall(ms: number, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
}

function toInstantMs(wall: Temporal.PlainDateTime, zone: string): number {
  return wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

const basicTime = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;

function parseBasic(text: string, zone: string, allDay: boolean): number {
  const match = basicTime.exec(text.trim());
  if (match === null) refuse(400, 'invalid', 'Invalid recurrence rule.');
  const [, year, month, day, hour, minute, second, utc] = match;
  const iso = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}`;
  if (allDay || utc === 'Z') return Date.parse(`${allDay ? iso.slice(0, 10) : iso.slice(0, 19)}${allDay ? 'T00:00:00Z' : 'Z'}`);
  return toInstantMs(Temporal.PlainDateTime.from(iso), zone);
}

// UNTIL is given in UTC, but the rule is expanded on the wall clock.
function moveUntilToWall(rule: string, zone: string, allDay: boolean): string {
  return rule.replace(/UNTIL=([0-9TZ]+)/i, (_, text: string) => {
    if (allDay) return `UNTIL=${text.slice(0, 8)}T000000Z`;
    if (text.length === 8) return `UNTIL=${text}T235959Z`;
    if (!text.endsWith('Z')) return `UNTIL=${text}Z`;
    return `UNTIL=${formatBasic(toWall(parseBasic(text, 'UTC', false), zone))}Z`;
  });
}

function readRules(event: StoredEvent): Rules {
  const allDay = isAllDay(event);
  const zone = allDay ? 'UTC' : (event.start?.timeZone ?? 'UTC');
  const include: string[] = [];
  const exclude: string[] = [];
  const added: number[] = [];
  const removed = new Set<number>();
  for (const line of event.recurrence ?? []) {
    const match = /^([A-Za-z]+)((?:;[^:]*)?):(.*)$/s.exec(line.trim());
    const name = match?.[1]?.toUpperCase();
    const value = match?.[3] ?? '';
    const lineZone = /TZID=([^;]+)/i.exec(match?.[2] ?? '')?.[1] ?? zone;
    if (name === 'RRULE') include.push(moveUntilToWall(value, zone, allDay));
    else if (name === 'EXRULE') exclude.push(moveUntilToWall(value, zone, allDay));
    else if (name === 'RDATE') for (const part of value.split(',')) added.push(parseBasic(part.split('/')[0] ?? '', lineZone, allDay));
    else if (name === 'EXDATE') {
      for (const part of value.split(',')) {
        if (allDay || part.includes('T')) removed.add(parseBasic(part, lineZone, allDay));
      }
    } else refuse(400, 'invalid', 'Invalid recurrence rule.');
  }
  return { include, exclude, added, removed, zone, allDay };
}

function expandRule(rule: string, startWall: Temporal.PlainDateTime, fromWall: Temporal.PlainDateTime, toWallTime: Temporal.PlainDateTime, zone: string, includeStart: boolean): number[] {
  const engine = new RRuleTemporal({
    rruleString: `DTSTART:${formatBasic(startWall)}Z\nRRULE:${rule}`,
    includeDtstart: includeStart,
    cache: false,
    maxIterations: 100_000,
  });
  const from = fromWall.toZonedDateTime('UTC').epochMilliseconds;
  const to = toWallTime.toZonedDateTime('UTC').epochMilliseconds;
  return engine.between(new Date(from), new Date(to), true).map((found) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(found.epochMilliseconds).toZonedDateTimeISO('UTC').toPlainDateTime();
    return toInstantMs(wall, zone);
  });
}

function formatKey(ms: number, allDay: boolean): string {
  const basic = new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return allDay ? basic.slice(0, 8) : `${basic}Z`;
}

/** Occurrences that overlap the window [fromMs, toMs], in order. */
export function expandSeries(record: EventRecord, fromMs: number, toMs: number): Occurrence[] {
  const { event, startMs, endMs } = record;
  const rules = readRules(event);
  const length = endMs - startMs;
  const startWall = toWall(startMs, rules.zone);
  // The duration of a timed event is counted on the wall clock of its zone, a day being a day.
  const wallLength = startWall.until(toWall(endMs, rules.zone));
  const from = Math.max(fromMs - Math.max(length, 0) - dayMs, startMs - dayMs);
  const to = Math.min(toMs + dayMs, Math.max(startMs, from) + farthestYears * 366 * dayMs);
  if (to < from) return [];
  const starts = new Set<number>();
  for (const rule of rules.include) {
    for (const ms of expandRule(rule, startWall, toWall(from, rules.zone), toWall(to, rules.zone), rules.zone, true)) starts.add(ms);
  }
  if (rules.include.length === 0) starts.add(startMs);
  for (const ms of rules.added) starts.add(ms);
  for (const rule of rules.exclude) {
    for (const ms of expandRule(rule, startWall, toWall(from, rules.zone), toWall(to, rules.zone), rules.zone, false)) starts.delete(ms);
  }
  const found: Occurrence[] = [];
  for (const ms of [...starts].sort((a, b) => a - b)) {
    if (rules.removed.has(ms)) continue;
    const end = toInstantMs(toWall(ms, rules.zone).add(wallLength), rules.zone);
    if (ms <= toMs && end >= fromMs) found.push({ key: formatKey(ms, rules.allDay), startMs: ms, endMs: end });
  }
  return found;
}

function isEndless(event: StoredEvent): boolean {
  return (event.recurrence ?? []).some((line) => /^RRULE/i.test(line) && !/(COUNT|UNTIL)=/i.test(line));
}

export function computeLastEnd(record: EventRecord): number {
  if (record.lastEndMs !== undefined) return record.lastEndMs;
  const last = isEndless(record.event) ? undefined : expandSeries(record, record.startMs, Number.MAX_SAFE_INTEGER).at(-1);
  record.lastEndMs = isEndless(record.event) ? Number.POSITIVE_INFINITY : (last?.endMs ?? record.endMs);
  return record.lastEndMs;
}

/** The occurrence that an instance id names, if the series has it. */
export function findOccurrence(record: EventRecord, key: string): Occurrence | undefined {
  const match = basicTime.exec(key);
  if (match === null) return undefined;
  const allDay = isAllDay(record.event);
  if (allDay !== (key.length === 8)) return undefined;
  const ms = parseBasic(key, 'UTC', allDay);
  if (Number.isNaN(ms)) return undefined;
  return expandSeries(record, ms, ms).find((occurrence) => occurrence.key === key);
}

export function splitInstanceId(id: string): { masterId: string; key: string } | undefined {
  const match = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/.exec(id);
  return match === null ? undefined : { masterId: match[1] ?? '', key: match[2] ?? '' };
}

export function formatTime(ms: number, like: WireTime | undefined): WireTime {
  if (like?.date !== undefined) return { date: new Date(ms).toISOString().slice(0, 10) };
  const dateTime = new Date(ms).toISOString().replace('.000Z', 'Z');
  return like?.timeZone === undefined ? { dateTime } : { dateTime, timeZone: like.timeZone };
}

export function keyOf(time: WireTime): string {
  const ms = time.date === undefined ? Date.parse(time.dateTime ?? '') : Date.parse(`${time.date}T00:00:00Z`);
  return formatKey(ms, time.date !== undefined);
}

/** Refuses recurrence lines that cannot be expanded, with Google's short message. */
export function checkRecurrence(record: Pick<EventRecord, 'event' | 'startMs' | 'endMs'>): void {
  try {
    expandSeries({ ...record, id: '', createdMs: 0, updatedMs: 0, stamp: 0, orphaned: false, lastEndMs: undefined, rendered: undefined }, record.startMs, record.startMs + 400 * dayMs);
  } catch {
    refuse(400, 'invalid', 'Invalid recurrence rule.');
  }
}
