// One row of the report table. In: the line and what is decided about it. Out: opened,
// selected, decided. The button in the name cell opens the details; what is asked leads
// there too, since a choice needs the values in sight. Plain elements of one height and no
// measuring: dozens of them are made anew with every frame of scrolling.

import { memo } from 'react';
import { Icon } from '../icons.tsx';
import { Tag, type Tone } from '../shared/states.tsx';
import type { Decision, ReportLine } from '../sync-types.ts';
import { decisionName, decisionNames, outcomeNames, reportText as text } from '../text/report.ts';
import type { Format } from '../format.ts';
import { decidable, wayOf } from './choices.ts';
import { briefText } from './lines.ts';

const outcomeTones: Readonly<Record<NonNullable<ReportLine['outcome']>, Tone>> = { applied: 'good', stale: 'warning', refused: 'warning', failed: 'bad', unknown: 'warning', skipped: 'quiet' };
const decisions = (['take', 'not now', 'never'] as const).map((value) => ({ value, label: decisionNames[value] }));

type RowProps = {
  readonly index: number;
  readonly line: ReportLine;
  readonly opened: boolean;
  readonly selected: boolean;
  readonly decision: Decision;
  readonly chosen: string | undefined;
  readonly editable: boolean;
  readonly withOutcome: boolean;
  readonly narrow: boolean;
  readonly format: Format;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (id: string, on: boolean) => void;
  readonly onDecide: (line: ReportLine, decision: Decision) => void;
  readonly onChoose: (line: ReportLine, alternative: string) => void;
};

const WAY = 'way ';

function DecisionCell({ line, decision, chosen, onToggle, onDecide, onChoose }: Pick<RowProps, 'line' | 'decision' | 'chosen' | 'onToggle' | 'onDecide' | 'onChoose'>) {
  if (line.section === 'asked') {
    const label = decision === 'take' ? line.alternatives?.find((alternative) => alternative.id === chosen)?.label : decisionNames[decision];
    return (
      <button type="button" className={label === undefined ? 'row-button row-button-filled clip' : 'row-button clip'} onClick={() => onToggle(line.id)} aria-label={`${text.decisionFor(line.name)}: ${label ?? text.choose}`}>
        {label ?? text.choose}
      </button>
    );
  }
  if (!decidable(line)) return null;
  const way = wayOf(line, chosen);
  const change = (next: string) => (next.startsWith(WAY) ? onChoose(line, next.slice(WAY.length)) : onDecide(line, next as Decision));
  return (
    <select className="row-select" aria-label={text.decisionFor(line.name)} value={way === undefined ? decision : `${WAY}${way.id}`} onChange={(event) => change(event.currentTarget.value)}>
      {decisions.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {line.instead === undefined ? null : (
        <optgroup label={text.otherWays}>
          {line.instead.map(({ id, label }) => (
            <option key={id} value={`${WAY}${id}`}>
              {label}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}

export const LineRow = memo(function LineRow({ index, line, opened, selected, decision, chosen, editable, withOutcome, narrow, format, onToggle, onSelect, onDecide, onChoose }: RowProps) {
  const off = editable && decidable(line) && decision !== 'take';
  const putOff = line.putOffAt === undefined ? undefined : text.putOff(format.date(line.putOffAt));
  return (
    <tr data-index={index} aria-rowindex={index + 2} className={`grid-row line-row${off ? ' row-off' : ''}`}>
      {editable ? (
        <td>{decidable(line) ? <input type="checkbox" className="row-check" aria-label={text.select(line.name)} checked={selected} onChange={(event) => onSelect(line.id, event.currentTarget.checked)} /> : null}</td>
      ) : null}
      <th scope="row">
        <button type="button" className="cell-button" aria-expanded={opened} onClick={() => onToggle(line.id)}>
          <span className={opened ? 'turn open' : 'turn'}>
            <Icon name="chevron" size={16} />
          </span>
          <span className="clip">{line.name}</span>
        </button>
        {narrow ? <span className="clip row-text">{putOff === undefined ? briefText(line) : `${putOff} · ${briefText(line)}`}</span> : null}
      </th>
      {narrow ? null : (
        <td>
          <span className={putOff === undefined ? 'clip-two' : 'clip'} title={line.text}>
            {briefText(line)}
          </span>
          {putOff === undefined ? null : <span className="clip row-text">{putOff}</span>}
        </td>
      )}
      {editable ? (
        <td>
          <DecisionCell line={line} decision={decision} chosen={chosen} onToggle={onToggle} onDecide={onDecide} onChoose={onChoose} />
        </td>
      ) : null}
      {withOutcome ? (
        <td>
          {line.outcome === undefined ? (
            <span className="row-text">{decisionName(line)}</span>
          ) : (
            <Tag tone={outcomeTones[line.outcome]}>{outcomeNames[line.outcome]}</Tag>
          )}
        </td>
      ) : null}
    </tr>
  );
});
