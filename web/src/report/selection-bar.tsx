// What may be done with all selected lines in one go. In: the lines selected. Out: a decision
// or an alternative for them. Never here: an alternative that one of the lines does not have.

import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat } from '../format.ts';
import type { Decision, ReportLine } from '../sync-types.ts';
import { decisionNames, reportText as text } from '../text/report.ts';
import { waysInCommon } from './choices.ts';

type BarProps = {
  readonly lines: readonly ReportLine[];
  readonly onDecide: (decision: Decision) => void;
  readonly onChoose: (alternative: string) => void;
  readonly onClear: () => void;
};

const decisions = ['take', 'not now', 'never'] as const;

export function SelectionBar({ lines, onDecide, onChoose, onClear }: BarProps) {
  const format = useFormat();
  const ways = useMemo(() => waysInCommon(lines), [lines]);
  const none = lines.length === 0;
  const questionsOnly = !none && lines.every((line) => line.section === 'asked');
  return (
    <Group gap="xs" mb="xs" mih={36} role="group" aria-label={text.withSelected}>
      <span role="status">{text.selected(format.number(lines.length))}</span>
      {ways.map(({ id, label }) => (
        <Button key={id} size="xs" variant="default" onClick={() => onChoose(id)}>
          {label}
        </Button>
      ))}
      {decisions
        // A question is taken by its answer, and left for later by one.
        .filter((decision) => !questionsOnly || decision === 'never')
        .map((decision) => (
          <Button key={decision} size="xs" variant="default" disabled={none} onClick={() => onDecide(decision)}>
            {decisionNames[decision]}
          </Button>
        ))}
      <Button size="xs" variant="subtle" disabled={none} onClick={onClear}>
        {text.unselect}
      </Button>
    </Group>
  );
}
