// Normal form of a phone number: E.164 where the number is possible, else its digits
// and letters, so that different ways of writing one number compare equal. The text
// that a person wrote is never replaced by it.

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { remember } from './remember.ts';

/** Ten digits, however they are grouped, with or without +1; area codes begin with 2 to 9. */
const northAmerican = /^(?:(\+?1)[-. ]*)?\(?([2-9]\d\d)\)?[-. ]*(\d{3})[-. ]*(\d{4})$/;

/** What the table of all countries would say of most numbers here, without asking it. */
export function readNorthAmerican(text: string, country: string): string | undefined {
  const [whole, prefix, area, exchange, line] = northAmerican.exec(text) ?? [];
  if (whole === undefined || (prefix !== '+1' && country !== 'US')) return undefined;
  return `+1${area}${exchange}${line}`;
}

/** Asking the table takes 13 µs. */
export const normalPhone = remember((value, country) => {
  const text = value.trim();
  return readNorthAmerican(text, country) ?? readAny(text, country);
});

function readAny(text: string, country: string): string {
  const parsed = parsePhoneNumberFromString(text, country as CountryCode);
  // Possible is enough: new area codes, and numbers in examples, are not in every table.
  if (parsed?.isPossible()) return parsed.ext === undefined ? parsed.number : `${parsed.number}x${parsed.ext}`;
  // Letters are digits to some: 1-800-FLOWERS is another number than 1-800-GARDENS.
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || text;
}
