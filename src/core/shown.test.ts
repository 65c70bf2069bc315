// Calendars that the office only shows: what becomes of their pairs.

import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, review, tell } from '../../test/support/decide.ts';
import { goneFrom, inputOf, linkOf, see } from '../../test/support/golden.ts';
import type { EventItem } from './item.ts';
import type { Seen } from './link.ts';
import { neverKeys } from './never.ts';
import type { Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import type { Side } from './side.ts';

const team: EventItem = { ...review, calendar: 'Team' };
const base = { office: team, google: team };
const shown: Partial<Policy> = { shown: ['team@x.com'] };
const ofTeam = { google: { calendar: 'team@x.com', readOnly: 'Team may only be read' } };
const decide = (policy: Partial<Policy>, now: Partial<Record<'office' | 'google', EventItem | undefined>> = {}, more: object = {}): Plan => decideLink(policy, base, { ...base, ...now }, { ...ofTeam, ...more });
const whys = ({ operations }: Plan): string[] => operations.map(({ why }) => why);

describe('[R37] an event of a calendar that is shown', () => {
  test('[R37] is followed by the office, and nothing is asked when it is deleted there', () => {
    expect(tell(decide(shown, { google: { ...team, title: 'Other' } }))).toEqual(['update office title']);
    const plan = decide(shown, { office: undefined });
    expect([plan.operations, plan.conflicts]).toMatchObject([[{ op: 'unlink', gone: ['office'], why: 'Deleted in SmartOffice; its calendar in Google is only shown' }], []]);
  });

  test('[R37] is taken out of the office when its calendar is not chosen any more, and may be kept', () => {
    for (const policy of [{}, { shown: [] }, { shown: ['another@x.com'] }]) {
      const plan = decide(policy);
      expect([tell(plan), whys(plan)]).toEqual([['delete office'], ['The calendar Team is no longer shown in SmartOffice; in Google nothing is changed']]);
      expect(plan.instead).toMatchObject([{ unit: plan.operations[0]?.unit, alternatives: [{ id: 'keep', label: 'Keep in SmartOffice as it is', operations: [{ op: 'unlink', gone: [], why: 'Kept in SmartOffice; its calendar is no longer shown' }] }] }]);
    }
    expect(whys(decide({}, { office: { ...review, title: 'Mine' } }))[0]).toMatch(/^The calendar team@x\.com is/);
    expect(tell(decide({ direction: { contact: 'office', event: 'office', task: 'office' } }))).toEqual(['delete office']);
    // Not so when the office may not be written: it waits.
    const closed = decide({ direction: { contact: 'google', event: 'google', task: 'google' } });
    expect([tell(closed), closed.unchanged.event]).toEqual([[], 1]);
  });

  test('[R37] [R24] stays in the office when a person refused to have it taken out, and no other way is offered', () => {
    const refused = decideLink({}, base, base, ofTeam, [], {}, new Set(neverKeys(decide({}).operations)));
    expect([refused.operations, 'instead' in refused]).toEqual([[], false]);
  });

  test('[R37] is forgotten when both are over', () => {
    expect(decide({}, { office: undefined }).operations).toMatchObject([{ op: 'unlink', gone: [], why: 'Its calendar is no longer shown in SmartOffice' }]);
  });

  test('[R37] that is gone in Google is decided as every other', () => {
    const followed = { deletion: { contact: { office: 'ask', google: 'ask' }, event: { office: 'ask', google: 'follow' }, task: { office: 'ask', google: 'ask' } } } as const;
    expect(decide({ ...shown, ...followed }, { google: undefined }).operations).toMatchObject([{ op: 'delete', why: 'Deleted in Google' }]);
    expect(decideLink(shown, { office: review, google: review }, { office: review, google: review }, {}).unchanged.event).toBe(1);
  });
});

describe('[R37] a pair that is settled as gone on one side', () => {
  const policy: Policy = { ...defaultPolicy, ...shown };
  const at = { calendar: 'team@x.com' };
  const decideHeld = (gone: Side | undefined, now: Record<Side, Seen>): Plan => reconcile(inputOf('event', { policy, now, link: linkOf(base, gone === undefined ? {} : { base: { ...linkOf(base).base, [gone]: { gone: true } } }) }));

  test('[R37] is asked about, left, or linked again, as every other', () => {
    const deleted = decideHeld(undefined, { office: see('office', team), google: { ...goneFrom('google', team), ...at } });
    expect([tell(deleted), deleted.conflicts.map(({ about }) => about)]).toEqual([[], ['deletion']]);
    const forgotten = decideHeld('office', { office: goneFrom('office', team), google: see('google', team, at) });
    expect([tell(forgotten), forgotten.unchanged.event]).toEqual([[], 1]);
    expect(tell(decideHeld('google', { office: see('office', team), google: see('google', team, at) }))).toEqual(['link']);
  });
});

describe('[R37] what is new', () => {
  const seen = { calendar: 'team@x.com' };
  test('[R37] is never taken for an activity of one’s own, nor the other way round', () => {
    expect(tell(decideNew(shown, { office: [review], google: [review] }))).toEqual(['link']);
    expect(tell(decideNew(shown, { office: [team], google: [team] }, seen))).toEqual(['link']);
    expect(tell(decideNew(shown, { office: [review], google: [team] })).filter((line) => line !== 'create office' && line !== 'create google')).toEqual([]);
    expect(tell(decideNew(shown, { office: [team], google: [review] }))).not.toContain('link');
    const other: EventItem = { ...review, title: 'Other', start: { date: '2027-05-01' }, end: { date: '2027-05-02' } };
    expect(tell(decideNew(shown, { office: [review], google: [team, other] })).sort()).toEqual(['create google', 'create office', 'create office']);
    expect(tell(decideNew(shown, { office: [team, other], google: [review] }))).not.toContain('link');
    expect(tell(decideNew(shown, { office: [review, team], google: [team, review] }))).toEqual(['link', 'link']);
  });
});
