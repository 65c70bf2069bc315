// What a person is offered where two records were found to be the same, or may be.

import { describe, expect, test } from 'vitest';
import { oneWay } from '../../test/support/decide.ts';
import { inputOf, see } from '../../test/support/golden.ts';
import type { ContactItem, EventItem, Item } from './item.ts';
import type { Seen } from './link.ts';
import { pairUnit } from './never.ts';
import type { Alternative, Conflict, Operation, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Direction, Policy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true };
const emails = [{ value: 'ann@x.com', type: 'home' }];
const lunch: EventItem = { kind: 'event', title: 'Lunch', start: { local: '2026-03-03T12:00:00', zone: 'America/New_York' }, end: { local: '2026-03-03T13:00:00', zone: 'America/New_York' } };
const longer: EventItem = { ...lunch, end: { local: '2026-03-03T14:00:00', zone: 'America/New_York' } };
type Given = Item | readonly [Item, Partial<Seen>];

function decide(office: readonly Given[], google: readonly Given[], policy: Partial<Policy> = {}, never: readonly string[] = []): Plan {
  const given = { office, google };
  const unlinked = bySide((side) => given[side].map((one, n) => ('kind' in one ? see(side, one, { id: `${side.charAt(0)}${n + 1}` }) : see(side, one[0], { id: `${side.charAt(0)}${n + 1}`, ...one[1] }))));
  return reconcile(inputOf([...unlinked.office, ...unlinked.google][0]?.item.kind ?? 'contact', { unlinked, policy: { ...defaultPolicy, ...policy }, never: new Set(never) }));
}

const ways = (alternatives: readonly Alternative[] | undefined): readonly string[] => (alternatives ?? []).map(({ id }) => id);
const told = (operations: readonly Operation[]): readonly string[] => operations.map((operation) => [operation.op, 'side' in operation ? operation.side : '', operation.op === 'update' ? operation.changes.map(({ field, to }) => `${field}=${JSON.stringify(to)}`).join(' ') : operation.why].filter(Boolean).join(' '));

function questionOf(plan: Plan, about: Conflict['about']): Conflict {
  const found = plan.conflicts.find((conflict) => conflict.about === about);
  if (found === undefined) throw new Error(`No question about ${about}.`);
  return found;
}

describe('[R2] who may be the same is asked', () => {
  test('with each candidate, a copy and time to think, and nothing by itself', () => {
    const plan = decide([ann], [{ ...ann, notes: 'Tea' }, ann]);
    const question = questionOf(plan, 'pairing');
    expect(plan.operations).toEqual([]);
    expect(question).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), kind: 'contact', name: 'Ann Miller', clashes: [], otherwise: 'wait', items: { office: ann, google: { ...ann, notes: 'Tea' } } });
    expect(question.alternatives.map(({ id, label, operations }) => [id, label, told(operations)])).toEqual([
      ['pair:g1', 'Same as Ann Miller (Same name)', ['link Same name', 'update office notes="Tea"']],
      ['pair:g2', 'Same as Ann Miller (Same name)', ['link Same name']],
      ['new', 'None of them: create in Google', ['create google Nobody on the other side is the same']],
      ['wait', 'Decide later', []],
    ]);
    expect(new Set([question, ...decide([ann, ann], [ann]).conflicts, ...decide([lunch], [longer]).conflicts].map(({ id }) => id)).size).toBe(3);
  });

  test('without whom a person refused for good; if nobody is left, not at all', () => {
    expect(ways(questionOf(decide([ann], [ann, ann], {}, [pairUnit('o1', 'g1')]), 'pairing').alternatives)).toEqual(['pair:g2', 'new', 'wait']);
    expect(ways(questionOf(decide([ann, ann], [ann], {}, [pairUnit('o1', 'g1')]), 'pairing').alternatives)).toEqual(['pair:o2', 'new', 'wait']);
    expect(decide([ann], [ann, ann], {}, [pairUnit('o1', 'g1'), pairUnit('o1', 'g2')]).conflicts).toEqual([]);
    expect(decide([ann, ann], [ann], {}, [pairUnit('g1', 'o1'), pairUnit('g1', 'o2')]).conflicts).toHaveLength(1);
  });

  test('[R22] and no copy where it would be made on a side that is not written, or of what stays in the office', () => {
    expect(ways(questionOf(decide([ann], [ann, ann], oneWay('google')), 'pairing').alternatives)).toContain('new');
    expect(ways(questionOf(decide([ann], [ann, ann], oneWay('office')), 'pairing').alternatives)).not.toContain('new');
    const secret = { ...lunch, private: true };
    expect(ways(questionOf(decide([secret], [longer, longer], { privacy: 'skip' }), 'pairing').alternatives)).toEqual(['pair:g1', 'pair:g2', 'wait']);
    expect(ways(questionOf(decide([secret], [longer, longer]), 'pairing').alternatives)).toContain('new');
    expect(ways(questionOf(decide([longer, longer], [secret], { privacy: 'skip' }), 'pairing').alternatives)).toContain('new');
  });

  test('[R40] of a record that has its partner already: a record of its own, the same one to be left alone, or later', () => {
    const phones = [{ value: '(212) 555-0101', type: 'home' }];
    const question = questionOf(decide([{ ...ann, emails, phones }], [{ ...ann, emails }, { ...ann, phones }]), 'pairing');
    expect(question).toMatchObject({ name: 'Ann Miller', items: { google: { ...ann, phones }, office: { ...ann, emails, phones } }, otherwise: 'wait', why: 'Looks like a record in SmartOffice that already has its partner. Same phone number (212) 555-0101 and same name.' });
    expect(question.alternatives.map(({ id, label, operations, never }) => [id, label, operations.length, never])).toEqual([
      ['new', 'Another one: create it in SmartOffice as a record of its own', 1, undefined],
      ['same', 'The same as Ann Miller in SmartOffice, which has its partner already: leave it alone, nothing is copied', 0, [{ side: 'google', id: 'g2' }]],
      ['wait', 'Decide later', 0, undefined],
    ]);
  });
});

