// The four modes for an activity that the office marks private.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, eventAfter, review, tell } from '../../test/support/decide.ts';
import { diffItems, hashItem } from './diff.ts';
import type { EventItem, Occurrence } from './item.ts';
import { neverKeys } from './never.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy, Privacy } from './policy.ts';
import { busyTitle, disguise } from './privacy.ts';
import { projectItem } from './project.ts';
import type { Side } from './side.ts';

const mode = (privacy: Privacy): { privacy: Privacy } => ({ privacy });
const secret: EventItem = { ...review, private: true, description: 'Her will', location: 'At home', guests: [{ email: 'a@x.com' }], attending: ['Ann'] };
const busy: EventItem = { ...review, title: busyTitle, private: true };

function created(policy: Partial<Policy>): EventItem | undefined {
  const [create] = decideNew(policy, { office: [secret] }).operations;
  return create?.op === 'create' ? (create.after as EventItem) : undefined;
}

describe('an activity that is marked private', () => {
  test('[L1] each mode tells Google what it says', () => {
    expect(created(mode('full and private'))).toEqual({ ...review, private: true, description: 'Her will', location: 'At home', attending: ['Ann'] });
    expect(created(mode('full'))).toEqual({ ...review, description: 'Her will', location: 'At home', attending: ['Ann'] });
    expect(created({ ...mode('busy only'), sendGuests: true })).toEqual(busy);
    expect(created(mode('skip'))).toBeUndefined();
  });

  test('[L1] one that is not sent is listed, and a linked one is neither changed nor deleted', () => {
    expect(decideNew(mode('skip'), { office: [secret] }).problems).toMatchObject([{ name: 'Review', why: 'Marked private: this setup sends no private activities' }]);
    const base = { office: review, google: review };
    const now = { ...review, private: true, title: 'Secret' };
    const kept = decideLink(mode('skip'), base, { ...base, office: now });
    expect([tell(kept), kept.conflicts]).toEqual([[], []]);
    // What Google changes still comes, and what waits is sent when the activity may be.
    expect(tell(decideLink(mode('skip'), base, { office: now, google: { ...review, location: 'Hall' } }))).toEqual(['update office location']);
    expect(tell(decideLink(mode('full and private'), base, { ...base, office: now }))).toEqual(['update google private title']);
    expect(tell(decideLink(mode('full'), base, { office: { ...base.office, title: 'Other' }, google: review }))).toEqual(['update google title']);
  });

  test('[R23] in disguise only the time goes to Google and comes back', () => {
    const base = { office: secret, google: busy };
    const policy = mode('busy only');
    expect(tell(decideLink(policy, base, { ...base, office: { ...secret, title: 'Other', description: 'More', attending: ['Ann', 'Bob'] } }))).toEqual(['settle']);
    const later = { start: { date: '2027-03-03' }, end: { date: '2027-03-04' } };
    expect(tell(decideLink(policy, base, { ...base, office: { ...secret, title: 'Other', ...later } }))).toEqual(['update google when']);
    expect(tell(decideLink(policy, base, { ...base, google: { ...busy, ...later } }))).toEqual(['update office when']);
    expect(tell(decideLink(policy, base, { ...base, google: { ...busy, title: 'Not busy', description: 'x' } }))).toEqual(['settle']);
  });

  test('[R23] the disguise is put on and taken off with the mark', () => {
    const open: EventItem = { ...review, description: 'Her will', location: 'At home' };
    const policy = mode('busy only');
    const on = decideLink(policy, { office: open, google: open }, { office: { ...open, private: true }, google: open });
    expect(eventAfter('google', on)).toEqual(busy);
    const { private: _, ...shown } = secret;
    const off = decideLink(policy, { office: secret, google: busy }, { office: shown, google: busy });
    expect(eventAfter('google', off)).toEqual({ ...review, description: 'Her will', location: 'At home', attending: ['Ann'] });
  });

  test('[R23] [R7] a text that neither side had, and that both wrote since, is asked about', () => {
    const bare: EventItem = { ...review, private: true };
    const base = { office: bare, google: busy };
    const policy = mode('busy only');
    const plan = decideLink(policy, base, { office: { ...bare, location: 'Clinic' }, google: { ...busy, location: 'Hall' } });
    expect([tell(plan), plan.conflicts.map(({ clashes }) => clashes)]).toEqual([[], [[{ field: 'location', key: undefined, base: undefined, office: 'Clinic', google: 'Hall' }]]]);
    const after = (id: string, side: Side): EventItem => eventAfter(side, { ...plan, operations: plan.conflicts[0]?.alternatives.find((each) => each.id === id)?.operations ?? [] });
    expect([after('office', 'google').location, after('google', 'office').location]).toEqual([undefined, 'Hall']);
    expect(plan.conflicts[0]?.why).toContain('Google is told nothing');
    // Alike, or of Google alone: there is nothing to ask.
    expect(tell(decideLink(policy, base, { office: { ...bare, location: 'Hall' }, google: { ...busy, location: 'Hall' } }))).toEqual(['settle']);
    expect(tell(decideLink(policy, base, { office: bare, google: { ...busy, location: 'Hall' } }))).toEqual(['update office location']);
    expect(eventAfter('google', decideLink({ ...policy, conflict: 'office' }, base, { office: { ...bare, location: 'Clinic' }, google: { ...busy, location: 'Hall' } })).location).toBeUndefined();
  });

  test('[R23] occurrences move both ways without their texts', () => {
    const original = '2027-03-09T14:00:00Z';
    const rule = { recurrence: ['RRULE:FREQ=WEEKLY'] };
    const moved = { start: { local: '2027-03-09T11:00:00', zone: 'America/New_York' }, end: { local: '2027-03-09T12:00:00', zone: 'America/New_York' } };
    const base = { office: { ...secret, ...rule, occurrences: [{ original, title: 'Quiet' }] }, google: { ...busy, ...rule } };
    const policy = mode('busy only');
    expect(eventAfter('office', decideLink(policy, base, { ...base, google: { ...busy, ...rule, occurrences: [{ original, title: 'Loud', ...moved }] } })).occurrences).toEqual([{ original, title: 'Quiet', ...moved }]);
    expect(eventAfter('google', decideLink(policy, base, { ...base, office: { ...base.office, occurrences: [{ original, title: 'Quiet', ...moved }] } })).occurrences).toEqual([{ original, ...moved }]);
    expect(tell(decideLink(policy, base, { ...base, office: { ...base.office, occurrences: [{ original, title: 'Quieter' }] } }))).toEqual(['settle']);
  });

  test('[R23] [R7] a time that is taken back, by Google or by a choice, leaves the texts of the occurrence in the office', () => {
    const original = '2027-03-09T14:00:00Z';
    const rule = { recurrence: ['RRULE:FREQ=WEEKLY'] };
    const moved = { start: { local: '2027-03-09T11:00:00', zone: 'America/New_York' }, end: { local: '2027-03-09T12:00:00', zone: 'America/New_York' } };
    const policy = mode('busy only');
    const agreed = { office: { ...secret, ...rule, occurrences: [{ original, title: 'Quiet', ...moved }] }, google: { ...busy, ...rule, occurrences: [{ original, ...moved }] } };
    expect(eventAfter('office', decideLink(policy, agreed, { ...agreed, google: { ...busy, ...rule } })).occurrences).toEqual([{ original, title: 'Quiet' }]);
    const plain = { ...agreed, office: { ...agreed.office, occurrences: [{ original, ...moved }] } };
    expect(eventAfter('office', decideLink(policy, plain, { ...plain, google: { ...busy, ...rule } })).occurrences).toBeUndefined();
    // Both changed the schedule of what is in disguise already, and Google is used.
    const base = { office: { ...secret, ...rule, occurrences: [{ original, title: 'Quiet' }] }, google: { ...busy, ...rule } };
    for (const mine of [{ original, title: 'Quiet', ...moved }, { original, cancelled: true as const }]) {
      const plan = decideLink(policy, base, { office: { ...base.office, occurrences: [mine] }, google: { ...base.google, recurrence: ['RRULE:FREQ=DAILY'] } });
      const operations = plan.conflicts[0]?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
      expect(eventAfter('office', { ...plan, operations })).toMatchObject({ recurrence: ['RRULE:FREQ=DAILY'], occurrences: [{ original, title: 'Quiet' }] });
      expect(eventAfter('office', { ...plan, operations }).occurrences?.[0]?.start).toBeUndefined();
    }
  });

  describe('of a series in disguise', () => {
    const original = '2027-03-09T14:00:00Z';
    const rule = { recurrence: ['RRULE:FREQ=WEEKLY'] };
    const at = (hour: number, day = '02'): Pick<EventItem, 'start' | 'end'> => ({ start: { local: `2027-03-${day}T${hour}:00:00`, zone: 'America/New_York' }, end: { local: `2027-03-${day}T${hour}:30:00`, zone: 'America/New_York' } });
    const policy = mode('busy only');
    const quiet = { office: { ...secret, ...rule, occurrences: [{ original, title: 'Quiet', ...at(11, '09') }] }, google: { ...busy, ...rule, occurrences: [{ original, ...at(11, '09') }] } };

    test('[R23] [R7] the texts that stay in the office are those that stand there now', () => {
      const office = { ...quiet.office, occurrences: [{ original, title: 'Quieter', ...at(11, '09') }] };
      expect(eventAfter('office', decideLink(policy, quiet, { office, google: { ...busy, ...rule } })).occurrences).toEqual([{ original, title: 'Quieter' }]);
    });

    test('[R23] an occurrence that Google cancels is cancelled in the office, which keeps its words', () => {
      expect(eventAfter('office', decideLink(policy, quiet, { ...quiet, google: { ...busy, ...rule, occurrences: [{ original, cancelled: true }] } })).occurrences).toEqual([{ original, cancelled: true, title: 'Quiet' }]);
    });

    test('[R23] [R7] words that Google was never told move with the series when Google moves it', () => {
      const [second, third] = ['2027-03-16T13:00:00Z', '2027-03-23T13:00:00Z'];
      const words = [{ original, title: 'Quiet', ...at(11, '09') }, { original: second, title: 'Hush' }, { original: third, cancelled: true, title: 'Off' }];
      const base = { office: { ...quiet.office, occurrences: words }, google: { ...quiet.google, occurrences: [{ original, ...at(11, '09') }, { original: third, cancelled: true }] } };
      const moved = (google: Partial<EventItem>): readonly Occurrence[] | undefined => eventAfter('office', decideLink(policy, base, { ...base, google: { ...base.google, ...google } })).occurrences?.toSorted((left, right) => (left.original < right.original ? -1 : 1));
      const [noon, next, after] = ['2027-03-09T17:00:00Z', '2027-03-16T16:00:00Z', '2027-03-23T16:00:00Z'];
      // Google calls its own occurrences anew, gives them up, or leaves them under the old start.
      expect(moved({ ...at(12), occurrences: [{ original: noon, ...at(11, '09') }, { original: after, cancelled: true }] })).toEqual([{ original: noon, title: 'Quiet', ...at(11, '09') }, { original: next, title: 'Hush' }, { original: after, cancelled: true, title: 'Off' }]);
      expect(moved({ ...at(12), occurrences: undefined })).toEqual([{ original: noon, title: 'Quiet' }, { original: next, title: 'Hush' }, { original: after, title: 'Off' }]);
      expect(moved({ ...at(12) })?.filter(({ title }) => title === 'Hush')).toEqual([{ original: next, title: 'Hush' }]);
      // Another day, whole days, another zone at the same hour.
      expect(moved({ ...at(12, '03'), occurrences: undefined })?.map((one) => one.original)).toEqual(['2027-03-10T17:00:00Z', '2027-03-17T16:00:00Z', '2027-03-24T16:00:00Z']);
      expect(moved({ start: { date: '2027-03-03' }, end: { date: '2027-03-04' }, occurrences: undefined })?.map((one) => one.original)).toEqual(['2027-03-10', '2027-03-17', '2027-03-24']);
      expect(moved({ start: { local: '2027-03-02T09:00:00', zone: 'Europe/Berlin' }, end: { local: '2027-03-02T10:00:00', zone: 'Europe/Berlin' }, occurrences: undefined })?.map((one) => one.original)).toEqual(['2027-03-09T08:00:00Z', '2027-03-16T08:00:00Z', '2027-03-23T08:00:00Z']);
    });

    test('[R23] [R7] words whose occurrence Google’s new rule does not have are asked about, and never shown as one more', () => {
      const base = { office: { ...secret, ...rule, occurrences: [{ original, title: 'Quiet' }] }, google: { ...busy, ...rule } };
      for (const google of [{ recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2'] }, { recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20270304T000000Z'] }, { recurrence: undefined }]) {
        const plan = decideLink(policy, base, { ...base, google: { ...base.google, ...google } });
        expect([tell(plan), plan.conflicts.map(({ clashes }) => clashes.map(({ field }) => field))]).toEqual([[], [['recurrence']]]);
        const after = (id: string, side: Side): EventItem => eventAfter(side, { ...plan, operations: plan.conflicts[0]?.alternatives.find((each) => each.id === id)?.operations ?? [] });
        expect([after('google', 'office').recurrence, after('google', 'office').occurrences]).toEqual([google.recurrence, undefined]);
        expect(after('office', 'google').recurrence).toEqual(rule.recurrence);
        expect(eventAfter('office', decideLink({ ...policy, conflict: 'google' }, base, { ...base, google: { ...base.google, ...google } })).occurrences).toBeUndefined();
        expect(eventAfter('google', decideLink({ ...policy, conflict: 'office' }, base, { ...base, google: { ...base.google, ...google } })).recurrence).toEqual(rule.recurrence);
      }
    });

    test('[R23] [R12] what a person wrote into an occurrence at Google is covered when the disguise is put on, and never after', () => {
      const base = { ...quiet, google: { ...quiet.google, occurrences: [{ original, title: 'By hand', ...at(11, '09') }] } };
      const moved = decideLink(policy, base, { ...base, office: { ...base.office, end: at(12).end } });
      expect([tell(moved), eventAfter('google', moved).occurrences]).toEqual([['update google when'], base.google.occurrences]);
    });

    test('[R23] taken off while both change the times: where Google is used, it hears the words of the occurrences that it has', () => {
      const { private: _, ...open } = quiet.office;
      const words = (google: EventItem, office: EventItem = { ...open, ...at(12), occurrences: [{ original, title: 'Quiet', ...at(16, '09') }] }): unknown => {
        const plan = decideLink(policy, quiet, { office, google });
        const operations = plan.conflicts[0]?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
        return [plan.conflicts.length, eventAfter('google', { ...plan, operations }).occurrences];
      };
      const later = at(15, '09');
      expect(words({ ...busy, ...rule, occurrences: [{ original, ...later }] })).toEqual([1, [{ original, title: 'Quiet', ...later }]]);
    });
  });

  test('[R23] put on while both change the times, it covers the texts of occurrences whatever is chosen', () => {
    const original = '2027-03-09T14:00:00Z';
    const at = (hour: number, day = 2): Pick<EventItem, 'start' | 'end'> => ({ start: { local: `2027-03-0${day}T${hour}:00:00`, zone: 'America/New_York' }, end: { local: `2027-03-0${day}T${hour}:30:00`, zone: 'America/New_York' } });
    const series: EventItem = { ...review, recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original, title: 'Her will' }] };
    const told = { ...series, occurrences: [{ original, title: 'Her will', ...at(11, 9) }] };
    const base = { office: series, google: series };
    const cases: readonly (readonly [Record<Side, EventItem>, readonly string[]])[] = [
      // Both moved the series; both moved the occurrence; the office moved the one, Google the other.
      [{ office: { ...series, private: true, ...at(12) }, google: { ...series, ...at(15) } }, ['when']],
      [{ office: { ...told, private: true }, google: { ...series, occurrences: [{ original, title: 'Her will', ...at(16, 9) }] } }, ['occurrences']],
      [{ office: { ...told, private: true }, google: { ...series, ...at(15) } }, ['occurrences', 'when']],
    ];
    for (const [now, asked] of cases) {
      const plan = decideLink(mode('busy only'), base, now);
      expect(plan.conflicts.flatMap(({ clashes }) => clashes.map(({ field }) => field)).sort()).toEqual(asked);
      const [conflict] = plan.conflicts;
      for (const id of ['office', 'google', 'leave', 'wait']) {
        const operations = id === conflict?.otherwise ? plan.operations : (conflict?.alternatives.find((one) => one.id === id)?.operations ?? []);
        const after = eventAfter('google', { ...plan, operations });
        expect([after.title, after.occurrences?.map(({ title }) => title) ?? []], id).toEqual([busyTitle, after.occurrences?.map(() => undefined) ?? []]);
        // Where Google is used, its times stand there, and come into the office with the office's texts.
        if (id === 'google') expect([after.start, after.occurrences?.[0]?.start]).toEqual([now.google.start, now.google.occurrences?.[0]?.start]);
        if (id === 'google') expect(eventAfter('office', { ...plan, operations })).toMatchObject({ start: now.google.start, occurrences: [{ title: 'Her will' }] });
      }
    }
    // Nothing is asked because of the disguise alone.
    expect(decideLink(mode('busy only'), base, { office: { ...series, private: true }, google: { ...series, ...at(15) } }).conflicts).toEqual([]);
  });

  test('[R23] [R20] guests hear nothing of an activity in disguise, also where guests are told', () => {
    const base = { office: secret, google: busy };
    const more = { ...secret, guests: [{ email: 'a@x.com' }, { email: 'eve@x.com' }] };
    const plan = decideLink({ ...mode('busy only'), sendGuests: true }, base, { ...base, office: more });
    expect([tell(plan), plan.invitations]).toEqual([['settle'], 0]);
  });

  test('[R23] one that meets its event with the same calendar id is linked; its texts are neither told nor asked about', () => {
    const plan = decideNew(mode('busy only'), { office: [secret], google: [{ ...busy, title: 'Dentist', location: 'Main St' }] }, { uid: 'u' });
    expect([tell(plan), plan.conflicts]).toEqual([['link'], []]);
    expect(decideNew(mode('full'), { office: [secret], google: [{ ...busy, title: 'Dentist' }] }, { uid: 'u' }).conflicts.map(({ clashes }) => clashes.map(({ field }) => field))).toEqual([['title']]);
  });

  test('[R23] [R24] “never” to the mark leaves what Google shows, texts and all, until somebody edits it', () => {
    const { private: _, ...shown } = secret;
    const series = { recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original: '2027-03-09T14:00:00Z', title: 'Quiet' }] };
    const open = { ...review, ...series };
    const cases = [
      [{ office: secret, google: busy }, shown],
      [{ office: open, google: open }, { ...open, private: true }],
    ] as const;
    for (const [base, office] of cases) {
      const refused = decideLink(mode('busy only'), base, { ...base, office });
      expect(tell(refused)[0]).toMatch(/^update google .*private title/);
      const never = new Set(neverKeys(refused.operations));
      expect(tell(decideLink(mode('busy only'), base, { ...base, office }, {}, [], {}, never))).toEqual([]);
      expect(tell(decideLink(mode('busy only'), base, { ...base, office: { ...office, start: { date: '2027-03-03' }, end: { date: '2027-03-04' } } }, {}, [], {}, never))).toEqual(['update google when']);
    }
  });

  test('[R23] [R7] a subject that was given to the disguise is asked about once the disguise is taken off', () => {
    const { private: _, ...shown } = secret;
    const plan = decideLink(mode('busy only'), { office: secret, google: busy }, { office: shown, google: { ...busy, title: 'Dentist' } });
    expect(plan.conflicts.map(({ clashes }) => clashes)).toEqual([[{ field: 'title', base: 'Busy', office: 'Review', google: 'Dentist' }]]);
  });

  test('[R23] [R7] put on while Google changed a text, it asks as long as nobody answers, and replaces no edit of the office meanwhile', () => {
    const open = { ...review, description: 'Her will' };
    const marked = { ...open, private: true, title: 'Hush', description: undefined };
    const google = { ...open, title: 'Dentist', description: 'Teeth' };
    const first = decideLink(mode('busy only'), { office: open, google: open }, { office: marked, google });
    const asked = (plan: ReturnType<typeof decideLink>): unknown => plan.conflicts.map(({ clashes }) => clashes.map((clash) => [clash.field, clash.office, clash.google]));
    expect([tell(first), asked(first)]).toEqual([['update google private'], [[['title', 'Hush', 'Dentist'], ['description', undefined, 'Teeth']]]]);
    // The mark was sent by then; what was asked about still is, and nothing goes to the office by itself.
    const after = { office: { ...open, private: true }, google: { ...open, private: true } };
    const later = decideLink(mode('busy only'), after, { office: marked, google: { ...google, private: true } });
    expect([tell(later), asked(later)]).toEqual([[], asked(first)]);
  });

  test('[R23] [R7] put on again while it is still asked about a text that Google wrote meanwhile, it leaves that text', () => {
    // The mark was taken away, and Google wrote a place: that waited for an answer.
    const { private: _, ...open } = secret;
    const plan = decideLink(mode('busy only'), { office: open, google: { ...review, description: 'Her will' } }, { office: secret, google: { ...review, description: 'Her will', location: 'Hall' } });
    expect([eventAfter('google', plan).title, eventAfter('google', plan).location]).toEqual([busyTitle, 'Hall']);
  });

  test('[R23] [R7] put on, it takes from an occurrence what Google was told, and leaves what Google just said of it', () => {
    const original = '2027-03-09T14:00:00Z';
    const open: EventItem = { ...review, recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original, title: 'Her will', location: 'Court' }] };
    const plan = decideLink(mode('busy only'), { office: open, google: open }, { office: { ...open, private: true }, google: { ...open, occurrences: [{ original, title: 'Lunch', location: 'Court' }] } });
    expect(eventAfter('google', plan).occurrences).toEqual([{ original, title: 'Lunch' }]);
  });

  test('[L1] an open visibility at Google is left by an edit of the title on either side', () => {
    for (const privacy of ['skip', 'busy only', 'full', 'full and private'] as const) {
      expect(tell(decideLink(mode(privacy), { office: review, google: review }, { office: { ...review, title: 'Other' }, google: review }))).toEqual(['update google title']);
      expect(tell(decideLink(mode(privacy), { office: review, google: review }, { office: review, google: { ...review, title: 'Other' } }))).toEqual(['update office title']);
    }
    expect(tell(decideLink(mode('full'), { office: review, google: review }, { office: { ...review, private: true }, google: review }))).toEqual(['settle']);
  });
});

