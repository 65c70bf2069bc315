import { describe, expect, test } from 'vitest';
import { summarizePlan } from './explain-plan.ts';
import { explainRecurrence } from './explain-rule.ts';
import { formatValue } from './explain-value.ts';
import { countOf, listWords, nounOf } from './explain-words.ts';
import { countKinds, explainAlternative, explainBrake, explainChange, explainClash, explainConflict, explainOperation, explainProblem, titleOfBrake } from './explain.ts';
import type { EventItem, Item } from './item.ts';
import type { Conflict, CreateOperation, DeleteOperation, Operation, Plan, UpdateOperation } from './plan.ts';

const zone = 'America/New_York';
const premise = { id: 'x', version: '1', hash: 'h' };
const common = { id: 'id', unit: 'unit', why: 'Only in SmartOffice; not in Google' };
const lunch: EventItem = { kind: 'event', title: 'Lunch', start: { local: '2026-03-03T10:00', zone }, end: { local: '2026-03-03T11:00', zone }, location: 'Room 1' };

function create(after: Item, name: string): CreateOperation {
  return { ...common, op: 'create', kind: after.kind, side: 'google', name, source: premise, sourceItem: after, after };
}

function update(changes: UpdateOperation['changes'], side: 'office' | 'google' = 'google'): UpdateOperation {
  const item: Item = { kind: 'contact', givenName: 'Ann' };
  return { ...common, op: 'update', kind: 'contact', side, name: 'Ann Müller', link: 'l', target: premise, before: item, after: item, changes, settle: { office: [], google: [] }, settleWhole: true, closes: [] };
}

