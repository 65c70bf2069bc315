// Texts longer than Google takes: the laws of the lens, and that nothing cuts the office's.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, eventAfter, review, tell } from '../../test/support/decide.ts';
import type { EventItem } from './item.ts';
import { cutMark, lengthen, shorten } from './long-text.ts';

const part = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('<b>', '&', '\n', '😀', 'word '));
const long = fc.tuple(fc.array(part, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 900 })).map(([parts, times]) => parts.join('').repeat(times));
const short = (text: string): string => String(shorten('event', 'description', text));
const sent = (text: string): number => (/[<&]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>') : text).length;

describe('[R34] a text that is too long for Google', () => {
  test('[R34] fits there as it is sent, and comes back whole', () => {
    fc.assert(
      fc.property(long, (text) => {
        fc.pre(!text.includes(cutMark));
        const shown = short(text);
        expect(sent(shown)).toBeLessThanOrEqual(8192);
        expect(short(shown)).toBe(shown);
        expect(lengthen('event', 'description', text, shown)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  const notes = 'A long story. '.repeat(1000);
  const whole: EventItem = { ...review, description: notes };
  const shown: EventItem = { ...review, description: short(notes) };
  const base = { office: whole, google: shown };
  const asked = (google: EventItem, office = whole, conflict: 'ask' | 'google' = 'google'): unknown => decideLink({ conflict }, base, { office, google }).conflicts.map(({ alternatives }) => alternatives.map(({ id }) => id));

  test('[R34] it is made shortened, and says so at its end', () => {
    const [create] = decideNew({}, { office: [whole] }).operations;
    expect(create).toMatchObject({ op: 'create', after: shown, sourceItem: whole });
    expect(shown.description?.endsWith(cutMark)).toBe(true);
  });

  test('[R34] an edit of what Google shows comes into the whole; one beyond the cut is not sent', () => {
    const edited = { ...shown, description: shown.description?.replace('A long', 'A very long') ?? '' };
    expect(eventAfter('office', decideLink({}, base, { office: whole, google: edited })).description).toBe(notes.replace('A long', 'A very long'));
    expect(tell(decideLink({}, base, { office: { ...whole, description: `${notes}The end.` }, google: shown }))).toEqual(['settle']);
    expect(eventAfter('google', decideLink({}, base, { office: { ...whole, description: 'Short' }, google: shown })).description).toBe('Short');
  });

  test('[R34] without the mark, or edited on both sides, it is asked, also where Google is said to win', () => {
    expect(asked({ ...shown, description: 'Something else' })).toHaveLength(1);
    expect(asked({ ...shown, description: `X${shown.description}` }, { ...whole, description: `Y${notes}` })).toHaveLength(1);
    expect(asked(shown)).toEqual([]);
  });

  test('[R34] two that meet again, one of them shortened, are the same', () => {
    const plan = decideNew({ conflict: 'google' }, { office: [whole], google: [shown] });
    expect([tell(plan), plan.conflicts]).toEqual([['link'], []]);
  });
});
