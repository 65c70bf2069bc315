import { describe, expect, test } from 'vitest';
import { decideLink, review, tell as told } from '../../test/support/decide.ts';
import { diffItems, hashItem } from './diff.ts';
import type { ContactItem, EventItem, Item } from './item.ts';
import type { Link, Seen } from './link.ts';
import type { Operation, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import { baseOf, settleUpdate } from './settle.ts';
import { bySide } from './side.ts';

const phone = { value: '(212) 555-0103', type: 'mobile' };
const base: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Smith', member: true, phones: [{ ...phone, id: 'e1' }] };

function see(id: string, item: Item): Seen {
  return { id, version: '2', hash: hashItem(item, defaultPolicy), item, inScope: true };
}

function plan(office: Item, google: Item): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 9, seen: 9 }));
  const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
  return reconcile({
    account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [{ link, now: { office: see('o', office), google: see('g', google) } }],
    untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
  });
}

function tell(operations: readonly Operation[]): string[] {
  return operations.map((operation) => {
    if (operation.op !== 'update' && operation.op !== 'settle') return operation.op;
    const where = operation.op === 'update' ? ` ${operation.side}` : '';
    const settled = [...operation.settle.office.map(({ field }) => `office ${field}`), ...operation.settle.google.map(({ field }) => `google ${field}`)];
    return `${operation.op}${where} settles ${settled.sort().join(', ') || 'nothing'}`;
  });
}

test('[R9] a write settles what it carries or replaces, and nothing that another write has to', () => {
  const office = { ...base, givenName: 'Bob', phones: [{ id: 'e1', value: '(212) 555-0101', type: 'home' }] };
  const google = { ...base, phones: [{ ...phone, id: 'e1', type: 'work' }] };
  const [conflict] = plan(office, google).conflicts;
  const chosen = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
  expect(tell(chosen).sort()).toEqual(['update google settles office givenName', 'update office settles google phones, office phones']);
});

test('[K14] a change of each side goes to the other, and each is settled by the write that carries it', () => {
  const { operations, conflicts } = plan({ ...base, jobTitle: 'VP' }, { ...base, notes: 'Likes tea' });
  expect(conflicts).toEqual([]);
  expect(tell(operations).sort()).toEqual(['update google settles office jobTitle', 'update office settles google notes']);
});

test('[R7] what both sides did alike is settled at once, without a write', () => {
  expect(tell(plan({ ...base, jobTitle: 'VP' }, { ...base, jobTitle: 'VP' }).operations)).toEqual(['settle settles google jobTitle, office jobTitle']);
});

function sentTo(side: string, operations: readonly Operation[]): unknown {
  const update = operations.find((operation) => operation.op === 'update' && operation.side === side);
  return update?.op === 'update' && update.after.kind === 'contact' ? update.after.phones : undefined;
}

test('[K3] a TYPE that is decided for Google leaves the preferred flag, which Google does not know', () => {
  const office = { ...base, phones: [{ ...phone, type: 'work', preferred: true }] };
  const [conflict] = plan(office, { ...base, phones: [{ ...phone, type: 'home' }] }).conflicts;
  const chosen = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
  expect(sentTo('office', chosen)).toEqual([{ ...phone, type: 'home', preferred: true }]);
});

test('[K14] a number changed on one side and its TYPE on the other become one entry on both', () => {
  const number = { value: '(212) 555-0101', type: 'mobile' };
  const { operations, conflicts } = plan({ ...base, phones: [number] }, { ...base, phones: [{ ...phone, type: 'work' }] });
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ ...number, type: 'work' }]);
  expect(sentTo('google', operations)).toEqual([{ ...number, type: 'work' }]);
});

test('[K1] the same new number is one edit, though one side gave it another TYPE', () => {
  const { operations, conflicts } = plan({ ...base, phones: [{ ...phone, value: '(212) 555-0101' }] }, { ...base, phones: [{ value: '(212) 555-0101', type: 'home' }] });
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ value: '(212) 555-0101', type: 'home' }]);
});

test('[K1] a second entry with the same value is carried and settled, and no cycle takes it up again', () => {
  const twice = { ...base, phones: [{ ...phone, id: 'e1' }, { value: '+1 212 555 0103', type: 'home' }] };
  const { operations, conflicts } = plan({ ...base, phones: [{ ...phone, id: 'e1', type: 'work' }] }, twice);
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ ...phone, id: 'e1', type: 'work' }, { value: '+1 212 555 0103', type: 'home' }]);
  const [first] = operations.filter((operation) => operation.op === 'update' && operation.side === 'google');
  if (first?.op !== 'update') throw new Error('Nothing is sent to Google.');
  const held = bySide(() => baseOf('1', base, defaultPolicy));
  const link = operations.reduce<Link>((each, operation) => (operation.op === 'update' ? settleUpdate(each, operation, { version: '3', item: operation.after }, defaultPolicy) : each), { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: held, open: [] });
  expect(link.base.google.gone === true ? [] : diffItems(link.base.google.item, first.after, defaultPolicy)).toEqual([]);
});

