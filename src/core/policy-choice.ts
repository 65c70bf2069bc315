// What a person or an office chose of a policy, and nothing else. In: choices, the general
// one first. Out: the whole policy. A choice names only what was chosen, so that what was
// not chosen goes with the general one when that changes.

import type { Kind } from './item.ts';
import type { BrakeLimit, ConflictPolicy, DeletionPolicy, Policy, Privacy } from './policy.ts';
import type { Side } from './side.ts';

type PerKind<T> = { readonly [kind in Kind]?: T | undefined };

export interface PolicyChoice {
  readonly conflict?: ConflictPolicy | undefined;
  /** Key: `kind.field`. 'like the rest' takes back what a more general choice set apart. */
  readonly conflictByField?: Readonly<Record<string, ConflictPolicy | 'like the rest'>> | undefined;
  readonly deletion?: PerKind<{ readonly [side in Side]?: DeletionPolicy | undefined }> | undefined;
  readonly sendGuests?: boolean | undefined;
  readonly guestLimit?: number | undefined;
  readonly privacy?: Privacy | undefined;
  readonly brakes?: PerKind<BrakeLimit> | undefined;
  readonly driftShare?: number | undefined;
  readonly types?: { readonly [side in Side]?: Readonly<Record<string, string>> | undefined } | undefined;
}

export type PolicySetting = keyof PolicyChoice;
export const policySettings = ['conflict', 'conflictByField', 'deletion', 'sendGuests', 'guestLimit', 'privacy', 'brakes', 'driftShare', 'types'] as const satisfies readonly PolicySetting[];

/** Records are merged member by member; anything else is replaced. */
export function applyChoice(policy: Policy, choice: PolicyChoice): Policy {
  const merged = mergeInto(policy, choice) as Policy;
  const apart = Object.entries<string>(merged.conflictByField).filter(([, value]) => value !== 'like the rest');
  return { ...merged, conflictByField: Object.fromEntries(apart) as Policy['conflictByField'] };
}

/** Both as one: what the later says stands before what the former says. */
export function joinChoices(former: PolicyChoice, later: PolicyChoice): PolicyChoice {
  return mergeInto(former, later) as PolicyChoice;
}

function mergeInto(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) if (value !== undefined) merged[name] = mergeInto(base[name], value);
  return merged;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object';
}
