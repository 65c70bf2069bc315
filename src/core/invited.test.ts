// One meeting of several users: exactly one account carries it, the others write nothing.

import { describe, expect, test } from 'vitest';
import { hashItem } from './diff.ts';
import { explainOperation } from './explain.ts';
import type { EventItem } from './item.ts';
import type { Elsewhere, Link, Seen } from './link.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import type { Plan } from './plan.ts';
import { isCarriedElsewhere } from './invited.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileInput } from './reconcile.ts';
import { baseOf } from './settle.ts';
import { bySide } from './side.ts';

const base: EventItem = { kind: 'event', title: 'Meeting', start: { local: '2027-03-01T10:00:00', zone: 'America/New_York' }, end: { local: '2027-03-01T11:00:00', zone: 'America/New_York' }, guests: [{ email: 'a@x.com', organizer: true }, { email: 'b@x.com' }] };
const see = (id: string, item: EventItem, more: Partial<Seen> = {}): Seen => ({ id, version: '1', hash: hashItem(item, defaultPolicy), item, inScope: true, ...more });
const gone = (seen: Seen): Seen => ({ ...seen, gone: true, hash: 'gone' });
const leading: Elsewhere = { organizes: true, owns: true, before: true };
const invited = { invited: true, inScope: false } as const;
const readOnly = 'Organized by a@x.com.';
const none = { office: [], google: [] };
const nothing = { contact: none, event: none, task: none };
const live = bySide(() => ({ linked: 40, seen: 40 }));

