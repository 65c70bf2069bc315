import { describe, expect, test } from 'vitest';
import { settleAnswer } from './answered.ts';
import { diffItems, hashItem } from './diff.ts';
import { explainOperation } from './explain.ts';
import { invertJournal } from './invert.ts';
import type { Undo } from './invert.ts';
import type { ContactItem, Entry, EventItem, Item } from './item.ts';
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

  test('[B15] a number that was left changed on one side and taken away on the other is asked about again', () => {
    const [first, second] = ann.phones ?? [];
    const [office, google]: ContactItem[] = [{ ...ann, phones: [first as never] }, { ...ann, phones: [first as never, { ...(second as never as Entry), value: '(212) 555-0109' }] }];
    const settle = { office: diffItems(ann, office as Item, defaultPolicy), google: diffItems(ann, google as Item, defaultPolicy) };
    const left: Link = { ...link, base: { office: baseOf('2', office as Item, defaultPolicy), google: baseOf('2', google as Item, defaultPolicy) } };
    const [operation] = undo([{ operation: 's', op: 'answer', kind: 'contact', link: 'l1', answered: { given: true, settle, closes: [] } }], { 'office o1': see('o1', office as Item), 'google g1': see('g1', google as Item) }, [left]).operations as AnswerOperation[];
    expect(settleAnswer(left, (operation as AnswerOperation).answered, defaultPolicy).base).toMatchObject({ office: { hash: hashItem(ann, defaultPolicy) }, google: { hash: hashItem(ann, defaultPolicy) } });
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

describe('each record on its way back', () => {
  const agent = { ...ann, jobTitle: 'Agent' };
  const calls: unknown[] = [];
  const asking = (entries: readonly JournalEntry[], records: Readonly<Record<string, Seen>>, links: readonly Link[] = [link]): Undo =>
    invertJournal(entries, { account: 'a', policy: { ...defaultPolicy, sendGuests: true }, chooseId: (...seed) => { calls.push(seed); return 'new'; }, now: (kind, side: Side, id) => records[`${kind} ${side} ${id}`] ?? records[`${side} ${id}`], links: new Map(links.map((each) => [each.id, each])) });

  test('[B15] is known by its kind, its side and its id', () => {
    const task: Item = { kind: 'task', title: 'Call' };
    const google: JournalEntry = { ...updated(agent, ann), side: 'google', recordId: 'o1' } as JournalEntry;
    const other: JournalEntry = { operation: 't', op: 'update', kind: 'task', side: 'office', recordId: 'o1', before: task, after: { ...task, title: 'Ring' }, changes: [{ field: 'title', from: 'Call', to: 'Ring' }], link: 'l1' };
    const { operations, changedSince } = asking([updated(agent, ann), google, other], { 'office o1': see('o1', ann), 'google o1': see('o1', ann), 'task office o1': see('o1', { ...task, title: 'Ring' }) });
    expect(operations.map((operation) => 'side' in operation && `${operation.kind} ${operation.side} ${operation.name}`)).toEqual(['contact office Ann Miller', 'contact google Ann Miller', 'task office Call']);
    expect([new Set(operations.map(({ unit }) => unit)).size, changedSince]).toEqual([3, []]);
    for (const { unit, id } of operations) for (const text of [unit, id]) expect(text).toMatch(/^[0-9a-f]{16}$/);
  });

  test('[R16] [B15] made and changed by the run, and edited since in what the run changed: it is not deleted', () => {
    const made = { ...created, side: 'office', recordId: 'o1', after: agent } as JournalEntry;
    const since = undo([made, updated(agent, ann)], { 'office o1': see('o1', { ...ann, jobTitle: 'President' }) });
    expect(since).toMatchObject({ operations: [], changedSince: [{ why: 'Changed since: Job title' }] });
    // Edited beside it: what the run changed goes back, and the record stays for its edit.
    const beside = undo([made, updated(agent, ann)], { 'office o1': see('o1', { ...ann, notes: 'Mine' }) });
    expect(beside.changedSince).toMatchObject([{ why: 'Changed since: Notes' }]);
    expect(beside.operations.map((operation) => (operation.op === 'update' ? operation.after : operation.op))).toEqual([{ ...agent, notes: 'Mine' }]);
  });

  test('[B15] what lies beneath an edit is taken back all the same; what was restored since is not deleted', () => {
    const [one, two] = [{ ...agent, company: 'Acme' }, { ...agent, company: 'Umbrella' }];
    const beneath = undo([updated(one, two), updated(two, { ...two, jobTitle: 'VP' })], { 'office o1': see('o1', { ...two, jobTitle: 'President' }) });
    expect(beneath).toMatchObject({ operations: [{ op: 'update', why: 'Undo: it was changed by the synchronization', after: { company: 'Acme', jobTitle: 'President' } }], changedSince: [{ why: 'Changed since: Job title' }] });
    const restored = undo([{ ...created, side: 'office', recordId: 'o1' } as JournalEntry, deleted], { 'office o1': see('o1', ann) });
    expect(restored).toMatchObject({ operations: [], changedSince: [{ why: 'Restored since' }] });
  });

  test('[B15] takes back only what the run wrote, not what the side made of the rest', () => {
    const entry = { ...updated({ ...agent, company: 'acme' }, { ...ann, company: 'Acme' }), changes: [{ field: 'jobTitle', from: 'Agent', to: 'VP' }] } as JournalEntry;
    expect((undo([entry], { 'office o1': see('o1', { ...ann, company: 'Acme' }) }).operations[0] as UpdateOperation).after).toEqual({ ...agent, company: 'Acme' });
    for (const more of [{ before: undefined }, { after: undefined }]) expect(undo([{ ...updated(agent, ann), ...more } as JournalEntry], { 'office o1': see('o1', ann) })).toEqual({ operations: [], changedSince: [] });
  });

  test('[R16] is listed by its name where it is gone, or may not be deleted', () => {
    expect(undo([updated(agent, ann)], {}).changedSince).toMatchObject([{ name: 'Ann Miller', why: 'Deleted since', kind: 'contact', side: 'office', recordId: 'o1' }]);
    expect(undo([updated(agent, ann)], { 'office o1': { ...see('o1', ann), gone: true } as Seen }).changedSince).toMatchObject([{ why: 'Deleted since' }]);
    expect(undo([{ ...created, after: undefined } as JournalEntry], {}).changedSince).toMatchObject([{ name: '', why: 'Deleted since' }]);
    expect(undo([created], { 'google g1': { ...see('g1', ann), readOnly: 'Locked' } })).toMatchObject({ operations: [], changedSince: [{ why: 'Locked' }] });
  });

  test('[B15] made without a link or an answer, it is deleted by itself', () => {
    const [operation] = undo([{ ...created, link: undefined, after: undefined } as JournalEntry], { 'google g1': see('g1', ann) }).operations as DeleteOperation[];
    expect([operation?.op, operation?.link, operation?.counterpart]).toEqual(['delete', undefined, undefined]);
    expect(operation?.why).toBe('Undo: it was created by the synchronization');
  });

  test('[B15] made again, it has all that it had, an id of its own, and mails whom the setup says', () => {
    const meeting: EventItem = { kind: 'event', title: 'Review', start: { date: '2026-03-03' }, end: { date: '2026-03-04' }, guests: [{ email: 'a@x.com' }], attending: ['Ann'], occurrences: [{ original: '2026-03-10', cancelled: true }] };
    const entry = { ...deleted, kind: 'event', side: 'google', recordId: 'g1', before: meeting, counterpart: 'o1' } as JournalEntry;
    calls.length = 0;
    const { operations } = asking([entry], { 'office o1': see('o1', meeting) }, []);
    expect(operations).toMatchObject([{ op: 'create', side: 'google', name: 'Review', why: 'Undo: it was deleted by the synchronization', after: meeting, sourceItem: meeting, source: { id: 'o1' }, mails: ['a@x.com'], newId: 'new' }]);
    expect(calls).toEqual([['event', 'google', 'a|o1|g1|d', 'g1']]);
    expect(operations[0]).not.toHaveProperty('uid');
    const office = { ...entry, side: 'office', recordId: 'o1', counterpart: 'g1' } as JournalEntry;
    expect(asking([office], { 'google g1': { ...see('g1', meeting), uid: 'u' } }, []).operations).toMatchObject([{ uid: 'u' }]);
    expect(asking([{ ...entry, before: undefined } as JournalEntry], {}).operations).toEqual([]);
    const gone = asking([entry], { 'office o1': { ...see('o1', meeting), gone: true } as Seen }, []).operations[0];
    const goneCall = calls.at(-1);
    expect(operations[0]?.id).toMatch(/^[0-9a-f]{16}$/);
    const other = { ...meeting, location: 'Hall' };
    expect(asking([entry], { 'office o1': see('o1', other) }, []).operations).toMatchObject([{ sourceItem: other, after: meeting }]);
    expect([gone, goneCall]).toMatchObject([{ alone: true, sourceItem: meeting, source: { id: 'g1', version: '', hash: '' } }, ['event', 'google', 'a||g1|d', 'g1']]);
  });

  test('[R9] the whole answer is settled only where nothing else of that side waits', () => {
    const whole = (now: Seen, links?: readonly Link[]): unknown => (undo([updated(agent, ann)], { 'office o1': now }, links).operations[0] as UpdateOperation | undefined)?.settleWhole;
    expect([whole(see('o1', ann)), whole(see('o1', { ...ann, notes: 'Mine' })), whole(see('o1', ann), [{ ...link, base: { ...link.base, office: { gone: true } } }])]).toEqual([true, false, false]);
    expect(undo([{ ...updated(agent, ann), link: undefined } as JournalEntry], { 'office o1': see('o1', ann) }).changedSince).toMatchObject([{ why: 'No longer synchronized' }]);
  });

  test('what is missing comes back before anything goes, and ties come first and last', () => {
    const tied = (id: string, op: 'link' | 'unlink'): JournalEntry => ({ operation: id, op, kind: 'contact', link: id, ids: { office: `o-${id}`, google: `g-${id}` } });
    const of = (id: string): Link => ({ ...link, id, ids: { office: `o-${id}`, google: `g-${id}` } });
    const records = { 'office o-new': see('o-new', ann), 'google g-new': see('g-new', ann), 'office o-old': see('o-old', ann), 'google g-old': see('g-old', ann), 'office o1': see('o1', ann), 'google g1': see('g1', ann), 'google g2': see('g2', ann) };
    const { operations } = undo([tied('new', 'link'), tied('old', 'unlink'), created, updated(agent, ann), { ...deleted, recordId: 'o2', counterpart: 'g2' } as JournalEntry], records, [link, of('new')]);
    expect(operations.map(({ op }) => op)).toEqual(['link', 'create', 'update', 'delete', 'unlink']);
  });
});

describe('ties', () => {
  const tie: JournalEntry = { operation: 't', op: 'link', kind: 'contact', link: 'l1', ids: { office: 'o1', google: 'g1' } };
  const both = { 'office o1': see('o1', ann), 'google g1': see('g1', { ...ann, jobTitle: 'CEO', notes: 'x' }) };

  test('[B15] the first entry about a link says how it was before the run', () => {
    expect(undo([tie, { ...tie, op: 'unlink' } as JournalEntry], both).operations.map(({ op }) => op)).toEqual(['unlink']);
    expect(undo([{ ...tie, op: 'unlink' } as JournalEntry, tie], both, []).operations.map(({ op }) => op)).toEqual(['link']);
    expect(undo([{ ...tie, op: 'unlink' } as JournalEntry], both).operations).toEqual([]);
  });

  test('[R16] a link that ties other records by now is left, and one of which a record is gone is listed', () => {
    for (const ids of [{ office: 'o2', google: 'g1' }, { office: 'o1', google: 'g2' }]) expect(undo([tie], both, [{ ...link, ids }])).toEqual({ operations: [], changedSince: [] });
    const gone = undo([tie], { ...both, 'office o1': { ...see('o1', ann), gone: true } as Seen });
    expect(gone).toMatchObject({ operations: [], changedSince: [{ kind: 'contact', side: 'office', recordId: 'o1', name: 'Ann Miller', why: 'Deleted in SmartOffice since it was linked' }] });
    expect(undo([tie], { 'google g1': see('g1', ann) }).changedSince).toMatchObject([{ name: 'Ann Miller', side: 'office' }]);
    expect(undo([tie], {}).changedSince).toMatchObject([{ name: '(no name)' }]);
  });

  test('[B15] two that are linked again say so, ask what differs, and are free on both sides', () => {
    const apart: JournalEntry = { ...tie, op: 'unlink' };
    const { operations } = undo([apart], both, []);
    expect(operations).toMatchObject([{ op: 'link', kind: 'contact', name: 'Ann Miller', unit: pairUnit('o1', 'g1'), why: 'Undo: the two were linked before', open: ['jobTitle'], match: { rule: 'choice', score: 1, why: 'They were linked before' }, items: { office: ann }, id: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
    for (const more of [{ gone: true }, { linkId: 'another' }]) expect(undo([apart], { ...both, 'office o1': { ...see('o1', ann), ...more } as Seen }, []).operations).toEqual([]);
    expect(undo([apart], { ...both, 'office o1': { ...see('o1', ann), linkId: null } as Seen }, []).operations).toHaveLength(1);
    expect(undo([tie], both).operations).toMatchObject([{ why: 'Undo: the two were linked by the synchronization', unit: pairUnit('o1', 'g1'), name: 'Ann Miller' }]);
  });
});
