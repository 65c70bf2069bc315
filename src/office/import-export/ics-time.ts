// Times of calendar files. In: a property, the zones of the file, the importer's zone. Out:
// a date or a wall clock time in an IANA zone. A time without a zone means the importer's.

import type { When } from '../../core/item.ts';
import { parameterOf } from './content-lines.ts';
import type { Property, RawComponent } from './content-lines.ts';
import { findZone } from './ics-zone.ts';
import type { ImportProblem } from './report.ts';

export class UnreadableTime extends Error {}

export interface ZoneReader {
  readonly home: string;
  zoneOf(tzid: string, line: number, name: string | undefined): string;
}

export function makeZoneReader(definitions: ReadonlyMap<string, RawComponent>, home: string, problems: ImportProblem[]): ZoneReader {
  const told = new Set<string>();
  return {
    home,
    zoneOf(tzid, line, name) {
      const found = findZone(tzid, definitions);
      if (found === undefined) throw new UnreadableTime(`The time zone "${tzid}" is not known.`);
      if (found.guessed && !told.has(tzid)) {
        told.add(tzid);
        problems.push({ line, name, reason: `The time zone "${tzid}" is not known; by its rules it was read as ${found.zone}.`, remedy: 'Look at the time of one of these activities; if it is wrong, correct the zone in the other program and import again.', effect: 'adjusted' });
      }
      return found.zone;
    },
  };
}

export function readWhen(property: Property, zones: ZoneReader, name: string | undefined, keepUtc = false): When {
  const value = property.raw.trim();
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z)?)?$/i.exec(value);
  if (match === null) throw new UnreadableTime(`"${value}" is not a time.`);
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  try {
    if (match[4] === undefined) return { date: Temporal.PlainDate.from(date, { overflow: 'reject' }).toString() };
    // A leap second is a second early: calendars have none.
    const seconds = match[6] === '60' ? '59' : (match[6] ?? '00');
    const local = Temporal.PlainDateTime.from(`${date}T${match[4]}:${match[5]}:${seconds}`, { overflow: 'reject' });
    const tzid = parameterOf(property, 'tzid');
    if (match[7] !== undefined) {
      if (keepUtc) return { local: written(local), zone: 'UTC' };
      return { local: written(local.toZonedDateTime('UTC').withTimeZone(zones.home).toPlainDateTime()), zone: zones.home };
    }
    return { local: written(local), zone: tzid === undefined ? zones.home : zones.zoneOf(tzid, property.line, name) };
  } catch (error) {
    if (error instanceof UnreadableTime) throw error;
    throw new UnreadableTime(`"${value}" is not a time that exists.`);
  }
}

function written(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: 'second' });
}

export function addDuration(start: When, text: string): When {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(text.trim());
  } catch {
    throw new UnreadableTime(`"${text}" is not a duration.`);
  }
  if ('date' in start) return { date: Temporal.PlainDate.from(start.date).add({ days: Math.max(1, Math.ceil(duration.total({ unit: 'days', relativeTo: start.date }))) }).toString() };
  const end = Temporal.PlainDateTime.from(start.local).toZonedDateTime(start.zone).add(duration);
  return { local: written(end.toPlainDateTime()), zone: start.zone };
}

/** RRULE, RDATE and EXDATE lines, with the zone's name as IANA has it. */
export function recurrenceLine(property: Property, zones: ZoneReader, name: string | undefined): string {
  const tzid = parameterOf(property, 'tzid');
  const zone = tzid === undefined ? '' : `;TZID=${zones.zoneOf(tzid, property.line, name)}`;
  const isDate = property.name !== 'rrule' && /^\d{8}(,|$)/.test(property.raw);
  return `${property.name.toUpperCase()}${isDate ? ';VALUE=DATE' : zone}:${property.raw.trim()}`;
}
