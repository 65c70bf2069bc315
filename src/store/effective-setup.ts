// What holds for one account, from what its person chose and what its office decided [R31].
// In: an account and its office's setup. Out: options and policy as they hold, and where
// each comes from. Pure. Never here: a choice that a lock of the office does not overrule.

import { defaultPolicy } from '../core/policy.ts';
import type { Policy } from '../core/policy.ts';
import { applyChoice, joinChoices, policySettings } from '../core/policy-choice.ts';
import type { PolicyChoice, PolicySetting } from '../core/policy-choice.ts';
import { firstChoice } from './account.ts';
import type { Account, SetupChoice } from './account.ts';
import type { OfficeSetup, SettingName } from './office-setup.ts';

export type SettingSource = 'default' | 'office' | 'own';

export interface EffectiveSetup {
  readonly options: SetupChoice;
  /** Office and person together; what neither chose is the product's. */
  readonly policy: PolicyChoice;
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

type OptionSetting = 'contacts' | 'activities' | 'recurring';
const optionSettings: readonly OptionSetting[] = ['contacts', 'activities', 'recurring'];
/** What is left when the office offers neither what was chosen nor a default of its own. */
const nothing = { contacts: 'none', activities: 'none', recurring: false } as const;

export function effectiveSetup(account: Pick<Account, 'options' | 'policy'>, office: OfficeSetup): EffectiveSetup {
  const sources = {} as Record<SettingName, SettingSource>;
  const chosen: Record<OptionSetting, unknown> = { ...pick(account.options) };
  for (const name of optionSettings) {
    const ofOffice = office.defaults.options[name];
    const falls = office.locked.includes(name) || isWithdrawn(office, name, chosen[name]);
    if (falls) {
      const fallback = ofOffice ?? firstChoice[name];
      chosen[name] = isWithdrawn(office, name, fallback) ? nothing[name] : fallback;
    }
    sources[name] = falls ? (ofOffice === undefined ? 'default' : 'office') : chosen[name] === (ofOffice ?? firstChoice[name]) ? (ofOffice === undefined ? 'default' : 'office') : 'own';
  }
  const own: PolicyChoice = keepOffered(account.policy, office);
  for (const name of policySettings) sources[name] = own[name] !== undefined ? 'own' : office.defaults.policy[name] !== undefined ? 'office' : 'default';
  return { options: { ...account.options, ...(chosen as ReturnType<typeof pick>) }, policy: joinChoices(office.defaults.policy, own), sources };
}

function pick({ contacts, activities, recurring }: SetupChoice): Pick<SetupChoice, OptionSetting> {
  return { contacts, activities, recurring };
}

export function isWithdrawn(office: OfficeSetup, name: SettingName, value: unknown): boolean {
  return office.withdrawn[name]?.includes(String(value)) === true;
}

/** A person's own choice without what is locked, and without values that are not offered. */
function keepOffered(policy: PolicyChoice, office: OfficeSetup): PolicyChoice {
  const kept: Partial<Record<PolicySetting, unknown>> = {};
  for (const name of policySettings) {
    if (policy[name] === undefined || office.locked.includes(name)) continue;
    const offered = withoutWithdrawn(policy[name], office.withdrawn[name] ?? []);
    if (offered !== undefined) kept[name] = offered;
  }
  return kept as PolicyChoice;
}

function withoutWithdrawn(value: unknown, withdrawn: readonly string[]): unknown {
  if (withdrawn.length === 0) return value;
  if (typeof value !== 'object' || value === null) return withdrawn.includes(String(value)) ? undefined : value;
  const members = Object.entries(value).flatMap(([name, member]) => {
    const left = withoutWithdrawn(member, withdrawn);
    return left === undefined ? [] : [[name, left] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** Where nothing is written to the office, nothing can be shown there. */
export function shownCalendars({ activities, shownCalendars: chosen }: SetupChoice): readonly string[] {
  return activities === 'two-way' || activities === 'to-office' ? (chosen ?? []) : [];
}

/** The policy that the rooms are handed, but for what belongs to the person's office row. */
export function policyFrom(effective: EffectiveSetup, person: { readonly country: string; readonly zone: string }): Policy {
  const { options } = effective;
  const written = options.activities === 'to-google' ? 'google' : options.activities === 'to-office' ? 'office' : 'both';
  const shown = shownCalendars(options);
  return {
    ...applyChoice(defaultPolicy, effective.policy),
    ...(shown.length === 0 ? {} : { shown }),
    kinds: [...(options.contacts === 'set' ? (['contact'] as const) : []), ...(options.activities === 'none' ? [] : (['event', 'task'] as const))],
    recurring: options.recurring,
    country: person.country,
    zone: person.zone,
    direction: { contact: 'both', event: written, task: written },
  };
}

/** The account as the worker sees it: its choices replaced by what holds. */
export function withOffice<T extends Account>(account: T, office: OfficeSetup): T {
  const { options, policy } = effectiveSetup(account, office);
  return { ...account, options, policy };
}
