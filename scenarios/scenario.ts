// What a scenario is, and small makers that several groups use. In: nothing. Out: types,
// wire resources and office input. Never here: a check; each group has its own.

import type { Database } from './database.ts';
import type { Wire } from './google.ts';
import type { Program } from './stage.ts';
import type { Person } from './world.ts';

export interface Cast {
  /** As many as the scenario asked for; those of one office. */
  readonly people: readonly Person[];
  readonly one: Person;
  readonly two: Person;
  /** A product of its own with one person, for scenarios that kill it, or that Google shall reach. */
  alone(wanted?: Wanted): Promise<Alone>;
}

export interface Wanted {
  /** Google can tell of changes. */
  readonly push?: boolean;
  /** A simulator of its own, whose clock may be moved. */
  readonly ownGoogle?: boolean;
  readonly pollSeconds?: number;
}

export interface Alone {
  /** Where notices of Google are taken. */
  readonly hook: string;
  readonly person: Person;
  /** Closed with the product. */
  database(): Promise<Database>;
  kill(): Promise<void>;
  restart(): Promise<Program>;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** How many people of one office; 1 unless said. */
  readonly people?: number;
  /** Zones of the office's people, one each; America/New_York unless said. */
  readonly zones?: readonly string[];
  /** Mails that Google is expected to send in the end, of each person where several are named; 0 unless said. */
  readonly mails?: number | readonly number[];
  /** Uses switches of the simulator that concern everybody: runs when nothing else does. */
  readonly exclusive?: boolean;
  run(cast: Cast): Promise<void>;
}

/** The order of members means nothing in JSON. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]));
}

export function same<T>(actual: T, expected: T, what: string): void {
  const [left, right] = [JSON.stringify(inOrder(actual)), JSON.stringify(inOrder(expected))];
  if (left !== right) throw new Error(`${what}: expected ${clip(right)}, found ${clip(left)}`);
}

function clip(text: string | undefined): string {
  return text === undefined || text.length < 1200 ? String(text) : `${text.slice(0, 1200)}… (${text.length})`;
}

export function truly(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

const zone = 'America/New_York';

/** Office input: `at` as YYYY-MM-DDTHH:MM, so many minutes long. */
export function meeting(subject: string, at: string, minutes = 60, more: Wire = {}, where = zone): Wire {
  const start = Temporal.PlainDateTime.from(at);
  return { subject, start: { local: start.toString(), zone: where }, end: { local: start.add({ minutes }).toString(), zone: where }, ...more };
}

/** The same as an event of Google. */
export function wireEvent(summary: string, at: string, minutes = 60, more: Wire = {}, where = zone): Wire {
  const start = Temporal.PlainDateTime.from(at).toZonedDateTime(where);
  const time = (one: Temporal.ZonedDateTime): Wire => ({ dateTime: one.toString({ timeZoneName: 'never' }), timeZone: where });
  return { summary, start: time(start), end: time(start.add({ minutes })), ...more };
}

export function wirePerson(givenName: string, familyName: string, more: Wire = {}): Wire {
  return { names: [{ givenName, familyName }], ...more };
}

export function phone(value: string, type = 'Business', preferred = false): Wire {
  return { value, type, preferred };
}

export function count<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

/** One after the other in groups: the office has one lock, and this machine few processors. */
export async function inTurns<T, R>(list: readonly T[], work: (one: T) => Promise<R>, width = 8): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < list.length; at += width) results.push(...(await Promise.all(list.slice(at, at + width).map(work))));
  return results;
}
