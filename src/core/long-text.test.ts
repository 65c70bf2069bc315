// Texts longer than Google takes: the laws of the lens, and that nothing cuts the office's.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, eventAfter, review, tell } from '../../test/support/decide.ts';
import type { EventItem, Kind, Occurrence } from './item.ts';
import { cutMark, isTooLong, lengthen, shorten } from './long-text.ts';
import { normalText } from './normal-form.ts';

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

  const original = '2026-03-10T14:00:00Z';
  const series = (description: string | undefined, more: object = {}): EventItem => ({ ...review, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'], occurrences: [{ original, ...(description === undefined ? {} : { description }), ...more }] });
  const occurrence = (item: EventItem): Occurrence | undefined => item.occurrences?.[0];

  test('[R34] the notes of an occurrence are made shortened, and come back whole: put what was got, get what was put, put twice', () => {
    fc.assert(
      fc.property(long, fc.string({ minLength: 1, maxLength: 20 }), (text, edit) => {
        fc.pre(!text.includes(cutMark) && !edit.includes(cutMark) && normalText(text) === text && normalText(`${edit}${text}`) === `${edit}${text}`);
        const [whole] = [series(text)];
        const [create] = decideNew({}, { office: [whole] }).operations;
        const google = create?.op === 'create' ? (create.after as EventItem) : whole;
        expect(occurrence(google)?.description).toBe(short(text));
        // Nothing was edited: nothing is written. Another time of it leaves its notes alone.
        expect(tell(decideLink({}, { office: whole, google }, { office: whole, google }))).toEqual([]);
        const moved = { ...google, occurrences: [{ ...occurrence(google), start: { date: '2026-03-11' }, end: { date: '2026-03-12' } } as Occurrence] };
        expect(occurrence(eventAfter('office', decideLink({}, { office: whole, google }, { office: whole, google: moved })))?.description).toBe(text);
        // An edit in Google of what it shows is an edit of the whole; the office's is shortened again.
        const edited = series(`${edit}${short(text)}`);
        const plan = decideLink({}, { office: whole, google }, { office: whole, google: edited });
        expect(occurrence(eventAfter('office', plan))?.description).toBe(`${edit}${text}`);
        const later = decideLink({}, { office: whole, google }, { office: series(`${edit}${text}`), google });
        if (short(text) !== short(`${edit}${text}`)) expect(occurrence(eventAfter('google', later))?.description).toBe(short(`${edit}${text}`));
      }),
      { numRuns: 100 },
    );
  });

  test('[R34] of an occurrence, too, one beyond the cut is not sent, what nobody can place is asked, and both that say the same agree', () => {
    const both = { office: series(notes), google: series(short(notes)) };
    expect(tell(decideLink({}, both, { ...both, office: series(`${notes}The end.`) }))).toEqual(['settle']);
    const asks = (conflict: 'ask' | 'google', google: EventItem, office = both.office): number => decideLink({ conflict }, both, { office, google }).conflicts.length;
    expect(asks('google', series('Something else'))).toBe(1);
    expect(asks('google', series(`X${short(notes)}`), series(`Y${notes}`))).toBe(1);
    expect(asks('ask', series(short(`Z${notes}`)), series(`Z${notes}`))).toBe(0);
    // The office moved it, Google edited what it shows: both arrive.
    const times = { start: { date: '2026-03-11' }, end: { date: '2026-03-12' } };
    const merged = decideLink({}, both, { office: series(notes, times), google: series(`X${short(notes)}`) });
    expect([merged.conflicts, occurrence(eventAfter('office', merged)), occurrence(eventAfter('google', merged))]).toEqual([[], { original, description: `X${notes}`, ...times }, { original, description: `X${short(notes)}`, ...times }]);
    // A person who takes Google's text where both edited it keeps the rest of the whole.
    const [conflict] = decideLink({}, both, { office: series(`Y${notes}`), google: series(`X${short(notes)}`) }).conflicts;
    const [chosen] = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
    expect(chosen?.op === 'update' && occurrence(chosen.after as EventItem)?.description === `X${notes}`).toBe(true);
  });

  test('[R34] who takes Google’s text where both edited it gets it once, with the rest as it is now', () => {
    const taken = (office: string): unknown => {
      const [conflict] = decideLink({}, base, { office: { ...whole, description: office }, google: { ...shown, description: `X${shown.description}` } }).conflicts;
      const [update] = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
      return update?.op === 'update' ? (update.after as EventItem).description : update?.op;
    };
    expect(taken(`Some words more. ${notes}`) === `X${notes}`).toBe(true);
    expect(taken(`${notes}The end.`) === normalText(`X${notes}The end.`)).toBe(true);
  });
});

