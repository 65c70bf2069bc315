// The line of names in the text of an event, against the laws of a lens.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalText } from '../../core/normal-form.ts';
import { nameOfGuest } from '../../core/guest-list.ts';
import { longestDescription, readEventText, replaceAttending, writeEventText } from './event-text.ts';

const lead = '[SmartOffice] Participants:';
const text = fc.array(fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('\n', '\n\n', '<b>Bold</b>', '<br>', '&amp;', lead, `${lead} Somebody`, 'x < y & z')), { maxLength: 6 }).map((parts) => parts.join(''));
const names = fc.array(fc.string({ minLength: 1, maxLength: 12 }).map((name) => nameOfGuest({ name })).filter((name) => name !== '' && normalText(name) === name && !/[<>&]/.test(name)), { maxLength: 4 });
/** Of a text that looks like HTML, more than one blank line is read as one. */
const plain = (one: string): string | undefined => normalText(one)?.replace(/[ \t]*\n(?:[ \t]*\n)+/g, '\n\n');
const same = (one: string, other: string): void => expect(plain(one)).toBe(plain(other));

describe('the names of participants in the text of an event', () => {
  test('[E6] a text and its names read back as they were written, whatever they say', () => {
    fc.assert(
      fc.property(text, names, (own, attending) => {
        const read = readEventText(writeEventText({ text: own, attending }));
        same(read.text, own);
        expect(read.attending).toEqual(attending);
      }),
    );
  });

  test('[E6] other names leave the text as it came, also the HTML of Google', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('<p>Agenda</p><ul><li>One</li></ul>', 'a &amp; b<br>c')), names, names, (wire, first, second) => {
        fc.pre(!wire.includes(lead));
        const once = replaceAttending(wire, first);
        expect(readEventText(once).attending).toEqual(first);
        same(readEventText(once).text, readEventText(wire).text);
        const [twice, direct] = [replaceAttending(once, second), replaceAttending(wire, second)].map(readEventText);
        same(twice?.text ?? '', direct?.text ?? '');
        expect(twice?.attending).toEqual(direct?.attending);
      }),
    );
    expect(replaceAttending('<p>Agenda</p>', ['Kim'])).toBe(`<p>Agenda</p><br><br>${lead} Kim`);
  });

  test('[E6] what a person writes below the line stays in the text', () => {
    expect(readEventText(`Agenda\n\n${lead} Kim; Lee\nBring scores`)).toEqual({ text: 'Agenda\n\nBring scores', attending: ['Kim', 'Lee'] });
    expect(readEventText(`<p>Agenda</p><p>${lead} Kim; Lee</p>`)).toEqual({ text: 'Agenda', attending: ['Kim', 'Lee'] });
  });

  test('[E6] a text that leaves no room for the names stands without them', () => {
    const full = 'x'.repeat(longestDescription - 10);
    expect(writeEventText({ text: full, attending: ['Somebody'] })).toBe(full);
  });
});
