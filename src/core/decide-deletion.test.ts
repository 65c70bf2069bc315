// A linked record that is gone on one side: what is done, what is offered in its place, and
// what is asked, for every policy, on either side.

import { describe, expect, test } from 'vitest';
import { decideLink, oneWay, review, tell } from '../../test/support/decide.ts';
import type { Item } from './item.ts';
import type { Link } from './link.ts';
import type { Alternative, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { DeletionPolicy, Policy } from './policy.ts';
import { baseOf } from './settle.ts';
import { other } from './side.ts';
import type { Side } from './side.ts';

const base = { office: review, google: review };
const deletion = (how: DeletionPolicy): Partial<Policy> => ({ deletion: { ...defaultPolicy.deletion, event: { office: how, google: how } } });
const goneIn = (gone: Side, policy: Partial<Policy>, stays: Item = review, more: object = {}): Plan => decideLink(policy, { ...base, [other(gone)]: { ...review, ...(stays === review ? {} : { private: (stays as typeof review).private }) } }, { [gone]: undefined, [other(gone)]: stays } as Record<Side, Item | undefined>, { [other(gone)]: more });
const offered = (alternatives: readonly Alternative[] | undefined): string[] => (alternatives ?? []).map(({ id, label, operations }) => `${id}: ${label}: ${tell({ operations }).join(', ') || 'nothing'}`);
const instead = (plan: Plan): string[] => (plan.instead ?? []).flatMap(({ alternatives }) => offered(alternatives));
const asked = (plan: Plan): string[] => plan.conflicts.flatMap(({ alternatives }) => offered(alternatives));
const names = { office: 'SmartOffice', google: 'Google' };

describe.each(['office', 'google'] as const)('gone in %s', (gone) => {
  const stays = other(gone);
  const restore = `restore: Create again in ${names[gone]}: create ${gone}`;
  const keep = `keep: Keep in ${names[stays]} only: unlink`;
  const follow = `follow: Delete in ${names[stays]} too: delete ${stays}`;
  const wait = 'wait: Decide later: nothing';

  test('[B9] a deletion that is followed can be turned into its opposite, as far as the side may be written', () => {
    const plan = goneIn(gone, deletion('follow'));
    expect([tell(plan), instead(plan), plan.conflicts]).toEqual([[`delete ${stays}`], [restore, keep], []]);
    expect(plan.instead?.[0]?.unit).toBe(plan.operations[0]?.unit);
    expect(instead(goneIn(gone, { ...deletion('follow'), ...oneWay(stays) }))).toEqual([keep]);
  });

  test('[R6] one that was kept here only, and came back there while it was deleted here, is asked about', () => {
    for (const how of ['ask', 'follow', 'never'] as const) {
      const kept = { base: { [gone]: baseOf('1', review, defaultPolicy), [stays]: { gone: true } } as Link['base'] };
      const plan = decideLink(deletion(how), base, { [gone]: undefined, [stays]: review } as Record<Side, Item | undefined>, {}, [], kept);
      expect([tell(plan), asked(plan), plan.conflicts[0]?.why]).toEqual([[], [follow, restore, keep, wait], `Deleted in ${names[gone]}, changed in ${names[stays]}`]);
    }
  });

  test('[R10] what follows a deletion names the record that must still be gone', () => {
    expect(goneIn(gone, deletion('follow')).operations).toMatchObject([{ op: 'delete', side: stays, missing: gone === 'office' ? 'o1' : 'g1' }]);
  });

  test('[B9] it is asked about with every way that is open', () => {
    const plan = goneIn(gone, {});
    expect([tell(plan), asked(plan), plan.conflicts[0]?.otherwise]).toEqual([[], [follow, restore, keep, wait], 'wait']);
    expect(plan.conflicts).toMatchObject([{ name: 'Review', why: `Deleted in ${names[gone]}`, items: { [stays]: review }, clashes: [] }]);
    expect(Object.keys(plan.conflicts[0]?.items ?? {})).toEqual([stays]);
    expect(asked(goneIn(gone, oneWay(stays)))).toEqual([follow, keep, wait]);
    // It waits until the side is opened [R22].
    const closed = goneIn(gone, oneWay(gone));
    expect([tell(closed), asked(closed), closed.unchanged.event]).toEqual([[], [], 1]);
  });

  test('[R6] what was edited is asked about whatever the policy says, and another edit is another question', () => {
    const edited = (title: string, how: DeletionPolicy): Plan => decideLink(deletion(how), base, { [gone]: undefined, [stays]: { ...review, title } } as Record<Side, Item | undefined>);
    for (const how of ['ask', 'follow', 'never'] as const) expect([tell(edited('New', how)), asked(edited('New', how)).length]).toEqual([[], 4]);
    const id = (plan: Plan): string | undefined => plan.conflicts[0]?.id;
    expect(edited('New', 'ask').conflicts[0]?.why).toBe(`Deleted in ${names[gone]}, changed in ${names[stays]}`);
    expect(id(goneIn(gone, {}))).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set([id(goneIn(gone, {})), id(goneIn(stays, {})), id(edited('New', 'ask')), id(edited('Newer', 'ask'))]).size).toBe(4);
    expect(id(goneIn(gone, {}, review, { version: '9' }))).toBe(id(goneIn(gone, {})));
  });

  test('[B9] where deletions are never followed, the link remembers it', () => {
    expect(goneIn(gone, deletion('never'))).toMatchObject({ operations: [{ op: 'unlink', gone: [gone], why: `Deleted in ${names[gone]}; kept in ${names[stays]}` }], conflicts: [] });
  });
});

test('[R12] what is somebody else’s at Google is not deleted there, also where deletions are followed', () => {
  for (const how of ['ask', 'follow'] as const) expect(asked(goneIn('office', deletion(how), review, { readOnly: 'Organized by Tom' })).map((text) => text.split(':')[0])).toEqual(['restore', 'keep', 'wait']);
  expect(tell(goneIn('google', deletion('follow'), review, { readOnly: 'Locked' }))).toEqual(['delete office']);
});

test('[L1] a private activity that is not sent is not offered to be made again at Google either, only in the office', () => {
  const skip = { privacy: 'skip' } as const;
  const secret = { ...review, private: true };
  expect(asked(goneIn('google', skip, secret)).map((text) => text.split(':')[0])).toEqual(['follow', 'keep', 'wait']);
  expect(instead(goneIn('google', { ...skip, ...deletion('follow') }, secret)).map((text) => text.split(':')[0])).toEqual(['keep']);
  const held = { office: secret, google: review };
  expect(asked(decideLink(skip, held, { office: undefined, google: review })).map((text) => text.split(':')[0])).toEqual(['follow', 'restore', 'keep', 'wait']);
});
