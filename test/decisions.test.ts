// What a person decides about a single row, over two memory replicas: turned round, never,
// the other candidate, different people. Each is ready in the plan, and what follows in the
// next cycles is what a careful person expects.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ContactItem, Item } from '../src/core/item.ts';
import { neverKeys } from '../src/core/never.ts';
import type { Approval, Plan } from '../src/core/plan.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import { sides } from '../src/core/side.ts';
import { MemoryReplica } from '../src/replica/memory.ts';
import { MemoryRooms } from './support/memory-rooms.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, jobTitle: 'VP', phones: [{ value: '(212) 555-0101', type: 'work' }] };
const emails = [{ value: 'ann@example.com', type: 'work' }];
let office: MemoryReplica;
let google: MemoryReplica;
let rooms: MemoryRooms;

beforeEach(() => {
  const options = { kind: 'contact', policy: defaultPolicy, entryIds: true } as const;
  office = new MemoryReplica({ ...options, side: 'office' });
  google = new MemoryReplica({ ...options, side: 'google' });
  rooms = new MemoryRooms('contact', { office, google }, defaultPolicy);
});

async function run(decide: (plan: Plan) => Partial<Approval> = () => ({})): Promise<Plan> {
  await rooms.pull();
  const plan = rooms.propose('preview');
  await rooms.execute(plan, rooms.approve(plan, decide(plan)));
  await rooms.pull();
  return plan;
}
const unitOf = (plan: Plan, op: string): string => plan.operations.find((operation) => operation.op === op)?.unit ?? '';
const waysOf = (plan: Plan, unit: string): readonly string[] => plan.instead?.find((each) => each.unit === unit)?.alternatives.map(({ id }) => id) ?? [];
const field = (item: Item | undefined, name: 'jobTitle' | 'notes' | 'givenName'): unknown => (item as ContactItem | undefined)?.[name];
const never = (plan: Plan, unit: string): Partial<Approval> => {
  for (const key of neverKeys(plan.operations.filter((operation) => operation.unit === unit))) rooms.never.add(key);
  return { decisions: { [unit]: 'never' } };
};

async function linkedAnn(): Promise<{ o: string; g: string }> {
  const o = office.create(ann);
  await run();
  return { o, g: [...google.records().keys()][0] ?? '' };
}

describe('turn round', () => {
  test('[N9] an update is turned round: the changed side gets back what the other has, and the next plan is empty', async () => {
    const { o, g } = await linkedAnn();
    google.edit(g, (item) => ({ ...item, jobTitle: 'Partner', phones: [{ value: '(212) 555-0199', type: 'home' }] }) as Item);
    const plan = await run((made) => ({ choices: { [unitOf(made, 'update')]: 'turn' } }));
    expect(plan.operations).toMatchObject([{ op: 'update', side: 'office' }]);
    for (const side of sides) {
      const item = rooms.itemOf(side, side === 'office' ? o : g) as ContactItem;
      expect([item.jobTitle, item.phones?.map(({ value, type }) => `${value} ${type}`)]).toEqual(['VP', ['(212) 555-0101 work']]);
    }
    expect(rooms.propose()).toMatchObject({ operations: [], conflicts: [] });
  });

  test('what each side changed in different fields is not turned round, and a create has no other way', async () => {
    const { o, g } = await linkedAnn();
    google.edit(g, (item) => ({ ...item, jobTitle: 'Partner' }) as Item);
    office.edit(o, (item) => ({ ...item, notes: 'Likes tea' }) as Item);
    office.create({ ...ann, givenName: 'Bea', familyName: 'Stone', phones: [] });
    const plan = await run();
    expect(plan.operations.map(({ op }) => op).sort()).toEqual(['create', 'update', 'update']);
    expect(plan.instead ?? []).toEqual([]);
  });

  test('a read-only Google record is not written by turning round', async () => {
    const { o } = await linkedAnn();
    office.edit(o, (item) => ({ ...item, jobTitle: 'Partner' }) as Item);
    await rooms.pull();
    const input = rooms.input('preview');
    const locked = input.linked.map(({ link, now }) => ({ link, now: { ...now, office: { ...now.office, readOnly: 'Locked' } } }));
    const { reconcile } = await import('../src/core/reconcile.ts');
    const plan = reconcile({ ...input, linked: locked });
    expect(waysOf(plan, unitOf(plan, 'update'))).toEqual([]);
  });
});

