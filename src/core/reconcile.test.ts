// The decision table: every cell of {unchanged, changed, gone, gone and settled}² for a
// linked pair, with and without a clash, for both sides at once, and what is new on one
// side or both. The expected plan is written in the words that a person reads.

import { describe, expect, test } from 'vitest';
import { hashItem } from './diff.ts';
import { explainConflict, explainOperation } from './explain.ts';
import { nameOf } from './item.ts';
import type { ContactItem, EventItem, Item, TaskItem } from './item.ts';
import type { Base, Link, Seen } from './link.ts';
import { inputOf } from '../../test/support/golden.ts';
import { neverKeys } from './never.ts';
import { approvedOperations, digestPlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { DeletionPolicy, Policy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileInput } from './reconcile.ts';
import { baseOf } from './settle.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

const base: TaskItem = { kind: 'task', title: 'Call Ann', notes: 'Policy', dueDate: '2026-12-01' };
type State = 'unchanged' | 'changed' | 'gone' | 'settled gone';

/** What the side holds now: another title (a clash), or a field that only this side changes. */
function edited(side: Side, clash: boolean): TaskItem {
  if (clash) return { ...base, title: side === 'office' ? 'Call Ann A.' : 'Ring Ann' };
  return side === 'office' ? { ...base, notes: 'Policy 7' } : { ...base, dueDate: '2026-12-05' };
}

function seen(side: Side, item: Item, more: Partial<Seen> = {}): Seen {
  return { id: side === 'office' ? 'o1' : 'g1', version: '2', hash: hashItem(item, defaultPolicy), item, inScope: true, ...more };
}

function decide(input: { linked?: Record<Side, Seen>; link?: Link; unlinked?: Partial<Record<Side, readonly Seen[]>>; kind?: 'contact' | 'event' | 'task'; policy?: Policy }): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 400, seen: 400 }));
  const kind = input.kind ?? 'task';
  return reconcile({
    account: 'a',
    purpose: 'cycle',
    setup: 's',
    policy: input.policy ?? defaultPolicy,
    linked: input.linked === undefined || input.link === undefined ? [] : [{ link: input.link, now: input.linked }],
    untouched: { contact: 0, event: 0, task: 0 },
    unlinked: { contact: none, event: none, task: none, [kind]: { ...none, ...input.unlinked } },
    live: { contact: live, event: live, task: live },
    never: new Set(),
    chooseId: () => undefined,
  });
}

function cell(office: State, google: State, options: { clash?: boolean; deletion?: DeletionPolicy } = {}): Plan {
  const state = { office, google };
  const settled: Base = baseOf('1', base, defaultPolicy);
  const link: Link = { id: 'l1', kind: 'task', ids: { office: 'o1', google: 'g1' }, base: bySide((side) => (state[side] === 'settled gone' ? { gone: true as const } : settled)), open: [] };
  const linked = bySide((side) => {
    const item = state[side] === 'changed' ? edited(side, options.clash === true) : base;
    const isGone = state[side] === 'gone' || state[side] === 'settled gone';
    return seen(side, item, isGone ? { gone: true, hash: 'gone' } : {});
  });
  const deletion = options.deletion ?? 'ask';
  return decide({ link, linked, policy: { ...defaultPolicy, deletion: { ...defaultPolicy.deletion, task: { office: deletion, google: deletion } } } });
}

function words(plan: Plan): string[] {
  return [
    ...plan.operations.map((operation) => `${operation.op}: ${explainOperation(operation)}`),
    ...plan.conflicts.map((conflict) => `asks: ${explainConflict(conflict)} [${conflict.alternatives.map(({ id }) => id).join(' ')}]`),
  ];
}

const mirror: Record<string, string> = { 'in SmartOffice': 'on Google', 'on Google': 'in SmartOffice', 'In SmartOffice': 'On Google', 'On Google': 'In SmartOffice' };
const swap = (line: string): string => line.replace(/\b([Ii]n SmartOffice|[Oo]n Google)\b/g, (place) => mirror[place] ?? place);

