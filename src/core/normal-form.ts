// Normal forms of values: what is written in different ways and means the same. In: a value
// as a side wrote it. Out: a form to compare by. Never stored and never written anywhere.

import type { PostalAddress, When } from './item.ts';
import { remember } from './remember.ts';
import { alignUntil } from './until.ts';

/** One line of plain letters, as most values are: there is nothing to look for. */
const plainLine = /^[!-~](?:[ -~]*[!-~])?$/;

/** Line ends, non-breaking spaces, composed characters and trailing blanks make no difference. */
export function normalText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (plainLine.test(value)) return value;
  const plain = value.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ');
  const text = plain.replace(/[ \t]+$/gm, '').trim();
  return text === '' ? undefined : text;
}

const addresses = new WeakMap<PostalAddress, string>();

/** Asked for when a record is stored, when it is paired and when two are compared. */
export function normalAddress(address: PostalAddress): string {
  const known = addresses.get(address) ?? spellAddress(address);
  addresses.set(address, known);
  return known;
}

function spellAddress(address: PostalAddress): string {
  const parts = [address.street, address.extended, address.city, address.region, address.postalCode, address.country];
  return parts.map((part) => (normalText(part) ?? '').replace(/\s+/g, ' ').toLowerCase()).join('|');
}

export function normalUrl(value: string): string {
  return value.trim().toLowerCase().replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** The instant of a wall clock time, for comparing; a date stays a date. */
export function normalWhen(when: When | undefined, keepZone: boolean): unknown {
  if (when === undefined) return undefined;
  if ('date' in when) return when.date;
  if (keepZone) return `${when.local.slice(0, 16)}[${when.zone}]`;
  return instantOf(when.local, when.zone);
}

/** Most times are asked for again and again. */
export const instantOf = remember((local, zone) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);

export function normalRule(line: string, start: When): string {
  const written = line.trim().toUpperCase();
  const [name, ...rest] = alignUntil(written, start).split(':');
  if (name !== 'RRULE') return written;
  return `RRULE:${rest.join(':').split(';').filter((part) => part !== '' && part !== 'INTERVAL=1' && part !== 'WKST=MO').sort().join(';')}`;
}
