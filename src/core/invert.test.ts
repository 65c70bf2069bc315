import { describe, expect, test } from 'vitest';
import { settleAnswer } from './answered.ts';
import { diffItems, hashItem } from './diff.ts';
import { explainOperation } from './explain.ts';
import { invertJournal } from './invert.ts';
import type { Undo } from './invert.ts';
import type { ContactItem, Item } from './item.ts';
import type { JournalEntry } from './journal.ts';
import type { Link, Seen } from './link.ts';
import { apartKeys, createUnit, pairUnit } from './never.ts';
import type { AnswerOperation, CreateOperation, DeleteOperation, UpdateOperation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { baseOf } from './settle.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, jobTitle: 'VP', phones: [{ id: 'e1', value: '(212) 555-0101', type: 'work', preferred: true }, { id: 'e2', value: '(212) 555-0102', type: 'home' }] };
const link: Link = { id: 'l1', kind: 'contact', ids: { office: 'o1', google: 'g1' }, base: { office: baseOf('2', ann, defaultPolicy), google: baseOf('2', ann, defaultPolicy) }, open: [] };

function see(id: string, item: Item, version = '2'): Seen {
  return { id, version, hash: hashItem(item, defaultPolicy), item, inScope: true };
}

function undo(entries: readonly JournalEntry[], records: Readonly<Record<string, Seen>>, links: readonly Link[] = [link], policy = defaultPolicy): Undo {
  return invertJournal(entries, {
    account: 'a',
    policy,
    chooseId: (_kind, _side, seed) => `new of ${seed}`,
    now: (_kind, side: Side, id) => records[`${side} ${id}`],
    links: new Map(links.map((each) => [each.id, each])),
  });
}

function updated(before: Item, after: Item, operation = 'u'): JournalEntry {
  return { operation, op: 'update', kind: 'contact', side: 'office', recordId: 'o1', before, after, changes: diffItems(before, after, defaultPolicy), link: 'l1' };
}

const created: JournalEntry = { operation: 'c', op: 'create', kind: 'contact', side: 'google', recordId: 'g1', after: ann, changes: [], link: 'l1' };
const deleted: JournalEntry = { operation: 'd', op: 'delete', kind: 'contact', side: 'office', recordId: 'o1', before: ann, changes: [], link: 'l1', counterpart: 'g1' };

describe('undo', () => {
  test('[B15] a created record is deleted if nobody changed it since', () => {
    const { operations, changedSince } = undo([created], { 'google g1': see('g1', ann) });
    expect(changedSince).toEqual([]);
    expect(operations).toMatchObject([{ op: 'delete', side: 'google', link: 'l1', counterpart: 'o1', target: { id: 'g1', version: '2' } }]);
  });

  test('[R16] [B15] a created record that somebody changed or deleted since is listed and left', () => {
    const changed = undo([created], { 'google g1': see('g1', { ...ann, notes: 'Mine' }) });
    expect(changed.operations).toEqual([]);
    expect(changed.changedSince).toMatchObject([{ recordId: 'g1', side: 'google', name: 'Ann Miller', why: 'Changed since: Notes' }]);
    expect(undo([created], {}).changedSince).toMatchObject([{ why: 'Deleted since' }]);
  });

  test('[B15] an update is reversed in the fields that it wrote, whatever else was changed since', () => {
    const before = { ...ann, jobTitle: 'Agent' };
    const now = { ...ann, notes: 'Edited later' };
    const { operations, changedSince } = undo([updated(before, ann)], { 'office o1': see('o1', now, '3') });
    const operation = operations[0] as UpdateOperation;
    expect(changedSince).toEqual([]);
    expect(operation.changes).toEqual([{ field: 'jobTitle', from: 'VP', to: 'Agent' }]);
    expect(operation.after).toEqual({ ...now, jobTitle: 'Agent' });
    expect(operation.target.version).toBe('3');
    // Somebody's own edit is still to be carried to the other side.
    expect(operation.settleWhole).toBe(false);
    expect(operation.settle).toEqual({ office: [], google: [] });
    expect(operation.source).toBeUndefined();
  });

  test('[B15] the field that somebody changed since is left, the others go back', () => {
    const before = { ...ann, jobTitle: 'Agent', company: 'Acme' };
    const after = { ...ann, company: 'Umbrella' };
    const { operations, changedSince } = undo([updated(before, after)], { 'office o1': see('o1', { ...after, jobTitle: 'President' }) });
    expect((operations[0] as UpdateOperation).changes).toEqual([{ field: 'company', from: 'Umbrella', to: 'Acme' }]);
    expect(changedSince).toMatchObject([{ why: 'Changed since: Job title' }]);
  });

  test('[B15] what is as it was before is nothing to undo', () => {
    const before = { ...ann, jobTitle: 'Agent' };
    expect(undo([updated(before, ann)], { 'office o1': see('o1', before) })).toEqual({ operations: [], changedSince: [] });
  });

  test('[K3] an undone phone number keeps its TYPE, its preferred flag and its neighbours', () => {
    const [first, second] = ann.phones ?? [];
    const before: ContactItem = { ...ann, phones: [{ ...first, value: '(212) 555-0199', type: 'mobile' } as never, second as never] };
    const { operations } = undo([updated(before, ann)], { 'office o1': see('o1', ann) });
    expect((operations[0] as UpdateOperation).after).toEqual(before);
    const added: ContactItem = { ...ann, phones: [...(ann.phones ?? []), { value: '(212) 555-0103', type: 'other' }] };
    const removal = undo([updated(ann, added)], { 'office o1': see('o1', added) });
    expect((removal.operations[0] as UpdateOperation).after).toEqual(ann);
  });

  test('[B15] a deleted record is made again, tied to its old counterpart where that is there', () => {
    const { operations } = undo([deleted], { 'google g1': see('g1', ann) }, []);
    const operation = operations[0] as CreateOperation;
    expect(operation).toMatchObject({ op: 'create', side: 'office', name: 'Ann Miller', source: { id: 'g1' } });
    expect(operation.alone).toBeUndefined();
    expect((operation.after as ContactItem).phones?.[0]).toEqual({ value: '(212) 555-0101', type: 'work', preferred: true });
  });

  test('[B9] a deleted record whose counterpart is gone is made again alone', () => {
    const operation = undo([deleted], {}, []).operations[0] as CreateOperation;
    expect(operation).toMatchObject({ op: 'create', side: 'office', alone: true });
    expect(operation.link).toBeUndefined();
    expect(undo([deleted], { 'office o1': see('o1', ann) }).changedSince).toMatchObject([{ why: 'Restored since' }]);
  });

  test('[B15] an undone create that is undone makes the record again for its link; without its counterpart, or where that has another partner by now, alone', () => {
    const remembers: Link = { ...link, base: { ...link.base, office: { gone: true } } };
    const again = undo([deleted], { 'google g1': { ...see('g1', ann), linkId: 'l1' } as Seen }, [remembers]).operations[0] as CreateOperation;
    expect(again).toMatchObject({ link: 'l1', source: { id: 'g1' } });
    expect(again.alone).toBeUndefined();
    for (const records of [{} as Record<string, Seen>, { 'google g1': { ...see('g1', ann), linkId: 'another' } as Seen }]) {
      const alone = undo([deleted], records, [remembers]).operations[0] as CreateOperation;
      // The deleted record is no source that a link could be made with.
      expect(alone).toMatchObject({ alone: true, source: { id: 'o1' } });
      expect(alone.link).toBeUndefined();
    }
  });

  const linked: JournalEntry = { operation: 't', op: 'link', kind: 'contact', link: 'l1', ids: { office: 'o1', google: 'g1' } };
  const both = { 'office o1': see('o1', ann), 'google g1': see('g1', ann) };

  test('[B15] [R24] two that were linked come apart last, with nothing deleted, and are not to be linked or copied again', () => {
    const before = { ...ann, jobTitle: undefined } as unknown as ContactItem;
    const { operations, changedSince } = undo([linked, updated(before, ann)], both);
    expect(changedSince).toEqual([]);
    expect(operations).toMatchObject([{ op: 'update', side: 'office', link: 'l1' }, { op: 'unlink', link: 'l1', gone: [], apart: { office: 'o1', google: 'g1' } }]);
    expect(apartKeys('contact', { office: 'o1', google: 'g1' })).toEqual([pairUnit('o1', 'g1'), createUnit('contact', 'office', 'o1'), createUnit('contact', 'google', 'g1')]);
    expect(undo([linked], { 'office o1': see('o1', ann) })).toMatchObject({ operations: [], changedSince: [{ side: 'google', recordId: 'g1', why: 'Deleted in Google since it was linked' }] });
    expect(undo([linked], both, [])).toEqual({ operations: [], changedSince: [] });
  });

  test('[B15] two that an undo took apart are linked again first, as long as both stand there free; what differs is asked', () => {
    const apart: JournalEntry = { ...linked, op: 'unlink' };
    const without = { ...ann, jobTitle: 'Agent' };
    const { operations } = undo([apart, updated(ann, without)], { ...both, 'office o1': see('o1', without) }, []);
    expect(operations).toMatchObject([
      { op: 'link', link: 'l1', open: ['jobTitle'], premise: { office: { id: 'o1' }, google: { id: 'g1' } } },
      { op: 'update', side: 'office', link: 'l1', settleWhole: true, unit: pairUnit('o1', 'g1') },
    ]);
    expect(undo([apart], { ...both, 'google g1': { ...see('g1', ann), linkId: 'another' } as Seen }, []).operations).toEqual([]);
    expect(undo([apart], { 'office o1': see('o1', ann) }, []).operations).toEqual([]);
  });

  const agreed: Link = { ...link, base: { office: { gone: true }, google: link.base.google } };
  const keptAnswer: JournalEntry = { operation: 'k', op: 'answer', kind: 'contact', link: 'l1', answered: { given: true, settle: { office: [], google: [] }, closes: [], kept: { gone: 'office', base: link.base } } };
  const policyOf = (deletion: 'ask' | 'follow' | 'never'): typeof defaultPolicy => ({ ...defaultPolicy, deletion: { ...defaultPolicy.deletion, contact: { office: deletion, google: deletion } } });

  test('[B15] [R16] what was deleted on one side and kept on the other by an answer is asked again, unless it was restored or deleted since, or the setup keeps it', () => {
    const { operations, changedSince } = undo([keptAnswer], { 'google g1': see('g1', ann) }, [agreed]);
    expect(changedSince).toEqual([]);
    expect(operations).toMatchObject([{ op: 'answer', name: 'Ann Miller', link: 'l1', answered: { given: false } }]);
    expect(operations.map((operation) => explainOperation(operation))).toEqual(['Ask again about contact Ann Miller: deleted in SmartOffice, and kept on Google only']);
    expect(settleAnswer(agreed, (operations[0] as AnswerOperation).answered, defaultPolicy)).toEqual(link);
    expect(undo([keptAnswer], both, [agreed]).changedSince).toMatchObject([{ why: 'Restored since' }]);
    expect(undo([keptAnswer], {}, [agreed]).changedSince).toMatchObject([{ side: 'google', why: 'Deleted since' }]);
    expect(undo([keptAnswer], { 'google g1': see('g1', ann) }, [link])).toEqual({ operations: [], changedSince: [] });
    const never = undo([keptAnswer], { 'google g1': see('g1', ann) }, [agreed], policyOf('never'));
    expect([never.operations, never.changedSince.map(({ why }) => why)]).toEqual([[], ['By its setup the synchronization keeps in Google what was deleted in SmartOffice: nothing is to be asked']]);
    const edited = see('g1', { ...ann, notes: 'Mine' });
    expect(undo([keptAnswer], { 'google g1': edited }, [agreed], policyOf('never')).operations.length).toBe(1);
    // Nobody is surprised by a deletion that the setup follows.
    const [follow, asked] = [see('g1', ann), edited].map((now) => undo([keptAnswer], { 'google g1': now }, [agreed], policyOf('follow')).operations[0]?.why);
    expect(follow).toBe('Undo: this was the answer. The next synchronization follows the deletion, as the setup says: it is deleted in Google too');
    expect(asked).toBe('Undo: this was the answer');
  });

  test('[B15] [R16] two that an answer left as they are are asked about again, in what still stands as it was left', () => {
    const [office, google] = [{ ...ann, jobTitle: 'Agent' }, { ...ann, jobTitle: 'Broker' }];
    const settle = { office: diffItems(ann, office, defaultPolicy), google: diffItems(ann, google, defaultPolicy) };
    const left: Link = { ...link, base: { office: baseOf('2', office, defaultPolicy), google: baseOf('2', google, defaultPolicy) } };
    const answer: JournalEntry = { operation: 's', op: 'answer', kind: 'contact', link: 'l1', answered: { given: true, settle, closes: ['company'] } };
    const records = { 'office o1': see('o1', office), 'google g1': see('g1', google) };
    const [operation] = undo([answer], records, [left]).operations as AnswerOperation[];
    expect(explainOperation(operation as AnswerOperation)).toBe('Ask again about contact Ann Miller, of which both were left as they are (job title, company)');
    const asked = settleAnswer(left, (operation as AnswerOperation).answered, defaultPolicy);
    expect([asked.base, asked.open]).toEqual([link.base, ['company']]);
    // And back: the answer stands again.
    const back = undo([{ ...answer, answered: (operation as AnswerOperation).answered }], records, [asked]).operations[0] as AnswerOperation;
    expect(settleAnswer(asked, back.answered, defaultPolicy)).toEqual(left);
    expect(explainOperation(back)).toBe('Leave both as they are again: contact Ann Miller (job title, company)');
    // Decided otherwise since, deleted since, taken apart by the same undo, or no longer linked.
    const since: Link = { ...left, base: { ...left.base, office: baseOf('3', { ...ann, jobTitle: 'President' }, defaultPolicy) } };
    expect(undo([answer], records, [since])).toMatchObject({ operations: [], changedSince: [{ side: 'office', why: 'Changed since: Job title' }] });
    expect(undo([answer], { 'office o1': see('o1', office) }, [left]).changedSince).toMatchObject([{ why: 'Deleted since' }]);
    expect(undo([answer], records, [asked])).toEqual({ operations: [], changedSince: [] });
    expect(undo([answer], records, [])).toEqual({ operations: [], changedSince: [] });
    expect(undo([linked, answer], records, [left]).operations.map(({ op }) => op)).toEqual(['unlink']);
  });

  test('two writes of one record are undone as one, the last first', () => {
    const [one, two, three] = [{ ...ann, jobTitle: 'A' }, { ...ann, jobTitle: 'B' }, { ...ann, jobTitle: 'C', company: 'Acme' }];
    const { operations } = undo([updated(one, two, 'u1'), updated(two, three, 'u2')], { 'office o1': see('o1', three) });
    expect(operations.length).toBe(1);
    expect((operations[0] as UpdateOperation).after).toEqual(one);
    const whole = undo([{ ...created, side: 'office', recordId: 'o1', after: two }, updated(two, three, 'u2')], { 'office o1': see('o1', three) });
    expect(whole.operations.map((operation) => operation.op)).toEqual(['delete']);
    expect((whole.operations[0] as DeleteOperation).target.hash).toBe(hashItem(three, defaultPolicy));
  });

  test('a record that is no longer synchronized or writable is listed and left', () => {
    const before = { ...ann, jobTitle: 'Agent' };
    expect(undo([updated(before, ann)], { 'office o1': see('o1', ann) }, []).changedSince).toMatchObject([{ why: 'No longer synchronized' }]);
    expect(undo([updated(before, ann)], { 'office o1': { ...see('o1', ann), readOnly: 'Shared by Tom' } }).changedSince).toMatchObject([{ why: 'Shared by Tom' }]);
  });

  test('the same journal gives the same operations', () => {
    const before = { ...ann, jobTitle: 'Agent' };
    const once = undo([updated(before, ann), created], { 'office o1': see('o1', ann), 'google g1': see('g1', ann) });
    expect(undo([updated(before, ann), created], { 'office o1': see('o1', ann), 'google g1': see('g1', ann) })).toEqual(once);
    expect(once.operations.map((operation) => operation.op)).toEqual(['update', 'delete']);
  });
});

test('[R16] two entries with one value that a run added are both taken away again', () => {
  const phone = { value: '(212) 555-0103', type: 'mobile' };
  const before: ContactItem = { kind: 'contact', givenName: 'Ann', member: true };
  const after: ContactItem = { ...before, phones: [phone, { ...phone }] };
  const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: { office: baseOf('1', after, defaultPolicy), google: baseOf('1', after, defaultPolicy) }, open: [] };
  const seen: Seen = { id: 'o', version: '2', hash: hashItem(after, defaultPolicy), item: after, inScope: true };
  const { operations, changedSince } = invertJournal(
    [{ operation: 'x', op: 'update', kind: 'contact', side: 'office', recordId: 'o', before, after, changes: diffItems(before, after, defaultPolicy), link: 'l' }],
    { account: 'a', policy: defaultPolicy, chooseId: () => undefined, now: () => seen, links: new Map([['l', link]]) },
  );
  expect(changedSince).toEqual([]);
  expect(operations.map((operation) => (operation.op === 'update' ? operation.after : operation.op))).toEqual([before]);
});
