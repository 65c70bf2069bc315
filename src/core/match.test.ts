// Which records of the two sides are taken for the same, asked about, or left alone.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contact, event, pair, seen, task, tell } from '../../test/support/pairing.ts';
import type { EventItem, Item } from './item.ts';
import type { Seen } from './link.ts';
import { matchKeys } from './match.ts';
import type { Pairing } from './match.ts';
import { compareNames, readName } from './person-name.ts';
import { defaultPolicy } from './policy.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

describe('contacts', () => {
  test('[A10] the same e-mail address links Bob with Robert; the same name and phone alone ask', () => {
    const pairing = pair(
      [seen('o1', contact('Bob Smith', { email: 'bob@x.com', phone: '(212) 555-1234' }))],
      [seen('g1', contact('Robert Smith', { email: 'Bob@X.com' })), seen('g2', contact('Bob Smith', { phone: '212.555.1234' }))],
    );
    expect(tell(pairing)).toEqual(['google g2: o1!', 'o1=g1 (email)']);
    expect(pairing.pairs[0]?.match.why).toBe('Same e-mail address bob@x.com; names agree: Bob Smith / Robert Smith');
    expect(pairing.questions[0]?.why).toContain('Same phone number (212) 555-1234 and same name');
    expect(pairing.rest).toEqual({ office: [], google: [] });
  });

  test('[A10] the same name and phone without an e-mail address is a question with one candidate', () => {
    const pairing = pair([seen('o1', contact('Bob Smith', { phone: '555-1234' }))], [seen('g1', contact('Bob Smith', { phone: '555 1234' }))]);
    expect(tell(pairing)).toEqual(['google g1: o1?']);
  });

  test('[A13] a family address does not pair a couple, and pairs those whose names agree', () => {
    const family = { email: 'family@x.com', phone: '(212) 555-0100' };
    const couple = [seen('o1', contact('Ann Miller', family)), seen('o2', contact('Tom Miller', family))];
    expect(tell(pair(couple, [seen('g1', contact('Ann Miller', family))]))).toEqual(['o1=g1 (email)']);
    expect(pair(couple, [seen('g1', contact('Ann Miller', family))]).rest.office.map(({ id }) => id)).toEqual(['o2']);
    expect(tell(pair(couple, [seen('g1', contact('', family))]))).toEqual(['google g1: o1? o2?']);
    expect(tell(pair(couple, [seen('g1', contact('Tom Miller', family)), seen('g2', contact('Ann Miller', family))]))).toEqual(['o1=g2 (email)', 'o2=g1 (email)']);
  });

  test('[A13] one e-mail address with two contradicting names is a question', () => {
    const pairing = pair([seen('o1', contact('Bob Smith', { email: 'a@x.com' }))], [seen('g1', contact('Alice Jones', { email: 'a@x.com' }))]);
    expect(tell(pairing)).toEqual(['google g1: o1?']);
    expect(pairing.questions[0]?.candidates[0]?.match.why).toBe('Same e-mail address a@x.com; names differ: Bob Smith / Alice Jones');
  });

  test('an e-mail address that nobody else has pairs a contact without a name', () => {
    expect(tell(pair([seen('o1', contact('Bob Smith', { email: 'a@x.com' }))], [seen('g1', contact('', { email: 'a@x.com' }))]))).toEqual(['o1=g1 (email)']);
  });

  test('the same phone number with names alike asks and says why', () => {
    const pairing = pair([seen('o1', contact('Bob Smith', { phone: '(212) 555-1234' }))], [seen('g1', contact('Robert Smythe', { phone: '2125551234' }))]);
    expect(pairing.questions[0]?.candidates[0]?.match.why).toBe('Same phone number (212) 555-1234; names differ: Bob Smith / Robert Smythe');
  });

  test('two that fit equally well are asked about, best first, and nothing is copied', () => {
    const pairing = pair(
      [seen('o1', contact('Bob Smith', { email: 'bob@x.com', phone: '(212) 555-1234' }))],
      [seen('g1', contact('Bob Smith', { email: 'bob@x.com' })), seen('g2', contact('Bob Smith', { email: 'bob@x.com', phone: '(212) 555-1234' }))],
    );
    expect(tell(pairing)).toEqual(['office o1: g2? g1?']);
    expect(pairing.rest.google).toEqual([]);
  });

  test('a switchboard number that very many share makes no question of its own', () => {
    const staff = (side: string, name: (n: number) => string): Seen[] => Array.from({ length: 30 }, (_, n) => seen(`${side}${n}`, contact(name(n), { phone: '(212) 555-0100' })));
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCD';
    const pairing = pair(staff('o', (n) => `${alphabet[n]}aron ${alphabet[n]}ost${n}`), staff('g', (n) => `${alphabet[n]}lga ${alphabet[n]}erz${n}`));
    expect(tell(pairing)).toEqual([]);
    expect(pairing.rest.office.length).toBe(30);
  });

  test('[R15] a contact outside the group may be the same as a member of the SET; two outsiders are ignored', () => {
    const bob = contact('Bob Smith', { email: 'bob@x.com' });
    expect(tell(pair([seen('o1', bob)], [seen('g1', bob, { inScope: false })]))).toEqual(['o1=g1 (email)']);
    expect(tell(pair([seen('o1', bob, { inScope: false })], [seen('g1', bob, { inScope: false })]))).toEqual([]);
  });

  test('what takes no part never pairs; what is read-only may', () => {
    const bob = contact('Bob Smith', { email: 'bob@x.com' });
    expect(tell(pair([seen('o1', bob)], [seen('g1', bob, { skipped: 'birthday' }), seen('g2', bob, { gone: true })]))).toEqual([]);
    expect(tell(pair([seen('o1', bob)], [seen('g1', bob, { readOnly: 'shared' })]))).toEqual(['o1=g1 (email)']);
  });

  test('a record that resembles one which has found its partner is asked about, not copied', () => {
    const bob = contact('Bob Smith', { email: 'bob@x.com' });
    expect(tell(pair([seen('o1', bob)], [seen('g1', bob, { marker: 'o1' }), seen('g2', bob)]))).toEqual(['google g2: o1!', 'o1=g1 (marker)']);
  });

  test.each([
    ['Smith, John', 'John Smith', 'same'],
    ['Zażółć Gęślą', 'Zazolc Gesla', 'same'],
    ['Ελένη Παπαδοπούλου', 'Eleni Papadopoulou', 'similar'],
    ['Jörg Müller', 'Joerg Mueller', 'same'],
    ['Peggy Miller', 'Margaret Miller', 'same'],
    ['Dr. Robert Smith', 'Bob Smith', 'same'],
    ['John Smith', 'J. Smith', 'similar'],
    ['Bob Smith', 'Robert Smythe', 'similar'],
    ['John Smith Jr', 'John Smith Sr', 'different'],
    ['John Smith Jr.', 'John Smith', 'similar'],
    ['Ann Miller', 'Tom Miller', 'different'],
    ['Ann Miller', 'Ann Jones', 'unclear'],
    ['Bob Smith', 'Alice Jones', 'different'],
  ])('%s and %s are %s', (left, right, likeness) => {
    const read = (givenName: string): ReturnType<typeof readName> => readName({ kind: 'contact', givenName });
    expect(compareNames(read(left), read(right))).toBe(likeness);
    expect(compareNames(read(right), read(left))).toBe(likeness);
  });

  test('a Chinese name in one field is the same as in two', () => {
    const one = readName({ kind: 'contact', givenName: '王小明' });
    const two = readName({ kind: 'contact', givenName: '小明', familyName: '王' });
    expect(compareNames(one, two)).toBe('same');
    expect(matchKeys({ kind: 'contact', givenName: '王小明' }, defaultPolicy).some((key) => matchKeys({ kind: 'contact', givenName: '小明', familyName: '王' }, defaultPolicy).includes(key))).toBe(true);
  });
});