describe('[R34] an occurrence with long notes', () => {
  const [first, second] = ['2026-03-10T14:00:00Z', '2026-03-17T14:00:00Z'];
  const [one, two] = ['One long story. '.repeat(900), 'Two long stories. '.repeat(900)];
  const series = (...occurrences: readonly Occurrence[]): EventItem => ({ ...review, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'], occurrences });
  const office = series({ original: first, description: one }, { original: second, description: two });
  const shown = [{ original: first, description: short(one) }, { original: second, description: short(two) }] as const;
  const edited = (...occurrences: readonly Occurrence[]): unknown => {
    const plan = decideLink({}, { office, google: series(...shown) }, { office, google: series(...occurrences) });
    return plan.conflicts.length > 0 ? 'asked' : eventAfter('office', plan).occurrences;
  };

  test.each([
    ['is cancelled there', [shown[0], { original: second, cancelled: true }], [{ original: first, description: one }, { original: second, cancelled: true }]],
    ['is as the series again', [shown[1]], [{ original: second, description: two }]],
    ['is held elsewhere', [shown[0], { ...shown[1], location: 'Hall' }], [{ original: first, description: one }, { original: second, description: two, location: 'Hall' }]],
    ['has its own notes edited', [shown[0], { original: second, description: `X${short(two)}` }], [{ original: first, description: one }, { original: second, description: `X${two}` }]],
    ['has notes that nobody can place', [shown[0], { original: second, description: 'Other' }], 'asked'],
    ['stands beside another one', [...shown, { original: '2026-03-24T13:00:00Z', title: 'New' }], [{ original: first, description: one }, { original: second, description: two }, { original: '2026-03-24T13:00:00Z', title: 'New' }]],
  ] as [string, readonly Occurrence[], unknown][])('[R34] %s: the whole stays, and the edit comes', (_name, occurrences, expected) => {
    expect(edited(...occurrences)).toEqual(expected);
  });
});

describe('[R34] how long a text may be', () => {
  test.each([
    ['event', 'description', 'a', 8192],
    ['event', 'description', '\n', 8192],
    ['event', 'description', '>', 8192],
    // With one of these it is sent as HTML, in which they are longer.
    ['event', 'description', '<', 2048],
    ['event', 'description', '&', 1638],
    ['event', 'description', '<>', 1024],
    ['event', 'description', '<\n', 1024],
    ['event', 'description', '😀', 4096],
    ['task', 'notes', '&', 8192],
    ['task', 'title', 'a', 1024],
  ] as [Kind, string, string, number][])('[R34] %s %s: %j stands %i times and no more', (kind, field, text, times) => {
    expect(isTooLong(kind, field, text.repeat(times))).toBe(false);
    expect(shorten(kind, field, text.repeat(times))).toBe(text.repeat(times));
    expect(isTooLong(kind, field, text.repeat(times + 1))).toBe(true);
    const shown = String(shorten(kind, field, text.repeat(times + 1)));
    expect(shown.endsWith(cutMark) && text.repeat(times).startsWith(shown.slice(0, -cutMark.length))).toBe(true);
    expect(shown.isWellFormed()).toBe(true);
  });

  test('[R34] as much as fits is shown, with no blank before the mark', () => {
    expect(short('a'.repeat(9000))).toHaveLength(8192);
    expect(short(`  ${'a'.repeat(8000)}${' '.repeat(500)}${'b'.repeat(500)}`)).toBe(`  ${'a'.repeat(8000)}${cutMark}`);
    expect(sent(short('&'.repeat(9000)))).toBeGreaterThan(8192 - 5);
  });

  test('[R34] other fields have no end, and what is no text stays', () => {
    expect([isTooLong('event', 'title', 'a'.repeat(9000)), isTooLong('contact', 'notes', 'a'.repeat(9000)), isTooLong('event', 'description', undefined)]).toEqual([false, false, false]);
    expect([shorten('event', 'description', undefined), shorten('task', 'completed', true)]).toEqual([undefined, true]);
  });

  const text = 'a '.repeat(5000);
  test.each([
    ['what stands after the mark comes to the end', `${short(text)}\nMore`, `${text}\nMore`],
    ['blanks after the mark do not', `${short(text)} \n`, text],
    ['all but the mark was taken away', cutMark, text.slice(short(text).length - cutMark.length)],
    ['the mark stands there twice', `${short(text)}${cutMark}`, undefined],
    ['the mark is gone', 'Other', undefined],
    ['there is no text any more', undefined, undefined],
  ])('[R34] of an edit: %s', (_name, edited, expected) => {
    expect(lengthen('event', 'description', text, edited)).toBe(expected);
  });

  test('[R34] an edit of a text that fits is the text', () => {
    expect([lengthen('event', 'description', 'short', 'other'), lengthen('event', 'description', 'short', undefined)]).toEqual(['other', undefined]);
  });
});
