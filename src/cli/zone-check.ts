// Refuses rules of time zones that are too old. In: nothing. Out: nothing, or a refusal.
// British Columbia keeps UTC-7 from 2026 on: with older rules every winter appointment
// there would be written an hour off.

import { CommandTrouble } from './trouble.ts';

const OLDEST = '2026c';

export function assertZoneRules(localHour: () => number = hourInVancouver): void {
  if (localHour() === 5) return;
  throw new CommandTrouble(
    `The time zone rules of this Node.js (${process.versions['tz'] ?? 'unknown'}) are older than ${OLDEST}; appointments would be written at wrong times.`,
    'Start the product with npm (npm start, npm run demo), which brings its own Node.js, or update Node.js to 26.10 or later.',
  );
}

/** For the doctor: which rules there are, and whether they are new enough. */
export function describeZones(): { readonly version: string; readonly fresh: boolean } {
  return { version: process.versions['tz'] ?? 'unknown', fresh: hourInVancouver() === 5 };
}

function hourInVancouver(): number {
  return Temporal.Instant.from('2026-12-15T12:00Z').toZonedDateTimeISO('America/Vancouver').hour;
}
