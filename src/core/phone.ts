// Normal form of a phone number: E.164 where the number is possible, else its digits (or
// its letters), so that different ways of writing one number compare equal. The text
// that a person wrote is never replaced by it.

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

const known = new Map<string, string>();

export function normalPhone(value: string, country: string): string {
  const key = `${country}|${value}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const normal = compute(value, country);
  // Pure but slow (13 µs): a bounded memory of answers, dropped whole when full.
  if (known.size > 50_000) known.clear();
  known.set(key, normal);
  return normal;
}

/** Ten digits, however they are grouped, with or without +1; area codes begin with 2 to 9. */
const northAmerican = /^(?:(\+?1)[-. ]*)?\(?([2-9]\d\d)\)?[-. ]*(\d{3})[-. ]*(\d{4})$/;

/** What the table of all countries would say of most numbers here, without asking it. */
function readNorthAmerican(text: string, country: string): string | undefined {
  const [whole, prefix, area, exchange, line] = northAmerican.exec(text) ?? [];
  if (whole === undefined || (prefix !== '+1' && country !== 'US')) return undefined;
  return `+1${area}${exchange}${line}`;
}

function compute(value: string, country: string): string {
  const text = value.trim();
  const usual = readNorthAmerican(text, country);
  if (usual !== undefined) return usual;
  const parsed = parsePhoneNumberFromString(text, country as CountryCode);
  // Possible is enough: new area codes, and numbers in examples, are not in every table.
  if (parsed?.isPossible()) return parsed.ext === undefined ? parsed.number : `${parsed.number}x${parsed.ext}`;
  const digits = text.replace(/\D/g, '');
  return digits === '' ? text.toLowerCase() : digits;
}
