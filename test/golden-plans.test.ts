// Golden plans: what is decided for every pair of edits that two people may make on one
// record, as text that is read as a diff. Rewritten on demand, and then read before it is
// committed: npm run test:unit -- test/golden-plans.test.ts -u

import { describe, expect, test } from 'vitest';
import type { AddressEntry, ContactItem, Entry, EventItem, Item, Occurrence, TaskItem } from '../src/core/item.ts';
import { approvedOperations, isWrite } from '../src/core/plan.ts';
import type { Plan } from '../src/core/plan.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import type { Policy } from '../src/core/policy.ts';
import { projectItem } from '../src/core/project.ts';
import { reconcile } from '../src/core/reconcile.ts';
import { carryOut, goneFrom, inputOf, linkOf, see } from './support/golden.ts';
import type { Both } from './support/golden.ts';
import { tellOperation, tellPlan } from './support/tell-plan.ts';

type Edit<T extends Item> = readonly [name: string, change: (item: T) => Item];

/** What both sides hold after they were synchronized: Google what it has a place for. */
function settled(item: Item, policy: Policy = defaultPolicy): Both<Item> {
  return { office: item, google: projectItem('google', item, policy) };
}

/** The plan of one cell in words; whatever is chosen, later cycles come to rest and write no more. */
function cell(base: Both<Item>, now: Both<Item>, options: { readonly policy?: Policy; readonly open?: readonly string[]; readonly readOnly?: string } = {}): string[] {
  const { policy = defaultPolicy, open = [], readOnly } = options;
  const link = linkOf(base, { open }, policy);
  const seen = { office: see('office', now.office, {}, policy), google: see('google', now.google, readOnly === undefined ? {} : { readOnly }, policy) };
  const plan = reconcile(inputOf(base.office.kind, { link, now: seen, policy }));
  const told = tellPlan(plan);
  const ways = [{}, ...plan.conflicts.flatMap(({ id, alternatives }) => alternatives.filter((each) => each.id !== 'wait').map((each) => ({ [id]: each.id })))];
  for (const choices of ways) told.push(...comeToRest(plan, choices, { link, now: seen }, policy));
  return told;
}

function comeToRest(first: Plan, choices: Readonly<Record<string, string>>, start: Parameters<typeof carryOut>[1], policy: Policy): string[] {
  const approval = { digest: '', by: '', at: '', decisions: {}, released: [] };
  const told: string[] = [];
  let plan = first;
  let state: ReturnType<typeof carryOut> = start as ReturnType<typeof carryOut>;
  for (let pass = 0; pass < 4; pass += 1) {
    const operations = approvedOperations(plan, { ...approval, choices: pass === 0 ? choices : {} });
    if (pass > 0) told.push(...operations.filter(isWrite).map((operation) => `afterwards${Object.values(choices).map((id) => ` (${id})`).join('')}: ${tellOperation(operation).join('')}`));
    if (pass > 0 && operations.length === 0) return told;
    state = state === undefined ? undefined : carryOut(operations, state, policy);
    if (state === undefined) return told;
    plan = reconcile(inputOf(state.link.kind, { ...state, policy }));
  }
  throw new Error(`It never comes to rest: ${tellPlan(plan).join('\n')}`);
}

function tableOf<T extends Item>(base: T, edits: readonly Edit<T>[], options: Parameters<typeof cell>[2] = {}, others = edits): string {
  const both = settled(base, options.policy);
  return edits
    .flatMap(([first, office]) =>
      others.map(([second, google]) => {
        // What the two hold is theirs alone: each edit is made on the record of its side.
        const now = { office: projectItem('office', office(both.office as T), options.policy ?? defaultPolicy), google: projectItem('google', google(both.google as T), options.policy ?? defaultPolicy) };
        return [`## in SmartOffice ${first}, on Google ${second}`, ...cell(both, now, options), ''].join('\n');
      }),
    )
    .join('\n');
}

const list = (item: ContactItem): readonly Entry[] => item.phones ?? [];
const phone = (change: (entries: readonly Entry[]) => readonly Entry[]) => (item: ContactItem): ContactItem => ({ ...item, phones: change(list(item)) });
const first = (change: (entry: Entry) => Entry) => phone(([one, ...rest]) => (one === undefined ? rest : [change(one), ...rest]));

const ann: ContactItem = {
  kind: 'contact',
  givenName: 'Ann',
  familyName: 'Smith',
  jobTitle: 'CEO',
  member: true,
  phones: [
    { value: '(212) 555-0103', type: 'mobile', preferred: true },
    { value: '(212) 555-0101', type: 'work' },
  ],
};

