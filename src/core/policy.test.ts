// What holds when nobody chose, and what becomes of it by a choice.

import { describe, expect, test } from 'vitest';
import type { Entry, Item } from './item.ts';
import { applyChoice, joinChoices, policySettings } from './policy-choice.ts';
import type { PolicyChoice } from './policy-choice.ts';
import { defaultPolicy } from './policy.ts';
import { projectItem } from './project.ts';

describe('where nobody chose', () => {
  test('[R7] [B9] conflicts and deletions are asked about, everywhere', () => {
    const asked = { office: 'ask', google: 'ask' };
    expect(defaultPolicy).toMatchObject({ conflict: 'ask', conflictByField: {}, deletion: { contact: asked, event: asked, task: asked } });
  });

  test('[R18] [R29] it stops at these numbers', () => {
    expect([defaultPolicy.brakes, defaultPolicy.driftShare]).toEqual([{ contact: { share: 0.25, count: 250 }, event: { share: 0.1, count: 50 }, task: { share: 0.75, count: 50 } }, 0.2]);
  });

  test('[R20] [R22] nobody is invited, both sides are written, all kinds and series take part, and what is private stays so', () => {
    expect(defaultPolicy).toMatchObject({ sendGuests: false, guestLimit: 200, direction: { contact: 'both', event: 'both', task: 'both' }, privacy: 'full and private', kinds: ['contact', 'event', 'task'], recurring: true });
  });

  test.each([
    ['phones', 'main', 'work'],
    ['phones', 'workMobile', 'mobile'],
    ['phones', 'workPager', 'pager'],
    ['phones', 'googleVoice', 'other'],
    ['phones', 'otherFax', 'workFax'],
    ['phones', 'custom', 'other'],
    ['phones', 'mobile', 'mobile'],
    ['emails', 'custom', 'other'],
    ['addresses', 'custom', 'other'],
    ['urls', 'custom', 'other'],
    ['urls', 'homePage', 'home'],
    ['urls', 'blog', 'other'],
    ['urls', 'profile', 'other'],
    ['urls', 'ftp', 'other'],
    ['urls', 'reservations', 'other'],
    ['urls', 'appInstallPage', 'other'],
  ] as const)('[K1] of %s, Google’s TYPE %s is %s in the office', (field, google, office) => {
    const entry = { value: field === 'addresses' ? { city: 'Boston' } : 'x', type: google };
    const projected = projectItem('office', { kind: 'contact', [field]: [entry] } as Item, defaultPolicy);
    expect((projected as unknown as Record<string, readonly Entry[]>)[field]?.map(({ type }) => type)).toEqual([office]);
    expect(projectItem('google', { kind: 'contact', [field]: [{ ...entry, type: office }] } as Item, defaultPolicy)).toEqual({ kind: 'contact', [field]: [{ ...entry, type: office }] });
  });
});

describe('[R31] a choice', () => {
  const whole: Required<PolicyChoice> = {
    conflict: 'office',
    conflictByField: { 'contact.notes': 'google' },
    deletion: { task: { google: 'never' } },
    sendGuests: true,
    guestLimit: 10,
    privacy: 'skip',
    brakes: { task: { share: 0.5, count: 5 } },
    driftShare: 0.5,
    types: { google: { 'phones.pager': 'other' } },
  };

  test('[R31] changes what it names, down to a single member, and nothing else', () => {
    expect(applyChoice(defaultPolicy, {})).toEqual(defaultPolicy);
    expect(applyChoice(defaultPolicy, { conflict: undefined, deletion: { task: { google: undefined } } })).toEqual(defaultPolicy);
    expect(applyChoice(defaultPolicy, whole)).toEqual({
      ...defaultPolicy,
      ...whole,
      deletion: { ...defaultPolicy.deletion, task: { office: 'ask', google: 'never' } },
      brakes: { ...defaultPolicy.brakes, task: { share: 0.5, count: 5 } },
      types: { ...defaultPolicy.types, google: { 'phones.pager': 'other' } },
    });
    expect(Object.keys(joinChoices({}, { conflict: undefined }))).toEqual([]);
  });

  test('[R31] a user’s stands before the office’s, and what the user did not choose goes with the office', () => {
    expect(joinChoices({ conflict: 'google', deletion: { contact: { office: 'follow' } } }, { deletion: { contact: { google: 'never' } }, guestLimit: 5 })).toEqual({
      conflict: 'google',
      deletion: { contact: { office: 'follow', google: 'never' } },
      guestLimit: 5,
    });
  });

  test('[R31] everything that can be chosen is a setting', () => {
    expect([...policySettings].sort()).toEqual(Object.keys(whole).sort());
  });
});
