// Another setup for private activities: what Google holds already is told anew, as a plan.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLink, eventAfter, oneWay, review, tell, updateOf } from '../../test/support/decide.ts';
import { applyChanges, hashItem } from './diff.ts';
import type { EventItem } from './item.ts';
import type { Link } from './link.ts';
import { neverKeys } from './never.ts';
import type { Operation, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy, Privacy } from './policy.ts';
import { busyTitle } from './privacy.ts';
import { projectItem } from './project.ts';
import { baseOf, settleAgreement, settleUpdate } from './settle.ts';
import type { Side } from './side.ts';

const secret: EventItem = { ...review, private: true, description: 'Her will', location: 'At home', attending: ['Ann'] };
const busy: EventItem = { ...review, title: busyTitle, private: true };
const under = (privacy: Privacy): Policy => ({ ...defaultPolicy, privacy });
const shown = (privacy: Privacy, item: EventItem = secret): EventItem => projectItem('google', item, under(privacy)) as EventItem;
const change = (from: Privacy, to: Privacy, now: Partial<Record<Side, EventItem>> = {}, base: Record<Side, EventItem> = { office: secret, google: shown(from) }, more: Parameters<typeof decideLink>[3] = {}): Plan =>
  decideLink({ privacy: to }, base, { ...base, ...now }, more, [], { privacy: from });

