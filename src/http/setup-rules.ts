// What holds in a setup, who decided it and what may be chosen, as the Setup Detail shows it.
// In: an account and its office's setup. Out: the contract's rules. Pure.

import { fieldsOf } from '../core/field.ts';
import type { Field } from '../core/field.ts';
import { kinds } from '../core/item.ts';
import type { Kind } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import type { Policy } from '../core/policy.ts';
import { applyChoice } from '../core/policy-choice.ts';
import type { Account } from '../store/account.ts';
import { effectiveSetup } from '../store/effective-setup.ts';
import { settingNames } from '../store/office-setup.ts';
import type { OfficeSetup } from '../store/office-setup.ts';
import type { EffectivePolicy } from './contract/setup.ts';
import type { SetupDetail } from './contract/sync.ts';

export function effectivePolicyOf({ conflict, conflictByField, deletion, sendGuests, guestLimit, privacy, brakes, driftShare, types }: Policy): EffectivePolicy {
  return { conflict, conflictByField: { ...conflictByField }, deletion, sendGuests, guestLimit, privacy, brakes, driftShare, types: { office: { ...types.office }, google: { ...types.google } } };
}

/** Changed by nobody in the office: nothing to choose. */
const undisputed = ['member', 'calendar'];

/** Fields that both sides carry: only they can clash. */
export function fieldChoices(of: readonly Kind[], fields: Readonly<Record<Kind, readonly Field[]>>): SetupDetail['policy']['fields'] {
  return of.flatMap((kind) => fields[kind].filter((field) => field.carriedBy.length > 1 && !undisputed.includes(field.name)).map(({ name, label }) => ({ key: `${kind}.${name}`, label, kind })));
}

export function rulesOf(account: Account, office: OfficeSetup): SetupDetail['policy'] {
  const { policy, sources } = effectiveSetup(account, office);
  return {
    own: account.policy as SetupDetail['policy']['own'],
    effective: effectivePolicyOf(applyChoice(defaultPolicy, policy)),
    rules: settingNames.map((name) => {
      const guidance = office.guidance[name];
      return { name, source: sources[name], locked: office.locked.includes(name), withdrawn: [...(office.withdrawn[name] ?? [])], ...(guidance === undefined || guidance === '' ? {} : { guidance }) };
    }),
    fields: fieldChoices(kinds, fieldsOf),
  };
}