test('[R15] a contact that is made again is in the SET or the group only if its counterpart still is', () => {
  const made = (member: true | undefined): unknown => {
    const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
    const gone = { ...see('o', base), hash: 'gone', gone: true };
    const none = { office: [], google: [] };
    const live = bySide(() => ({ linked: 9, seen: 9 }));
    const { conflicts } = reconcile({
      account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [{ link, now: { office: gone, google: see('g', { ...base, member }) } }],
      untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
    });
    const [restore] = conflicts[0]?.alternatives.find(({ id }) => id === 'restore')?.operations ?? [];
    return restore?.op === 'create' && restore.after.kind === 'contact' ? restore.after.member === true : restore?.op;
  };
  expect([made(true), made(undefined)]).toEqual([true, false]);
});

const alternative = (of: Plan, id: string): readonly Operation[] => of.conflicts[0]?.alternatives.find((each) => each.id === id)?.operations ?? [];

describe('one link', () => {
  const both = { office: review, google: review };
  const titled = (title: string): EventItem => ({ ...review, title });

  test('nothing changed: it is counted, and nothing else', () => {
    const plan = decideLink({}, both, both);
    expect([told(plan), plan.conflicts, plan.unchanged]).toEqual([[], [], { contact: 0, event: 1, task: 0 }]);
  });

  test('[R14] a record that is gone is gone, whatever its last hash was', () => {
    expect(decideLink({}, both, both, { google: { gone: true } }).conflicts.map(({ about }) => about)).toEqual(['deletion']);
  });

  test('[R1] each link is decided about by itself, and each state of it is a question of its own', () => {
    const none = { office: [], google: [] };
    const live = bySide(() => ({ linked: 9, seen: 9 }));
    const pair = (n: number, office: Item, google: Item) => ({ link: { id: `l${n}`, kind: 'event', ids: { office: `o${n}`, google: `g${n}` }, base: bySide(() => baseOf('1', review, defaultPolicy)), open: [] } as Link, now: { office: see(`o${n}`, office), google: see(`g${n}`, google) } });
    const clash = (n: number, title = 'Theirs') => pair(n, titled('Ours'), titled(title));
    const made = reconcile({
      account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [pair(1, titled('New'), review), pair(2, titled('New'), review), clash(3), clash(4), clash(3, 'Theirs too')],
      untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
    });
    const units = made.operations.map(({ unit }) => unit);
    const ids = made.conflicts.map(({ id }) => id);
    expect([new Set(units).size, new Set(ids).size]).toEqual([2, 3]);
    // Ticks and answers that are kept name them: they are the same in every version.
    expect([units[0], ids[0]]).toEqual(['0e664b8f5a34a15c', '439339f88ff9744d']);
  });

  test('[R7] a question holds what both sides have', () => {
    const { conflicts } = decideLink({}, both, { office: titled('Ours'), google: titled('Theirs') });
    expect(conflicts).toMatchObject([{ items: { office: titled('Ours'), google: titled('Theirs') }, clashes: [{ field: 'title', base: 'Review', office: 'Ours', google: 'Theirs' }], why: 'Changed differently in SmartOffice and in Google' }]);
  });

  test('[R22] leaving both as they are agrees to nothing that waits for a side to be opened', () => {
    const direction = { contact: 'office', event: 'office', task: 'office' } as const;
    const plan = decideLink({ direction }, both, { office: { ...titled('Ours'), location: 'Hall' }, google: titled('Theirs') });
    expect(alternative(plan, 'leave')).toMatchObject([{ op: 'settle', isAnswer: true, settle: { office: [{ field: 'title' }], google: [{ field: 'title' }] } }]);
  });
});