describe('[R38] a setup that tells Google otherwise of private activities', () => {
  test('[R38] [R23] the disguise is put on what Google holds already, and taken off again, each as an update of the plan', () => {
    const on = change('full and private', 'busy only');
    expect(tell(on)).toEqual(['update google attending description location title']);
    expect(on.operations[0]?.why).toBe('The setup says otherwise now what Google is told of private activities');
    expect(eventAfter('google', on)).toEqual(busy);
    const off = change('busy only', 'full and private');
    expect(eventAfter('google', off)).toEqual(shown('full and private'));
    expect([on.invitations, off.invitations]).toEqual([0, 0]);
    // Told as it is already: nothing is written, and it is not looked at again.
    expect(change('full and private', 'busy only', {}, { office: secret, google: busy }).operations).toMatchObject([{ op: 'settle', privacy: 'busy only' }]);
    expect(tell(change('busy only', 'busy only', {}, { office: secret, google: shown('full') }))).toEqual([]);
  });

  test('[R38] the mark goes to Google, or from there, where the setup says otherwise now', () => {
    expect(tell(change('full', 'full and private'))).toEqual(['update google private']);
    expect(eventAfter('google', change('full and private', 'full')).private).toBeUndefined();
    expect(eventAfter('google', change('full', 'busy only'))).toEqual(busy);
    expect(eventAfter('google', change('busy only', 'full'))).toEqual(shown('full'));
    // An activity that the office does not mark is nobody's business here.
    const open = { office: review, google: review };
    expect(tell(decideLink({ privacy: 'busy only' }, open, open, {}, [], { privacy: 'full' }))).toEqual([]);
  });

  test('[R38] what the office changed meanwhile is told in the new way only, and what Google changed is asked or comes', () => {
    const later = { start: { date: '2027-03-03' }, end: { date: '2027-03-04' } };
    const on = change('full and private', 'busy only', { office: { ...secret, title: 'Other', ...later } });
    expect([tell(on), eventAfter('google', on)]).toEqual([['update google attending description location title when'], { ...busy, ...later }]);
    expect(eventAfter('google', change('busy only', 'full and private', { office: { ...secret, title: 'Other' } })).title).toBe('Other');
    const asked = change('full and private', 'busy only', { google: { ...shown('full and private'), title: 'Dentist', ...later } });
    expect([tell(asked).sort(), asked.conflicts.map(({ clashes }) => clashes.map(({ field }) => field))]).toEqual([['update google attending description location', 'update office when'], [['title']]]);
    // Nobody chose: it is asked again. Chosen, it is told.
    expect(asked.operations.every((operation) => !('privacy' in operation) || operation.privacy === undefined)).toBe(true);
    const chosen = asked.conflicts[0]?.alternatives.find(({ id }) => id === 'office')?.operations ?? [];
    expect(chosen.filter((operation) => 'privacy' in operation && operation.privacy === 'busy only').length).toBe(1);
    // The disguise is nothing that the office ever held.
    expect(chosen.some((operation) => 'settle' in operation && operation.settle.office.some(({ to }) => to === busyTitle))).toBe(false);
  });

  test('[R38] words of Google’s own are covered by the disguise, and never replaced when it is taken off', () => {
    const own = { ...shown('full and private'), title: 'Dentist' };
    expect(eventAfter('google', change('full and private', 'busy only', {}, { office: secret, google: own })).title).toBe(busyTitle);
    const off = change('busy only', 'full and private', {}, { office: secret, google: { ...busy, title: 'Dentist' } });
    expect(tell(off)).toEqual(['update google attending description location']);
  });

  test('[R38] [R20] nobody is invited or called off by it, and no guest is shown a disguise: that is listed instead', () => {
    const guests = [{ email: 'client@example.com' }];
    for (const sendGuests of [true, false]) {
      const [office, google] = [{ ...secret, guests }, { ...shown('full'), guests }];
      const plan = decideLink({ privacy: 'busy only', sendGuests }, { office, google }, { office, google }, {}, [], { privacy: 'full' });
      expect([tell(plan), plan.invitations]).toEqual([['update google private'], 0]);
      expect(plan.problems).toMatchObject([{ inPart: true, why: 'People are invited to it at Google and would see the change: what Google shows of it stays' }]);
      // Disguised while it had guests in the office only: taking it off invites none of them.
      const off = decideLink({ privacy: 'full and private', sendGuests }, { office, google: busy }, { office, google: busy }, {}, [], { privacy: 'busy only' });
      expect([updateOf('google', off)?.changes.some(({ field }) => field === 'guests'), off.invitations]).toEqual([false, 0]);
    }
  });

  test('[R38] [R12] what may not be written, or is not sent any more, stays and is listed; a closed side waits', () => {
    const readOnly = change('full', 'busy only', {}, undefined, { google: { readOnly: 'Organized by Bob.' } });
    expect([tell(readOnly), readOnly.problems.map(({ why }) => why)]).toEqual([[], ['Organized by Bob: what Google shows of it stays']]);
    const skipped = change('full', 'skip');
    expect([tell(skipped), skipped.problems.map(({ why }) => why)]).toEqual([[], [expect.stringMatching(/^Marked private, and at Google already: it stays there/)]]);
    expect(tell(decideLink({ privacy: 'busy only', direction: { ...defaultPolicy.direction, event: 'office' } }, { office: secret, google: shown('full') }, { office: secret, google: shown('full') }, {}, [], { privacy: 'full' }))).toEqual([]);
    // The mark was taken away: what was told in disguise is told whole, whatever is said of private ones.
    const { private: _, ...open } = secret;
    expect(eventAfter('google', change('busy only', 'skip', { office: open }))).toEqual(projectItem('google', open, under('skip')));
  });

  test('[R38] [R24] “never” leaves it as Google shows it, until the setup says something else', () => {
    const never = new Set(neverKeys(change('full', 'busy only').operations));
    const base = { office: secret, google: shown('full') };
    expect(tell(decideLink({ privacy: 'busy only' }, base, base, {}, [], { privacy: 'full' }, never))).toEqual([]);
    expect(tell(decideLink({ privacy: 'full and private' }, base, base, {}, [], { privacy: 'full' }, never))).toEqual(['update google private']);
  });

  test('[R38] [R24] a disguise that is never to be taken off stays on whatever is edited, until that is taken back or the mark goes', () => {
    const base = { office: secret, google: busy };
    const never = new Set(neverKeys(change('busy only', 'full and private').operations));
    const held = (now: EventItem, google: EventItem | 'gone' = busy, refused = never): Plan => decideLink({ privacy: 'full and private', sendGuests: true }, base, { office: now, google: google === 'gone' ? undefined : google }, {}, [], { privacy: 'busy only' }, refused);
    const edited = { ...secret, title: 'Dr. Miller', description: 'Results', location: 'Clinic', attending: ['Eve'], guests: [{ email: 'eve@x.com' }] };
    expect(tell(held(secret))).toEqual([]);
    expect(tell(held(edited))).toEqual(['settle']);
    const later = { start: { date: '2027-03-03' }, end: { date: '2027-03-04' } };
    expect(eventAfter('google', held({ ...edited, ...later }))).toEqual({ ...busy, ...later });
    expect(tell(held(secret, { ...busy, title: 'Not busy' }))).toEqual(['settle']);
    // Deleted at Google and made again: as it was told there.
    const again = held(secret, 'gone').conflicts[0]?.alternatives.find(({ id }) => id === 'restore')?.operations ?? [];
    expect(again).toMatchObject([{ op: 'create', after: busy, privacy: 'busy only' }]);
    expect(eventAfter('google', held(edited, busy, new Set())).title).toBe('Dr. Miller');
    const { private: _, ...open } = edited;
    expect(eventAfter('google', held(open))).toMatchObject({ title: 'Dr. Miller', description: 'Results' });
    expect(updateOf('google', held(open))).toMatchObject({ privacy: 'full and private' });
  });

  test('[R38] for any texts and any two setups, Google shows what the new one says, and then nothing is left to do', () => {
    const text = fc.option(fc.constantFrom('A', 'Busy', 'Her will', 'x'.repeat(9000)), { nil: undefined });
    const original = '2027-03-09T14:00:00Z';
    const moved = { start: { local: '2027-03-09T11:00:00', zone: 'America/New_York' }, end: { local: '2027-03-09T12:00:00', zone: 'America/New_York' } };
    const deviation = fc.constantFrom(undefined, { original, cancelled: true }, { original, title: 'Quiet' }, { original, description: 'y'.repeat(9000), ...moved });
    const item = fc.record({ title: text, description: text, location: text, names: fc.boolean(), deviation }).map(({ names, deviation: one, ...texts }): EventItem => ({ ...secret, ...texts, attending: names ? ['Ann'] : undefined, recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: one === undefined ? undefined : [one] }));
    const modes = fc.constantFrom<Privacy>('busy only', 'full', 'full and private');
    fc.assert(
      fc.property(item, modes, modes, (office, from, to) => {
        let link: Link = { id: 'l1', kind: 'event', ids: { office: 'o1', google: 'g1' }, base: { office: baseOf('1', office, defaultPolicy), google: baseOf('1', shown(from, office), defaultPolicy) }, open: [], privacy: from };
        let google = shown(from, office);
        const plan = change(from, to, {}, { office, google });
        expect(plan.conflicts).toEqual([]);
        for (const operation of plan.operations as readonly Operation[]) {
          if (operation.op === 'update') {
            expect(operation.side).toBe('google');
            google = applyChanges(google, operation.changes, defaultPolicy) as EventItem;
            link = settleUpdate(link, operation, { version: '2', item: google }, defaultPolicy);
          } else if (operation.op === 'settle') link = settleAgreement(link, operation, defaultPolicy);
        }
        expect(hashItem(google, defaultPolicy)).toBe(hashItem({ ...shown(to, office), private: to === 'full' ? undefined : true }, defaultPolicy));
        expect(link.privacy).toBe(to);
        expect(tell(change(to, to, {}, { office, google }))).toEqual([]);
      }),
    );
  });
});

