// Operations as they are built: their ids, and what they carry.

import { expect, test } from 'vitest';
import { decideLink, decideNew, review, see } from '../../test/support/decide.ts';
import type { ContactItem, Kind } from './item.ts';
import { defaultPolicy } from './policy.ts';
import { linkIdOf, onlyOn, proposeCreate, proposeInPart, proposeLink, uidFor } from './propose.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller' };
const options = { policy: defaultPolicy, why: '', unit: 'u', chooseId: (kind: Kind, side: string, seed: string, former?: string) => `${kind} ${side} ${seed} ${former ?? '-'}`, account: 'a' };

test('[R1] the same intention keeps its id, and any other has another', () => {
  const create = (more: object, account = 'a'): string => proposeCreate('google', see('office', ann, more), { ...options, account }).id;
  expect(create({})).toMatch(/^[0-9a-f]{16}$/);
  expect(create({})).toBe(create({}));
  expect(new Set([create({}), create({ id: 'o2' }), create({ version: '3' }), create({ hash: 'h' }), create({}, 'b')]).size).toBe(5);
  const base = { office: review, google: review };
  const update = (title: string): string | undefined => decideLink({}, base, { ...base, office: { ...review, title } }).operations[0]?.id;
  expect(update('A')).toBe(update('A'));
  expect(update('A')).not.toBe(update('B'));
});

test('[R1] whatever else an operation says gives it another id', () => {
  const mailing = { ...options, policy: { ...defaultPolicy, sendGuests: true } };
  const meeting = { ...review, guests: [{ email: 'g@example.com' }] };
  const creates = [
    proposeCreate('google', see('office', review), options), proposeCreate('office', see('google', review), options), proposeCreate('google', see('office', { ...review, location: 'Here' }), options),
    proposeCreate('google', see('office', review), { ...options, unit: 'v' }), proposeCreate('google', see('office', review), { ...options, why: 'w' }), proposeCreate('google', see('office', ann), options),
    proposeCreate('office', see('google', review, { uid: 'u' }), options), proposeCreate('google', see('office', meeting), mailing), proposeCreate('google', see('office', meeting), { ...mailing, policy: { ...mailing.policy, own: ['g@example.com'] } }),
    proposeCreate('google', see('office', review), { ...options, chooseId: () => undefined }), proposeCreate('google', see('office', review), { ...options, chooseId: () => undefined, link: { id: 'l', ids: { office: 'o1', google: 'g0' } } as never }),
  ];
  const match = { rule: 'title', score: 1, why: 'y' } as const;
  const both = { office: see('office', review), google: see('google', review) };
  const links = [
    proposeLink('a', both, match, [], 'u'), proposeLink('b', both, match, [], 'u'), proposeLink('a', both, match, ['title'], 'u'), proposeLink('a', both, match, [], 'v'), proposeLink('a', both, { ...match, rule: 'uid' }, [], 'u'),
    proposeLink('a', both, { ...match, score: 0.5 }, [], 'u'), proposeLink('a', both, { ...match, why: 'z' }, [], 'u'), proposeLink('a', both, match, [], 'u', { office: review, google: review }), proposeLink('a', both, match, [], 'u', { office: { ...review, title: 'x' }, google: review }),
    ...(['version', 'hash', 'id'] as const).flatMap((member) => (['office', 'google'] as const).map((side) => proposeLink('a', { ...both, [side]: { ...both[side], [member]: 'other' } }, match, [], 'u'))),
  ];
  const ids = [...creates, ...links].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('a link is known by its account, its kind and both records', () => {
  const ids = { office: 'o1', google: 'g1' };
  const all = [linkIdOf('a', 'task', ids), linkIdOf('b', 'task', ids), linkIdOf('a', 'event', ids), linkIdOf('a', 'task', { ...ids, office: 'o2' }), linkIdOf('a', 'task', { ...ids, google: 'g2' })];
  expect(new Set(all).size).toBe(5);
  expect(decideNew({}, { office: [review], google: [review] }).operations).toMatchObject([{ op: 'link', link: linkIdOf('a', 'event', { office: 'office0', google: 'google0' }) }]);
});

test('[R15] a new contact is made in the SET or the group; one that is made again, where its counterpart is', () => {
  const made = (of: ContactItem, link?: object): unknown => proposeCreate('google', see('office', of), { ...options, ...(link === undefined ? {} : { link: link as never }) }).after;
  expect(made(ann)).toEqual({ ...ann, member: true });
  const link = { id: 'l', ids: { office: 'o1', google: 'g0' } };
  expect([made(ann, link), made({ ...ann, member: true }, link)]).toEqual([ann, { ...ann, member: true }]);
  expect(proposeCreate('google', see('office', review), options).after).toEqual(review);
});

test('[B9] a record that is made again gets an id that was never used', () => {
  const link = { id: 'l', ids: { office: 'o1', google: 'g0' } } as never;
  expect(proposeCreate('google', see('office', review), options).newId).toBe('event google a|o1| -');
  expect(proposeCreate('google', see('office', review), { ...options, link }).newId).toBe('event google a|o1|g0 g0');
});

test('[A2] only an activity keeps the calendar id of its source', () => {
  const google = see('google', review, { uid: 'u' });
  expect([uidFor('office', google), uidFor('google', google), uidFor('office', see('google', ann, { uid: 'u' })), uidFor('office', see('google', review))]).toEqual([{ uid: 'u' }, {}, {}, {}]);
  expect(Object.keys(uidFor('office', see('google', review)))).toEqual([]);
});

test('what is not sent of a record is told of the office’s record, which takes part all the same', () => {
  expect(proposeInPart(see('office', review), 'Too many guests')).toEqual({ kind: 'event', side: 'office', recordId: 'o1', name: 'Review', why: 'Too many guests', inPart: true });
  expect([onlyOn('office'), onlyOn('google')]).toEqual(['Only in SmartOffice; not in Google', 'Only in Google; not in SmartOffice']);
});

test('[B9] what is kept on one side remembers what was agreed, so that an undo can ask again', () => {
  const [keep] = decideLink({ deletion: { ...defaultPolicy.deletion, event: { office: 'never', google: 'never' } } }, { office: review, google: review }, { office: undefined, google: review }).operations;
  expect(keep).toMatchObject({ op: 'unlink', gone: ['office'], answered: { given: true, settle: { office: [], google: [] }, closes: [], kept: { gone: 'office', base: { office: { item: review }, google: { item: review } } } } });
});

test('a link carries what it relies on and what both hold; an update, its target and where the change comes from', () => {
  const premise = (side: string, id: string): object => ({ [side]: { id, version: '2', hash: see('office', review).hash } });
  expect(decideNew({}, { office: [review], google: [review] }).operations).toMatchObject([{ premise: { ...premise('office', 'office0'), ...premise('google', 'google0') }, items: { office: review, google: review } }]);
  const [update] = decideLink({}, { office: review, google: review }, { office: { ...review, title: 'New' }, google: review }).operations;
  expect(update).toMatchObject({ target: { id: 'g1', version: '2' }, source: { id: 'o1', version: '2' }, before: review });
});