describe('operations in words', () => {
  test('[N2] a create names the record and what it brings', () => {
    const ann: Item = { kind: 'contact', givenName: 'Ann', member: true, phones: [{ value: '1', type: 'home' }, { value: '2', type: 'work' }], emails: [{ value: 'a@x.com', type: 'home' }] };
    expect(explainOperation(create(ann, 'Ann Müller'))).toBe('On Google: create contact Ann Müller (phones, e-mail)');
    expect(explainOperation(create(lunch, 'Lunch'))).toBe('On Google: create activity “Lunch”, Tue, Mar 3, 2026, 10:00 AM – 11:00 AM (America/New_York) (location)');
    expect(explainOperation(create({ kind: 'task', title: 'Call Bob', dueDate: '2026-03-15' }, 'Call Bob'))).toBe('On Google: create task “Call Bob”, due Sun, Mar 15, 2026');
  });

  test('a change names its fields, and leaving or joining the group is said in words', () => {
    expect(explainOperation(update([{ field: 'phones', key: '+1', to: {} }, { field: 'jobTitle', from: 'A', to: 'B' }]))).toBe('On Google: change contact Ann Müller (phone, job title)');
    expect(explainOperation(update([{ field: 'member', from: true }]))).toBe('On Google: take contact Ann Müller out of the Google group');
    expect(explainOperation(update([{ field: 'member', to: true }], 'office'))).toBe('In SmartOffice: put contact Ann Müller into the SET');
    expect(explainOperation(update([{ field: 'member', to: true }, { field: 'notes', to: 'x' }]))).toBe('On Google: change contact Ann Müller (notes) and put it into the Google group');
  });

  test('[C8] deleting a series says that it is the whole series', () => {
    const series: DeleteOperation = { ...common, op: 'delete', kind: 'event', side: 'office', name: 'Lunch', target: premise, before: { ...lunch, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'] } };
    expect(explainOperation(series)).toBe('In SmartOffice: delete the whole series of activity “Lunch”, Tue, Mar 3, 2026, 10:00 AM – 11:00 AM (America/New_York), every week on Tuesday');
  });

  test('[A10] a link names both records and the reason', () => {
    const bob: Item = { kind: 'contact', givenName: 'Bob', familyName: 'Smith' };
    const link: Operation = { ...common, op: 'link', kind: 'contact', name: 'Bob Smith', link: 'l', premise: { office: premise, google: premise }, items: { office: bob, google: { ...bob, givenName: 'Robert' } }, open: [], match: { rule: 'email', score: 0.99, why: 'Same e-mail address bob@x.com; names agree: Bob Smith / Robert Smith' } };
    expect(explainOperation(link)).toBe('Link contact Bob Smith in SmartOffice with contact Robert Smith on Google. Same e-mail address bob@x.com; names agree: Bob Smith / Robert Smith');
  });

  test.each([
    [create({ kind: 'contact', birthday: { month: 3, day: 3 }, emails: [{ value: 'a', type: 'home' }, { value: 'b', type: 'work' }], addresses: [], urls: [{ value: 'u', type: 'home' }] }, 'Ann'), 'On Google: create contact Ann (birthday, e-mails, web address)'],
    [{ ...create({ kind: 'task', title: 'Call' }, 'Call'), link: 'l', side: 'office' }, 'In SmartOffice: create again task “Call”'],
    [create({ ...lunch, location: undefined, private: false, busy: true, attending: ['Ann'], mails: undefined, guests: [{ email: 'a' }, { email: 'b' }], recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260311T020000Z'] } as EventItem, 'Lunch'), 'On Google: create activity “Lunch”, Tue, Mar 3, 2026, 10:00 AM – 11:00 AM (America/New_York), every day, until Mar 10, 2026 (show time as busy, participants)'],
    [create({ kind: 'event', title: 'Fair', start: { date: '2026-03-03' }, end: { date: '2026-03-04' }, recurrence: ['RRULE:FREQ=YEARLY'], occurrences: [{ original: '2027-03-03', cancelled: true }] }, 'Fair'), 'On Google: create activity “Fair”, Tue, Mar 3, 2026 (all day), every year (changed occurrences)'],
    [{ ...create(lunch, 'Lunch'), mails: ['a@x.com', 'b@x.com'] }, 'On Google: create activity “Lunch”, Tue, Mar 3, 2026, 10:00 AM – 11:00 AM (America/New_York) (location). Google mails a@x.com and b@x.com'],
    [{ ...update([{ field: 'notes', to: 'x' }]), mails: ['a@x.com'] }, 'On Google: change contact Ann Müller (notes). Google mails a@x.com'],
    [update([{ field: 'phones', key: '1', to: {} }, { field: 'phones', key: '2', to: {} }, { field: 'notes', to: 'x' }, { field: 'notes', to: 'y' }]), 'On Google: change contact Ann Müller (phones, notes)'],
    [update([{ field: 'member', from: true }], 'office'), 'In SmartOffice: take contact Ann Müller out of the SET'],
    [update([]), 'On Google: change contact Ann Müller'],
    [{ ...update([{ field: 'title', to: 'x' }]), kind: 'event', name: 'Lunch', after: { ...lunch, recurrence: ['RRULE:FREQ=DAILY'] } }, 'On Google: change the series activity “Lunch” (subject)'],
    [{ ...update([{ field: 'title', to: 'x' }]), kind: 'event', name: 'Lunch', after: { ...lunch, recurrence: [] } }, 'On Google: change activity “Lunch” (subject)'],
    [{ ...common, op: 'delete', kind: 'task', side: 'google', name: 'Call', target: premise, before: { kind: 'task', dueDate: '2026-03-15' }, mails: ['a@x.com'] }, 'On Google: delete task “Call”, due Sun, Mar 15, 2026. Google mails a@x.com'],
    [{ ...common, op: 'unlink', kind: 'task', name: 'Call', link: 'l', gone: ['office'] }, 'Keep task “Call” on Google only: it was deleted in SmartOffice and is not created again'],
    [{ ...common, op: 'unlink', kind: 'contact', name: 'Ann', link: 'l', gone: [], apart: { office: 'o', google: 'g' } }, 'Take contact Ann apart: both records stay as they are, and are not linked or copied again'],
    [{ ...common, op: 'settle', kind: 'contact', name: 'Ann', link: 'l', settle: { office: [], google: [] }, closes: [], why: 'Both sides agree already' }, 'Write nothing for contact Ann: both sides agree already'],
    [{ ...common, op: 'link', kind: 'task', name: 'Call', link: 'l', premise: { office: premise, google: premise }, items: { office: { kind: 'task', title: 'Call' }, google: { kind: 'task', title: 'Call' } }, open: [], match: { rule: 'title', score: 1, why: 'same subject' } }, 'Link task “Call” in SmartOffice with the same task on Google. Same subject'],
    ...([
      [{ given: false, settle: { office: [{ field: 'notes', to: 'x' }], google: [{ field: 'notes', to: 'y' }, { field: 'jobTitle', to: 'y' }] }, closes: ['company', 'notes'] }, 'Ask again about contact Ann, of which both were left as they are (notes, job title, company)'],
      [{ given: true, settle: { office: [], google: [] }, closes: ['company'] }, 'Leave both as they are again: contact Ann (company)'],
      [{ given: false, settle: { office: [], google: [] }, closes: [], kept: { gone: 'office', base: {} } }, 'Ask again about contact Ann: deleted in SmartOffice, and kept on Google only'],
      [{ given: true, settle: { office: [], google: [] }, closes: [], kept: { gone: 'google', base: {} } }, 'Keep contact Ann in SmartOffice only again: it was deleted on Google'],
    ] as const).map(([answered, text]) => [{ ...common, op: 'answer', kind: 'contact', name: 'Ann', link: 'l', answered }, text]),
  ] as [Operation, string][])('%#: “%s”', (operation, text) => {
    expect(explainOperation(operation)).toBe(text);
  });

  test('dates in a sentence are in the style of the reader', () => {
    const wording = { locale: 'en-GB' };
    expect(explainOperation(create({ ...lunch, location: undefined, recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260310'] }, 'Lunch'), wording)).toBe('On Google: create activity “Lunch”, Tue, 3 Mar 2026, 10:00 – 11:00 (America/New_York), every day, until 10 Mar 2026');
    expect(explainOperation({ ...common, op: 'delete', kind: 'task', side: 'google', name: 'Call', target: premise, before: { kind: 'task', dueDate: '2026-03-15' } }, wording)).toBe('On Google: delete task “Call”, due Sun, 15 Mar 2026');
    expect(explainChange('event', { field: 'occurrences', key: '2026-03-10', from: { original: '2026-03-10' } }, wording)).toEqual({ label: 'Occurrence of Tue, 10 Mar 2026', before: 'Tue, 10 Mar 2026: changed', after: '(none)' });
  });

  test('[R20] an answer says whom Google mails when it is chosen, each once', () => {
    const answer = (...mails: (readonly string[] | undefined)[]): string => explainAlternative({ id: 'x', label: 'Use SmartOffice', operations: [...mails.map((each) => ({ ...create(lunch, 'Lunch'), mails: each })), { ...common, op: 'settle', kind: 'contact', name: 'Ann', link: 'l', settle: { office: [], google: [] }, closes: [] }] });
    expect([answer(), answer(undefined, []), answer(['a@x.com', 'b@x.com'], ['a@x.com'])]).toEqual(['Use SmartOffice', 'Use SmartOffice', 'Use SmartOffice (Google mails a@x.com and b@x.com)']);
  });

  test('what is unlinked, settled or a group says so', () => {
    const unlink = (gone: readonly ('office' | 'google')[]): string => explainOperation({ ...common, op: 'unlink', kind: 'task', name: 'Call', link: 'l', gone });
    expect(unlink(['google'])).toBe('Keep task “Call” in SmartOffice only: it was deleted on Google and is not created again');
    expect(unlink([])).toBe('Stop synchronizing task “Call”: both records stay as they are');
    expect(unlink(['office', 'google'])).toBe('Forget task “Call”: deleted on both sides');
    expect(explainOperation({ ...common, op: 'create-group', kind: 'contact', side: 'google', name: 'SmartOffice' })).toBe('On Google: create the contact group “SmartOffice”');
  });
});

describe('values in words', () => {
  test.each([
    ['contact', 'phones', [{ value: '(555) 123-4567', type: 'workFax', preferred: true }, { value: '1', type: 'custom', label: 'Isac' }], '(555) 123-4567 (Work fax, preferred); 1 (Isac)'],
    ['contact', 'addresses', { value: { street: '12 Main St', city: 'Boston', region: 'MA', postalCode: '02110' }, type: 'home' }, '12 Main St, Boston, MA 02110 (Home)'],
    ['contact', 'birthday', { year: 1980, month: 3, day: 3 }, 'March 3, 1980'],
    ['contact', 'birthday', { month: 2, day: 29 }, 'February 29'],
    ['contact', 'member', true, 'Yes'],
    ['event', 'when', { start: lunch.start, end: lunch.end }, 'Tue, Mar 3, 2026, 10:00 AM – 11:00 AM (America/New_York)'],
    ['event', 'when', { start: { date: '2026-05-03' }, end: { date: '2026-05-06' } }, 'Sun, May 3, 2026 – Tue, May 5, 2026 (all day)'],
    ['event', 'when', { start: { date: '2026-01-31' }, end: { date: '2026-02-01' } }, 'Sat, Jan 31, 2026 (all day)'],
    ['event', 'reminder', 15, '15 minutes before'],
    ['event', 'reminder', 1440, '1 day before'],
    ['event', 'guests', { email: 'a@x.com', name: 'Ann', response: 'accepted', optional: true }, 'Ann <a@x.com> (accepted, optional)'],
    ['event', 'occurrences', { original: '2026-03-10', cancelled: true }, 'Tue, Mar 10, 2026: cancelled'],
    ['event', 'recurrence', ['RRULE:FREQ=DAILY', 'EXDATE:20260310'], 'every day; except on Mar 10, 2026'],
    ['task', 'dueTime', '16:00', '4:00 PM'],
    ['task', 'notes', undefined, ''],
  ] as const)('a %s’s %s', (kind, field, value, text) => {
    expect(formatValue(kind, field, value)).toBe(text);
  });

  test('another locale has its own dates', () => {
    expect(formatValue('event', 'when', { start: lunch.start, end: lunch.end }, { locale: 'en-GB' })).toBe('Tue, 3 Mar 2026, 10:00 – 11:00 (America/New_York)');
  });

  test.each([
    ['RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260506T035959Z', 'every week on Tuesday, until May 5, 2026'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'every 2 weeks on Monday and Wednesday'],
    ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10', 'every weekday, 10 times'],
    ['RRULE:FREQ=MONTHLY;BYDAY=2TU', 'every month on the second Tuesday'],
    ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
    ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last weekday'],
    ['RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3', 'every year on March 3'],
    ['RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO', 'every year on the last Monday of May'],
    // Half a rule in words would be another rule.
    ['RRULE:FREQ=HOURLY', 'RRULE:FREQ=HOURLY'],
    ['RRULE:FREQ=DAILY;BYHOUR=9', 'RRULE:FREQ=DAILY;BYHOUR=9'],
    ['RRULE:FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13', 'RRULE:FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13'],
  ])('%s reads as %s', (rule, text) => {
    expect(explainRecurrence([rule], { zone })).toBe(text);
  });

  test('a change is a row of label, before and after', () => {
    expect(explainChange('contact', { field: 'phones', key: '+12125550101', to: { value: '(212) 555-0101', type: 'home' } })).toEqual({ label: 'Phone', before: '(none)', after: '(212) 555-0101 (Home)' });
    expect(explainChange('contact', { field: 'jobTitle', to: 'VP' })).toEqual({ label: 'Job title', before: '(none)', after: 'VP' });
    expect(explainChange('event', { field: 'occurrences', key: '2026-03-10', to: { original: '2026-03-10', cancelled: true } })).toEqual({ label: 'Occurrence of Tue, Mar 10, 2026', before: '(none)', after: 'Tue, Mar 10, 2026: cancelled' });
  });
});

describe('plans in words', () => {
  const clash: Conflict = { id: 'c', kind: 'contact', name: 'Ann Müller', about: 'clash', why: 'Changed differently in SmartOffice and in Google', items: {}, clashes: [{ field: 'jobTitle', base: 'Agent', office: 'VP', google: 'CEO' }], alternatives: [], otherwise: 'wait' };

  test('[N3] a conflict shows both values and asks', () => {
    expect(explainConflict(clash)).toBe('Contact Ann Müller: changed differently in SmartOffice and in Google. Job title is VP in SmartOffice and CEO on Google. Which is right?');
    expect(explainConflict({ ...clash, about: 'deletion', why: 'Deleted in Google', clashes: [] })).toBe('Contact Ann Müller: deleted in Google. Delete it, keep it or create it again?');
    expect(explainConflict({ ...clash, about: 'pairing', why: 'May be the same as a record in SmartOffice. Same name.', clashes: [], items: { google: { kind: 'contact' } } })).toBe('Contact Ann Müller on Google: may be the same as a record in SmartOffice. Same name.');
  });

  test('a question shows two rows at most, entries and occurrences by name, and leaves names their capitals', () => {
    const row = (field: string): Conflict['clashes'][number] => ({ field, office: 'A', google: 'B' });
    const ask = (more: Partial<Conflict>): string => explainConflict({ ...clash, ...more });
    expect(ask({ clashes: ['jobTitle', 'company', 'notes', 'suffix'].map(row) })).toBe('Contact Ann Müller: changed differently in SmartOffice and in Google. Job title is A in SmartOffice and B on Google; Company is A in SmartOffice and B on Google; 2 more. Which is right?');
    expect(ask({ clashes: ['jobTitle', 'company'].map(row) })).toMatch(/B on Google\. Which is right\?$/);
    expect(ask({ clashes: [], why: 'Google does not take it' })).toBe('Contact Ann Müller: Google does not take it');
    expect(ask({ clashes: [{ field: 'jobTitle', google: 'CEO' }] })).toMatch(/Job title is \(none\) in SmartOffice and CEO on Google/);
    expect(ask({ kind: 'event', name: 'Lunch', clashes: [{ field: 'occurrences', key: '2026-03-10', google: { original: '2026-03-10', cancelled: true } }] })).toMatch(/^Activity “Lunch”: .*\. Occurrence of Tue, Mar 10, 2026 is \(none\) in SmartOffice/);
    expect(explainClash('task', { field: 'dueDate', base: '2026-03-15', office: '2026-03-16' }, { locale: 'en-GB' })).toEqual({ label: 'Due date', base: 'Sun, 15 Mar 2026', office: 'Mon, 16 Mar 2026', google: '(none)' });
  });

  test('a question about a pair says on which side the record that asks is', () => {
    const ask = (items: Conflict['items'], side?: 'office' | 'google', id = 'new'): string =>
      explainConflict({ ...clash, about: 'pairing', why: 'May be the same as two records', clashes: [], items, alternatives: side === undefined ? [] : [{ id, label: '', operations: [{ ...create({ kind: 'contact' }, 'Ann'), side }] }] });
    const both = { office: { kind: 'contact' }, google: { kind: 'contact' } } as const;
    expect([ask(both), ask(both, 'google'), ask(both, 'office'), ask(both, 'office', 'pair:x'), ask({ google: both.google })].map((text) => /Müller (.*):/.exec(text)?.[1])).toEqual(['in SmartOffice', 'in SmartOffice', 'on Google', 'in SmartOffice', 'on Google']);
  });

  test.each([
    ['many-deletions', 'event', 'google', 'Many activities would be deleted on Google'],
    ['many-removals', 'contact', 'office', 'Google group changed: many contacts would leave the SET'],
    ['many-removals', 'contact', 'google', 'SET changed: many contacts would leave the Google group'],
    ['many-changes', 'task', 'office', 'Many tasks would be changed in SmartOffice at once'],
    ['side-emptied', 'contact', 'office', 'No contacts are left in SmartOffice'],
    ['members-emptied', 'contact', 'office', 'The SET is empty'],
    ['members-emptied', 'contact', 'google', 'The Google group is empty'],
  ] as const)('[R18] the brake %s of %s in %s is headed “%s”', (name, kind, side, title) => {
    expect(titleOfBrake({ name, kind, side, count: 1, of: 2, why: '' })).toBe(title);
  });

  test('a record of which only a part is sent is not said to be left as it is', () => {
    expect(explainProblem({ kind: 'event', side: 'office', recordId: 'x', name: 'Lunch', why: 'Too many guests', inPart: true })).toBe('Activity “Lunch” in SmartOffice: too many guests');
    expect(explainProblem({ kind: 'contact', side: 'office', recordId: 'x', name: 'Ann', why: 'SmartOffice does not say' })).toBe('Contact Ann in SmartOffice is left as it is: SmartOffice does not say');
    expect(explainProblem({ kind: 'contact', side: 'office', recordId: 'x', name: 'Ann', why: 'SETs are full' })).toBe('Contact Ann in SmartOffice is left as it is: SETs are full');
  });

  test('words are listed and counted as one says them', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
    expect([countOf('event', 1), countOf('event', 1234), nounOf('task'), nounOf('task', 0)]).toEqual(['1 activity', '1,234 activities', 'task', 'tasks']);
    expect([countKinds({ contact: 0, event: 0, task: 0 }), countKinds({ contact: 3, event: 1, task: 0 })]).toEqual(['', '3 contacts and 1 activity']);
  });

  test('a group that stays, and an activity that is only shown, are called so', () => {
    expect(explainProblem({ kind: 'contact', side: 'google', recordId: 'x', name: 'SmartOffice', why: 'SmartOffice made it', isGroup: true })).toBe('The contact group “SmartOffice” on Google stays: SmartOffice made it');
    expect(explainOperation({ ...create({ ...lunch, calendar: 'Team', location: undefined } as EventItem, 'Lunch'), side: 'office' })).toMatch(/^In SmartOffice: create activity “Lunch”, .*, shown from the calendar Team/);
  });

  test('a brake and a problem say what and why', () => {
    expect(explainBrake({ name: 'members-emptied', kind: 'contact', side: 'google', count: 300, of: 300, why: 'The Google group is empty; 300 contacts were in it' })).toBe('The Google group is empty; 300 contacts were in it. Nothing is written until somebody has looked at this and allowed it.');
    expect(explainProblem({ kind: 'event', side: 'google', recordId: 'x', name: 'Ann’s birthday', why: 'A birthday' })).toBe('Activity “Ann’s birthday” on Google is left as it is: a birthday');
  });

  test('[E1] the summary counts records and says how many invitations will be sent', () => {
    const ann: Item = { kind: 'contact', givenName: 'Ann' };
    const plan: Plan = {
      format: 1, account: 'a', purpose: 'preview', setup: 's',
      operations: [
        ...Array.from({ length: 212 }, (_, n): Operation => ({ ...create(ann, 'Ann'), id: `c${n}`, source: { ...premise, id: `o${n}` } })),
        ...Array.from({ length: 31 }, (_, n): Operation => ({ ...update([{ field: 'notes', to: 'x' }]), id: `u${n}`, target: { ...premise, id: `g${n}` } })),
        { ...update([{ field: 'jobTitle', to: 'x' }]), id: 'again', target: { ...premise, id: 'g0' } },
      ],
      conflicts: [clash], brakes: [], problems: [{ kind: 'event', side: 'google', recordId: 'x', name: 'y', why: 'z' }], unchanged: { contact: 1200, event: 0, task: 0 }, invitations: 0,
    };
    const summary = summarizePlan(plan);
    expect(summary.writes.contact.google).toEqual({ create: 212, update: 31, delete: 0 });
    expect(summary.sentences).toEqual([
      'On Google: 212 contacts will be created, 31 changed, none deleted.',
      'In SmartOffice: nothing will be written.',
      'Waiting for your choice: 1 contact.',
      'Left alone, with the reason in the report: 1 activity.',
      'Nothing to do for 1,200 contacts.',
      'No invitations will be sent.',
    ]);
  });
});