function plan(input: Partial<ReconcileInput>, policy: Partial<Policy> = {}): Plan {
  return reconcile({ account: 'b', purpose: 'cycle', setup: 's', policy: { ...defaultPolicy, ...policy }, linked: [], untouched: { contact: 0, event: 0, task: 0 }, unlinked: nothing, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined, ...input });
}
function linked(office: Seen, google: Seen, policy: Partial<Policy> = {}, id = 'l'): Plan {
  const link: Link = { id, kind: 'event', ids: { office: office.id, google: google.id }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
  return plan({ linked: [{ link, now: { office, google } }] }, policy);
}
const ops = ({ operations, conflicts, brakes }: Plan): unknown => ({ ops: operations.map(({ op }) => op), asks: conflicts.length, brakes: brakes.length });
const follow = { deletion: { ...defaultPolicy.deletion, event: { office: 'follow', google: 'follow' } } } as const;

test('[A2] [R36] an event and the activity of a colleague with the same calendar id are linked, and nothing is written', () => {
  const google = see('g', { ...base, reminder: 30, title: 'Meeting!' }, { uid: 'u', readOnly });
  const made = plan({ unlinked: { ...nothing, event: { office: [see('o', base, { ...invited, uid: 'u', elsewhere: leading })], google: [google] } } });
  expect(ops(made)).toEqual({ ops: ['link'], asks: 0, brakes: 0 });
  expect(explainOperation(made.operations[0]!)).toMatch(/^Link .* Same calendar id/);
  expect(made.instead).toBeUndefined();
});

test('[A2] [R36] an invitation that shows before its calendar id is known is told by subject and time; one’s own event is not', () => {
  const office = see('o', base, { ...invited });
  expect(ops(plan({ unlinked: { ...nothing, event: { office: [office], google: [see('g', base, { uid: 'u', readOnly })] } } }))).toMatchObject({ ops: ['link'] });
  expect(ops(plan({ unlinked: { ...nothing, event: { office: [office], google: [see('g', base, { uid: 'u' })] } } }))).toMatchObject({ ops: ['create'] });
});

test('[R36] an activity in which the user only takes part is never created in the calendar of the user', () => {
  expect(ops(plan({ unlinked: { ...nothing, event: { office: [see('o', base, { ...invited, uid: 'u' })], google: [] } } }))).toEqual({ ops: [], asks: 0, brakes: 0 });
});

test('[R36] of two links of one activity exactly one carries it, whoever asks', () => {
  for (const [aWrites, bWrites] of [[true, true], [true, false], [false, true], [false, false]] as const) {
    for (const aOwns of [true, false]) {
      const pair = (writes: boolean, owns: boolean, elsewhere: Elsewhere) => isCarriedElsewhere({ office: see('o', base, { elsewhere, ...(owns ? {} : invited) }), google: see('g', base, writes ? {} : { readOnly }) });
      const a = pair(aWrites, aOwns, { organizes: bWrites, owns: !aOwns, before: false });
      const b = pair(bWrites, !aOwns, { organizes: aWrites, owns: aOwns, before: true });
      expect([a, b].filter(Boolean)).toHaveLength(1);
    }
  }
});

test('[R36] what a colleague’s synchronization carries is settled: no write, no question, whichever side shows it first', () => {
  const moved: EventItem = { ...base, title: 'Moved' };
  const office = (item: EventItem): Seen => see('o', item, { ...invited, elsewhere: leading });
  const google = (item: EventItem): Seen => see('g', item, { readOnly });
  for (const [one, two] of [[moved, base], [base, moved], [moved, { ...base, title: 'Other', reminder: 5, busy: false }]] as const) {
    expect(ops(linked(office(one), google(two)))).toEqual({ ops: ['settle'], asks: 0, brakes: 0 });
  }
});

test('[R36] who leaves a meeting deletes nothing of a colleague’s, even where deletions are followed', () => {
  const office = see('o', base, { ...invited, elsewhere: leading });
  const made = linked(office, gone(see('g', base, { readOnly })), follow);
  expect(made.operations).toMatchObject([{ op: 'unlink', gone: [] }]);
  expect(ops(linked(see('o', base, { ...invited }), gone(see('g', base)), follow))).toEqual({ ops: ['unlink'], asks: 0, brakes: 0 });
  expect(ops(linked(see('o', base, { elsewhere: leading }), gone(see('g', base, { readOnly })), follow))).toEqual({ ops: ['unlink'], asks: 0, brakes: 0 });
});

test('[R36] forty meetings left at once are no mass deletion', () => {
  const pairs = Array.from({ length: 40 }, (_, n) => {
    const link: Link = { id: `l${n}`, kind: 'event', ids: { office: `o${n}`, google: `g${n}` }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
    return { link, now: { office: see(`o${n}`, base, { ...invited, elsewhere: leading }), google: gone(see(`g${n}`, base, { readOnly })) } };
  });
  const made = plan({ linked: pairs }, follow);
  expect([made.operations.length, made.brakes]).toEqual([40, []]);
});

test('[R36] what a colleague deleted in the office is left to the colleague’s calendar', () => {
  expect(ops(linked(gone(see('o', base, { ...invited, elsewhere: leading })), see('g', base, { readOnly }), follow))).toEqual({ ops: [], asks: 0, brakes: 0 });
  expect(ops(linked(gone(see('o', base, { ...invited, elsewhere: leading })), gone(see('g', base, { readOnly }))))).toEqual({ ops: ['unlink'], asks: 0, brakes: 0 });
});

test('[R36] two activities with the same calendar id are asked about, both by name, and none is merged', () => {
  const made = plan({ unlinked: { ...nothing, event: { office: [see('o1', base, { ...invited, uid: 'u' }), see('o2', { ...base, title: 'Twin' }, { ...invited, uid: 'u' })], google: [see('g', base, { uid: 'u', readOnly })] } } });
  expect(made.operations).toEqual([]);
  expect(made.conflicts[0]?.alternatives.map(({ label }) => label).join(' ')).toMatch(/Meeting.*Twin/);
});

test('[A2] the calendar id that the office is to keep stands in the plan, and goes to no other side', () => {
  const fromGoogle = plan({ unlinked: { ...nothing, event: { office: [], google: [see('g', base, { uid: 'u@google.com' })] } } });
  expect(fromGoogle.operations).toMatchObject([{ op: 'create', side: 'office', uid: 'u@google.com' }]);
  const fromOffice = plan({ unlinked: { ...nothing, event: { office: [see('o', base, { uid: 'u@google.com' })], google: [] } } });
  expect(fromOffice.operations[0]).not.toHaveProperty('uid');
});

test.each([
  // organizes, owns; the colleague organizes, owns, comes first
  [true, false, { organizes: false, owns: true, before: true }, false],
  [false, true, { organizes: true, owns: false, before: false }, true],
  [true, true, { organizes: true, owns: false, before: true }, false],
  [false, false, { organizes: false, owns: true, before: false }, true],
  [true, true, { organizes: true, owns: true, before: true }, true],
  [true, true, { organizes: true, owns: true, before: false }, false],
  [false, false, { organizes: false, owns: false, before: true }, true],
  [true, true, undefined, false],
])('[R36] the one who may write it at Google carries it, else its owner, else the first (%j, %j beside %j: %j)', (organizes, owns, elsewhere, carried) => {
  const office = see('o', base, { elsewhere, invited: !owns });
  expect(isCarriedElsewhere({ office, google: see('g', base, organizes ? {} : { readOnly }) })).toBe(carried);
});

describe('[R36] a link of a meeting that others have too', () => {
  const moved: EventItem = { ...base, title: 'Moved' };
  const mine = see('o', base, { elsewhere: { ...leading, organizes: false } });
  const theirs = see('o', base, { ...invited, elsewhere: leading });
  const taking = see('o', base, invited);
  const inOffice = (seen: Seen, more: Partial<Seen>): Seen => ({ ...seen, ...more });
  const google = see('g', base, { readOnly });
  const own = see('g', base);
  const changed = see('g', moved);
  const forgets: Partial<Link> = { base: { office: baseOf('1', base, defaultPolicy), google: { gone: true } } };
  const decide = (office: Seen, at: Seen, more: Partial<Link> = {}): unknown => {
    const link: Link = { id: 'l', kind: 'event', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [], ...more };
    const { operations, conflicts, unchanged } = plan({ linked: [{ link, now: { office, google: at } }] });
    return [...operations.map((operation) => ('side' in operation ? `${operation.op} ${operation.side}` : operation.op === 'unlink' ? `unlink ${operation.gone.join()}` : operation.op === 'settle' ? `settle ${operation.closes.join()}`.trim() : operation.op)), ...conflicts.map(({ about }) => `asks about ${about}`), `${unchanged.event} as they are`].join('; ');
  };

  test.each([
    ['which one carries oneself, and which was changed', mine, changed, {}, 'update office; 0 as they are'],
    ['which one carries oneself, and which is gone at Google', mine, gone(own), {}, 'asks about deletion; 0 as they are'],
    ['in which one takes part, and nobody else has it', taking, changed, {}, 'update office; 0 as they are'],
    ['in which one takes part, deleted by its owner, though one may write the event', gone(taking), own, {}, 'asks about deletion; 0 as they are'],
    ['in which one takes part, deleted by its owner', gone(taking), google, {}, '1 as they are'],
    ['which a colleague carries, deleted by its owner', gone(theirs), google, {}, '1 as they are'],
    ['which a colleague carries, gone from this calendar', theirs, gone(google), {}, 'unlink ; 0 as they are'],
    ['one’s own, which a colleague carries, gone from this calendar', see('o', base, { elsewhere: leading }), gone(google), {}, 'unlink google; 0 as they are'],
    ['gone from this calendar before, and still', theirs, gone(google), forgets, '1 as they are'],
    ['gone from this calendar before, and there again', theirs, google, forgets, 'link; 0 as they are'],
    ['in which nothing was changed', inOffice(theirs, { hash: 'read anew' }), google, {}, '1 as they are'],
    ['in which nothing was changed, but something was open', theirs, google, { open: ['title'] }, 'settle title; 0 as they are'],
    ['changed in the office, which a colleague carries', see('o', moved, { ...invited, elsewhere: leading }), google, {}, 'settle; 0 as they are'],
  ] as [string, Seen, Seen, Partial<Link>, string][])('[R36] %s', (_name, office, at, more, expected) => {
    expect(decide(office, at, more)).toBe(expected);
  });

  test('[R36] says why', () => {
    const why = (office: Seen, at: Seen, more: Partial<Link> = {}): unknown => {
      const link: Link = { id: 'l', kind: 'event', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [], ...more };
      return plan({ linked: [{ link, now: { office, google: at } }] }).operations.map((operation) => explainOperation(operation));
    };
    expect(why(theirs, google, forgets)).toEqual(['Link activity “Meeting” in SmartOffice with the same activity on Google. In this calendar again']);
    expect(why(theirs, changed)).toEqual(['Write nothing for activity “Meeting”: a colleague’s synchronization carries it']);
    expect(why(theirs, gone(google))).toEqual(['Stop synchronizing activity “Meeting”: both records stay as they are']);
  });
});
