// Which TYPE of one side becomes which of the other. In: the TYPEs that each side offers, the
// product's table and the office's changes of it. Out: the office's changes alone; a line
// that is as the product delivers it is left out.

import { NativeSelect, Text } from '@mantine/core';
import type { OfficeSetupAnswer, PolicyChoiceBody } from '../sync-types.ts';
import { officeText as text, typeName } from '../text/admin.ts';

type Types = NonNullable<PolicyChoiceBody['types']>;
type Side = 'office' | 'google';
const lists = ['phones', 'emails', 'addresses', 'urls'] as const;

/** Lines of a side: every TYPE that the other side may say, and what this side makes of it. */
function SideTable({ side, answer, chosen, change }: { readonly side: Side; readonly answer: OfficeSetupAnswer; readonly chosen: Types; readonly change: (types: Types) => void }) {
  const other = side === 'office' ? 'google' : 'office';
  const title = side === 'office' ? text.typesOffice : text.typesGoogle;
  const choose = (key: string, type: string, delivered: string) => {
    const { [key]: _former, ...rest } = chosen[side] ?? {};
    const next = type === delivered ? rest : { ...rest, [key]: type };
    const { [side]: _side, ...otherSide } = chosen;
    change(Object.keys(next).length === 0 ? otherSide : { ...otherSide, [side]: next });
  };
  return (
    <div role="group" aria-label={title}>
      <Text size="sm" fw={500} mt="xs" mb={6}>
        {title}
      </Text>
      {lists.map((list) => {
        const offered = [...new Set(answer.types[side][list] ?? [])];
        const said = [...new Set(answer.types[other][list] ?? [])];
        return (
          <fieldset className="fieldset" key={list}>
            <legend>
              <Text size="sm" c="dimmed" mt={8}>{text.types[list]}</Text>
            </legend>
            <div className="two">
              {said.map((type) => {
                const key = `${list}.${type}`;
                const delivered = answer.standard.types[side][key] ?? type;
                const now = chosen[side]?.[key] ?? delivered;
                // What the side is told today is offered even where its own list lacks it.
                const choices = offered.includes(now) ? offered : [now, ...offered];
                return (
                  <NativeSelect
                    key={key}
                    name={`defaults.policy.types.${side}.${key}`}
                    label={typeName(other, list, type)}
                    value={now}
                    data={choices.map((one) => ({ value: one, label: typeName(side, list, one) }))}
                    onChange={(event) => choose(key, event.currentTarget.value, delivered)}
                  />
                );
              })}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

export function TypeTable({ answer, chosen, change }: { readonly answer: OfficeSetupAnswer; readonly chosen: Types; readonly change: (types: Types) => void }) {
  return (
    <div>
      <Text size="sm" c="dimmed">{text.typesHelp}</Text>
      <SideTable side="office" answer={answer} chosen={chosen} change={change} />
      <SideTable side="google" answer={answer} chosen={chosen} change={change} />
    </div>
  );
}
