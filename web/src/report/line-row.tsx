// One row of the report table. In: the line and what is decided about it. Out: opened,
// selected, decided. The button in the name cell opens the details; what is asked leads
// there too, since a choice needs the values in sight.

import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { Icon } from '../icons.tsx';
import { Tag, type Tone } from '../shared/states.tsx';
import type { Decision, ReportLine } from '../sync-types.ts';
import { decisionNames, outcomeNames, reportText as text } from '../text/report.ts';
import { decidable } from './choices.ts';

const outcomeTones: Readonly<Record<NonNullable<ReportLine['outcome']>, Tone>> = { applied: 'good', stale: 'warning', refused: 'warning', failed: 'bad', unknown: 'warning', skipped: 'quiet' };
const decisions = (['take', 'not now', 'never'] as const).map((value) => ({ value, label: decisionNames[value] }));

type RowProps = {
  readonly rowProps: Record<string, unknown>;
  readonly line: ReportLine;
  readonly opened: boolean;
  readonly selected: boolean;
  readonly decision: Decision;
  readonly chosen: string | undefined;
  readonly editable: boolean;
  readonly withOutcome: boolean;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (id: string, on: boolean) => void;
  readonly onDecide: (line: ReportLine, decision: Decision) => void;
};

function DecisionCell({ line, decision, chosen, onToggle, onDecide }: Pick<RowProps, 'line' | 'decision' | 'chosen' | 'onToggle' | 'onDecide'>) {
  if (line.section === 'asked') {
    const label = line.alternatives?.find((alternative) => alternative.id === chosen)?.label;
    return (
      <Button size="xs" variant={label === undefined ? 'filled' : 'default'} fullWidth onClick={() => onToggle(line.id)} aria-label={`${text.decisionFor(line.name)}: ${label ?? text.choose}`} className="choose-button">
        <span className="clip">{label ?? text.choose}</span>
      </Button>
    );
  }
  if (!decidable(line)) return null;
  return <NativeSelect size="xs" aria-label={text.decisionFor(line.name)} data={decisions} value={decision} onChange={(event) => onDecide(line, event.currentTarget.value as Decision)} />;
}

export function LineRow({ rowProps, line, opened, selected, decision, chosen, editable, withOutcome, onToggle, onSelect, onDecide }: RowProps) {
  const off = editable && decidable(line) && decision !== 'take';
  return (
    <tr {...rowProps} className={`grid-row${off ? ' row-off' : ''}`}>
      {editable ? (
        <td>{decidable(line) ? <Checkbox size="xs" aria-label={text.select(line.name)} checked={selected} onChange={(event) => onSelect(line.id, event.currentTarget.checked)} /> : null}</td>
      ) : null}
      <th scope="row">
        <button type="button" className="cell-button" aria-expanded={opened} onClick={() => onToggle(line.id)}>
          <span className={opened ? 'turn open' : 'turn'}>
            <Icon name="chevron" size={16} />
          </span>
          <span className="clip">{line.name}</span>
        </button>
        <span className="clip narrow-only row-text">{line.text}</span>
      </th>
      <td className="wide-only">
        <span className="clip" title={line.text}>
          {line.text}
        </span>
      </td>
      {editable ? (
        <td>
          <DecisionCell line={line} decision={decision} chosen={chosen} onToggle={onToggle} onDecide={onDecide} />
        </td>
      ) : null}
      {withOutcome ? (
        <td>
          {line.outcome === undefined ? (
            <span className="row-text">{line.decision ?? ''}</span>
          ) : (
            <Tag tone={outcomeTones[line.outcome]}>{outcomeNames[line.outcome]}</Tag>
          )}
        </td>
      ) : null}
    </tr>
  );
}