describe('marks, events and tasks', () => {
  const lunch = event('Lunch', '2026-03-03T12:00');

  test('[A7] our mark comes first, then the calendar id, then subject and time', () => {
    const pairing = pair(
      [seen('o1', lunch), seen('o2', lunch, { uid: 'u2' }), seen('o3', lunch)],
      [seen('g1', event('Moved', '2026-04-01T09:00'), { marker: 'o1' }), seen('g2', lunch, { uid: 'u2' }), seen('g3', lunch)],
    );
    expect(tell(pairing)).toEqual(['o1=g1 (marker)', 'o2=g2 (uid)', 'o3=g3 (title-time)']);
  });

  test('[A7] a copied mark is ambiguous and asks', () => {
    expect(tell(pair([seen('o1', lunch)], [seen('g1', lunch, { marker: 'o1' }), seen('g2', lunch, { marker: 'o1' })]))).toEqual(['office o1: g1? g2?']);
  });

  test('the same instant in another zone is the same time', () => {
    const vienna = event('Lunch', '2026-03-03T18:00', {
      start: { local: '2026-03-03T18:00', zone: 'Europe/Vienna' },
      end: { local: '2026-03-03T19:00', zone: 'Europe/Vienna' },
    });
    expect(tell(pair([seen('o1', lunch)], [seen('g1', vienna)]))).toEqual(['o1=g1 (title-time)']);
  });

  test('a series pairs with the same rule only; with another it asks', () => {
    const weekly = event('Lunch', '2026-03-03T12:00', { recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'] });
    const written = event('Lunch', '2026-03-03T12:00', { recurrence: ['RRULE:BYDAY=TU;FREQ=WEEKLY;INTERVAL=1'] });
    expect(tell(pair([seen('o1', weekly)], [seen('g1', written)]))).toEqual(['o1=g1 (title-time)']);
    expect(pair([seen('o1', weekly)], [seen('g1', lunch)]).pairs).toEqual([]);
    expect(pair([seen('o1', weekly)], [seen('g1', lunch)]).questions.length).toBe(1);
  });

  test('[A5] a series that starts on another date with the same rule asks', () => {
    const rule = { recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'] };
    expect(pair([seen('o1', event('Lunch', '2026-01-06T12:00', rule))], [seen('g1', event('Lunch', '2026-03-03T12:00', rule))]).questions.length).toBe(1);
  });

  test('another subject at the same time is another event', () => {
    expect(tell(pair([seen('o1', lunch)], [seen('g1', event('Dentist', '2026-03-03T12:00'))]))).toEqual([]);
  });

  test('an all-day entry pairs by date and not with a timed one', () => {
    const day = (title: string): EventItem => ({ kind: 'event', title, start: { date: '2026-03-03' }, end: { date: '2026-03-04' } });
    expect(tell(pair([seen('o1', day('Fair'))], [seen('g1', day('fair '))]))).toEqual(['o1=g1 (title-time)']);
    expect(pair([seen('o1', day('Lunch'))], [seen('g1', lunch)]).pairs).toEqual([]);
  });

  test('tasks pair by subject and due date, or by a subject that is unique when one has no date', () => {
    expect(tell(pair([seen('o1', task('Call Bob', '2026-03-03')), seen('o2', task('Write'))], [seen('g1', task('call  bob', '2026-03-03')), seen('g2', task('Write', '2026-04-01'))]))).toEqual(['o1=g1 (title)', 'o2=g2 (title)']);
    expect(pair([seen('o1', task('Write')), seen('o2', task('Write'))], [seen('g1', task('Write', '2026-04-01'))]).pairs).toEqual([]);
    expect(pair([seen('o1', task('Write', '2026-03-01'))], [seen('g1', task('Write', '2026-04-01'))]).questions.length).toBe(1);
  });
});

describe('who is offered to whom', () => {
  const bob = contact('Bob Smith', { email: 'bob@x.com' });
  const namesake = contact('Bob Smith');
  const caller = contact('Bob Smith', { phone: '(212) 555-0101' });
  const many = (side: string, count: number, item: Item): Seen[] => Array.from({ length: count }, (_, n) => seen(`${side}${String(n).padStart(2, '0')}`, item));

  test('[R2] a pair that was found says who else might be meant, the likeliest first', () => {
    const office = [seen('o1', { ...bob, phones: caller.phones })];
    const [found] = pair(office, [seen('g1', bob), seen('g2', namesake), seen('g3', caller), seen('g4', namesake)]).pairs;
    expect([found?.google.id, found?.others.google.map((other) => other.seen.id), found?.others.office]).toEqual(['g1', ['g3', 'g2', 'g4'], []]);
    expect(found?.others.google[0]?.match).toMatchObject({ rule: 'phone', why: 'Same phone number (212) 555-0101 and same name' });
    const birthday = { month: 3, day: 7, year: 1970 };
    const smythe = { ...caller, givenName: 'Robert', familyName: 'Smythe' };
    const older = pair([seen('o1', { ...bob, phones: caller.phones, birthday })], [seen('g1', bob), seen('g2', smythe), seen('g3', smythe), seen('g4', { ...namesake, birthday })]);
    expect(older.pairs[0]?.others.google.map((other) => other.seen.id)).toEqual(['g4', 'g2', 'g3']);
    expect(pair(office, [seen('g1', bob), ...many('h', 9, namesake)]).pairs[0]?.others.google).toHaveLength(5);
  });

  test('[R2] who fits two equally well is paired with nobody else, however surely', () => {
    const office = seen('o1', { ...bob, emails: [...(bob.emails ?? []), { value: 'bs@y.com', type: 'work' }] });
    const google = [seen('g1', bob), seen('g2', bob), seen('g3', contact('', { email: 'bs@y.com' }))];
    expect(tell(pair([office], google))).toEqual(['office o1: g1? g2? g3?']);
    expect(tell(pair(google.map((one) => ({ ...one, id: `o${one.id}` })), [{ ...office, id: 'g1' }]))).toEqual(['google g1: og1? og2? og3?']);
  });

  test('a record that has its partner is shown only to what resembles it much', () => {
    const withPair = (item: Item, office: readonly Seen[], google: readonly Seen[]): Pairing => pair([...office, seen('o9', item)], [...google, seen('g9', item, { marker: 'o9' })]);
    const strange = withPair(bob, [], [seen('g1', namesake)]);
    expect([tell(strange), strange.rest.google.map(({ id }) => id)]).toEqual([['o9=g9 (marker)'], ['g1']]);
    expect(tell(withPair(bob, [seen('o1', namesake)], [seen('g1', bob)]))).toEqual(['google g1: o1? o9!', 'o9=g9 (marker)']);
    expect(tell(withPair(task('Write', '2026-03-03'), [], [seen('g1', task('Write', '2026-03-03'))]))).toEqual(['google g1: o9!', 'o9=g9 (marker)']);
  });

  test('[R15] a mark between two records that nobody synchronizes joins nothing', () => {
    const outside = { inScope: false };
    expect(tell(pair([seen('o1', bob, outside)], [seen('g1', namesake, { ...outside, marker: 'o1' })]))).toEqual([]);
    expect(tell(pair([seen('o1', bob)], [seen('g1', namesake, { ...outside, marker: 'o1' })]))).toEqual(['o1=g1 (marker)']);
  });

  test('[R25] of a dozen namesakes each is offered five, and each is offered as often', () => {
    const { questions } = pair(many('o', 12, namesake), many('g', 12, namesake));
    expect(questions.map(({ candidates }) => candidates.length)).toEqual(Array.from({ length: 12 }, () => 5));
    const offers = questions.flatMap(({ candidates }) => candidates.map((candidate) => candidate.seen.id));
    expect(new Set(offers).size).toBe(12);
    for (const id of new Set(offers)) expect(offers.filter((each) => each === id).length, id).toBe(5);
  });

  test('[R25] who has more in common than a name is offered, however many they are', () => {
    expect(pair([seen('o1', caller)], many('g', 7, caller)).questions.map(({ candidates }) => candidates.length)).toEqual([7]);
    expect(pair([seen('o1', caller)], many('g', 25, caller)).questions[0]?.candidates).toHaveLength(20);
  });

  test('a question says how many there are', () => {
    const why = (office: readonly Seen[], google: readonly Seen[]): readonly string[] => pair(office, google).questions.map((question) => question.why);
    expect(why([seen('o1', namesake)], many('g', 1, namesake))).toEqual(['May be the same as a record in SmartOffice. Same name.']);
    expect(why([seen('o1', namesake)], many('g', 2, namesake))).toEqual(['2 records in Google may be the same. Best: Same name.']);
    expect(pair([seen('o9', bob)], [seen('g1', bob), seen('g9', bob, { marker: 'o9' })]).questions[0]?.why).toBe('Looks like a record in SmartOffice that already has its partner. Same e-mail address bob@x.com and same name.');
  });

  test('the side with fewer records asks; of as many, the one whose name is first', () => {
    expect(tell(pair(many('o', 2, namesake), many('g', 3, namesake))).map((line) => line.slice(0, 6))).toEqual(['office', 'office']);
    expect(tell(pair(many('o', 3, namesake), many('g', 2, namesake))).map((line) => line.slice(0, 6))).toEqual(['google', 'google']);
    expect(tell(pair(many('a', 1, namesake), many('g', 1, namesake)))).toEqual(['office a00: g00?']);
  });
});

const person = fc.record({
  name: fc.constantFrom('Bob Smith', 'Robert Smith', 'Ann Miller', 'Tom Miller', 'John Smith', 'J. Smith', 'Müller', ''),
  email: fc.option(fc.constantFrom('a@x.com', 'b@x.com', 'family@x.com'), { nil: undefined }),
  phone: fc.option(fc.constantFrom('(212) 555-1234', '212.555.1234', '(212) 555-0100'), { nil: undefined }),
  inScope: fc.boolean(),
});
const people = fc.record({ office: fc.array(person, { maxLength: 6 }), google: fc.array(person, { maxLength: 6 }) });
type People = typeof people extends fc.Arbitrary<infer T> ? T : never;

function toSeen(list: People, side: Side): Seen[] {
  return list[side].map(({ name, email, phone, inScope }, n) => seen(`${side}-${n}`, contact(name, { email, phone }), { inScope }));
}

describe('for any records', () => {
  test('swapping the sides mirrors the pairs and the questions', () => {
    fc.assert(
      fc.property(people, (list) => {
        const there = pair(toSeen(list, 'office'), toSeen(list, 'google'));
        const back = pair(toSeen(list, 'google'), toSeen(list, 'office'));
        const mirrored = tell(back).map((line) => line.replace(/^(\S+)=(\S+) /, '$2=$1 ').replace(/^(office|google) /, (side) => `${other(side.trim() as Side)} `)).sort();
        expect(mirrored).toEqual(tell(there));
      }),
      { numRuns: 500 },
    );
  });

  test('each record in scope is in one pair, in a question or in the rest, whatever the order of the input', () => {
    fc.assert(
      fc.property(people, (list) => {
        const pairing = pair(toSeen(list, 'office'), toSeen(list, 'google'));
        for (const side of sides) {
          const paired = pairing.pairs.map((found) => found[side].id);
          const asked = pairing.questions.flatMap((question) => (question.side === side ? [question.anchor.id] : question.candidates.map((candidate) => candidate.seen.id)));
          const rest = pairing.rest[side].map(({ id }) => id);
          expect([...new Set([...paired, ...asked, ...rest])].sort()).toEqual(toSeen(list, side).map(({ id }) => id).sort());
          expect(new Set(paired).size).toBe(paired.length);
          expect(paired.filter((id) => asked.includes(id) || rest.includes(id))).toEqual([]);
          expect(asked.filter((id) => rest.includes(id))).toEqual([]);
        }
        for (const { anchor } of pairing.questions) expect(anchor.inScope).toBe(true);
        expect(pair(toSeen(list, 'office').reverse(), toSeen(list, 'google').reverse())).toEqual(pairing);
      }),
      { numRuns: 500 },
    );
  });

  test('[R25] of many namesakes each is asked about or offered, and none is shown to all', () => {
    const counts = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(counts, counts, fc.boolean(), (offices, googles, oneHasPhone) => {
        const phone = oneHasPhone ? { phone: '(212) 555-0142' } : {};
        const list = (side: string, count: number): Seen[] => Array.from({ length: count }, (_, index) => seen(`${side}${index}`, contact('James Smith', index === count - 1 ? phone : {})));
        const { pairs, questions, rest } = pair(list('o', offices), list('g', googles));
        const shown = new Set([...pairs.flatMap((one) => [one.office.id, one.google.id]), ...questions.flatMap((question) => [question.anchor.id, ...question.candidates.map((candidate) => candidate.seen.id)])]);
        expect([shown.size, rest]).toEqual([offices + googles, { office: [], google: [] }]);
        for (const question of questions) expect(question.candidates.length).toBeLessThanOrEqual(6);
        // The best is offered wherever it stands in the list.
        const best = questions.flatMap((question) => question.candidates.slice(0, 1)).some((candidate) => candidate.match.why.includes('phone number'));
        if (oneHasPhone && offices * googles > 1) expect(best).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('records without a key in common are never found to be the same', () => {
    fc.assert(
      fc.property(people, (list) => {
        const office = toSeen(list, 'office');
        const google = toSeen(list, 'google');
        const keys = (one: Seen): readonly string[] => matchKeys(one.item, defaultPolicy);
        const pairing = pair(office, google);
        const found = [...pairing.pairs, ...pairing.questions.flatMap(({ side, anchor, candidates }) => candidates.map((candidate) => ({ [side]: anchor, [other(side)]: candidate.seen }) as Record<Side, Seen>))];
        for (const { office: one, google: two } of found) expect(keys(one).some((key) => keys(two).includes(key))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test('[A13] a name without blanks is the same in either order, whichever side writes it so', () => {
  const [apart, together] = [readName({ kind: 'contact', givenName: '伟', familyName: '王' }), readName({ kind: 'contact', givenName: '王伟' })];
  expect([compareNames(apart, together), compareNames(together, apart)]).toEqual(['same', 'same']);
});
