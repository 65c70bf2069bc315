// The Options menu of a report: approve and reject, each behind a question in plain
// words. In: a row of the Report List. Out: the decision, with the choices made on the
// report page. Approving is refused with the reason until the report was opened.

import { Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { Confirm } from '../shared/confirm.tsx';
import { Menu } from '../shared/menu.tsx';
import { ErrorNote, Note, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { reportLinesQuery, reportQuery, setupQuery, syncApi } from '../sync-api.ts';
import type { ReportRow } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';
import { approval, countEffects, forgetChoices, unreleased, useChoices } from './choices.ts';
import { EffectList } from './effect-list.tsx';

type Question = 'approve' | 'reject' | undefined;

/** What is shown of reports is read again. */
function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const key of ['setup', 'reports', 'report', 'report-lines', 'questions', 'never', 'alerts']) void queries.invalidateQueries({ queryKey: [key] });
  };
}

/** Runs an action; after success or refusal, what is shown may be out of date and is read again. */
export function useWithRefresh(): <T>(action: () => Promise<T>) => Promise<T> {
  const refresh = useRefresh();
  return async (action) => {
    try {
      return await action();
    } finally {
      refresh();
    }
  };
}

export function currentLink(error: unknown): ReactNode {
  if (!(error instanceof ApiError) || error.currentReport === undefined) return null;
  return (
    <Link to="/setup/google/reports/$reportId" params={{ reportId: error.currentReport }} className="link">
      {text.toCurrent}
    </Link>
  );
}

/** What is about to happen: the summary of the report and the effect of the choices made. */
function ApproveBody({ row, running }: { readonly row: ReportRow; readonly running: boolean }) {
  const format = useFormat();
  const report = useQuery(reportQuery(row.id));
  const lines = useQuery(reportLinesQuery(row, 'all'));
  const [choices] = useChoices(row.digest);
  const effects = lines.data === undefined ? undefined : countEffects(lines.data.lines, choices);
  return (
    <Stack gap="sm">
      <Text>{row.kind === 'Undo Preview' ? text.approveUndoBody : running ? text.approveBodyRunning : text.approveBody}</Text>
      {report.error === null ? null : <ErrorNote error={report.error} />}
      {effects === undefined ? <RowsSkeleton rows={2} height={22} /> : <EffectList effects={effects} />}
      {effects === undefined ? null : <Text>{text.invitations(format.number(effects.invitations))}</Text>}
      {report.data !== undefined && unreleased(report.data, choices) > 0 ? <Note tone="warning">{text.approveBrakes}</Note> : null}
    </Stack>
  );
}

export function OptionsMenu({ row, onApproved, compact = false }: { readonly row: ReportRow; readonly onApproved?: () => void; readonly compact?: boolean }) {
  const [question, setQuestion] = useState<Question>();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const [choices] = useChoices(row.digest);
  const report = useQuery({ ...reportQuery(row.id), enabled: question === 'approve' }).data;
  const opened = row.openedAt !== undefined || row.status === 'opened';
  const digest = row.digest;
  // Behind a preview everything waits; beside the other reports the synchronization goes on.
  const state = useQuery(setupQuery).data?.state;
  const running = state !== undefined && state !== 'preview ready';
  const waiting = row.current && digest !== undefined && (row.status === 'ready' || row.status === 'opened');

  const approve = async () => {
    if (digest === undefined) return;
    await syncApi.approve(row.id, approval(digest));
    forgetChoices(digest);
    toast(text.approved);
    onApproved?.();
  };
  const reject = async () => {
    if (digest === undefined) return;
    const setup = await syncApi.reject(row.id, digest);
    queries.setQueryData(setupQuery.queryKey, setup);
    forgetChoices(digest);
    toast(setup.options.runSynchronization ? text.rejectedRunning : text.rejected);
    await navigate({ to: '/setup/google' });
  };

  // Not before the question is closed: a report that is decided has no menu, and the words
  // of a refusal would go with it unread.
  const close = () => {
    setQuestion(undefined);
    refresh();
  };

  return (
    <>
      <Menu
        label={text.options}
        icon={<Icon name="options" />}
        compact={compact}
        entries={[
          {
            key: 'approve',
            label: text.approve,
            icon: <Icon name="check" />,
            disabled: !waiting || !opened,
            reason: waiting ? (opened ? undefined : text.notOpened) : text.notCurrent,
            onChoose: () => setQuestion('approve'),
          },
          { key: 'reject', label: text.reject, icon: <Icon name="trash" />, disabled: !waiting, onChoose: () => setQuestion('reject') },
        ]}
      />
      <Confirm opened={question === 'approve'} onClose={close} title={text.approveTitle} confirmLabel={text.approveButton} disabled={report === undefined || unreleased(report, choices) > 0} onConfirm={approve} errorActions={currentLink}>
        <ApproveBody row={row} running={running} />
      </Confirm>
      <Confirm opened={question === 'reject'} onClose={close} title={text.rejectTitle} confirmLabel={text.rejectButton} danger onConfirm={reject} errorActions={currentLink}>
        {running ? text.rejectBodyRunning : text.rejectBody}
      </Confirm>
    </>
  );
}