describe('[R2] a pair that was found can be decided otherwise', () => {
  const both = { ...ann, emails };
  const otherWays = (plan: Plan): readonly Alternative[] => plan.instead?.[0]?.alternatives ?? [];

  test('another candidate, or two different people', () => {
    const plan = decide([both], [both, { ...ann, givenName: 'Anna', familyName: 'Miller' }]);
    expect(otherWays(plan).map(({ id, label, operations }) => [id, label, told(operations)])).toEqual([
      ['pair:g2', 'Ann Miller in SmartOffice is the same as Anna Miller in Google (Names agree: Ann Miller / Anna Miller)', [expect.stringContaining('link'), expect.stringContaining('update google emails')]],
      ['apart', 'They are different: create each on the other side', ['create google The two are different', 'create office The two are different']],
    ]);
    const mirrored = decide([both, { ...ann, givenName: 'Anna' }], [both]);
    expect(otherWays(mirrored)[0]).toMatchObject({ id: 'pair:o2', label: 'Ann Miller in Google is the same as Anna Miller in SmartOffice (Names agree: Anna Miller / Ann Miller)' });
    expect(plan.instead?.[0]?.unit).toBe(pairUnit('o1', 'g1'));
  });

  test.each<[Direction, string]>([['google', 'They are different: create in Google'], ['office', 'They are different: create in SmartOffice']])('[R22] where only %s is written, only there a copy is made', (direction, label) => {
    expect(otherWays(decide([both], [both], oneWay(direction))).map((each) => [each.id, each.label, each.operations.length])).toEqual([['apart', label, 1]]);
  });

  test('[R15] of who is not in the group no copy is made in the office', () => {
    expect(otherWays(decide([both], [[both, { inScope: false }]])).map(({ label }) => label)).toEqual(['They are different: create in Google']);
  });

  test.each<[string, Partial<Seen>, Partial<Seen>, readonly string[]]>([
    ['one meeting by its id', { invited: true, uid: 'u' }, { uid: 'u' }, []],
    ['a meeting without an id', { invited: true }, {}, ['apart']],
    ['a meeting with two ids', { invited: true, uid: 'u' }, { uid: 'v' }, ['apart']],
    ['one activity by its id', { uid: 'u' }, { uid: 'u' }, ['apart']],
  ])('[R36] %s', (_what, office, google, expected) => {
    expect(ways(otherWays(decide([[lunch, office]], [[lunch, { readOnly: 'shared', ...google }]])))).toEqual(expected);
  });

  test('refused for good, nothing is linked and nobody is copied', () => {
    expect(decide([both], [both], {}, [pairUnit('o1', 'g1')])).toMatchObject({ operations: [], conflicts: [] });
  });
});