describe('[R38] what Google shows besides', () => {
  const at = { start: { local: '2027-03-10T09:00:00', zone: 'America/New_York' }, end: { local: '2027-03-10T10:00:00', zone: 'America/New_York' } };
  const [one, two] = ['2027-03-09T14:00:00Z', '2027-03-16T13:00:00Z'];
  const weekly = { recurrence: ['RRULE:FREQ=WEEKLY'] };
  const retold = (from: Privacy, policy: Partial<Policy>, base: Record<Side, EventItem>, now: Partial<Record<Side, EventItem>> = {}): Plan => decideLink(policy, base, { ...base, ...now }, {}, [], { privacy: from });

  test('[R38] [R23] the disguise covers it too, of every occurrence, and leaves who is invited', () => {
    const mine = [{ email: 'me@x.com' }];
    const base = {
      office: { ...secret, ...weekly, occurrences: [{ original: one, title: 'Quiet', ...at }] },
      google: { ...shown('full and private'), ...weekly, location: 'Annex', guests: mine, occurrences: [{ original: one, title: 'Quiet', ...at }, { original: two, title: 'By hand' }] },
    };
    const plan = retold('full and private', { privacy: 'busy only', own: ['me@x.com'], sendGuests: true }, base);
    expect(eventAfter('google', plan)).toEqual({ ...busy, ...weekly, guests: mine, occurrences: [{ original: one, ...at }] });
    expect(plan.invitations).toBe(0);
  });

  test('[R38] [R23] the disguise covers the occurrences of a series whose times both changed, whatever is chosen, and asks about the times alone', () => {
    const series = { ...shown('full and private'), ...weekly, occurrences: [{ original: one, title: 'Quiet' }] };
    const base = { office: { ...secret, ...weekly, occurrences: [{ original: one, title: 'Quiet' }] }, google: series };
    const later = (hour: number): Pick<EventItem, 'start' | 'end'> => ({ start: { local: `2027-03-02T${hour}:00:00`, zone: 'America/New_York' }, end: { local: `2027-03-02T${hour}:30:00`, zone: 'America/New_York' } });
    const plan = retold('full and private', { privacy: 'busy only' }, base, { office: { ...base.office, ...later(12) }, google: { ...series, ...later(15) } });
    expect(plan.conflicts.map(({ clashes }) => clashes.map(({ field }) => field))).toEqual([['when']]);
    for (const operations of [plan.operations, ...(plan.conflicts[0]?.alternatives ?? []).filter(({ id }) => id !== 'wait').map((alternative) => alternative.operations)]) {
      expect(eventAfter('google', { ...plan, operations })).toMatchObject({ title: busyTitle });
      expect(eventAfter('google', { ...plan, operations }).occurrences).toBeUndefined();
    }
  });

  test('[R38] [R23] the disguise covers what a person added at Google, of which the office has nothing', () => {
    const { location: _, ...bare } = secret;
    const base = { office: bare, google: { ...shown('full and private', bare), location: 'Annex' } };
    expect(eventAfter('google', retold('full and private', { privacy: 'busy only' }, base))).toEqual(busy);
  });

  test('[R38] taken off, Google hears the words of the occurrences, too', () => {
    const occurrences = [{ original: one, title: 'Quiet', ...at }];
    const base = { office: { ...secret, ...weekly, occurrences }, google: { ...busy, ...weekly, occurrences: [{ original: one, ...at }] } };
    expect(eventAfter('google', retold('busy only', { privacy: 'full and private' }, base))).toEqual({ ...shown('full and private'), ...weekly, occurrences });
  });

  test('[R38] the disguise is taken off only where Google shows it, unless the office just said otherwise', () => {
    const base = { office: secret, google: { ...busy, title: 'Dentist' } };
    const off = { privacy: 'full and private' } as const;
    expect(eventAfter('google', retold('busy only', off, base))).toEqual({ ...shown('full and private'), title: 'Dentist' });
    expect(eventAfter('google', retold('busy only', off, base, { office: { ...secret, title: 'Other' } }))).toEqual({ ...shown('full and private'), title: 'Other' });
    expect(eventAfter('google', retold('busy only', off, base, { office: { ...secret, location: 'Hall' } }))).toEqual({ ...shown('full and private'), title: 'Dentist', location: 'Hall' });
  });

  test('[R38] [R20] nobody is invited because a setup changed; who was just added is', () => {
    const [ann, bob] = [{ email: 'ann@x.com' }, { email: 'bob@x.com' }];
    const base = { office: { ...secret, guests: [ann] }, google: busy };
    const policy = { privacy: 'full and private', sendGuests: true } as const;
    expect(retold('busy only', policy, base).invitations).toBe(0);
    const added = retold('busy only', policy, base, { office: { ...secret, guests: [ann, bob] } });
    expect([eventAfter('google', added).guests, added.invitations]).toEqual([[bob], 1]);
  });
});