describe('a record of somebody else at Google', () => {
  const both = { office: { ...review, priority: 'High' }, google: review };
  const decide = (office: Partial<EventItem>, google: Partial<EventItem> = {}, readOnly = 'Organized by a.b@x.com.'): Plan => decideLink({}, both, { office: { ...both.office, ...office }, google: { ...review, ...google } }, { google: { readOnly } });

  test('[R12] is not sent what was changed in the office; that can be taken back, and what Google has no place for stays', () => {
    const plan = decide({ title: 'Ours', priority: 'Low' });
    expect(plan.conflicts).toMatchObject([{ why: 'Organized by a.b@x.com: the change made in SmartOffice cannot be sent', clashes: [{ field: 'title', base: 'Review', office: 'Ours', google: 'Review' }] }]);
    expect(plan.conflicts[0]?.alternatives.map(({ id }) => id)).toEqual(['google', 'leave', 'wait']);
    expect(alternative(plan, 'google')).toMatchObject([{ op: 'update', side: 'office', after: { title: 'Review', priority: 'Low' } }]);
  });

  test('[R12] [R15] that was taken out of the group is asked about once, with what cannot be sent to it', () => {
    const { member: _, ...outside } = base;
    const plan = decideLink({}, { office: base, google: base }, { office: { ...base, jobTitle: 'VP' }, google: outside }, { google: { readOnly: 'Locked.' } });
    expect(plan.conflicts).toMatchObject([{ why: 'Taken out of the Google group, still in the SET', clashes: [{ field: 'member' }, { field: 'jobTitle', office: 'VP' }] }]);
    expect([told(plan), alternative(plan, 'google')]).toMatchObject([[], [{ op: 'update', side: 'office', after: { givenName: 'Ann' } }]]);
  });

  test('[R7] [R12] where both changed the same, Google’s value is taken, and each field is asked about once', () => {
    const plan = decide({ title: 'Ours', location: 'Hall' }, { title: 'Theirs' });
    expect(plan.conflicts).toMatchObject([{ why: 'Changed differently in SmartOffice and in Google', clashes: [{ field: 'title', office: 'Ours', google: 'Theirs' }, { field: 'location', office: 'Hall' }] }]);
    expect(alternative(plan, 'google')).toMatchObject([{ op: 'update', side: 'office', after: { ...both.office, title: 'Theirs' } }]);
    expect(alternative(plan, 'google')).not.toMatchObject([{ after: { location: 'Hall' } }]);
    // The same of a field that was open since the first meeting.
    const open = decideLink({}, { office: { ...review, title: 'Old' }, google: review }, { office: { ...review, title: 'Ours', location: 'Hall' }, google: review }, { google: { readOnly: 'Locked' } }, ['title']);
    expect([open.conflicts[0]?.clashes.map(({ field }) => field), alternative(open, 'google').map((operation) => (operation.op === 'update' ? operation.after : operation.op))]).toEqual([['title', 'location'], [review]]);
  });
});

describe('fields that the two never agreed on', () => {
  const [one, two] = [phone, { value: '(212) 555-0104', type: 'home' }];
  const held = (...phones: readonly object[]): ContactItem => ({ ...base, phones: phones as ContactItem['phones'] });

  test('[R3] of entries, what one side lacked and now has is agreed, and a TYPE that was changed is sent', () => {
    const retyped = { ...one, type: 'work' };
    const came = decideLink({}, { office: held(one, two), google: held(one) }, { office: held(retyped, two), google: held(one, two) }, {}, ['phones']);
    expect([told(came), came.conflicts]).toEqual([['update google phones'], []]);
    expect(came.operations).toMatchObject([{ after: { phones: [retyped, two] }, closes: ['phones'], settleWhole: true, settle: { google: [{ to: two }] } }]);
    const went = decideLink({}, { office: held(one), google: held(one, two) }, { office: held(retyped), google: held(one) }, {}, ['phones']);
    expect([told(went), went.conflicts, updatedPhones(went)]).toEqual([['update google phones'], [], [retyped]]);
  });
  const updatedPhones = ({ operations }: Plan): unknown => operations.flatMap((operation) => (operation.op === 'update' && operation.after.kind === 'contact' ? (operation.after.phones ?? []) : []));

  test('[R3] are closed, without a write, once the two are the same', () => {
    const same = decideLink({}, { office: review, google: review }, { office: review, google: review }, {}, ['title']);
    expect(same.operations).toMatchObject([{ op: 'settle', closes: ['title'], settle: { office: [], google: [] } }]);
  });

  test('[K14] are closed by the write that decides them', () => {
    const now = { office: { ...review, title: 'Ours' }, google: { ...review, title: 'Theirs' } };
    const plan = decideLink({ conflict: 'newest' }, now, now, { office: { revised: 2 }, google: { revised: 1 } }, ['title']);
    expect(plan.operations).toMatchObject([{ op: 'update', side: 'google', closes: ['title'], settleWhole: true }]);
  });
});

describe('[R15] who is in the SET and its group', () => {
  const { member: _, ...outside } = base;
  const asks = (of: Plan): unknown => of.conflicts.map(({ why, clashes }) => [why, clashes.map(({ field }) => field)]);

  test('[R15] taken out of the group is asked about, unless the setup says that the group decides', () => {
    expect(asks(plan(base, outside))).toEqual([['Taken out of the Google group, still in the SET', ['member']]]);
    const decided = decideLink({ conflictByField: { 'contact.member': 'google' } }, { office: base, google: base }, { office: base, google: outside });
    expect([told(decided), asks(decided)]).toEqual([['update office member'], []]);
    const sided = decideLink({ conflictByField: { 'contact.member': 'office' } }, { office: base, google: base }, { office: base, google: outside });
    expect(asks(sided)).toEqual([['Taken out of the Google group, still in the SET', ['member']]]);
  });

  test('[R15] put into the group is no question, nor is it asked twice when the SET was changed as well', () => {
    const joined = decideLink({}, { office: outside, google: outside }, { office: outside, google: base });
    expect([told(joined), asks(joined)]).toEqual([['update office member'], []]);
    const crossed = decideLink({}, { office: outside, google: base }, { office: base, google: outside });
    expect(asks(crossed)).toEqual([['Changed differently in SmartOffice and in Google', ['member']]]);
  });
});
