// One opened line of a report: why, each field before → after, and for what is asked the
// three values side by side with the alternatives. In: the line and the choice made. Out:
// a new choice. Long values are shown whole; nothing is cut here.

import { Radio, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ReportLine } from '../sync-types.ts';
import { sideNames } from '../text/common.ts';
import { reportText as text } from '../text/report.ts';

const LATER = '';

function Value({ children, className }: { readonly children: string | undefined; readonly className?: string }): ReactNode {
  if (children === undefined || children === '') return <Text component="span" c="dimmed" size="sm">{text.empty}</Text>;
  return <span className={`value ${className ?? ''}`}>{children}</span>;
}

function Fields({ line }: { readonly line: ReportLine }) {
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={text.detailsOf(line.name)}>
      <table className="plain-table" aria-label={text.detailsOf(line.name)}>
        <thead>
          <tr>
            <th scope="col">{text.field}</th>
            <th scope="col">{text.before}</th>
            <th scope="col">{text.after}</th>
          </tr>
        </thead>
        <tbody>
          {line.fields.map((field, index) => (
            <tr key={`${field.label} ${index}`}>
              <th scope="row">{field.label}</th>
              <td>
                <Value className="value-before">{field.before}</Value>
              </td>
              <td>
                <Value className="value-after">{field.after}</Value>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ThreeValues({ line }: { readonly line: ReportLine }) {
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={text.detailsOf(line.name)}>
      <table className="plain-table" aria-label={text.detailsOf(line.name)}>
        <thead>
          <tr>
            <th scope="col">{text.field}</th>
            <th scope="col">{text.base}</th>
            <th scope="col">{sideNames.office}</th>
            <th scope="col">{sideNames.google}</th>
          </tr>
        </thead>
        <tbody>
          {(line.values ?? []).map((value, index) => (
            <tr key={`${value.label} ${index}`}>
              <th scope="row">{value.label}</th>
              <td>
                <Value>{value.base}</Value>
              </td>
              <td>
                <Value>{value.office}</Value>
              </td>
              <td>
                <Value>{value.google}</Value>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type DetailsProps = { readonly line: ReportLine; readonly chosen: string | undefined; readonly editable: boolean; readonly onChoose: (alternative: string | undefined) => void };

export function LineDetails({ line, chosen, editable, onChoose }: DetailsProps) {
  const alternatives = line.alternatives ?? [];
  // What happens without a choice is one of the alternatives, or said in words beside ours.
  const unchosen = alternatives.find((alternative) => alternative.id === line.otherwise);
  const later = unchosen?.id ?? LATER;
  const otherwise = unchosen?.label ?? line.otherwise;
  return (
    <Stack gap="sm" className="details">
      <Text size="sm">{line.text}</Text>
      {line.why === '' ? null : (
        <Text size="sm">
          <strong>{text.why}:</strong> {line.why}
        </Text>
      )}
      {line.values === undefined || line.values.length === 0 ? null : <ThreeValues line={line} />}
      {line.fields.length === 0 ? null : <Fields line={line} />}
      {alternatives.length === 0 ? null : (
        <Radio.Group
          label={text.alternatives}
          value={chosen ?? alternatives.find((alternative) => alternative.id === line.decision || alternative.label === line.decision)?.id ?? later}
          onChange={(value) => onChoose(value === later ? undefined : value)}
          {...(otherwise === undefined ? {} : { description: text.otherwise(otherwise) })}
        >
          <Stack gap={8} mt={8}>
            {alternatives.map((alternative) => (
              <Radio key={alternative.id} value={alternative.id} label={alternative.label} disabled={!editable} />
            ))}
            {unchosen === undefined ? <Radio value={LATER} label={text.later} description={line.otherwise === undefined ? text.laterHelp : undefined} disabled={!editable} /> : null}
          </Stack>
        </Radio.Group>
      )}
      {line.outcomeText === undefined ? null : (
        <Text size="sm">
          <strong>{text.outcome}:</strong> {line.outcomeText}
        </Text>
      )}
    </Stack>
  );
}
