// What speaks for two contacts being one person, and what it says to a reader.

import { describe, expect, test } from 'vitest';
import { contact, pair, seen, tell } from '../../test/support/pairing.ts';
import type { ContactItem } from './item.ts';

const emails = (...values: readonly string[]): Partial<ContactItem> => ({ emails: values.map((value) => ({ value, type: 'home' })) });
const phones = (...values: readonly string[]): Partial<ContactItem> => ({ phones: values.map((value) => ({ value, type: 'home' })) });
const somebody = (name: string, ...more: readonly Partial<ContactItem>[]): ContactItem => Object.assign(contact(name), ...more) as ContactItem;
const birthday = { year: 1970, month: 3, day: 7 };

/** What the two are: a pair or a question, and why; the same from either side. */
function judge(one: ContactItem, two: ContactItem): string {
  const read = (left: ContactItem, right: ContactItem): string => {
    const { pairs, questions } = pair([seen('o1', left)], [seen('g1', right)]);
    return [...pairs.map(({ match }) => `same: ${match.why}`), ...questions.map(({ candidates }) => `ask: ${candidates[0]?.match.why}`)].join() || 'nothing';
  };
  expect(read(two, one).slice(0, 5)).toBe(read(one, two).slice(0, 5));
  return read(one, two);
}

test.each([
  ['a mailbox of Google has no dots', somebody('Ann Smith', emails('ann.smith@gmail.com')), somebody('A Smith', emails('annsmith@googlemail.com')), 'ask: Same mailbox behind the e-mail address; names differ: Ann Smith / A Smith'],
  ['any other has', somebody('Ann Smith', emails('ann.smith@x.com')), somebody('A Smith', emails('annsmith@x.com')), 'nothing'],
  ['what stands behind a plus is no other mailbox', somebody('Ann Smith', emails('ann+newsletter@x.com')), somebody('A Smith', emails('ann@x.com')), 'ask: Same mailbox behind the e-mail address; names differ: Ann Smith / A Smith'],
  ['a mailbox in common, and nothing of the name', somebody('Ann Smith', emails('ann+a@x.com')), somebody('Tom Jones', emails('ann+b@x.com')), 'nothing'],
  ['an extension is no part of the number', somebody('Ann Smith', phones('(212) 555-0101 ext. 12')), somebody('A Smith', phones('212 555 0101')), 'ask: Same phone number (212) 555-0101 ext. 12; names differ: Ann Smith / A Smith'],
  ['a number of seven digits is one', somebody('Ann Smith', phones(' 555-0101 ')), somebody('A Smith', phones('5550101')), 'ask: Same phone number 555-0101; names differ: Ann Smith / A Smith'],
  ['a desk is none', somebody('Ann Smith', phones('Desk 12')), somebody('A Smith', phones('desk 12')), 'nothing'],
  ['an address that nobody else has, with names alike', somebody('Ann Smith', emails('a@x.com')), somebody('Ann Smythe', emails('a@x.com')), 'same: Same e-mail address a@x.com; names are alike: Ann Smith / Ann Smythe; no other record has this address'],
  ['born on one day', somebody('Ann Smith', { birthday }), somebody('Ann Smith', { birthday }), 'ask: Same name'],
  ['of one nothing is known', somebody('Ann Smith', { birthday }), somebody('Ann Smith'), 'ask: Same name'],
  ['born on two days', somebody('Ann Smith', { birthday }), somebody('Ann Smith', { birthday: { month: 4, day: 7 } }), 'nothing'],
])('%s', (_what, one, two, expected) => {
  expect(judge(one, two)).toBe(expected);
});

describe('[A13] what several share', () => {
  test('of two addresses in common the one that nobody else has counts', () => {
    const shared = seen('o2', somebody('Carl Fox', emails('family@x.com')));
    const [one, two] = [somebody('Ann Smith', emails('family@x.com', 'ann@x.com')), somebody('A Smith', emails('family@x.com', 'ann@x.com'))];
    const { pairs } = pair([seen('o1', one), shared], [seen('g1', two)]);
    expect(pairs.map(({ match }) => match.why)).toEqual(['Same e-mail address ann@x.com; names are alike: Ann Smith / A Smith; no other record has this address']);
  });

  test('an address of very many says something only together with the name', () => {
    const staff = (side: string, count: number, first: string): ReturnType<typeof seen>[] =>
      [first, 'Bob Hill', 'Carl Iver', 'Dora Jung', 'Emil Kahn', 'Fay Lund', 'Gus Moor', 'Hal Nash', 'Ida Ott'].slice(0, count).map((name, n) => seen(`${side}${n}`, somebody(name, emails('office@x.com'), { company: 'Acme' })));
    const ask = (count: number): readonly string[] => tell(pair(staff('o', count, 'Ann Schmidt'), staff('g', 8, 'Ann Schmitt'))).filter((line) => line.includes('o0') || line.includes('g0'));
    expect(ask(8)).toEqual(['google g0: o0?']);
    expect(ask(9)).toEqual([]);
    expect(tell(pair(staff('o', 9, 'Ann Schmidt'), staff('g', 9, 'Ann Schmidt')))).toHaveLength(9);
  });
});
