// Normal forms of phone numbers: a quick way to them must lead where the table leads.

import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { diffItems } from './diff.ts';
import type { ContactItem } from './item.ts';
import { normalPhone, readNorthAmerican } from './phone.ts';
import { defaultPolicy } from './policy.ts';

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const gap = fc.constantFrom('', ' ', '-', '.', ' - ');
const written = fc
  .tuple(fc.constantFrom('', '+1', '1', '+', '+44', '0'), gap, fc.boolean(), digits(3), gap, digits(3), gap, digits(4), fc.constantFrom('', '', '', ' ext. 5', 'x12', '0'))
  .map(([prefix, first, brackets, area, second, exchange, third, line, extension]) => `${prefix}${first}${brackets ? `(${area})` : area}${second}${exchange}${third}${line}${extension}`);

test('[R5] a number has the form that the table of all countries gives it', () => {
  fc.assert(
    fc.property(written, fc.constantFrom('US', 'CA', 'GB', 'DE', 'JM'), (value, country) => {
      const parsed = parsePhoneNumberFromString(value, country as CountryCode);
      const expected = parsed?.isPossible() ? `${parsed.number}${parsed.ext === undefined ? '' : `x${parsed.ext}`}` : value.toLowerCase().replace(/[^a-z0-9]/g, '');
      expect(normalPhone(value, country)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['(212) 555-0142', 'US', '+12125550142', 'as most people write it'],
  ['+44 20 7946 0958', 'US', '+442079460958', 'abroad'],
  ['020 7946 0958', 'GB', '+442079460958', 'the same at home'],
  ['(212) 555-0142 ext. 7', 'US', '+12125550142x7', 'with an extension'],
  ['1-800-FLOWERS', 'US', '1800flowers', 'in letters, which are digits too'],
  ['1 (800) Gardens', 'US', '1800gardens', 'in other letters, which is another number'],
  [' 911 ', 'US', '911', 'too short for a country'],
  [' Ask Ann! ', 'US', 'askann', 'no number at all'],
  ['Büro 17', 'DE', 'büro17', 'a word in any language'],
  [' ? ', 'US', '?', 'neither digits nor letters'],
])('[R5] %j in %s is compared as %j: %s', (value, country, expected) => {
  expect(normalPhone(value, country)).toBe(expected);
});

test('[R7] another number in letters is a change, which is carried', () => {
  const florist = (value: string): ContactItem => ({ kind: 'contact', company: 'Florist', phones: [{ value, type: 'work' }] });
  expect(diffItems(florist('1-800-FLOWERS'), florist('1-800-GARDENS'), defaultPolicy)).toMatchObject([{ from: { value: '1-800-FLOWERS' }, to: { value: '1-800-GARDENS' } }]);
});

test('what most people of North America write is read without the table, which is slow', () => {
  for (const usual of ['2125550142', '(212) 555-0142', '(212)5550142', '212.555.0142', '212 - 555 - 0142', '1 212 555 0142', '1 - (212) 555 - 0142', '1(212)555-0142', '12125550142', '+1 212 555 0142', '+12125550142']) {
    expect(readNorthAmerican(usual, 'US'), usual).toBe('+12125550142');
    expect(readNorthAmerican(usual, 'GB'), usual).toBe(usual.startsWith('+') ? '+12125550142' : undefined);
  }
  for (const other of ['1125550142', '212555014', '21255501421', '+44 212 555 0142', '212 555 0142 x7', 'at 212 555 0142', '212/555/0142', '212 abc 0142', '2a2 555 0142', '21a 555 0142', '212 555 abcd', '+1 a 212 555 0142', '']) expect(readNorthAmerican(other, 'US'), other).toBeUndefined();
});