describe('never', () => {
  test('[R24] never silences exactly that change: the next edit is proposed, the refused one is not', async () => {
    const { o, g } = await linkedAnn();
    office.edit(o, (item) => ({ ...item, jobTitle: 'Partner' }) as Item);
    await run((plan) => never(plan, unitOf(plan, 'update')));
    expect(rooms.propose().operations).toEqual([]);
    office.edit(o, (item) => ({ ...item, notes: 'Likes tea' }) as Item);
    await run();
    expect([field(rooms.itemOf('google', g), 'jobTitle'), field(rooms.itemOf('google', g), 'notes')]).toEqual(['VP', 'Likes tea']);
    expect(field(rooms.itemOf('office', o), 'jobTitle')).toBe('Partner');
    office.edit(o, (item) => ({ ...item, jobTitle: 'Director' }) as Item);
    await run();
    expect(field(rooms.itemOf('google', g), 'jobTitle')).toBe('Director');
    expect(rooms.propose().operations).toEqual([]);
  });

  test('[R24] [R7] an edit of the refused field on the other side is asked about, and overwrites nothing', async () => {
    const { o, g } = await linkedAnn();
    office.edit(o, (item) => ({ ...item, jobTitle: 'Partner' }) as Item);
    await run((plan) => never(plan, unitOf(plan, 'update')));
    google.edit(g, (item) => ({ ...item, jobTitle: 'Agent' }) as Item);
    const plan = await run();
    expect(plan.conflicts).toMatchObject([{ about: 'clash', clashes: [{ field: 'jobTitle', office: 'Partner', google: 'Agent' }] }]);
    expect(field(rooms.itemOf('office', o), 'jobTitle')).toBe('Partner');
  });

  test('[R24] two that are never to be paired stay apart, whatever is edited, and nobody is copied', async () => {
    const o = office.create({ ...ann, emails });
    google.create({ ...ann, emails, jobTitle: 'Agent' });
    await run((plan) => never(plan, unitOf(plan, 'link')));
    office.edit(o, (item) => ({ ...item, notes: 'Mine' }) as Item);
    await rooms.pull();
    expect(rooms.propose()).toMatchObject({ operations: [], conflicts: [] });
    expect([office.records().size, google.records().size, rooms.links.size]).toEqual([1, 1, 0]);
  });
});

describe('a pairing that was sure', () => {
  test('[R2] they are different people: each is created on the other side, and never paired', async () => {
    office.create({ ...ann, emails });
    google.create({ ...ann, emails });
    const plan = await run((made) => ({ choices: { [unitOf(made, 'link')]: 'apart' } }));
    expect(waysOf(plan, unitOf(plan, 'link'))).toEqual(['apart']);
    expect([office.records().size, google.records().size, rooms.links.size]).toEqual([2, 2, 2]);
    expect(rooms.propose('preview')).toMatchObject({ operations: [], conflicts: [] });
  });

  test('[R2] the other candidate is chosen: it is linked, and the copy that was planned of it is not made', async () => {
    const o1 = office.create({ ...ann, emails });
    const o2 = office.create({ ...ann, givenName: 'Anna', phones: ann.phones ?? [] });
    google.create({ ...ann, emails });
    await rooms.pull();
    const plan = rooms.propose('preview');
    const link = plan.operations.find(({ op }) => op === 'link');
    expect(link).toMatchObject({ premise: { office: { id: o1 } } });
    expect(waysOf(plan, unitOf(plan, 'link'))).toContain(`pair:${o2}`);
    await run((made) => ({ choices: { [unitOf(made, 'link')]: `pair:${o2}` } }));
    expect([...rooms.links.values()].map(({ ids }) => ids.office)).toEqual([o2]);
    // The one that was passed over looks like a linked one now: it is asked about, not copied [R40].
    await run((made) => ({ choices: { [made.conflicts[0]?.id ?? '']: 'new' } }));
    expect([office.records().size, google.records().size, rooms.links.size]).toEqual([2, 2, 2]);
  });
});
