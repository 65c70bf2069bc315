// A made-up plan of any size, for tests, benches and for looking at the PDF. In: how
// many operations. Out: a plan with every kind of line and names in every script. Never
// part of the product at run time; the same number gives the same plan.

import { diffItems } from '../core/diff.ts';
import type { ContactItem, EventItem, Item, TaskItem } from '../core/item.ts';
import type { Conflict, Operation, Plan, Premise, Problem, UpdateOperation } from '../core/plan.ts';
import { defaultPolicy } from '../core/policy.ts';
import type { Side } from '../core/side.ts';

const names: readonly (readonly [string, string])[] = [
  ['Ann', 'Abbott'], ['José', 'Núñez-García'], ['Zażółć', 'Gęślą'], ['Γιώργος', 'Παπαδόπουλος'], ['Дмитрий', 'Щербаков'],
  ['伟', '王'], ['花子', '山田'], ['さくら', '鈴木'], ['민준', '김'], ['محمد', 'الأحمد'], ['יעל', 'כהן'], ['प्रिया', 'शर्मा'],
  ['Nguyễn', 'Thị Minh'], ['Lucky 🍀', "O'Neil 😀"], ['#panic("x")', '$a^2$ *b* _c_ @d <e> \\f'], ['Bartholomew Maximilian', 'Featherstonehaugh-Cholmondeley-Worthington'],
];

function contact(index: number): ContactItem {
  const [givenName, familyName] = names[index % names.length] ?? ['A', 'B'];
  return {
    kind: 'contact',
    givenName,
    familyName: index < names.length ? familyName : `${familyName} ${index}`,
    company: index % 3 === 0 ? 'Harbor & Sons Insurance' : undefined,
    phones: [{ value: `+1 212 555 ${String(index % 10_000).padStart(4, '0')}`, type: 'mobile', preferred: index % 2 === 0 }],
    emails: [{ value: `person.${index}@a-rather-long-host-name.example.com`, type: 'work' }],
    addresses: index % 5 === 0 ? [{ value: { street: '12 Elm Street', city: 'Albany', region: 'NY', postalCode: '12207' }, type: 'home' }] : undefined,
  };
}

function event(index: number): EventItem {
  const day = `2026-12-${String((index % 28) + 1).padStart(2, '0')}`;
  return index % 6 === 5
    ? { kind: 'event', title: `Conference ${index}`, start: { date: day }, end: { date: `2026-12-${String((index % 28) + 2).padStart(2, '0')}` } }
    : {
        kind: 'event',
        title: `Review with ${(names[index % names.length] ?? ['A'])[0]} ${index}`,
        location: index % 2 === 0 ? 'Office, room 4' : undefined,
        start: { local: `${day}T09:30:00`, zone: 'America/New_York' },
        end: { local: `${day}T10:15:00`, zone: 'America/New_York' },
        recurrence: index % 4 === 0 ? ['RRULE:FREQ=WEEKLY;BYDAY=TU'] : undefined,
      };
}

function task(index: number): TaskItem {
  return { kind: 'task', title: `Send renewal papers ${index}`, dueDate: `2026-12-${String((index % 28) + 1).padStart(2, '0')}`, notes: index % 3 === 0 ? 'Form A\nForm B' : undefined };
}

function itemAt(index: number): Item {
  return index % 5 < 3 ? contact(index) : index % 5 === 3 ? event(index) : task(index);
}

function nameAt(item: Item): string {
  return item.kind === 'contact' ? `${item.givenName} ${item.familyName}` : (item.title ?? '');
}

function edited(item: Item): Item {
  switch (item.kind) {
    case 'contact':
      return { ...item, company: 'New Harbor LLC', phones: [{ value: '+1 646 555 0199', type: 'mobile' }, { value: '+1 518 555 0100', type: 'home' }] };
    case 'event':
      return { ...item, title: `${item.title} (moved)`, start: { date: '2026-12-30' }, end: { date: '2026-12-31' } };
    case 'task':
      return { ...item, completed: true };
    default:
      return item satisfies never;
  }
}

function premise(index: number): Premise {
  return { id: `r${index}`, version: '"1"', hash: `h${index}` };
}

function updateOf(index: number, side: Side, item: Item): UpdateOperation {
  const after = edited(item);
  return {
    op: 'update', id: `u${index}`, unit: `l${index}`, kind: item.kind, name: nameAt(item), side, link: `l${index}`,
    why: side === 'google' ? 'Changed in SmartOffice' : 'Changed in Google',
    target: premise(index), before: item, after, changes: diffItems(item, after, { country: defaultPolicy.country }),
    settle: { office: [], google: [] }, settleWhole: true, closes: [],
  };
}