describe('[R38] what is remembered of it', () => {
  const remembered = ({ operations }: Plan): unknown => operations.map((operation) => [operation.op, 'side' in operation ? operation.side : '', 'privacy' in operation ? operation.privacy : undefined, operation.why]);

  test('[R38] where Google shows it as the setup says already, nothing is written, and it is not looked at again', () => {
    const base = { office: secret, google: shown('full') };
    const plan = change('full and private', 'full', {}, base);
    expect(plan).toMatchObject({ operations: [{ op: 'settle', link: 'l1', name: 'Review', privacy: 'full', settle: { office: [], google: [] }, closes: [], why: 'Google was told as the setup says' }], conflicts: [], problems: [], invitations: 0 });
    // What both changed alike is settled by the same operation.
    const alike = change('full and private', 'full', { office: { ...secret, title: 'Other' }, google: { ...base.google, title: 'Other' } }, base);
    expect(alike.operations).toMatchObject([{ op: 'settle', privacy: 'full', settle: { office: [{ field: 'title' }], google: [{ field: 'title' }] } }]);
  });

  test('[R38] the write to Google remembers it, and says why it is made unless the office changed something itself', () => {
    const google = { ...shown('full and private'), reminder: 10 };
    const both = change('full and private', 'busy only', { google });
    expect(remembered(both)).toEqual([['update', 'google', 'busy only', 'The setup says otherwise now what Google is told of private activities'], ['update', 'office', undefined, 'Changed in Google']]);
    const moved = change('full and private', 'busy only', { office: { ...secret, reminder: 5 } });
    expect(remembered(moved)).toEqual([['update', 'google', 'busy only', 'Changed in SmartOffice']]);
  });

  test('[R38] who takes the mark away or sets it says more than the setup', () => {
    const { private: _, ...open } = secret;
    const unmarked = change('full', 'full and private', { office: open });
    expect(unmarked.operations).toMatchObject([{ op: 'settle', privacy: 'full and private', settle: { office: [{ field: 'private' }] } }]);
    const { private: _private, ...seen } = shown('full and private');
    const atGoogle = change('full and private', 'full', { google: seen });
    expect(tell(atGoogle)).toEqual(['settle', 'update office private']);
  });
});