describe('a linked pair', () => {
  const table: [State, State, string[]][] = [
    ['unchanged', 'unchanged', []],
    ['unchanged', 'settled gone', []],
    ['changed', 'unchanged', ['update: On Google: change task “Call Ann” (notes)']],
    ['unchanged', 'changed', ['update: In SmartOffice: change task “Call Ann” (due date)']],
    ['changed', 'changed', ['update: On Google: change task “Call Ann” (notes)', 'update: In SmartOffice: change task “Call Ann” (due date)']],
  ];
  test.each(table)('[R7] %s in SmartOffice, %s in Google, no clash', (office, google, expected) => {
    expect(words(cell(office, google))).toEqual(expected);
  });

  test('[R7] both changed the same field: a question that loses neither, and nothing is written', () => {
    const plan = cell('changed', 'changed', { clash: true });
    expect(plan.operations).toEqual([]);
    expect(words(plan)).toHaveLength(1);
    expect(words(plan)[0]).toMatch(/Subject is Call Ann A\. in SmartOffice and Ring Ann on Google.*\[office google leave wait\]$/);
  });

  test('[R8] what nobody disputes goes on while the clash waits, and a choice carries it too', () => {
    const link: Link = { id: 'l1', kind: 'task', ids: { office: 'o1', google: 'g1' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
    const plan = decide({ link, linked: { office: seen('office', { ...edited('office', true), notes: 'Policy 7' }), google: seen('google', edited('google', true)) } });
    expect(plan.operations.map((operation) => `${operation.op}: ${explainOperation(operation)}`)).toEqual(['update: On Google: change task “Ring Ann” (notes)']);
    expect(plan.operations[0]?.unit).toBe(plan.conflicts[0]?.id);
    const approval = { digest: '', by: '', at: '', decisions: {}, released: [] };
    expect(approvedOperations(plan, { ...approval, choices: {} })).toEqual(plan.operations);
    const chosen = approvedOperations(plan, { ...approval, choices: { [plan.conflicts[0]?.id ?? '']: 'office' } });
    expect(chosen.map((operation) => (operation.op === 'update' ? operation.after : operation.op))).toEqual([{ ...base, title: 'Call Ann A.', notes: 'Policy 7' }]);
  });

  test.each([['office'], ['google']] as const)('[R7] the policy of the field decides a clash for %s without asking', (winner) => {
    const link: Link = { id: 'l1', kind: 'task', ids: { office: 'o1', google: 'g1' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
    const plan = decide({ link, linked: bySide((side) => seen(side, edited(side, true))), policy: { ...defaultPolicy, conflictByField: { 'task.title': winner } } });
    expect(plan.conflicts).toEqual([]);
    expect(plan.operations.map((operation) => (operation.op === 'update' ? [operation.side, operation.after.kind === 'task' && operation.after.title] : operation.op))).toEqual([
      [other(winner), winner === 'office' ? 'Call Ann A.' : 'Ring Ann'],
    ]);
  });

  test('gone on both sides is forgotten', () => {
    const plan = cell('gone', 'gone');
    expect(plan.operations.map((operation) => operation.op)).toEqual(['unlink']);
    expect(plan.conflicts).toEqual([]);
  });

  test.each(sides)('[B9] gone in %s, unchanged on the other: asked, followed or kept, as the policy says; never made again', (gone) => {
    const state = (deletion: DeletionPolicy): Plan => (gone === 'office' ? cell('gone', 'unchanged', { deletion }) : cell('unchanged', 'gone', { deletion }));
    expect(state('ask').operations).toEqual([]);
    expect(state('ask').conflicts[0]?.alternatives.map(({ id }) => id)).toEqual(['follow', 'restore', 'keep', 'wait']);
    expect(state('follow').operations.map((operation) => [operation.op, 'side' in operation && operation.side])).toEqual([['delete', other(gone)]]);
    expect(state('never').operations).toMatchObject([{ op: 'unlink', gone: [gone] }]);
    for (const deletion of ['ask', 'follow', 'never'] as const) expect(state(deletion).operations.filter((operation) => operation.op === 'create')).toEqual([]);
  });

  test.each(sides)('[R6] an edit beats a delete until a person says otherwise (gone in %s)', (gone) => {
    for (const deletion of ['ask', 'follow', 'never'] as const) {
      const plan = gone === 'office' ? cell('gone', 'changed', { deletion }) : cell('changed', 'gone', { deletion });
      expect(plan.operations).toEqual([]);
      expect(plan.conflicts).toHaveLength(1);
      expect(plan.conflicts[0]?.otherwise).toBe('wait');
    }
  });

  test('kept on one side only: its edits are noted and go nowhere', () => {
    const plan = cell('changed', 'settled gone');
    expect(plan.operations.map((operation) => operation.op)).toEqual(['settle']);
    expect(plan.conflicts).toEqual([]);
  });

  test('each row of the table holds with the sides swapped', () => {
    for (const [office, google] of [['changed', 'unchanged'], ['unchanged', 'gone'], ['gone', 'changed'], ['unchanged', 'settled gone']] as [State, State][]) {
      const one = cell(office, google).operations.map((operation) => operation.op);
      const two = cell(google, office).operations.map((operation) => operation.op);
      expect(two).toEqual(one);
    }
    expect(words(cell('unchanged', 'settled gone')).map(swap)).toEqual(words(cell('settled gone', 'unchanged')));
  });
});

describe('records without a link', () => {
  test.each(sides)('new in %s: created on the other', (side) => {
    const plan = decide({ unlinked: { [side]: [seen(side, base)] } });
    expect(plan.operations.map((operation) => [operation.op, 'side' in operation && operation.side])).toEqual([['create', other(side)]]);
  });

  test('[R2] new on both and the same: a link to approve, nothing written', () => {
    expect(decide({ unlinked: bySide((side) => [seen(side, base)]) }).operations.map((operation) => operation.op)).toEqual(['link']);
  });

  test('[R3] new on both, the same by name and date, different notes: linked, and asked which notes are right', () => {
    const plan = decide({ unlinked: { office: [seen('office', base)], google: [seen('google', { ...base, notes: 'Other' })] } });
    expect(plan.operations.map((operation) => operation.op)).toEqual(['link']);
    expect(plan.conflicts.map((conflict) => conflict.clashes.map((clash) => clash.field))).toEqual([['notes']]);
  });

  test('out of scope, skipped or gone: left alone', () => {
    const plan = decide({ unlinked: { google: [seen('google', base, { inScope: false }), seen('google', base, { id: 'g2', skipped: 'A birthday' }), seen('google', base, { id: 'g3', gone: true })] } });
    expect(plan.operations).toEqual([]);
    expect(plan.problems.map((problem) => problem.why)).toEqual(['A birthday']);
  });
});

describe('contacts and their SET', () => {
  const member: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Smith', member: true };
  const { member: _, ...left } = member;
  const link: Link = { id: 'l1', kind: 'contact', ids: { office: 'o1', google: 'g1' }, base: bySide(() => baseOf('1', member, defaultPolicy)), open: [] };

  test('[R15] leaving the SET takes the contact out of the group and deletes nothing', () => {
    const plan = decide({ kind: 'contact', link, linked: { office: seen('office', left, { inScope: false }), google: seen('google', member) } });
    expect(plan.operations.map((operation) => (operation.op === 'update' ? [operation.side, operation.changes.map((change) => change.field)] : operation.op))).toEqual([['google', ['member']]]);
    expect(plan.conflicts).toEqual([]);
  });

  test('[R15] taken out of the group on Google: a question, never a deletion', () => {
    const plan = decide({ kind: 'contact', link, linked: { office: seen('office', member), google: seen('google', left, { inScope: false }) } });
    expect(plan.operations).toEqual([]);
    expect(plan.conflicts.map((conflict) => conflict.why)).toEqual(['Taken out of the Google group, still in the SET']);
    expect(plan.conflicts.flatMap((conflict) => conflict.alternatives.flatMap(({ operations }) => operations.map((operation) => operation.op)))).not.toContain('delete');
  });

  test('out of both: no longer synchronized, both records stay', () => {
    const plan = decide({ kind: 'contact', link, linked: { office: seen('office', left, { inScope: false }), google: seen('google', left, { inScope: false }) } });
    expect(plan.operations).toMatchObject([{ op: 'unlink', gone: [] }]);
  });
});

test('[R10] the same input gives the same plan, to the digest', () => {
  expect(digestPlan(cell('changed', 'changed'))).toBe(digestPlan(cell('changed', 'changed')));
  expect(digestPlan(cell('changed', 'unchanged'))).not.toBe(digestPlan(cell('unchanged', 'changed')));
});

test('[I2] a copy of a mirror is asked about, never mirrored back by itself', () => {
  const plan = decide({ unlinked: { google: [seen('google', base, { copied: true })] } });
  expect(plan.operations).toEqual([]);
  expect(plan.conflicts.map(({ why, otherwise, alternatives }) => [why, otherwise, alternatives.map(({ id }) => id)])).toEqual([
    ['A copy, made by another program, of a record that a colleague synchronizes', 'wait', ['new', 'wait']],
  ]);
});

test('[R3] a field that was open and became the same on both sides is settled, and clashes with nothing', () => {
  const zone = 'America/New_York';
  const once: Item = { kind: 'event', title: 'Fair', start: { local: '2026-03-03T10:00', zone }, end: { local: '2026-03-03T11:00', zone } };
  const weekly: Item = { ...once, recurrence: ['RRULE:FREQ=WEEKLY'] };
  const link: Link = { id: 'l1', kind: 'event', ids: { office: 'o1', google: 'g1' }, base: { office: baseOf('1', weekly, defaultPolicy), google: baseOf('1', once, defaultPolicy) }, open: ['when', 'recurrence'] };
  const changed: Item = { ...weekly, occurrences: [{ original: '2026-03-10T14:00:00Z', title: 'Off-site' }] };
  const plan = decide({ kind: 'event', link, linked: { office: seen('office', changed), google: seen('google', weekly) } });
  expect(plan.conflicts).toEqual([]);
  expect(plan.operations.map((operation) => (operation.op === 'update' ? [operation.side, operation.changes.map(({ field }) => field)] : operation.op))).toEqual([['google', ['occurrences']]]);
});

describe('a whole plan', () => {
  const none = { office: [], google: [] };
  const event = (title: string, more: Partial<EventItem> = {}): EventItem => ({ kind: 'event', title, start: { date: '2026-03-03' }, end: { date: '2026-03-04' }, ...more });
  const person = (givenName: string, phone?: string): ContactItem => ({ kind: 'contact', givenName, familyName: 'Kim', member: true, ...(phone === undefined ? {} : { phones: [{ value: phone, type: 'work' }] }) });
  const all = (side: Side, items: readonly Item[], more: Partial<Seen> = {}): readonly Seen[] => items.map((item, n) => seen(side, item, { id: `${side}-${nameOf(item)}-${n}`, ...more }));
  const pairOf = (id: string, before: Item, now: Record<Side, Item | undefined>): { link: Link; now: Record<Side, Seen> } => ({
    link: { id, kind: before.kind, ids: { office: `o-${id}`, google: `g-${id}` }, base: bySide(() => baseOf('1', before, defaultPolicy)), open: [] },
    now: bySide((side) => seen(side, now[side] ?? before, { id: `${side}-${id}`, ...(now[side] === undefined ? { gone: true, hash: 'gone' } : {}) })),
  });
  const make = (more: Partial<ReconcileInput>): Plan => reconcile({ ...inputOf('task', {}), ...more });
  const lines = (plan: Plan): string[] => plan.operations.map((operation) => [operation.op, operation.kind, 'side' in operation ? operation.side : '-', operation.name].join(' '));
  const follow = { ...defaultPolicy, deletion: { contact: { office: 'follow', google: 'follow' }, event: { office: 'follow', google: 'follow' }, task: { office: 'follow', google: 'follow' } } } as const;

  test('[R1] stands in one order, whatever the order of its records: what ties, creates, changes, deletes; by kind, side and name', () => {
    const linked = [
      pairOf('1', base, { office: base, google: undefined }),
      pairOf('2', event('Gone'), { office: undefined, google: event('Gone') }),
      pairOf('3', person('Zoe'), { office: { ...person('Zoe'), notes: 'x' }, google: person('Zoe') }),
      pairOf('4', event('Both'), { office: undefined, google: undefined }),
      pairOf('5', event('Alike'), { office: event('Alike', { location: 'x' }), google: event('Alike', { location: 'x' }) }),
      pairOf('6', person('Ann'), { office: person('Ann'), google: { ...person('Ann'), notes: 'x' } }),
    ];
    const unlinked = { contact: { office: all('office', [person('Yan'), person('Bob', '1'), person('Bob', '2')]), google: all('google', [person('Eve')]) }, event: { office: all('office', [event('Fair')]), google: all('google', [event('Party')]) }, task: { office: all('office', [base, { ...base, title: 'Same' }]), google: all('google', [{ ...base, title: 'Same' }]) } };
    const input = { linked, unlinked, policy: follow, missingGroup: 'SmartOffice' };
    const plan = make(input);
    expect(lines(plan)).toEqual([
      'create-group contact google SmartOffice',
      'link task - Same',
      'settle event - Alike',
      'unlink event - Both',
      'create contact google Bob Kim', 'create contact google Bob Kim', 'create contact google Yan Kim', 'create contact office Eve Kim',
      'create event google Fair', 'create event office Party', 'create task google Call Ann',
      'update contact google Zoe Kim', 'update contact office Ann Kim',
      'delete event google Gone', 'delete task office Call Ann',
    ]);
    const bobs = plan.operations.filter(({ name }) => name === 'Bob Kim').map(({ id }) => id);
    expect(bobs).toEqual([...bobs].sort());
    const turned = make({ ...input, linked: [...linked].reverse(), unlinked: { ...unlinked, contact: { office: [...unlinked.contact.office].reverse(), google: unlinked.contact.google } } });
    expect(digestPlan(turned)).toBe(digestPlan(plan));
    const units = plan.instead?.map(({ unit }) => unit) ?? [];
    expect([units.length > 2, units]).toEqual([true, [...units].sort()]);
  });

  test('[R1] its questions stand by kind and name', () => {
    const linked = [pairOf('1', base, { office: base, google: undefined }), pairOf('2', person('Zoe'), { office: undefined, google: person('Zoe') }), pairOf('3', person('Ann'), { office: undefined, google: person('Ann') }), pairOf('4', event('Fair'), { office: undefined, google: event('Fair') }), pairOf('5', person('Ann'), { office: person('Ann'), google: undefined })];
    const names = ({ conflicts }: Plan): string[] => conflicts.map(({ kind, name }) => `${kind} ${name}`);
    expect(names(make({ linked }))).toEqual(['contact Ann Kim', 'contact Ann Kim', 'contact Zoe Kim', 'event Fair', 'task Call Ann']);
    expect(make({ linked: [...linked].reverse() }).conflicts).toEqual(make({ linked }).conflicts);
  });

  test('the group is made first, and only when a contact is to be written at Google or may be', () => {
    const grouped = (more: Partial<ReconcileInput>): unknown => make({ missingGroup: 'SmartOffice', ...more }).operations.filter(({ op }) => op === 'create-group').length;
    const unlinked = (office: readonly Seen[], google: readonly Seen[] = []) => ({ contact: { office, google }, event: none, task: none });
    const idOf = (more: Partial<ReconcileInput>): unknown => make({ unlinked: unlinked(all('office', [person('Ann')])), ...more }).operations[0]?.id;
    expect(new Set([idOf({ missingGroup: 'SmartOffice' }), idOf({ missingGroup: 'Other' }), idOf({ missingGroup: 'SmartOffice', account: 'b' })]).size).toBe(3);
    expect(make({ missingGroup: 'SmartOffice', unlinked: unlinked(all('office', [person('Ann')])) }).operations[0]).toMatchObject({ op: 'create-group', id: expect.stringMatching(/^[0-9a-f]{16}$/), unit: expect.stringMatching(/^[0-9a-f]{16}$/), kind: 'contact', side: 'google', name: 'SmartOffice', why: 'The contacts of the SET are kept in this group' });
    expect(grouped({ unlinked: unlinked(all('office', [person('Ann')])) })).toBe(1);
    expect(grouped({ unlinked: unlinked([], all('google', [person('Ann')])) })).toBe(0);
    expect(grouped({ unlinked: unlinked(all('office', [person('Ann')]), all('google', [person('Ann')])) })).toBe(0);
    expect(grouped({ unlinked: { ...unlinked([]), task: { office: all('office', [base]), google: [] } } })).toBe(0);
    // In what a question, or another way, would write.
    expect(grouped({ linked: [pairOf('1', person('Ann'), { office: person('Ann'), google: undefined })] })).toBe(1);
    expect(grouped({ policy: follow, linked: [pairOf('1', person('Ann'), { office: person('Ann'), google: undefined })] })).toBe(1);
    expect(make({ unlinked: unlinked(all('office', [person('Ann')])) }).operations.map(({ op }) => op)).toEqual(['create']);
  });

  test('series take no part where the setup says so: new ones are listed, linked ones are left', () => {
    const weekly = event('Weekly', { recurrence: ['RRULE:FREQ=WEEKLY'] });
    const policy = { ...defaultPolicy, recurring: false };
    const unlinked = { contact: none, event: { office: all('office', [weekly, event('Once', { recurrence: [] })]), google: [] }, task: none };
    expect(lines(make({ policy, unlinked }))).toEqual(['create event google Once']);
    expect(make({ policy, unlinked }).problems).toEqual([{ kind: 'event', side: 'office', recordId: 'office-Weekly-0', name: 'Weekly', why: 'Recurring activities are not synchronized by this setup' }]);
    expect(lines(make({ unlinked }))).toEqual(['create event google Once', 'create event google Weekly']);
    for (const now of [{ office: { ...weekly, title: 'New' }, google: weekly }, { office: { ...event('Weekly'), title: 'New' }, google: weekly }, { office: { ...weekly, title: 'New' }, google: event('Weekly') }]) {
      const left = make({ policy, linked: [pairOf('1', weekly, now)] });
      expect([lines(left), left.conflicts, left.unchanged.event]).toEqual([[], [], 1]);
    }
    expect(lines(make({ policy, linked: [pairOf('1', event('Once'), { office: event('Once', { location: 'x' }), google: event('Once') })] }))).toEqual(['update event google Once']);
  });

  test('[L1] what takes no part is listed with its reason, and what is gone is not', () => {
    const unlinked = { contact: none, event: { office: all('office', [event('Secret', { private: true })]), google: [...all('google', [event('Birthday')], { skipped: 'A birthday' }), ...all('google', [event('Old')], { skipped: 'A birthday', gone: true })] }, task: none };
    const plan = make({ policy: { ...defaultPolicy, privacy: 'skip' }, unlinked, doubled: [{ kind: 'event', side: 'office', recordId: 'x', name: 'Twice', why: 'Stands there twice' }] });
    expect([lines(plan), plan.problems.map(({ side, name, why }) => `${side} ${name}: ${why}`)]).toEqual([[], ['office Twice: Stands there twice', 'google Birthday: A birthday', 'office Secret: Marked private: this setup sends no private activities']]);
  });

  test('[R23] what is private at Google comes into the office, whatever the setup sends, with all its guests', () => {
    const guests = [{ email: 'a@x.com' }, { email: 'b@x.com' }];
    const unlinked = { contact: none, event: { office: [], google: all('google', [event('Own', { private: true, guests })]) }, task: none };
    const plan = make({ policy: { ...defaultPolicy, privacy: 'skip', sendGuests: true, guestLimit: 1 }, unlinked });
    expect([lines(plan), plan.problems]).toEqual([['create event office Own'], []]);
  });

  test('a kind that takes no part is only counted', () => {
    const linked = [pairOf('1', base, { office: { ...base, title: 'New' }, google: base })];
    const plan = make({ policy: { ...defaultPolicy, kinds: ['contact'] }, linked, untouched: { contact: 5, event: 6, task: 7 }, unlinked: { contact: none, event: none, task: { office: all('office', [base]), google: [] } } });
    expect([lines(plan), plan.unchanged]).toEqual([[], { contact: 5, event: 6, task: 8 }]);
  });

  test('[R24] what a person refused is not proposed, and what was put off is said to be, as long as it stands', () => {
    const unlinked = { contact: none, event: none, task: { office: all('office', [base]), google: [] } };
    const linked = [pairOf('1', { ...base, title: 'Asked' }, { office: base, google: undefined })];
    const plan = make({ unlinked, linked });
    const [unit, id] = [plan.operations[0]?.unit ?? '', plan.conflicts[0]?.id ?? ''];
    expect(plan).not.toHaveProperty('putOff');
    expect(make({ unlinked, linked, putOff: new Map([[unit, 'monday'], [id, 'tuesday'], ['another', 'sunday']]) }).putOff).toEqual({ [unit]: 'monday', [id]: 'tuesday' });
    expect(make({ unlinked, linked, putOff: new Map([['another', 'sunday']]) })).not.toHaveProperty('putOff');
    const refused = make({ unlinked, linked, never: new Set([unit, id]) });
    expect([refused.operations, refused.conflicts]).toEqual([[], []]);
    // Nor another way of what is refused.
    const changed = [pairOf('1', base, { office: { ...base, title: 'New' }, google: base })];
    const offered = make({ linked: changed });
    expect(offered.instead).toHaveLength(1);
    expect(make({ linked: changed, never: new Set(neverKeys(offered.operations)) })).not.toHaveProperty('instead');
  });

  test('[R20] counts the mails of all its operations', () => {
    const policy = { ...defaultPolicy, sendGuests: true };
    const meeting = (title: string): EventItem => event(title, { guests: [{ email: 'a@x.com' }, { email: 'b@x.com' }] });
    expect(make({ policy, unlinked: { contact: none, event: { office: all('office', [meeting('One'), meeting('Two')]), google: [] }, task: none } }).invitations).toBe(4);
  });
});
