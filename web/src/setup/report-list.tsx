// The Report List. In: GET /api/reports. Out: one row a report with its status, progress,
// the Report icon button (PDF in a new tab) and, for what waits now, the Options menu.

import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { ReportRow } from '../../../src/http/contract/sync.ts';
import { address } from '../api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { usePollEvery } from '../live.ts';
import { Section } from '../shared/page.tsx';
import { ProgressLine } from '../shared/progress.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { statusTones } from '../shared/tones.ts';
import { reportsQuery } from '../sync-api.ts';
import { reportText } from '../text/report.ts';
import { listText as text, statusNames } from '../text/setup.ts';

/** Only a report that waits needs the menu and its dialogs. */
const OptionsMenu = lazy(async () => ({ default: (await import('../report/options-menu.tsx')).OptionsMenu }));

const AT_ONCE = 10;

/** A person is shown by name, never by an id. */
const isId = (who: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(who);

function Row({ row }: { readonly row: ReportRow }) {
  const format = useFormat();
  const date = format.dateTime(row.createdAt);
  const made = row.status !== 'in progress' || row.progress === undefined;
  const readable = row.status !== 'in progress' && row.status !== 'failed';
  return (
    <tr>
      <th scope="row">
        {readable || row.digest !== undefined ? (
          <Link to="/setup/google/reports/$reportId" params={{ reportId: row.id }} className="link">
            {row.kind}
          </Link>
        ) : (
          row.kind
        )}
      </th>
      <td className="nowrap">{date}</td>
      <td>
        <Tag tone={statusTones[row.status]}>{statusNames[row.status]}</Tag>
        {row.decidedBy === undefined || row.decidedAt === undefined || isId(row.decidedBy) ? null : (
          <Text size="xs" c="dimmed" mt={2}>
            {text.decided(row.decidedBy, format.dateTime(row.decidedAt))}
          </Text>
        )}
      </td>
      <td>
        {made ? <span className="clamp">{row.summary}</span> : <ProgressLine progress={row.progress ?? { phase: '', done: 0 }} name={`${row.kind}, ${date}`} />}
      </td>
      <td>
        <Group gap={6} wrap="nowrap" justify="flex-end">
          {readable || row.digest !== undefined ? (
            <ActionIcon component="a" href={address(`/reports/${row.id}/pdf`)} target="_blank" variant="default" size="lg" aria-label={text.pdfOf(row.kind, date)} title={text.pdf}>
              <Icon name="report" />
            </ActionIcon>
          ) : null}
          {row.current ? (
            <Suspense fallback={<Button variant="default" disabled>{reportText.options}</Button>}>
              <OptionsMenu row={row} />
            </Suspense>
          ) : null}
        </Group>
      </td>
    </tr>
  );
}

export function ReportList({ busy }: { readonly busy: boolean }) {
  const pollEvery = usePollEvery(busy);
  const { data: rows, error, refetch } = useQuery({ ...reportsQuery, refetchInterval: pollEvery });
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows?.slice(0, AT_ONCE);
  return (
    <Section title={text.title} id="report-list">
      <Text size="sm" c="dimmed" mb="sm">
        {text.help}
      </Text>
      {error !== null && rows === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {rows === undefined && error === null ? <RowsSkeleton rows={3} /> : null}
      {rows?.length === 0 ? (
        <EmptyNote icon="report" title={text.empty}>
          {text.emptyHelp}
        </EmptyNote>
      ) : null}
      {shown === undefined || shown.length === 0 ? null : (
        <div className="table-wrap" tabIndex={0} role="group" aria-labelledby="report-list">
          <table className="plain-table stack-table" aria-labelledby="report-list">
            <thead>
              <tr>
                <th scope="col">{text.report}</th>
                <th scope="col">{text.date}</th>
                <th scope="col">{text.status}</th>
                <th scope="col">{text.summary}</th>
                <th scope="col">
                  <span className="visually-hidden">{text.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows === undefined || all || rows.length <= AT_ONCE ? null : (
        <Button variant="subtle" mt="sm" onClick={() => setAll(true)}>
          {text.older(rows.length - AT_ONCE)}
        </Button>
      )}
    </Section>
  );
}
