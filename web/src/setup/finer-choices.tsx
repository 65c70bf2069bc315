// Choices that few people need: a rule for a single field, the safety brakes, how much may
// change before a new report is made. In: what holds and what is chosen. Out: changes of the
// choice. Used by the Setup Detail and by the office's defaults, in the same words.

import { NativeSelect, Stack, Text } from '@mantine/core';
import { NumberField } from '../shared/number-field.tsx';
import type { EffectivePolicy, PolicyChoiceBody } from '../sync-types.ts';
import { kindNames } from '../text/common.ts';
import { choiceText, finerText as text } from '../text/setup-choices.ts';

export type FinerProps = {
  /** What holds where nothing else is chosen. */
  readonly effective: EffectivePolicy;
  readonly draft: PolicyChoiceBody;
  readonly change: (part: PolicyChoiceBody) => void;
  readonly fixed: boolean;
  /** In the names of the inputs, so that an error finds its field. */
  readonly prefix: string;
};

export type FieldChoice = { readonly key: string; readonly label: string; readonly kind: 'contact' | 'event' | 'task' };
type Conflict = NonNullable<PolicyChoiceBody['conflictByField']>[string];

const rest = 'like the rest';

const kinds = ['contact', 'event', 'task'] as const;

/**
 * `inherited`: what somebody else decided for single fields; a choice here stands before it,
 * that a field goes like the rest too. Without it, that is simply no choice.
 */
export function FieldConflicts({ draft, change, fixed, prefix, fields, inherited, withdrawn = [] }: Omit<FinerProps, 'effective'> & { readonly fields: readonly FieldChoice[]; readonly inherited?: Readonly<Record<string, Conflict>>; readonly withdrawn?: readonly string[] }) {
  const chosen = draft.conflictByField ?? {};
  const choose = (key: string, value: string) => {
    const { [key]: _former, ...others } = chosen;
    change({ conflictByField: value === rest && inherited === undefined ? others : { ...others, [key]: value as Conflict } });
  };
  return (
    <Stack gap="sm">
      {kinds.map((kind) => (
        <fieldset className="fieldset" key={kind}>
          <legend>
            <Text size="sm" fw={500}>{kindNames[kind].title}</Text>
          </legend>
          <div className="two">
            {fields
              .filter((field) => field.kind === kind)
              .map(({ key, label }) => {
                const now = chosen[key] ?? inherited?.[key] ?? rest;
                const others = Object.entries(choiceText.conflicts).filter(([value]) => value === now || !withdrawn.includes(value));
                return (
                  <NativeSelect
                    key={key}
                    name={`${prefix}.conflictByField.${key}`}
                    label={label}
                    value={now}
                    disabled={fixed}
                    data={[{ value: rest, label: text.likeTheRest }, ...others.map(([value, word]) => ({ value, label: word }))]}
                    onChange={(event) => choose(key, event.currentTarget.value)}
                  />
                );
              })}
          </div>
        </fieldset>
      ))}
    </Stack>
  );
}

export function BrakeLimits({ effective, draft, change, fixed, prefix }: FinerProps) {
  return (
    <Stack gap="sm">
      {kinds.map((kind) => {
        const now = draft.brakes?.[kind] ?? effective.brakes[kind];
        const set = (part: Partial<typeof now>) => change({ brakes: { ...draft.brakes, [kind]: { ...now, ...part } } });
        return (
          <div className="two" key={kind}>
            <NumberField
              name={`${prefix}.brakes.${kind}.share`}
              label={text.brakeShare(kindNames[kind].many)}
              unit="%"
              min={0}
              max={100}
              decimals={1}
              value={Math.round(now.share * 1000) / 10}
              disabled={fixed}
              onChange={(value) => set({ share: value / 100 })}
            />
            <NumberField
              name={`${prefix}.brakes.${kind}.count`}
              label={text.brakeCount(kindNames[kind].many)}
              min={1}
              max={1_000_000}
              value={now.count}
              disabled={fixed}
              onChange={(value) => set({ count: value })}
            />
          </div>
        );
      })}
    </Stack>
  );
}

export function DriftShare({ effective, draft, change, fixed, prefix, description }: FinerProps & { readonly description: string }) {
  return (
    <NumberField
      name={`${prefix}.driftShare`}
      label={text.drift}
      description={description}
      unit="%"
      min={0}
      max={100}
      decimals={1}
      value={Math.round((draft.driftShare ?? effective.driftShare) * 1000) / 10}
      disabled={fixed}
      onChange={(value) => change({ driftShare: value / 100 })}
    />
  );
}