describe('[R3] two that are the same, and written differently', () => {
  const office = { ...ann, emails, jobTitle: 'VP', notes: 'Tea' };
  const google = { ...ann, emails, jobTitle: 'CEO', company: 'Acme' };
  const fills = ['update office company="Acme"', 'update google notes="Tea"'];

  test('are linked; what one lacks is filled in whatever is chosen, and the rest is asked', () => {
    const plan = decide([office], [google]);
    expect([plan.operations[0]?.op, told(plan.operations.slice(1))]).toEqual(['link', fills.toReversed()]);
    const question = questionOf(plan, 'clash');
    expect(question).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), name: 'Ann Miller', why: 'The two are the same, but written differently', items: { office, google }, clashes: [{ field: 'jobTitle', office: 'VP', google: 'CEO' }], otherwise: 'wait' });
    expect(question.alternatives.map(({ id, label, operations }) => [id, label, told(operations)])).toEqual([
      ['office', 'Use SmartOffice', ['update office company="Acme"', expect.stringMatching(/^update google (notes="Tea" jobTitle="VP"|jobTitle="VP" notes="Tea")$/)]],
      ['google', 'Use Google', [expect.stringMatching(/^update office (company="Acme" jobTitle="CEO"|jobTitle="CEO" company="Acme")$/), 'update google notes="Tea"']],
      ['leave', 'Leave both as they are', [...fills, 'settle Left as they are']],
      ['wait', 'Decide later', []],
    ]);
  });

  test('all that follows belongs to the one link and the one unit', () => {
    const plan = decide([office], [google]);
    const [link] = plan.operations;
    const question = questionOf(plan, 'clash');
    const all = question.alternatives.flatMap(({ operations }) => operations);
    expect(link?.op === 'link' && [question.link, ...all.map((operation) => ('link' in operation ? operation.link : ''))].every((id) => id === link.link)).toBe(true);
    expect(new Set([link, ...all].map((operation) => operation?.unit))).toEqual(new Set([pairUnit('o1', 'g1')]));
    const leave = all.find(({ op }) => op === 'settle');
    expect(leave).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), settle: { office: [], google: [] }, closes: ['jobTitle'], isAnswer: true });
    const another = questionOf(decide([{ ...office, notes: 'x', jobTitle: undefined } as unknown as ContactItem], [{ ...google, notes: 'y' }]), 'clash');
    expect(new Set([question.id, leave?.id, another.id, another.alternatives.flatMap(({ operations }) => operations).find(({ op }) => op === 'settle')?.id]).size).toBe(4);
    expect(all.every((operation) => operation.op !== 'update' || operation.settleWhole)).toBe(true);
  });

  test.each<[string, Partial<Policy>, Partial<Seen>, readonly string[]]>([
    ['both written', {}, {}, ['office', 'google', 'leave', 'wait']],
    ['[R12] a record of somebody else', {}, { readOnly: 'shared' }, ['google', 'leave', 'wait']],
    ['[R22] only Google written', oneWay('google'), {}, ['office', 'leave', 'wait']],
    ['[R22] only the office written', oneWay('office'), {}, ['google', 'leave', 'wait']],
  ])('the answers are those that can be written: %s', (_what, policy, more, expected) => {
    expect(ways(questionOf(decide([office], [[google, more]], policy), 'clash').alternatives)).toEqual(expected);
  });

  test.each<[Direction, Side, string]>([['google', 'google', 'notes'], ['office', 'office', 'company']])('[R22] where only %s is written the other waits, and nothing counts as settled whole', (direction, side, field) => {
    for (const plan of [decide([office], [google], oneWay(direction)), decide([{ ...office, jobTitle: 'CEO' }], [google], oneWay(direction))]) {
      const written = [...plan.operations, ...plan.conflicts.flatMap(({ alternatives }) => alternatives.flatMap(({ operations }) => operations))].flatMap((operation) => (operation.op === 'update' ? [operation] : []));
      expect(written.length).toBeGreaterThan(0);
      for (const update of written) expect([update.side, update.settleWhole, update.changes.some((change) => change.field === field)]).toEqual([side, false, true]);
      expect(plan.operations.find(({ op }) => op === 'link')).toHaveProperty('settled');
    }
  });
});
