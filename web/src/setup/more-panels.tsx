// What stands behind the further choices of the Setup Detail, a script of its own: it is
// loaded when they are opened. In: what holds, what the office decided, the draft. Out:
// changes of the draft. What the office has locked is shown and cannot be changed; what it
// does not offer is not offered.

import { Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { NumberField } from '../shared/number-field.tsx';
import type { EffectivePolicy, PolicyChoiceBody, SettingName, SettingRule } from '../sync-types.ts';
import { kindNames, sideNames } from '../text/common.ts';
import { choiceText as text, finerText } from '../text/setup-choices.ts';
import { BrakeLimits, DriftShare, FieldConflicts } from './finer-choices.tsx';
import type { FieldChoice } from './finer-choices.tsx';

export type PanelProps = {
  readonly effective: EffectivePolicy;
  readonly rules: readonly SettingRule[];
  /** What is saved of the person's own choice. */
  readonly own: PolicyChoiceBody;
  readonly fields: readonly FieldChoice[];
  readonly draft: PolicyChoiceBody;
  readonly change: (part: PolicyChoiceBody) => void;
  readonly locked: boolean;
  readonly invitations: number;
};

const kinds = ['contact', 'event', 'task'] as const;
const sides = ['office', 'google'] as const;

function makeRules({ rules, locked }: PanelProps) {
  const ruleOf = (name: SettingName) => rules.find((rule) => rule.name === name);
  return {
    isFixed: (name: SettingName) => locked || ruleOf(name)?.locked === true,
    isWithdrawn: (name: SettingName, value: string) => ruleOf(name)?.withdrawn.includes(value) === true,
    withdrawn: (name: SettingName) => ruleOf(name)?.withdrawn ?? [],
    about(name: SettingName, help: string) {
      const rule = ruleOf(name);
      return [help, rule?.guidance, rule === undefined ? undefined : rule.locked ? text.lockedByOffice : text.source[rule.source]].filter(Boolean).join(' ');
    },
  };
}

export function MorePanel(props: PanelProps) {
  const { effective, draft, change, invitations } = props;
  const { isFixed, isWithdrawn, about } = makeRules(props);
  const offered = (name: SettingName, words: Readonly<Record<string, string>>, now: string) =>
    Object.entries(words).flatMap(([value, label]) => (value !== now && isWithdrawn(name, value) ? [] : [{ value, label }]));
  const conflict = draft.conflict ?? effective.conflict;
  const privacy = draft.privacy ?? effective.privacy;
  const guests = draft.sendGuests ?? effective.sendGuests;
  return (
    <Stack gap="md">
      <NativeSelect name="policy.conflict" label={text.conflict} description={about('conflict', text.conflictHelp)} value={conflict} disabled={isFixed('conflict')} data={offered('conflict', text.conflicts, conflict)} onChange={(event) => change({ conflict: event.currentTarget.value as EffectivePolicy['conflict'] })} />
      <fieldset className="fieldset">
        <legend>
          <Text size="sm" fw={500}>{text.deletion}</Text>
        </legend>
        <Text size="sm" c="dimmed" mb={8}>{about('deletion', text.deletionHelp)}</Text>
        <div className="two">
          {kinds.flatMap((kind) =>
            sides.map((side) => {
              const now = draft.deletion?.[kind]?.[side] ?? effective.deletion[kind][side];
              return <NativeSelect key={`${kind} ${side}`} name={`policy.deletion.${kind}.${side}`} label={text.deletedIn(kindNames[kind].one, sideNames[side])} value={now} disabled={isFixed('deletion')} data={offered('deletion', text.deletions, now)} onChange={(event) => change({ deletion: { ...draft.deletion, [kind]: { ...draft.deletion?.[kind], [side]: event.currentTarget.value } } })} />;
            }),
          )}
        </div>
      </fieldset>
      <NativeSelect name="policy.privacy" label={text.privacy} description={about('privacy', text.privacyHelp)} value={privacy} disabled={isFixed('privacy')} data={offered('privacy', text.privacies, privacy)} onChange={(event) => change({ privacy: event.currentTarget.value as EffectivePolicy['privacy'] })} />
      <Checkbox name="policy.sendGuests" label={text.guests} description={about('sendGuests', text.guestsHelp(invitations))} checked={guests} disabled={isFixed('sendGuests')} onChange={(event) => change({ sendGuests: event.currentTarget.checked })} />
      <NumberField name="policy.guestLimit" label={text.guestLimit} description={about('guestLimit', text.guestLimitHelp)} min={1} max={200} value={draft.guestLimit ?? effective.guestLimit} disabled={isFixed('guestLimit') || !guests} onChange={(value) => change({ guestLimit: value })} />
    </Stack>
  );
}

export function FinerPanel(props: PanelProps) {
  const { effective, draft, change, own, fields } = props;
  const { isFixed, withdrawn, about } = makeRules(props);
  const inherited = Object.fromEntries(Object.entries(effective.conflictByField).filter(([key]) => own.conflictByField?.[key] === undefined));
  const finer = { effective, draft, change, prefix: 'policy' };
  return (
    <Stack gap="md">
      <fieldset className="fieldset">
        <legend>
          <Text size="sm" fw={500}>{finerText.byField}</Text>
        </legend>
        <Text size="sm" c="dimmed" mb={8}>{about('conflictByField', finerText.byFieldHelp)}</Text>
        <FieldConflicts {...finer} fields={fields} inherited={inherited} withdrawn={withdrawn('conflictByField')} fixed={isFixed('conflictByField')} />
      </fieldset>
      <fieldset className="fieldset">
        <legend>
          <Text size="sm" fw={500}>{finerText.brakes}</Text>
        </legend>
        <Text size="sm" c="dimmed" mb={8}>{about('brakes', finerText.brakesHelp)}</Text>
        <BrakeLimits {...finer} fixed={isFixed('brakes')} />
      </fieldset>
      <DriftShare {...finer} fixed={isFixed('driftShare')} description={about('driftShare', finerText.driftHelp)} />
    </Stack>
  );
}
