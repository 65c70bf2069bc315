// Descriptions: HTML is read as text, text reads back as it was written.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalText } from '../../core/normal-form.ts';
import { readDescription, writeDescription } from './event-text.ts';

test('[I1] what Google’s own app writes is read as text', () => {
  expect(readDescription('Call <b>Ann</b> &amp; Bob<br>Bring:<ul><li>papers</li><li>pen</li></ul><a href="https://x.example">link</a>')).toBe('Call Ann & Bob\nBring:\n- papers\n- pen\nlink');
  expect(readDescription('<p>One</p><p>Two &#233;&nbsp;😀</p>')).toBe('One\n\nTwo é 😀');
  for (const plain of ['a < b and c > d', 'x <y@z.example>', 'AT&T', 'Tom & Jerry', '<3', '']) expect(readDescription(plain)).toBe(plain);
});

test('[I1] a text reads back as it was written, also where it looks like HTML', () => {
  const pieces = fc.constantFrom('<b>', '</b>', '<br>', '&amp;', '&lt;', '&#10;', '&', '<', '>', ' ', '\n', '😀', 'word', '<li>', '&nbsp;');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')), (text) => {
      // Three line ends in a row are shown as two where HTML had to be written.
      fc.pre(!/\n\s*\n\s*\n/.test(text));
      expect(normalText(readDescription(writeDescription(text)))).toBe(normalText(text));
    }),
    { numRuns: 2000 },
  );
});
