import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../core/policy.ts';
import { applyChoice } from '../core/policy-choice.ts';
import { firstChoice } from './account.ts';
import type { SetupChoice } from './account.ts';
import { effectiveSetup, policyFrom } from './effective-setup.ts';
import { firstOfficeSetup } from './office-setup.ts';
import type { OfficeSetup } from './office-setup.ts';

const chosen = (options: Partial<SetupChoice> = {}, policy = {}) => ({ options: { ...firstChoice, ...options }, policy });
const office = (more: Partial<OfficeSetup> = {}): OfficeSetup => ({ ...firstOfficeSetup, ...more });
const person = { country: 'CA', zone: 'America/Vancouver' };

describe('what holds in a setup', () => {
  test('without any choice it is what the product delivers, and says so', () => {
    const setup = effectiveSetup(chosen(), office());
    expect(new Set(Object.values(setup.sources))).toEqual(new Set(['default']));
    expect(policyFrom(setup, person)).toEqual({ ...defaultPolicy, kinds: ['event', 'task'], recurring: false, ...person });
  });

  test('a person’s choice stands before the office’s default, and that before the product’s, member by member', () => {
    const defaults = { options: {}, policy: { conflict: 'office', deletion: { contact: { google: 'never' } } } } as const;
    const setup = effectiveSetup(chosen({}, { deletion: { contact: { office: 'follow' } } }), office({ defaults }));
    const policy = policyFrom(setup, person);
    expect([policy.conflict, setup.sources.conflict]).toEqual(['office', 'office']);
    expect([policy.deletion.contact, setup.sources.deletion]).toEqual([{ office: 'follow', google: 'never' }, 'own']);
    expect(policy.deletion.event).toEqual({ office: 'ask', google: 'ask' });
  });

  test('a single field goes like the rest again, where the office set it apart', () => {
    const defaults = { options: {}, policy: { conflict: 'google', conflictByField: { 'contact.phones': 'office', 'contact.emails': 'office' } } } as const;
    const setup = effectiveSetup(chosen({}, { conflictByField: { 'contact.phones': 'like the rest' } }), office({ defaults }));
    expect(policyFrom(setup, person).conflictByField).toEqual({ 'contact.emails': 'office' });
    expect(policyFrom(effectiveSetup(setup, office({ defaults })), person).conflictByField).toEqual({ 'contact.emails': 'office' });
  });

  test('[R31] a lock overrules what a person chose before, and a value that is withdrawn is not used', () => {
    const person = chosen({ contacts: 'set', setId: 's', recurring: true, activities: 'to-google' }, { conflict: 'google', privacy: 'full', deletion: { task: { office: 'follow', google: 'never' } } });
    const setup = effectiveSetup(person, office({ locked: ['conflict', 'activities'], withdrawn: { contacts: ['set'], recurring: ['true'], privacy: ['full'], deletion: ['follow'] }, defaults: { options: { activities: 'two-way' }, policy: { conflict: 'office' } } }));
    expect(setup.options).toMatchObject({ contacts: 'none', recurring: false, activities: 'two-way' });
    expect(applyChoice(defaultPolicy, setup.policy)).toMatchObject({ conflict: 'office', privacy: 'full and private', deletion: { task: { office: 'ask', google: 'never' } } });
  });

  test('[R31] what holds is the same when it is taken as the choice again', () => {
    const rules = office({ locked: ['conflict'], defaults: { options: { recurring: true }, policy: { conflict: 'office', brakes: { task: { share: 0.5, count: 9 } } } } });
    const once = effectiveSetup(chosen({}, { conflict: 'google', driftShare: 0.5 }), rules);
    const twice = effectiveSetup(once, rules);
    expect([twice.options, twice.policy]).toEqual([once.options, once.policy]);
  });

  test.each([
    ['two-way', 'both'],
    ['to-google', 'google'],
    ['to-office', 'office'],
  ] as const)('%s writes to: %s', (activities, direction) => {
    expect(policyFrom(effectiveSetup(chosen({ activities }), office()), person).direction).toEqual({ contact: 'both', event: direction, task: direction });
  });

  test('activities that are not synchronized leave no kind of theirs', () => {
    expect(policyFrom(effectiveSetup(chosen({ activities: 'none', contacts: 'set', setId: 's' }), office()), person).kinds).toEqual(['contact']);
  });
});