const phoneEdits: readonly Edit<ContactItem>[] = [
  ['nothing', (item) => item],
  ['home', first((one) => ({ ...one, type: 'home' }))],
  ['a TYPE of its own', first((one) => ({ ...one, type: 'custom', label: 'Boat' }))],
  ['another number', first((one) => ({ ...one, value: '(212) 555-0199' }))],
  ['a third number', first((one) => ({ ...one, value: '(212) 555-0188' }))],
  ['another number at home', first((one) => ({ ...one, value: '(212) 555-0199', type: 'home' }))],
  ['written otherwise', first((one) => ({ ...one, value: '212.555.0103' }))],
  ['removed', phone(([, ...rest]) => rest)],
  ['one more', phone((all) => [...all, { value: '(212) 555-0155', type: 'home' }])],
  ['the same one more, at work', phone((all) => [...all, { value: '212 555 0155', type: 'work' }])],
  ['the second preferred', phone((all) => all.map((one, at) => (at === 1 ? { ...one, preferred: true } : { ...one, preferred: undefined })))],
  ['the number twice', phone((all) => [...all, { value: '+1 212 555 0103', type: 'other' }])],
  ['the first as the second', first((one) => ({ ...one, value: '(212) 555-0101' }))],
];

const mail: Entry = { value: 'ann@example.com', type: 'work' };
const street: AddressEntry = { value: { street: '1 Main St', city: 'Boston' }, type: 'home' };
const detailed: ContactItem = { ...ann, phones: undefined, company: 'Acme', birthday: { month: 3, day: 7 }, emails: [mail], addresses: [street], urls: [{ value: 'https://acme.example', type: 'work' }] };

const detailEdits: readonly Edit<ContactItem>[] = [
  ['nothing', (item) => item],
  ['VP', (item) => ({ ...item, jobTitle: 'VP' })],
  ['CTO and notes', (item) => ({ ...item, jobTitle: 'CTO', notes: 'Likes tea' })],
  ['no job title', ({ jobTitle: _jobTitle, ...item }) => item],
  ['another company and birthday', (item) => ({ ...item, company: 'Bolt', birthday: { year: 1980, month: 3, day: 7 } })],
  ['another street', (item) => ({ ...item, addresses: [{ ...street, value: { ...street.value, street: '2 Main St' } }] })],
  ['the address at work', (item) => ({ ...item, addresses: [{ ...street, type: 'work' }] })],
  ['another e-mail', (item) => ({ ...item, emails: [{ ...mail, value: 'ann@home.example' }] })],
  ['a private page', (item) => ({ ...item, urls: [...(item.urls ?? []), { value: 'ann.example', type: 'blog' }] })],
  ['out of the SET or group', ({ member: _member, ...item }) => item],
  ['out of it, and VP', ({ member: _member, ...item }) => ({ ...item, jobTitle: 'VP' })],
];

const zone = 'America/New_York';
const at = (day: string, hour: string): { local: string; zone: string } => ({ local: `2026-03-${day}T${hour}:00`, zone });
const weekly: EventItem = {
  kind: 'event',
  title: 'Review',
  start: at('03', '10'),
  end: at('03', '11'),
  recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'],
  occurrences: [{ original: '2026-03-10T14:00:00Z', start: at('11', '10'), end: at('11', '11') }],
  guests: [{ email: 'bob@example.com', response: 'accepted' }],
  priority: 'High',
};
const occurrence = (change: (entries: readonly Occurrence[]) => readonly Occurrence[]) => (item: EventItem): EventItem => ({ ...item, occurrences: change(item.occurrences ?? []) });

