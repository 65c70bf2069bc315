// One question: what it is about, the values side by side, and its answers. In: the line and
// what is chosen. Out: an answer, or that it is selected; neither where nothing can be chosen.

import { Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useFormat } from '../format.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { ThreeValues } from '../report/line-details.tsx';
import { reasonOf } from '../report/lines.ts';
import { Tag } from '../shared/states.tsx';
import type { ReportLine } from '../sync-types.ts';
import { kindNames } from '../text/common.ts';
import { questionText as text } from '../text/decisions.ts';
import { reportText } from '../text/report.ts';

type CardProps = {
  readonly line: ReportLine;
  readonly chosen: string | undefined;
  readonly selected: boolean;
  readonly onSelect?: (on: boolean) => void;
  readonly onChoose?: (alternative: string) => void;
};

export function QuestionCard({ line, chosen, selected, onSelect, onChoose }: CardProps) {
  const format = useFormat();
  const heading = `question-${line.id}`;
  const why = reasonOf(line);
  const kind = line.kind === 'group' ? undefined : kindNames[line.kind].one;
  return (
    <li className="section question" aria-labelledby={heading}>
      <Group gap="sm" wrap="nowrap" align="center" mb={6}>
        {onSelect === undefined ? null : <Checkbox aria-label={text.select(line.name)} checked={selected} onChange={(event) => onSelect(event.currentTarget.checked)} />}
        <h2 className="question-title" id={heading}>
          {line.name}
        </h2>
        {kind === undefined ? null : <Tag tone="quiet">{kind}</Tag>}
        {line.record === undefined || line.kind === 'group' ? null : (
          <div style={{ marginInlineStart: 'auto' }}>
            <HistoryButton size="xs" record={{ kind: line.kind, ...line.record }} name={line.name} />
          </div>
        )}
      </Group>
      <Stack gap="sm">
        <Text size="sm">{line.text}</Text>
        {why === undefined ? null : (
          <Text size="sm">
            <strong>{reportText.why}:</strong> {why}
          </Text>
        )}
        {line.putOffAt === undefined ? null : (
          <Text size="sm">
            <strong>{reportText.putOff(format.date(line.putOffAt))}</strong>
          </Text>
        )}
        {line.values === undefined || line.values.length === 0 ? null : <ThreeValues line={line} />}
        {onChoose === undefined ? null : (
          <Radio.Group label={text.answerTo(line.name)} value={chosen ?? line.otherwise ?? ''} onChange={onChoose}>
            <Group gap="md" mt={6}>
              {(line.alternatives ?? []).map(({ id, label }) => (
                <Radio key={id} value={id} label={label} />
              ))}
            </Group>
          </Radio.Group>
        )}
      </Stack>
    </li>
  );
}