describe('[R38] what no setup tells anew', () => {
  const base = { office: secret, google: shown('full') };

  test('[R38] a link that does not say what Google was told, and a calendar that is only shown', () => {
    expect(decideLink({ privacy: 'busy only' }, base, base)).toMatchObject({ operations: [], unchanged: { event: 1 } });
    expect(decideLink({ privacy: 'busy only', shown: ['c'] }, base, base, { google: { calendar: 'c' } }, [], { privacy: 'full' })).toMatchObject({ operations: [], unchanged: { event: 1 } });
  });

  test('[R38] where only Google is written it is told all the same', () => {
    expect(tell(decideLink({ ...oneWay('google'), privacy: 'busy only' }, base, base, {}, [], { privacy: 'full' }))).toEqual(['update google attending description location private title']);
  });

  test('[R38] of what may not be written nothing is listed where nothing is to be told, and an edit does not keep the mark from going', () => {
    const plan = change('full and private', 'full', {}, { office: secret, google: shown('full') }, { google: { readOnly: 'Locked.' } });
    expect(plan).toMatchObject({ operations: [{ op: 'settle', privacy: 'full' }], problems: [] });
    expect(tell(change('full', 'full and private', { office: { ...secret, title: 'Other' } }))).toEqual(['update google private title']);
  });

  test('[R38] [R24] [R23] where “never” left what Google shows, no later text goes there', () => {
    const never = new Set(neverKeys(change('full', 'busy only').operations));
    const edited = decideLink({ privacy: 'busy only' }, base, { ...base, office: { ...secret, title: 'Other', start: { date: '2027-03-03' }, end: { date: '2027-03-04' } } }, {}, [], { privacy: 'full' }, never);
    expect(tell(edited)).toEqual(['update google when']);
  });

  test('[R38] what stays asks nothing, and who is invited may see that it is private', () => {
    for (const plan of [change('full', 'skip'), change('full', 'busy only', {}, undefined, { google: { readOnly: 'Organized by a.b@x.com.' } })]) {
      expect(plan).toMatchObject({ operations: [], conflicts: [], problems: [{ inPart: true }] });
    }
    expect(change('full', 'busy only', {}, undefined, { google: { readOnly: 'Organized by a.b@x.com.' } }).problems.map(({ why }) => why)).toEqual(['Organized by a.b@x.com: what Google shows of it stays']);
    const guests = [{ email: 'client@example.com' }];
    const invited = { office: { ...secret, guests }, google: { ...shown('full'), guests } };
    const marked = change('full', 'full and private', {}, invited);
    expect([tell(marked), marked.problems]).toEqual([['update google private'], []]);
  });
});
