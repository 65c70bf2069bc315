// The text of a plan: it says all that the plan says, each record once, and the same for plans that say the same.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './hash.ts';
import type { ContactItem, EventItem, Item } from './item.ts';
import { digestPlan } from './plan.ts';
import type { Operation, Plan } from './plan.ts';
import { planText, readPlan } from './plan-text.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', phones: [{ value: '1', type: 'work' }] };
const bob: ContactItem = { kind: 'contact', givenName: 'Bob' };
const lunch: EventItem = { kind: 'event', title: 'Lunch', start: { date: '2026-11-23' }, end: { date: '2026-11-24' } };
const premise = { id: '1', version: '1', hash: 'h' };
const common = { name: 'x', unit: 'u', why: 'w' } as const;
const create = (sourceItem: Item, after: Item): Operation => ({ ...common, id: 'c', op: 'create', kind: after.kind, side: 'google', source: premise, sourceItem, after });
const update = (before: Item, after: Item): Operation => ({ ...common, id: 'u', op: 'update', kind: after.kind, side: 'office', link: 'l', target: premise, before, after, changes: [], settle: { office: [], google: [] }, settleWhole: true, closes: [] });
const remove = (before: Item): Operation => ({ ...common, id: 'd', op: 'delete', kind: before.kind, side: 'office', target: premise, before });
const link = (office: Item, google: Item, settled?: Item): Operation => ({
  ...common, id: 'l', op: 'link', kind: office.kind, link: 'l', premise: { office: premise, google: premise }, items: { office, google },
  ...(settled === undefined ? {} : { settled: { office: settled, google } }), open: [], match: { rule: 'name', score: 1, why: '' },
});
const nothing = { contact: 0, event: 0, task: 0 };
const planOf = (operations: readonly Operation[], more: Partial<Plan> = {}): Plan => ({ format: 2, account: 'a', purpose: 'preview', setup: 's', operations, conflicts: [], brakes: [], problems: [], unchanged: nothing, invitations: 0, ...more });
const textOf = (plan: Plan): string => [...planText(plan)].join('');
const back = (plan: Plan): Plan => readPlan(JSON.parse(textOf(plan)));

const everywhere = planOf([create(ann, bob), update(ann, lunch), remove(bob), link(ann, bob, lunch), link(ann, ann)], {
  conflicts: [{ id: 'q', kind: 'contact', name: 'Ann', about: 'pairing', why: 'w', items: { office: ann }, clashes: [], alternatives: [{ id: 'new', label: 'n', operations: [create(ann, bob)] }, { id: 'wait', label: 'l', operations: [] }], otherwise: 'wait' }],
  instead: [{ unit: 'u', alternatives: [{ id: 'apart', label: 'a', operations: [create(bob, ann), remove(lunch)] }] }],
});

test('[R1] what is read from the text of a plan is the plan, with each record in its place', () => {
  expect(back(everywhere)).toEqual(everywhere);
  expect(digestPlan(back(everywhere))).toBe(digestPlan(everywhere));
});

test('a record stands in the text once, however often it is named', () => {
  const text = textOf(everywhere);
  for (const item of [ann, bob, lunch]) expect(text.split(canonicalJson(item))).toHaveLength(2);
  expect((JSON.parse(text) as { records: unknown[] }).records).toHaveLength(3);
});

test('[R1] plans that say the same have one text, whichever of their records are one object', () => {
  expect(textOf(structuredClone(everywhere))).toBe(textOf(everywhere));
  const apart = planOf([create({ ...ann }, { ...bob }), update({ ...ann }, lunch)]);
  const turned = Object.fromEntries(Object.entries(ann).reverse()) as unknown as ContactItem;
  expect(textOf(planOf([create(turned, bob), update(ann, lunch)]))).toBe(textOf(apart));
});

test('[R1] another record in any place is another text', () => {
  const other: ContactItem = { kind: 'contact', givenName: 'Anne' };
  const variants = [
    planOf([create(other, bob)]), planOf([create(ann, other)]), planOf([create(ann, bob)]), planOf([update(other, bob)]), planOf([update(ann, other)]), planOf([remove(other)]), planOf([remove(ann)]),
    planOf([link(other, bob)]), planOf([link(ann, other)]), planOf([link(ann, bob)]), planOf([link(ann, bob, other)]), planOf([link(ann, bob, ann)]),
  ];
  expect(new Set(variants.map(textOf)).size).toBe(variants.length);
});

test('it is canonical: its members stand in order, and JSON reads it', () => {
  const document = JSON.parse(textOf(everywhere)) as object;
  expect(canonicalJson(document)).toBe(textOf(everywhere));
  expect(textOf(planOf([]))).toContain('"operations":[],');
});

test('a plan that was stored before is read as it was, and keeps its digest', () => {
  const former: Plan = { ...everywhere, format: 1 };
  expect(textOf(former)).toBe(canonicalJson(former));
  expect(back(former)).toEqual(former);
  expect(digestPlan(back(former))).toBe(digestPlan(former));
});

test('a plan in which each record still stands where it is named is read as it is', () => {
  for (const plan of [everywhere, planOf([])]) expect(readPlan(JSON.parse(canonicalJson(plan)))).toEqual(plan);
});

test('a text that names a record it does not hold is refused, and says what to do', () => {
  const document = JSON.parse(textOf(everywhere)) as { records: unknown[] };
  expect(() => readPlan({ ...document, records: document.records.slice(0, 1) })).toThrow(/names a record that it does not hold: 1\. It is damaged; make a new preview\./);
});

test('any plan comes back from its text', () => {
  const item = fc.constantFrom<Item>(ann, { ...ann }, bob, lunch, { ...lunch, title: 'ü\u2028' });
  const operation = fc.oneof(fc.tuple(item, item).map(([one, two]) => create(one, two)), fc.tuple(item, item).map(([one, two]) => link(one, two)), item.map(remove));
  fc.assert(fc.property(fc.array(operation, { maxLength: 5 }), fc.array(operation, { maxLength: 3 }), (operations, others) => {
    const plan = planOf(operations, { instead: [{ unit: 'u', alternatives: [{ id: 'apart', label: '', operations: others }] }] });
    expect(back(plan)).toEqual(plan);
  }));
});
