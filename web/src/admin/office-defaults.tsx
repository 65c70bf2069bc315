// The office's default of one setting, as a control. In: the setting, what the office has
// chosen, what the product delivers. Out: changes of the default. What is set back to the
// product's own is left out, so that it goes with the product.

import { NativeSelect, Stack, Text } from '@mantine/core';
import { NumberField } from '../shared/number-field.tsx';
import { BrakeLimits, DriftShare, FieldConflicts } from '../setup/finer-choices.tsx';
import type { OfficeSetupAnswer, OfficeSetupBody, PolicyChoiceBody, SettingName } from '../sync-types.ts';
import { officeText as text, settingValues } from '../text/admin.ts';
import { kindNames, sideNames } from '../text/common.ts';
import { choiceText, finerText } from '../text/setup-choices.ts';
import { TypeTable } from './type-table.tsx';

export type Defaults = OfficeSetupBody['defaults'];
type Props = { readonly name: SettingName; readonly answer: OfficeSetupAnswer; readonly defaults: Defaults; readonly change: (defaults: Defaults) => void };

const kinds = ['contact', 'event', 'task'] as const;
const sides = ['office', 'google'] as const;
const asValue = (value: string): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** One list of values, with "as delivered" first. */
function OneOf({ name, label, now, standard, choose }: { readonly name: SettingName; readonly label: string; readonly now: unknown; readonly standard: unknown; readonly choose: (value: unknown) => void }) {
  const words = settingValues[name] ?? {};
  return (
    <NativeSelect
      label={label}
      value={now === undefined ? '' : String(now)}
      data={[{ value: '', label: text.standard(words[String(standard)] ?? String(standard)) }, ...Object.entries(words).map(([value, word]) => ({ value, label: word }))]}
      onChange={(event) => choose(event.currentTarget.value === '' ? undefined : asValue(event.currentTarget.value))}
    />
  );
}

export function DefaultOf({ name, answer, defaults, change }: Props) {
  const { options, policy } = defaults;
  const { standard, standardOptions } = answer;
  const setPolicy = (part: PolicyChoiceBody) => change({ options, policy: withoutEmpty({ ...policy, ...part }) });
  const finer = { effective: standard, draft: policy, change: setPolicy, fixed: false, prefix: 'defaults.policy' };
  switch (name) {
    case 'contacts':
    case 'activities':
    case 'recurring':
      return <OneOf name={name} label={text.default} now={options[name]} standard={standardOptions[name]} choose={(value) => change({ policy, options: withoutEmpty({ ...options, [name]: value }) })} />;
    case 'conflict':
    case 'privacy':
    case 'sendGuests':
      return <OneOf name={name} label={text.default} now={policy[name]} standard={standard[name]} choose={(value) => setPolicy({ [name]: value })} />;
    case 'deletion':
      return (
        <div className="two">
          {kinds.flatMap((kind) =>
            sides.map((side) => (
              <OneOf
                key={`${kind} ${side}`}
                name={name}
                label={choiceText.deletedIn(kindNames[kind].one, sideNames[side])}
                now={policy.deletion?.[kind]?.[side]}
                standard={standard.deletion[kind][side]}
                choose={(value) => setPolicy({ deletion: withoutEmpty({ ...policy.deletion, [kind]: withoutEmpty({ ...policy.deletion?.[kind], [side]: value }) }) })}
              />
            )),
          )}
        </div>
      );
    case 'guestLimit':
      return <NumberField label={text.default} min={1} max={200} value={policy.guestLimit ?? standard.guestLimit} onChange={(value) => setPolicy({ guestLimit: value === standard.guestLimit ? undefined : value })} />;
    case 'conflictByField':
      return (
        <Stack gap={6}>
          <Text size="sm" c="dimmed">{finerText.byFieldHelp}</Text>
          <FieldConflicts {...finer} fields={answer.fields} />
        </Stack>
      );
    case 'brakes':
      return (
        <Stack gap={6}>
          <Text size="sm" c="dimmed">{finerText.brakesHelp}</Text>
          <BrakeLimits {...finer} />
        </Stack>
      );
    case 'driftShare':
      return <DriftShare {...finer} description={finerText.driftHelp} />;
    case 'types':
      return <TypeTable answer={answer} chosen={policy.types ?? {}} change={(types) => setPolicy({ types: withoutEmpty(types) })} />;
    default:
      return name satisfies never;
  }
}

/** The default in a few words, for the closed line; undefined where it takes more than a few. */
export function defaultInWords(name: SettingName, answer: OfficeSetupAnswer, { options, policy }: Defaults): string | undefined {
  const words = settingValues[name];
  const now = name === 'contacts' || name === 'activities' || name === 'recurring' ? (options[name] ?? answer.standardOptions[name]) : (policy[name] ?? answer.standard[name]);
  if (words === undefined || typeof now === 'object') return typeof now === 'number' ? (name === 'driftShare' ? `${Math.round(now * 1000) / 10} %` : String(now)) : undefined;
  return words[String(now)];
}


function withoutEmpty<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0))) as T;
}