describe('[R23] the laws of the disguise', () => {
  const text = fc.option(fc.string({ minLength: 1, maxLength: 8 }), { nil: undefined });
  const item: fc.Arbitrary<EventItem> = fc.record({ title: text, description: text, location: text, isPrivate: fc.boolean(), day: fc.integer({ min: 1, max: 27 }) }).map(({ day, isPrivate, ...texts }) => {
    const date = (of: number): string => `2027-03-${String(of).padStart(2, '0')}`;
    const kept = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
    return { kind: 'event', ...kept, ...(isPrivate ? { private: true } : {}), start: { date: date(day) }, end: { date: date(day + 1) } } as EventItem;
  });
  const policy: Policy = { ...defaultPolicy, privacy: 'busy only' };

  test('[R23] put on twice it is the same, and it shows the same for any two texts', () => {
    fc.assert(
      fc.property(item, text, (one, title) => {
        const private_ = { ...one, private: true };
        expect(disguise(disguise(private_, policy), policy)).toEqual(disguise(private_, policy));
        expect(disguise({ ...private_, ...(title === undefined ? {} : { title }) }, policy)).toEqual(disguise(private_, policy));
      }),
    );
  });

  test('[R23] whatever the office changes, Google shows what it may, and no private text is in the plan’s writes to it', () => {
    fc.assert(
      fc.property(item, item, (before, after) => {
        const google = projectItem('google', before, policy);
        const plan = decideLink(policy, { office: before, google }, { office: after, google });
        expect(plan.conflicts).toEqual([]);
        const shown = plan.operations.some((operation) => operation.op === 'update' && operation.side === 'google') ? eventAfter('google', plan) : google;
        expect(hashItem(shown, policy)).toBe(hashItem(projectItem('google', after, policy), policy));
      }),
    );
  });

  test('[R23] whatever Google changes in the disguise, the office keeps its texts and takes the time', () => {
    fc.assert(
      fc.property(item, item, (office, edit) => {
        fc.pre(office.title !== undefined && office.title.trim() !== '' && office.title !== busyTitle);
        const secretItem = { ...office, private: true, description: 'Her will', location: 'At home' };
        const google = projectItem('google', secretItem, policy) as EventItem;
        const plan = decideLink(policy, { office: secretItem, google }, { office: secretItem, google: { ...google, ...edit, private: true } });
        const now = plan.operations.some((operation) => operation.op === 'update') ? eventAfter('office', plan) : secretItem;
        expect(diffItems({ ...secretItem, start: edit.start, end: edit.end }, now, policy)).toEqual([]);
      }),
    );
  });
});
