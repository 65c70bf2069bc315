// Normal forms of phone numbers: a quick way to them must lead where the table leads.

import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { normalPhone } from './phone.ts';

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const gap = fc.constantFrom('', ' ', '-', '.', ' - ');
const written = fc
  .tuple(fc.constantFrom('', '+1', '1', '+', '+44', '0'), gap, fc.boolean(), digits(3), gap, digits(3), gap, digits(4), fc.constantFrom('', '', '', ' ext. 5', 'x12', '0'))
  .map(([prefix, first, brackets, area, second, exchange, third, line, extension]) => `${prefix}${first}${brackets ? `(${area})` : area}${second}${exchange}${third}${line}${extension}`);

test('[R5] a number has the form that the table of all countries gives it', () => {
  fc.assert(
    fc.property(written, fc.constantFrom('US', 'CA', 'GB', 'DE', 'JM'), (value, country) => {
      const parsed = parsePhoneNumberFromString(value, country as CountryCode);
      const expected = parsed?.isPossible() ? `${parsed.number}${parsed.ext === undefined ? '' : `x${parsed.ext}`}` : value.replace(/\D/g, '');
      expect(normalPhone(value, country)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});