const eventEdits: readonly Edit<EventItem>[] = [
  ['nothing', (item) => item],
  ['another subject', (item) => ({ ...item, title: 'Weekly review' })],
  ['an hour later', (item) => ({ ...item, start: at('03', '11'), end: at('03', '12') })],
  ['every second week', (item) => ({ ...item, recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'] })],
  ['the rule written otherwise', (item) => ({ ...item, recurrence: ['RRULE:BYDAY=TU;FREQ=WEEKLY;INTERVAL=1;WKST=MO'] })],
  ['no series any more', ({ recurrence: _recurrence, occurrences: _occurrences, ...item }) => item],
  ['an occurrence cancelled', occurrence((all) => [...all, { original: '2026-03-17T14:00:00Z', cancelled: true }])],
  ['that occurrence elsewhere', occurrence((all) => [...all, { original: '2026-03-17T14:00:00Z', location: 'Room 2' }])],
  ['the moved one moved again', occurrence((all) => all.map((one) => ({ ...one, start: at('12', '10'), end: at('12', '11') })))],
  ['the moved one renamed', occurrence((all) => all.map((one) => ({ ...one, title: 'Off-site' })))],
  ['the moved one moved back', occurrence(() => [])],
  ['one guest more', (item) => ({ ...item, guests: [...(item.guests ?? []), { email: 'eve@example.com' }] })],
  ['private, free, with a reminder', (item) => ({ ...item, private: true, busy: false, reminder: 10 })],
  ['low priority', (item) => ({ ...item, priority: 'Low' })],
];

const call: TaskItem = { kind: 'task', title: 'Call Ann', notes: 'about the policy', dueDate: '2026-03-03', dueTime: '16:00', priority: 'High' };
const taskEdits: readonly Edit<TaskItem>[] = [
  ['nothing', (item) => item],
  ['another subject', (item) => ({ ...item, title: 'Ring Ann' })],
  ['a third subject and no notes', ({ notes: _notes, ...item }) => ({ ...item, title: 'Phone Ann' })],
  ['due a day later', (item) => ({ ...item, dueDate: '2026-03-04' })],
  ['no due date', ({ dueDate: _dueDate, ...item }) => item],
  ['completed', (item) => ({ ...item, completed: true })],
  ['another time and priority', (item) => ({ ...item, dueTime: '17:00', priority: 'Low' })],
];

const golden = (name: string): string => `golden/${name}.txt`;

describe('[R7] every pair of edits on one linked record', () => {
  test('phones', async () => {
    await expect(tableOf(ann, phoneEdits)).toMatchFileSnapshot(golden('phones'));
  });

  test('other details of a contact, and its membership', async () => {
    await expect(tableOf(detailed, detailEdits)).toMatchFileSnapshot(golden('contacts'));
  });

  test('a series, its schedule, occurrences and guests', async () => {
    await expect(tableOf(weekly, eventEdits)).toMatchFileSnapshot(golden('series'));
  });

  test('[R20] a series whose guests are sent', async () => {
    const some = eventEdits.filter(([name]) => ['nothing', 'one guest more', 'another subject'].includes(name));
    await expect(tableOf(weekly, some, { policy: { ...defaultPolicy, sendGuests: true } })).toMatchFileSnapshot(golden('guests'));
  });

  test('[R23] a series in disguise, of which only the time is told', async () => {
    const secret: EventItem = { ...weekly, private: true, description: 'Her will', occurrences: [...(weekly.occurrences ?? []), { original: '2026-03-24T14:00:00Z', cancelled: true }, { original: '2026-03-31T14:00:00Z', title: 'Quiet' }] };
    const [nothing, subject, later] = eventEdits.slice(0, 3) as [Edit<EventItem>, Edit<EventItem>, Edit<EventItem>];
    const edits: readonly Edit<EventItem>[] = [
      nothing,
      subject,
      later,
      ['one occurrence cancelled, one renamed', occurrence((all) => [...all.slice(0, 2), { original: '2026-03-17T14:00:00Z', cancelled: true }, { original: '2026-03-31T14:00:00Z', title: 'Hush' }])],
      ['the moved one moved again and renamed', occurrence((all) => all.map((one, index) => (index > 0 ? one : { ...one, title: 'Off-site', start: at('12', '10'), end: at('12', '11') })))],
      ['private no more, with a place', ({ private: _private, ...item }) => ({ ...item, location: 'Hall' })],
    ];
    const policy = { ...defaultPolicy, privacy: 'busy only' } as const;
    const hidden: readonly Edit<EventItem>[] = [['private', (item) => ({ ...item, private: true })], ['private, another subject', (item) => ({ ...item, title: 'Hush', private: true })]];
    await expect([tableOf(secret, edits, { policy }), tableOf({ ...secret, private: undefined } as EventItem, hidden, { policy }, [nothing, subject, later]).replaceAll('## in', '## in the open: in')].join('\n')).toMatchFileSnapshot(golden('private'));
  });

  test('tasks', async () => {
    await expect(tableOf(call, taskEdits)).toMatchFileSnapshot(golden('tasks'));
  });

  test('a record of somebody else, which is not written', async () => {
    await expect(tableOf(weekly, eventEdits.slice(0, 8), { readOnly: 'Organized by somebody else' })).toMatchFileSnapshot(golden('read-only'));
  });

  test.each(['office', 'google'] as const)('where %s wins without being asked', async (conflict) => {
    const policy = { ...defaultPolicy, conflict };
    const text = [tableOf(ann, phoneEdits.slice(1, 8), { policy }), tableOf(weekly, eventEdits.slice(1, 9), { policy }), tableOf(detailed, detailEdits.slice(1, 4), { policy })].join('\n');
    await expect(text).toMatchFileSnapshot(golden(`${conflict}-wins`));
  });
});

test('[R3] fields that the two never agreed on wait whatever is edited', async () => {
  const office: ContactItem = { ...ann, jobTitle: 'Chief', notes: 'Likes tea', phones: [{ value: '(212) 555-0103', type: 'mobile' }] };
  const google: ContactItem = { ...ann, jobTitle: 'CEO', company: 'Acme', phones: [{ value: '(212) 555-0101', type: 'work' }] };
  const open = ['jobTitle', 'notes', 'company', 'phones'];
  const edits: readonly Edit<ContactItem>[] = [
    ['nothing', (item) => item],
    ['VP', (item) => ({ ...item, jobTitle: 'VP' })],
    ['no notes, no company', ({ notes: _notes, company: _company, ...item }) => item],
    ['home', first((one) => ({ ...one, type: 'home' }))],
    ['another number', first((one) => ({ ...one, value: '(212) 555-0199' }))],
    ['no phone', ({ phones: _phones, ...item }) => item],
    ['another first name', (item) => ({ ...item, givenName: 'Anna' })],
  ];
  const policies: readonly [string, Policy][] = [['ask', defaultPolicy], ['Google wins', { ...defaultPolicy, conflict: 'google' }], ['SmartOffice wins', { ...defaultPolicy, conflict: 'office' }]];
  const text = policies.flatMap(([policyName, policy]) =>
    (policy === defaultPolicy ? edits : edits.slice(1, 4)).flatMap(([one, left]) =>
      (policy === defaultPolicy ? edits : edits.slice(0, 4)).map(([two, right]) => [`## ${policyName}: in SmartOffice ${one}, on Google ${two}`, ...cell({ office, google }, { office: left(office), google: right(google) }, { open, policy }), ''].join('\n')),
    ),
  );
  await expect(text.join('\n')).toMatchFileSnapshot(golden('open-fields'));
});

test('[B9] a record that is gone on one side or on both', async () => {
  const lines: string[] = [];
  const both = settled(call);
  const changed = { ...call, title: 'Ring Ann' };
  for (const deletion of ['ask', 'follow', 'never'] as const) {
    const policy = { ...defaultPolicy, deletion: { ...defaultPolicy.deletion, task: { office: deletion, google: deletion } } };
    for (const gone of ['office', 'google'] as const) {
      for (const [name, item] of [['unchanged', both], ['changed', settled(changed)]] as const) {
        for (const readOnly of [undefined, 'Organized by somebody else']) {
          const stays = gone === 'office' ? 'google' : 'office';
          const now = { [gone]: goneFrom(gone, both[gone]), [stays]: see(stays, item[stays], readOnly === undefined ? {} : { readOnly }) } as Parameters<typeof carryOut>[1]['now'];
          const plan = reconcile(inputOf('task', { link: linkOf(both), now, policy }));
          lines.push(`## ${deletion}: gone in ${gone}, ${name} in ${stays}${readOnly === undefined ? '' : ', which is not ours'}`, ...tellPlan(plan), '');
        }
      }
    }
  }
  const forgotten = linkOf(both, { base: { ...linkOf(both).base, google: { gone: true } } });
  const rest: [string, Parameters<typeof carryOut>[1]['now'], typeof forgotten][] = [
    ['gone on both', { office: goneFrom('office', both.office), google: goneFrom('google', both.google) }, linkOf(both)],
    ['settled as gone, unchanged', { office: see('office', both.office), google: goneFrom('google', both.google) }, forgotten],
    ['settled as gone, changed', { office: see('office', changed), google: goneFrom('google', both.google) }, forgotten],
    ['settled as gone, then gone on the other too', { office: goneFrom('office', both.office), google: goneFrom('google', both.google) }, forgotten],
    ['settled as gone, then restored alike', { office: see('office', both.office), google: see('google', both.google) }, forgotten],
    ['settled as gone, then restored with another subject', { office: see('office', both.office), google: see('google', changed) }, forgotten],
  ];
  for (const [name, now, link] of rest) lines.push(`## ${name}`, ...tellPlan(reconcile(inputOf('task', { link, now }))), '');
  await expect(lines.join('\n')).toMatchFileSnapshot(golden('gone'));
});

test('[R2] records without a link: created, linked, asked about, or left alone', async () => {
  const lines: string[] = [];
  const tell = (name: string, kind: Item['kind'], unlinked: Parameters<typeof inputOf>[1]['unlinked'], more: Partial<Parameters<typeof inputOf>[1]> = {}, ids = false): void => {
    lines.push(`## ${name}`, ...tellPlan(reconcile(inputOf(kind, { unlinked, ...more })), ids), '');
  };
  const google = projectItem('google', ann, defaultPolicy) as ContactItem;
  const see2 = (item: Item): ReturnType<typeof see> => see('google', item, { id: 'g2' });
  tell('only in SmartOffice', 'contact', { office: [see('office', ann)], google: [] }, { missingGroup: 'SmartOffice' }, true);
  tell('only on Google', 'contact', { office: [], google: [see('google', google)] }, { missingGroup: 'SmartOffice' }, true);
  tell('on both alike', 'contact', { office: [see('office', ann)], google: [see('google', google)] }, { missingGroup: 'SmartOffice' }, true);
  tell('on both, each with something of its own', 'contact', { office: [see('office', { ...ann, notes: 'Likes tea' })], google: [see('google', { ...google, company: 'Acme', phones: [{ value: '(212) 555-0177', type: 'home' }] })] }, {}, true);
  tell('on both, differing', 'contact', { office: [see('office', ann)], google: [see('google', { ...google, jobTitle: 'Boss', notes: 'Likes tea' })] }, { missingGroup: 'SmartOffice' }, true);
  for (const winner of ['office', 'google'] as const) {
    tell(`on both, differing, where ${winner} wins job titles`, 'contact', { office: [see('office', ann)], google: [see('google', { ...google, jobTitle: 'Boss' })] }, { policy: { ...defaultPolicy, conflictByField: { 'contact.jobTitle': winner } } });
  }
  tell('two namesakes on Google', 'contact', { office: [see('office', ann)], google: [see('google', google), see2(google)] }, {}, true);
  tell('on Google but not in its group', 'contact', { office: [see('office', ann)], google: [see('google', { ...google, member: undefined })] });
  tell('the same but for the name', 'contact', { office: [see('office', ann)], google: [see('google', { ...google, givenName: 'Anne-Marie', familyName: 'Smyth' })] });
  tell('a copy of what a colleague synchronizes', 'contact', { office: [], google: [see('google', google, { copied: true }), see('google', google, { id: 'g3', copied: true, inScope: false })] }, {}, true);
  tell('out of scope', 'contact', { office: [see('office', ann, { inScope: false })], google: [] });
  tell('skipped, or gone', 'contact', { office: [see('office', ann, { skipped: 'A birthday' }), goneFrom('office', ann)], google: [] });
  tell('a series that differs from a single entry', 'event', { office: [see('office', weekly)], google: [see('google', { ...weekly, recurrence: undefined, occurrences: undefined })] });
  tell('a series on both', 'event', { office: [see('office', weekly)], google: [see('google', { ...weekly, occurrences: [{ original: '2026-03-17T14:00:00Z', cancelled: true }], guests: undefined, reminder: 5 })] });
  tell('a series on both that is not ours', 'event', { office: [see('office', { ...weekly, location: 'Room 1' })], google: [see('google', weekly, { readOnly: 'Organized by somebody else' })] });
  tell('the same that is not ours, differing', 'event', { office: [see('office', { ...weekly, location: 'Room 1' })], google: [see('google', { ...weekly, location: 'Room 2' }, { readOnly: 'Organized by somebody else' })] });
  tell('a series where series are not synchronized', 'event', { office: [see('office', weekly)], google: [] }, { policy: { ...defaultPolicy, recurring: false } });
  tell('a new meeting with guests who are told', 'event', { office: [see('office', weekly)], google: [] }, { policy: { ...defaultPolicy, sendGuests: true } });
  tell('a task that a person wants never to see again', 'task', { office: [see('office', call)], google: [] });
  const never = new Set(reconcile(inputOf('task', { unlinked: { office: [see('office', call)], google: [] } })).operations.map(({ unit }) => unit));
  tell('the same, after that was said', 'task', { office: [see('office', call)], google: [] }, { never });
  tell('a kind that is not synchronized', 'task', { office: [see('office', call)], google: [] }, { policy: { ...defaultPolicy, kinds: ['contact'] } });
  await expect(lines.join('\n')).toMatchFileSnapshot(golden('unlinked'));
});
