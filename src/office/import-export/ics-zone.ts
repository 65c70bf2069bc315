// Time zone names of calendar files as IANA zones. In: a TZID and the file's own definition
// of it. Out: the zone, exact or guessed from its rules, or nothing. Never here: UTC taken
// silently for a name that nobody knows.

import type { RawComponent } from './content-lines.ts';
import { isZone } from '../zone.ts';
import { windowsZones } from './windows-zones.ts';

export interface ZoneFound {
  readonly zone: string;
  /** Only its rules fit: a person should look. */
  readonly guessed: boolean;
}

/** Zones that a definition without a name is compared with, the likeliest first. */
const candidates = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Phoenix', 'America/Anchorage', 'Pacific/Honolulu', 'America/Halifax', 'Europe/London', 'Europe/Berlin', 'Europe/Athens', 'Europe/Moscow', 'Asia/Kolkata', 'Asia/Shanghai', 'Asia/Tokyo', 'Australia/Sydney', 'Pacific/Auckland', 'America/Sao_Paulo', 'Asia/Dubai', 'UTC'];

export function findZone(tzid: string, definitions: ReadonlyMap<string, RawComponent>): ZoneFound | undefined {
  const name = tzid.trim();
  if (isZone(name)) return { zone: name, guessed: false };
  const windows = windowsZones[name] ?? Object.entries(windowsZones).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  if (windows !== undefined) return { zone: windows, guessed: false };
  // "/mozilla.org/20050126_1/Europe/Berlin", "/freeassociation.sourceforge.net/Europe/Berlin"
  const parts = name.split('/').filter(Boolean);
  for (const count of [3, 2]) {
    const tail = parts.slice(-count).join('/');
    if (parts.length > count - 1 && tail.includes('/') && isZone(tail)) return { zone: tail, guessed: false };
  }
  const definition = definitions.get(name);
  if (definition === undefined) return undefined;
  const location = lineOf(definition, 'X-LIC-LOCATION');
  if (location !== undefined && isZone(location)) return { zone: location, guessed: false };
  const offsets = offsetsOf(definition);
  const fitting = offsets.length === 0 ? undefined : candidates.find((zone) => sameOffsets(zone, offsets));
  return fitting === undefined ? undefined : { zone: fitting, guessed: true };
}

function lineOf(component: RawComponent, name: string): string | undefined {
  return component.lines.map(({ text }) => new RegExp(`^${name}[^:]*:(.*)$`, 'i').exec(text)?.[1]?.trim()).find((found) => found !== undefined);
}

/** Minutes from UTC of the newest standard and daylight rules. */
function offsetsOf(definition: RawComponent): readonly number[] {
  const newest = new Map<string, { start: string; offset: number }>();
  for (const child of definition.children) {
    const match = /^([+-])(\d{2})(\d{2})/.exec(lineOf(child, 'TZOFFSETTO') ?? '');
    if (match === null) continue;
    const offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
    const start = lineOf(child, 'DTSTART') ?? '';
    if ((newest.get(child.name)?.start ?? '') <= start) newest.set(child.name, { start, offset });
  }
  return [...newest.values()].map((one) => one.offset);
}

function sameOffsets(zone: string, wanted: readonly number[]): boolean {
  const held = new Set(['2026-01-15T12:00', '2026-07-15T12:00'].map((local) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).offsetNanoseconds / 60_000_000_000));
  return held.size === new Set(wanted).size && wanted.every((offset) => held.has(offset));
}