function operationsAt(index: number): readonly Operation[] {
  const item = itemAt(index);
  const base = { unit: `l${index}`, kind: item.kind, name: nameAt(item) };
  const side: Side = index % 7 < 4 ? 'google' : 'office';
  switch (Math.floor(index / 16) % 6) {
    case 0:
    case 1:
      return [{ op: 'create', id: `c${index}`, ...base, side, why: side === 'google' ? 'Only in SmartOffice; not in Google' : 'Only in Google; not in SmartOffice', source: premise(index), sourceItem: item, after: item }];
    case 2:
      return [updateOf(index, side, item)];
    case 3:
      return [
        {
          op: 'link', id: `k${index}`, ...base, link: `l${index}`, why: 'Same e-mail address', premise: { office: premise(index), google: premise(index) },
          items: { office: item, google: edited(item) }, open: [], match: { rule: 'email', score: 1, why: 'Same e-mail address' },
        },
        ...(index % 2 === 0 ? [updateOf(index, side, item)] : []),
      ];
    case 4:
      return index % 4 === 0 ? [{ op: 'delete', id: `d${index}`, ...base, side, why: 'Deleted on the other side', target: premise(index), before: item }] : [updateOf(index, side, item)];
    default:
      return index % 2 === 0
        ? [{ op: 'settle', id: `s${index}`, ...base, link: `l${index}`, why: 'Both sides agree already', settle: { office: [], google: [] }, closes: [] }]
        : [{ op: 'unlink', id: `n${index}`, ...base, link: `l${index}`, why: 'Deleted on Google; kept in SmartOffice', gone: ['google'] }];
  }
}

function conflictAt(index: number): Conflict {
  const item = contact(index);
  const base = { id: `q${index}`, kind: item.kind, name: nameAt(item), link: `q${index}` } as const;
  const wait = { id: 'wait', label: 'Leave it for now', operations: [] };
  if (index % 3 === 1) {
    return {
      ...base, about: 'deletion', why: 'It was deleted on Google and has changed in SmartOffice since', items: { office: item }, clashes: [],
      alternatives: [{ id: 'restore', label: 'Make it again on Google', operations: [] }, { id: 'follow', label: 'Delete it in SmartOffice too', operations: [] }, wait], otherwise: 'wait',
    };
  }
  if (index % 3 === 2) {
    return {
      ...base, about: 'pairing', why: 'Two contacts on Google could be this one', items: { office: item }, clashes: [],
      alternatives: [{ id: 'pair:g1', label: 'Ann Abbot, ann@example.com', operations: [] }, { id: 'pair:g2', label: 'A. Abbott, +1 212 555 0000', operations: [] }, { id: 'new', label: 'None of them: a new contact', operations: [] }, wait], otherwise: 'wait',
    };
  }
  return {
    ...base, about: 'clash', why: 'Both sides changed the same field', items: { office: item, google: item },
    clashes: [{ field: 'jobTitle', base: 'Clerk', office: 'Manager', google: 'Director' }, { field: 'company', office: 'Harbor', google: 'Harbour 港' }],
    alternatives: [{ id: 'office', label: 'Take the values of SmartOffice', operations: [updateOf(900_000 + index, 'google', item)] }, { id: 'google', label: 'Take the values of Google', operations: [] }, wait], otherwise: 'wait',
  };
}

function problemAt(index: number): Problem {
  const side: Side = index % 2 === 0 ? 'google' : 'office';
  return { kind: index % 3 === 0 ? 'event' : 'contact', side, recordId: `p${index}`, name: nameAt(contact(index)), why: 'Organized by someone else: it can only be changed by its organizer' };
}

export function samplePlan(count: number): Plan {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const some = indexes.slice(0, Math.min(count, 9));
  return {
    format: 2, account: 'a1', purpose: 'preview', setup: 's1',
    operations: [
      { op: 'create-group', id: 'g', unit: 'g', kind: 'contact', name: 'SmartOffice', why: 'The contacts of the SET are kept together in it.', side: 'google' },
      ...indexes.flatMap(operationsAt),
    ],
    conflicts: some.map(conflictAt),
    brakes: count < 10 ? [] : [{ name: 'many-deletions', kind: 'event', side: 'google', count: 61, of: 400, why: '61 of 400 activities (15 %) would be deleted' }],
    problems: some.map(problemAt),
    unchanged: { contact: 140, event: 320, task: 12 },
    invitations: 0,
  };
}
