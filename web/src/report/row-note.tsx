// What has become of a report that no longer waits: the run that its approval started, with
// live progress, or the report that took its place. In: its row. Out: one note with the way
// on; nothing for a report that waits or is a run itself.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePollEvery } from '../live.ts';
import { ProgressLine } from '../shared/progress.tsx';
import { Note } from '../shared/states.tsx';
import { reportsQuery, setupQuery } from '../sync-api.ts';
import type { ReportRow, SyncState } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';
import { stateTitles } from '../text/setup.ts';

/** States in which an approved report is not being written. */
const halted: readonly SyncState[] = ['off', 'needs reconnect', 'paused by brake', 'paused by Google', 'calendar gone', 'failed'];

const isRun = (row: ReportRow) => row.kind === 'Initial Synchronization' || row.kind === 'Synchronization' || row.kind === 'Undo';

function ToReport({ id, label }: { readonly id: string; readonly label: string }) {
  return (
    <Link to="/setup/google/reports/$reportId" params={{ reportId: id }} className="link">
      {label}
    </Link>
  );
}

export function RowNote({ row }: { readonly row: ReportRow }) {
  const over = !isRun(row) && (row.status === 'approved' || row.status === 'rejected' || row.status === 'replaced');
  const pollEvery = usePollEvery(row.status === 'approved');
  const setup = useQuery({ ...setupQuery, enabled: over, refetchInterval: pollEvery }).data;
  const rows = useQuery({ ...reportsQuery, enabled: over, refetchInterval: pollEvery }).data;
  if (!over) return null;
  if (row.status === 'approved') {
    const since = row.decidedAt ?? row.createdAt;
    // The list is newest first: the oldest run since the decision is the one that it started.
    const run = rows?.findLast((one) => isRun(one) && one.createdAt >= since);
    const running = run === undefined || run.status === 'in progress' || run.status === 'approved';
    if (run?.status === 'failed') {
      return (
        <Note tone="bad" live="polite" title={text.runFailed} actions={<ToReport id={run.id} label={text.toRun} />}>
          {run.summary}
        </Note>
      );
    }
    if (running && setup !== undefined && halted.includes(setup.state)) {
      return (
        <Note tone="warning" live="polite" title={stateTitles[setup.state]}>
          {setup.stateText}
        </Note>
      );
    }
    const progress = run?.progress ?? (setup?.state === 'initial sync' ? setup.progress : undefined);
    return (
      <Note tone={running ? 'info' : 'good'} live="polite" title={running ? text.running : text.done} actions={run === undefined || running ? null : <ToReport id={run.id} label={text.toRun} />}>
        {running && progress !== undefined ? <ProgressLine progress={progress} name={text.running} /> : undefined}
      </Note>
    );
  }
  const current = rows?.find((one) => one.current && one.id !== row.id);
  return (
    <Note tone="quiet" live="polite" title={row.status === 'rejected' ? text.wasRejected : text.wasReplaced} actions={current === undefined ? null : <ToReport id={current.id} label={text.toCurrent} />}>
      {text.notCurrent}
    </Note>
  );
}
