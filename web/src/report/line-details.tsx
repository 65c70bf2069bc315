// One opened line of a report: why, each field before → after, and for what is asked the
// three values side by side with the alternatives. In: the line and what is decided. Out:
// a new choice or decision. Long values are shown whole; nothing is cut here.

import { Radio, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';
import { HistoryButton } from '../history/history-button.tsx';
import type { Decision, ReportLine } from '../sync-types.ts';
import { sideNames } from '../text/common.ts';
import { decisionNames, reportText as text } from '../text/report.ts';
import { wayOf } from './choices.ts';
import { reasonOf } from './lines.ts';

function Value({ children, className }: { readonly children: string | undefined; readonly className?: string }): ReactNode {
  if (children === undefined || children === '') return <Text component="span" c="dimmed" size="sm">{text.empty}</Text>;
  return <span className={`value ${className ?? ''}`}>{children}</span>;
}

export function ChangedFields({ fields, label }: { readonly fields: ReportLine['fields']; readonly label: string }) {
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={label}>
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{text.field}</th>
            <th scope="col">{text.before}</th>
            <th scope="col">{text.after}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field, index) => (
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

export function ThreeValues({ line }: { readonly line: ReportLine }) {
  // At a first meeting nothing was agreed before: a column without a value would only take room.
  const agreed = (line.values ?? []).some(({ base }) => base !== undefined);
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={text.detailsOf(line.name)}>
      <table className="plain-table" aria-label={text.detailsOf(line.name)}>
        <thead>
          <tr>
            <th scope="col">{text.field}</th>
            {agreed ? <th scope="col">{text.base}</th> : null}
            <th scope="col">{sideNames.office}</th>
            <th scope="col">{sideNames.google}</th>
          </tr>
        </thead>
        <tbody>
          {(line.values ?? []).map((value, index) => (
            <tr key={`${value.label} ${index}`}>
              <th scope="row">{value.label}</th>
              {agreed ? (
                <td>
                  <Value>{value.base}</Value>
                </td>
              ) : null}
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

type DetailsProps = {
  readonly line: ReportLine;
  readonly decision: Decision;
  readonly chosen: string | undefined;
  readonly editable: boolean;
  readonly onDecide: (decision: Decision) => void;
  readonly onChoose: (alternative: string | undefined) => void;
};

/** A choice of the list: an alternative by its id, or one of the three decisions. */
const WAY = 'way ';
const LATER = 'later';

export function LineDetails(props: DetailsProps) {
  const { line } = props;
  const why = reasonOf(line);
  const format = useFormat();
  return (
    <Stack gap="sm" className="details">
      <Text size="sm">{line.text}</Text>
      {why === undefined ? null : (
        <Text size="sm">
          <strong>{text.why}:</strong> {why}
        </Text>
      )}
      {line.putOffAt === undefined ? null : (
        <Text size="sm">
          <strong>{text.putOff(format.date(line.putOffAt))}</strong>
        </Text>
      )}
      {line.values === undefined || line.values.length === 0 ? null : <ThreeValues line={line} />}
      {line.fields.length === 0 ? null : <ChangedFields fields={line.fields} label={text.detailsOf(line.name)} />}
      {line.section === 'asked' ? <Answers {...props} /> : props.editable && line.instead !== undefined ? <OtherWays {...props} /> : null}
      {line.outcomeText === undefined ? null : (
        <Text size="sm">
          <strong>{text.outcome}:</strong> {line.outcomeText}
        </Text>
      )}
      {line.record === undefined || line.kind === 'group' ? null : (
        <div>
          <HistoryButton size="xs" record={{ kind: line.kind, ...line.record }} name={line.name} />
        </div>
      )}
    </Stack>
  );
}

function Answers({ line, decision, chosen, editable, onDecide, onChoose }: DetailsProps) {
  const alternatives = line.alternatives ?? [];
  if (alternatives.length === 0) return null;
  // What happens without a choice is one of the alternatives, or said in words beside ours.
  const unchosen = alternatives.find((alternative) => alternative.id === line.otherwise);
  const later = unchosen === undefined ? LATER : `${WAY}${unchosen.id}`;
  const otherwise = unchosen?.label ?? line.otherwise;
  const approved = alternatives.find((alternative) => alternative.id === line.decision || alternative.label === line.decision)?.id;
  const picked = chosen ?? (decision === 'never' ? undefined : approved);
  const value = picked !== undefined ? `${WAY}${picked}` : decision === 'never' ? 'never' : later;
  const change = (next: string) => {
    if (next === 'never') onDecide('never');
    else onChoose(next.startsWith(WAY) ? next.slice(WAY.length) : undefined);
  };
  return (
    <Radio.Group label={text.alternatives} value={value} onChange={change} {...(otherwise === undefined ? {} : { description: text.otherwise(otherwise) })}>
      <Stack gap={8} mt={8}>
        {alternatives.map((alternative) => (
          <Radio key={alternative.id} value={`${WAY}${alternative.id}`} label={alternative.label} disabled={!editable} />
        ))}
        {unchosen === undefined ? <Radio value={LATER} label={text.later} description={line.otherwise === undefined ? text.laterHelp : undefined} disabled={!editable} /> : null}
        {editable ? <Radio value="never" label={text.neverAsk} description={text.neverAskHelp} /> : null}
      </Stack>
    </Radio.Group>
  );
}

function OtherWays({ line, decision, chosen, onDecide, onChoose }: DetailsProps) {
  const way = wayOf(line, chosen);
  return (
    <Radio.Group
      label={text.alternatives}
      value={way === undefined ? decision : `${WAY}${way.id}`}
      onChange={(next) => (next.startsWith(WAY) ? onChoose(next.slice(WAY.length)) : onDecide(next as Decision))}
    >
      <Stack gap={8} mt={8}>
        <Radio value="take" label={decisionNames.take} description={line.text} />
        {(line.instead ?? []).map(({ id, label, text: what }) => (
          <Radio key={id} value={`${WAY}${id}`} label={label} {...(what === '' ? {} : { description: what })} />
        ))}
        <Radio value="not now" label={decisionNames['not now']} description={text.notNowHelp} />
        <Radio value="never" label={decisionNames.never} description={text.neverHelp} />
      </Stack>
    </Radio.Group>
  );
}
