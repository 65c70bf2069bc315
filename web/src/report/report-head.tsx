// The parts of a report above its lines: safety checks to release, settings as they were,
// counts by kind and side. In: the report. Out: brakes released, by key.

import { Checkbox, Stack, Text } from '@mantine/core';
import { useFormat } from '../format.ts';
import { Section } from '../shared/page.tsx';
import { Tag } from '../shared/states.tsx';
import type { Report } from '../sync-types.ts';
import { kindNames, sideNames } from '../text/common.ts';
import { choiceText } from '../text/setup-choices.ts';
import { reportText as text } from '../text/report.ts';
import type { Choices } from './choices.ts';

type BrakesProps = { readonly report: Report; readonly choices: Choices; readonly update: (change: (now: Choices) => Choices) => void; readonly editable: boolean };

export function Brakes({ report, choices, update, editable }: BrakesProps) {
  if (report.brakes.length === 0) return null;
  const release = (key: string, on: boolean) =>
    update((now) => ({ ...now, released: on ? [...now.released.filter((one) => one !== key), key] : now.released.filter((one) => one !== key) }));
  return (
    <section className="note note-warning" aria-labelledby="brakes">
      <div className="note-body">
        <h2 className="note-title" id="brakes">
          {text.brakes}
        </h2>
        {editable ? <Text size="sm">{text.brakesHelp}</Text> : null}
        <Stack gap={8} mt={8}>
          {report.brakes.map((brake) =>
            editable && !brake.released ? (
              <Checkbox key={brake.key} label={`${text.release} ${brake.text}`} checked={choices.released.includes(brake.key)} onChange={(event) => release(brake.key, event.currentTarget.checked)} />
            ) : (
              <div key={brake.key}>
                {brake.text} {brake.released ? <Tag tone="quiet">{text.released}</Tag> : null}
              </div>
            ),
          )}
        </Stack>
      </div>
    </section>
  );
}

export function Settings({ report }: { readonly report: Report }) {
  return (
    <Section title={text.settings} id="settings">
      <dl className="facts">
        {report.settings.map(({ label, value, was }) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>
              {value}
              {was === undefined ? null : <b> ({choiceText.was(was)})</b>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

export function Counts({ report }: { readonly report: Report }) {
  const format = useFormat();
  const columns = ['create', 'update', 'delete', 'link', 'asked', 'unchanged'] as const;
  return (
    <Section title={text.counts} id="counts">
      <div className="table-wrap" tabIndex={0} role="group" aria-labelledby="counts">
        <table className="plain-table tight" aria-labelledby="counts">
          <thead>
            <tr>
              <th scope="col">{text.countKind}</th>
              <th scope="col">{text.countSide}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="num">
                  {text[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.counts.map((count) => (
              <tr key={`${count.kind} ${count.side}`}>
                <th scope="row">{kindNames[count.kind].title}</th>
                <td>{sideNames[count.side]}</td>
                {columns.map((column) => (
                  <td key={column} className="num">
                    {count[column] === 0 ? <Text component="span" c="dimmed">0</Text> : format.number(count[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
