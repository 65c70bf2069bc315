// A new record beside linked ones: asked about where a copy would be a double, else copied.

import { describe, expect, test } from 'vitest';
import { policyOf } from '../../test/support/machine-world.ts';
import { goneFrom, inputOf, linkOf, see } from '../../test/support/golden.ts';
import { contact, event, seen, task } from '../../test/support/pairing.ts';
import type { ContactItem, EventItem, Item, Kind } from './item.ts';
import type { Seen } from './link.ts';
import { askAboutTwins, twinKeys } from './match-linked.ts';
import type { Question } from './match.ts';
import { createUnit } from './never.ts';
import type { Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

type More = { readonly policy?: Partial<Policy>; readonly never?: ReadonlySet<string>; readonly among?: readonly Seen[] };

/** `coming` has no partner; `linked` have theirs, and stand on the other side. */
function meet(coming: Seen | readonly Seen[], linked: readonly Seen[], { policy, never, among = [] }: More = {}, side: Side = 'google'): Plan {
  const all = [coming].flat();
  const kind = (all[0] as Seen).item.kind;
  const lists = (mine: readonly Seen[], theirs: readonly Seen[]): Record<Side, readonly Seen[]> => ({ [side]: mine, [other(side)]: theirs }) as Record<Side, readonly Seen[]>;
  return reconcile(inputOf(kind, { unlinked: lists([...all, ...among], []), alike: { [kind]: lists([], linked) }, policy: { ...defaultPolicy, ...policy }, never: never ?? new Set() }));
}

/** 'asks', 'copies', both or neither. */
function told({ operations, conflicts }: Plan): string {
  return [...conflicts.map(({ about }) => (about === 'pairing' ? 'asks' : about)), ...operations.map(({ op }) => (op === 'create' ? 'copies' : op))].join(' ');
}

const bob = contact('Bob Smith', { email: 'bob@x.com', phone: '(212) 555-1234' });
const lunch = event('Lunch', '2026-03-03T12:00');
const due = task('Write', '2026-03-03');

describe('[R40] a new record that looks like a linked one', () => {
  test.each<[string, Item, Item]>([
    ['same name and e-mail address', contact('Bob Smith', { email: 'BOB@x.com' }), bob],
    ['same name and phone number', contact('Robert Smith', { phone: '212.555.1234' }), bob],
    ['an e-mail address that nobody else has, and no name', contact('', { email: 'bob@x.com' }), bob],
    ['same subject, time and length', lunch, event('lunch ', '2026-03-03T12:00')],
    ['same subject and due date, both to be done', task('write', '2026-03-03'), due],
  ])('is asked about, whichever side it is on: %s', (_what, coming, linked) => {
    for (const side of sides) {
      const plan = meet(seen('new', coming), [seen('held', linked)], {}, side);
      expect(told(plan)).toBe('asks');
      expect(plan.conflicts[0]?.why).toContain(`Looks like a record in ${side === 'google' ? 'SmartOffice' : 'Google'} that already has its partner.`);
      expect(plan.conflicts[0]?.alternatives.map(({ id }) => id)).toEqual(['new', 'same', 'wait']);
    }
  });

  test('is asked about by its calendar id, whatever else it says', () => {
    expect(told(meet(seen('new', lunch, { uid: 'u' }), [seen('held', event('Dinner', '2026-03-09T19:00'), { uid: 'u' })]))).toBe('asks');
    expect(told(meet(seen('new', lunch, { uid: 'u' }), [seen('held', event('Dinner', '2026-03-09T19:00'), { uid: 'v' })]))).toBe('copies');
  });

  test.each<[string, Item, readonly Item[]]>([
    ['only the name is the same', contact('Bob Smith'), [bob]],
    ['[A13] a couple with one e-mail address and one number', contact('Ann Smith', { email: 'bob@x.com', phone: '(212) 555-1234' }), [bob]],
    ['[A13] a family address of two, and no name', contact('', { email: 'bob@x.com' }), [bob, contact('Ann Smith', { email: 'bob@x.com' })]],
    ['father and son', contact('Bob Smith Jr', { phone: '(212) 555-1234' }), [contact('Bob Smith Sr', { phone: '(212) 555-1234' })]],
    ['another subject at the same time', event('Dentist', '2026-03-03T12:00'), [lunch]],
    ['the same subject at another time', event('Lunch', '2026-03-04T12:00'), [lunch]],
    ['the same subject and start, another length', { ...lunch, end: { local: '2026-03-03T14:00', zone: 'America/New_York' } }, [lunch]],
    ['one that repeats', { ...lunch, recurrence: ['RRULE:FREQ=WEEKLY'] }, [lunch]],
    ['no subject', { ...lunch, title: '' }, [{ ...lunch, title: '' }]],
    ['a task without a date', task('Call'), [task('Call')]],
    ['a task that was done before', due, [{ ...due, completed: true }]],
    ['what is only shown from a calendar', lunch, [{ ...lunch, calendar: 'Team' } as EventItem]],
  ])('is no double, and is copied: %s', (_what, coming, linked) => {
    for (const side of sides) expect(told(meet(seen('new', coming), linked.map((item, n) => seen(`held${n}`, item)), {}, side))).toBe('copies');
  });

  test('that is shown from a calendar is not compared either', () => {
    expect(told(meet(seen('new', { ...lunch, calendar: 'Team' } as EventItem, { calendar: 'c' }), [seen('held', lunch)], { policy: { shown: ['c'] } }))).toBe('copies');
  });

  test('[R22] and would not be copied anyway is not asked about', () => {
    const oneWay = { direction: { ...defaultPolicy.direction, contact: 'google' as const } };
    expect(told(meet(seen('new', bob), [seen('held', bob)], { policy: oneWay }))).toBe('');
    expect(told(meet(seen('new', bob, { inScope: false }), [seen('held', bob)]))).toBe('');
    expect(told(meet(seen('new', { ...lunch, private: true }), [seen('held', lunch)], { policy: { privacy: 'skip' } }, 'office'))).toBe('');
    expect(told(meet(seen('new', { ...lunch, private: true }), [seen('held', lunch)], { policy: { privacy: 'skip' } }, 'google'))).toBe('asks');
  });

  test('[R24] and was left alone for good is neither asked about nor copied, alike or not', () => {
    const never = new Set([createUnit('contact', 'google', 'new')]);
    expect(told(meet(seen('new', bob), [seen('held', bob)], { never }))).toBe('');
    expect(told(meet(seen('new', bob), [], { never }))).toBe('');
  });

  test('asks one question, with no more than five named, and the likeliest shown beside it', () => {
    const many = Array.from({ length: 8 }, (_, n) => seen(`held${n}`, contact(`Bob ${'Smith'}`, { email: 'bob@x.com', ...(n === 7 ? { phone: '(212) 555-1234' } : {}) })));
    const plan = meet(seen('new', bob), many);
    expect(told(plan)).toBe('asks');
    expect(plan.conflicts[0]?.items.office).toEqual(many[7]?.item);
  });

  test('is paired with one that has no partner before it is compared with those that have', () => {
    const kind: Kind = 'contact';
    const plan = reconcile(inputOf(kind, { unlinked: { office: [seen('o2', { ...bob, member: true } as Item)], google: [seen('g2', { ...bob, member: true } as Item)] }, alike: { contact: { office: [seen('o1', bob)], google: [seen('g1', bob)] } } }));
    expect(told(plan)).toBe('link');
  });

  test('keeps its question while nobody answers', () => {
    const [first, second] = [1, 2].map((version) => meet(seen('new', bob, { version: String(version) }), [seen('held', bob)]).conflicts[0]?.id);
    expect(first).toBe(second);
  });
});

describe('[R40] who is asked about', () => {
  const none = { office: [], google: [] };
  const ask = (coming: Seen, linked: readonly Seen[]): readonly Question[] => askAboutTwins(coming.item.kind, { office: [], google: [coming] }, { office: linked, google: [] }, { office: [], google: [coming] }, defaultPolicy);
  const named = (coming: Seen, linked: readonly Seen[]): unknown => ask(coming, linked).map(({ resembles }) => resembles.map(({ seen: { id } }) => id));
  const clerk = contact('Bob Smith', { email: 'bob@x.com', company: 'Acme' });
  const clerks = (count: number): Seen[] => Array.from({ length: count }, (_, n) => seen(`held${String(n).padStart(2, '0')}`, clerk));

  test('the five that resemble it most, best first, in whichever order they come', () => {
    const many = clerks(8).map((each, n) => (n === 6 ? { ...each, item: { ...clerk, phones: bob.phones } as Item } : each));
    const coming = seen('new', { ...clerk, phones: bob.phones } as Item);
    for (const linked of [many, many.toReversed()]) expect(named(coming, linked)).toEqual([['held06', 'held00', 'held01', 'held02', 'held03']]);
  });

  test('no more than fifty of one key are compared, always the same', () => {
    const birthday = { month: 3, day: 7, year: 1970 };
    const last = seen('held50', { ...clerk, birthday } as Item);
    for (const linked of [[...clerks(50), last], [last, ...clerks(50)]]) expect(named(seen('new', { ...clerk, birthday } as Item), linked)).toEqual([['held00', 'held01', 'held02', 'held03', 'held04']]);
    expect(named(seen('new', { ...clerk, birthday } as Item), [...clerks(49), last])).toEqual([['held50', 'held00', 'held01', 'held02', 'held03']]);
  });

  test('a number of many says nothing, nor do other events at the same time, whatever their calendar ids', () => {
    const switchboard = ['Bob Smith', 'Ann Smith', 'Cy Jones', 'Di Jones', 'Ed Jones', 'Flo Jones'].map((name, n) => seen(`held${n}`, contact(name, { phone: '(212) 555-1234' })));
    const coming = seen('new', contact('Bob Smith', { phone: '(212) 555-1234' }));
    expect([named(coming, switchboard), named(coming, switchboard.slice(0, 5))]).toEqual([[], [['held0']]]);
    expect(named(seen('new', lunch, { uid: 'u' }), [seen('held', event('Dentist', '2026-03-03T12:00'), { uid: 'v' })])).toEqual([]);
  });

  test.each<[string, Partial<Seen>]>([['only shown', { calendar: 'c' }], ['gone', { gone: true }], ['left out', { skipped: 'A birthday' }]])('a linked record that is %s is nobody’s double', (_what, more) => {
    expect([named(seen('new', lunch), [seen('held', lunch, more)]), named(seen('new', lunch, more), [seen('held', lunch)]), named(seen('new', lunch), [seen('held', lunch)])]).toEqual([[], [], [['held']]]);
    expect(askAboutTwins('event', none, none, none, defaultPolicy)).toEqual([]);
  });

  test('it is looked for by its addresses and numbers, its time or its subject, and its calendar id', () => {
    const keys = (item: Item, more: Partial<Seen> = {}): unknown => twinKeys(seen('any', item, more), defaultPolicy);
    expect(keys(bob)).toEqual(['email:bob@x.com', 'phone:+12125551234']);
    expect(keys(lunch, { uid: 'u' })).toEqual([expect.stringMatching(/^when:/), 'uid:u']);
    expect([keys(due), keys(task(''))]).toEqual([['title:write'], []]);
    expect(ask(seen('new', lunch, { uid: 'u' }), [seen('held', event('Dinner', '2026-03-09T19:00'), { uid: 'u' })])).toMatchObject([{ side: 'google', candidates: [], resembles: [{ match: { rule: 'uid', score: 1, why: 'Same calendar id on both sides' } }] }]);
  });
});

describe('[R40] a new record that looks like one whose partner was deleted', () => {
  const links = (plan: Plan): readonly string[] => plan.conflicts.map(({ about, link }) => `${about} ${link ?? ''}`.trim());
  const was: ContactItem = { ...bob, member: true };
  /** Linked as `l1` with a record of `side` that is gone, which stands there again with another id. */
  const again = (side: Side, coming: readonly Seen[], more: { policy?: Partial<Policy>; never?: ReadonlySet<string>; held?: ContactItem } = {}): Plan => {
    const held = see(other(side), more.held ?? was);
    const now = { [side]: goneFrom(side, was), [other(side)]: held } as Record<Side, Seen>;
    const lists = { [side]: coming, [other(side)]: [] } as unknown as Record<Side, readonly Seen[]>;
    const alike = { contact: { [side]: [], [other(side)]: [{ ...held, left: 'l1' }] } as unknown as Record<Side, readonly Seen[]> };
    return reconcile(inputOf('contact', { link: linkOf({ office: was, google: was }), now, unlinked: lists, alike, policy: { ...defaultPolicy, ...more.policy }, never: more.never ?? new Set() }));
  };

  test.each<Side>(['office', 'google'])('is one question, in place of the one about the deletion and of deleting the other one by itself: %s', (side) => {
    for (const deletion of ['ask', 'follow', 'never'] as const) {
      const plan = again(side, [see(side, was, { id: 'new' })], { policy: policyOf(deletion) });
      expect([links(plan), plan.operations]).toEqual([['pairing'], []]);
      const [question] = plan.conflicts;
      const [here, there] = side === 'google' ? ['SmartOffice', 'Google'] : ['Google', 'SmartOffice'];
      expect(question?.why).toBe(`Looks like a record in ${here} whose partner in ${there} was deleted. Same e-mail address bob@x.com, phone number (212) 555-1234 and same name.`);
      expect(question?.alternatives.map(({ id, label, operations }) => [id, label, operations.map(({ op }) => op)])).toEqual([
        ['relink', expect.stringMatching(/^Same as Bob Smith \(.*\): link the two$/), ['unlink', 'link']],
        ['new', `Another one: create it in ${here} as a record of its own`, ['create']],
        ['wait', 'Decide later', []],
      ]);
    }
  });

  test('and is linked with it again, with what both hold', () => {
    const plan = again('google', [see('google', { ...was, company: 'Acme' }, { id: 'new' })], { held: { ...was, jobTitle: 'CEO' } });
    const relink = plan.conflicts[0]?.alternatives.find(({ id }) => id === 'relink')?.operations ?? [];
    expect(relink.map((operation) => [operation.op, 'link' in operation ? operation.link === 'l1' : '', operation.op === 'update' ? operation.changes.map(({ field }) => field) : ''])).toEqual([
      ['unlink', true, ''],
      ['link', false, ''],
      ['update', false, ['company']],
      ['update', false, ['jobTitle']],
    ]);
  });

  test('leaves the deletion to itself once it was set to never, and each of two is offered by name', () => {
    const one = again('google', [see('google', was, { id: 'new' })]);
    expect(links(again('google', [see('google', was, { id: 'new' })], { never: new Set([one.conflicts[0]?.id ?? '']) }))).toEqual(['deletion l1']);
    const two = again('google', [see('google', was, { id: 'new' }), see('google', was, { id: 'newer' })]);
    expect(two.conflicts.map(({ alternatives }) => alternatives[0]?.id)).toEqual(['relink', 'relink']);
    expect(links(again('google', [see('google', { ...was, givenName: 'Ann' }, { id: 'new' })]))).toEqual(['deletion l1']);
  });
});
