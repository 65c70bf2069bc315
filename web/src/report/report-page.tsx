// A report on the screen. In: the id in the address. Out: summary, settings, counts, safety
// checks, all lines, and the Options menu. Showing it tells the server that it was opened,
// which approving requires.

import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { address, asApiError } from '../api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { usePollEvery } from '../live.ts';
import { Page, Section } from '../shared/page.tsx';
import { ProgressLine } from '../shared/progress.tsx';
import { EmptyNote, ErrorNote, Note, RowsSkeleton, Tag } from '../shared/states.tsx';
import { statusTones } from '../shared/tones.ts';
import { reportLinesQuery, reportQuery, reportsQuery, syncApi } from '../sync-api.ts';
import type { Report, ReportLine } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';
import { listText, statusNames } from '../text/setup.ts';
import { countEffects, useChoices } from './choices.ts';
import { DecideBar } from './decide-bar.tsx';
import { inOrder } from './lines.ts';
import { OptionsMenu } from './options-menu.tsx';
import { RowNote } from './row-note.tsx';
import { Brakes, Counts, Settings } from './report-head.tsx';
import { PdfButton } from './pdf-button.tsx';
import { ReportLines } from './report-lines.tsx';
import { UndoButton } from './undo-button.tsx';

const noLines: readonly ReportLine[] = [];

/** Tells the server once that the person has this report, in this digest, on the screen. */
function useOpenedOnce(report: Report | undefined): void {
  const queries = useQueryClient();
  const told = useRef('');
  const row = report?.row;
  useEffect(() => {
    if (row === undefined || row.digest === undefined || !row.current || row.openedAt !== undefined) return;
    if (told.current === row.digest) return;
    told.current = row.digest;
    void syncApi.openReport(row.id).then(
      () => {
        void queries.invalidateQueries({ queryKey: ['report', row.id] });
        void queries.invalidateQueries({ queryKey: ['reports'] });
      },
      () => {
        told.current = '';
      },
    );
  }, [row, queries]);
}

export function ReportPage() {
  const { reportId } = useParams({ from: '/signed-in/setup/google/reports/$reportId' });
  const known = useQuery(reportQuery(reportId)).data;
  const running = known?.row.status === 'in progress' || known?.row.status === 'approved';
  const pollEvery = usePollEvery(running);
  const { data: report, error, refetch } = useQuery({ ...reportQuery(reportId), refetchInterval: pollEvery });
  useOpenedOnce(report);
  const format = useFormat();
  if (report === undefined && asApiError(error).code === 'in-progress') return <BeingMade id={reportId} again={refetch} />;
  if (report === undefined) {
    return (
      <Page title={listText.report} wide>
        {error === null ? <RowsSkeleton rows={9} height={52} /> : <ErrorNote error={error} retry={() => void refetch()} actions={<BackLink />} />}
      </Page>
    );
  }
  return <ReportBody report={report} title={`${report.row.kind}, ${format.dateTime(report.row.createdAt)}`} />;
}

/** A report that the list knows and that cannot be read yet: its progress, until it can. */
function BeingMade({ id, again }: { readonly id: string; readonly again: () => Promise<unknown> }) {
  const pollEvery = usePollEvery(true);
  const row = useQuery({ ...reportsQuery, refetchInterval: pollEvery }).data?.find((one) => one.id === id);
  const ready = row !== undefined && row.status !== 'in progress';
  useEffect(() => {
    if (ready) void again();
  }, [ready, again]);
  return (
    <Page title={row?.kind ?? listText.report} wide>
      <Note tone="info" live="polite" title={text.making} actions={<BackLink />}>
        {row?.progress === undefined ? undefined : <ProgressLine progress={row.progress} name={text.making} />}
      </Note>
    </Page>
  );
}

function BackLink() {
  return (
    <Link to="/setup/google" className="link">
      {text.toSetup}
    </Link>
  );
}

function ReportBody({ report, title }: { readonly report: Report; readonly title: string }) {
  const format = useFormat();
  const { row } = report;
  const [choices, update] = useChoices(row.digest);
  const first = useQuery({ ...reportLinesQuery(row, 'first'), enabled: report.lines > 500 });
  const all = useQuery({ ...reportLinesQuery(row, 'all'), enabled: report.lines > 0, placeholderData: (before) => before });
  const loaded = (all.data ?? first.data)?.lines ?? noLines;
  const lines = useMemo(() => inOrder(loaded), [loaded]);
  const editable = row.current && (row.status === 'ready' || row.status === 'opened');
  const done = row.status === 'complete' || row.kind === 'Initial Synchronization' || row.kind === 'Synchronization' || row.kind === 'Undo';
  const effects = useMemo(() => (editable ? countEffects(lines, choices) : undefined), [editable, lines, choices]);
  return (
    <Page
      title={title}
      wide
      actions={
        <>
          <Button component={Link} to="/setup/google" variant="subtle">
            {text.back}
          </Button>
          {row.digest === undefined ? null : (
            <>
              <PdfButton report={report} />
              <Button component="a" href={address(`/reports/${row.id}/csv`)} variant="default" leftSection={<Icon name="download" />} className="wide-only">
                {text.csv}
              </Button>
              <Button component="a" href={address(`/reports/${row.id}/json`)} variant="default" leftSection={<Icon name="download" />} className="wide-only">
                {text.json}
              </Button>
            </>
          )}
          {row.canUndo ? <UndoButton row={row} /> : null}
          {row.current && !editable ? <OptionsMenu row={row} /> : null}
        </>
      }
    >
      <Stack gap="md">
        <Group gap="sm">
          <Tag tone={statusTones[row.status]}>{statusNames[row.status]}</Tag>
          <Text size="sm" c="dimmed">
            {text.madeFor(report.account.user, report.account.email, report.account.google)}
          </Text>
        </Group>
        <RowNote row={row} />
        {row.progress === undefined ? null : (
          <Note tone="info" live="polite" title={row.status === 'in progress' && row.kind === 'Preview Report' ? text.making : text.running}>
            <ProgressLine progress={row.progress} name={text.running} />
          </Note>
        )}
        <Section title={text.summary} id="summary">
          <ul className="sentences">
            {effects === undefined || effects.unanswered === 0 ? null : (
              <li>
                <a href="#lines" className="link">
                  <strong>{text.waitForYou(format.number(effects.unanswered))}</strong>
                </a>
                . {text.waitForYouHelp}
              </li>
            )}
            {report.summary.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {report.requests === undefined || report.units === undefined ? null : (
            <Text size="sm" c="dimmed" mt={6}>
              {text.cost(format.number(report.requests), format.number(report.units))}
            </Text>
          )}
        </Section>
        <Brakes report={report} choices={choices} update={update} editable={editable} />
      </Stack>
      <div className="settings-counts">
        <Settings report={report} />
        <Counts report={report} />
      </div>
      <Section title={text.lines} id="lines">
        {report.lines === 0 ? (
          <EmptyNote icon="check" title={text.emptyReport} />
        ) : all.error !== null && loaded.length === 0 ? (
          <ErrorNote error={all.error} retry={() => void all.refetch()} />
        ) : loaded.length === 0 ? (
          <RowsSkeleton />
        ) : (
          <ReportLines lines={lines} total={report.lines} choices={choices} update={update} editable={editable} done={done} />
        )}
      </Section>
      {effects === undefined ? null : (
        <DecideBar effects={effects} row={row} onApproved={() => window.scrollTo({ top: 0 })} />
      )}
    </Page>
  );
}
