// The state of the synchronization in words, with what to do next. In: the setup. Out: one
// note that is read aloud when it changes, its progress, and the buttons that fit.

import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { useFormat } from '../format.ts';
import { ProgressLine } from '../shared/progress.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { stateTones } from '../shared/tones.ts';
import { toast } from '../shared/toast.ts';
import { setupQuery, syncApi } from '../sync-api.ts';
import { setupText as text, stateTitles } from '../text/setup.ts';

function SyncNow() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      queries.setQueryData(setupQuery.queryKey, await syncApi.syncNow());
      toast(text.syncNowDone);
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="default" size="xs" loading={busy} onClick={() => void run()}>
        {text.syncNow}
      </Button>
      {error === undefined ? null : <ErrorNote error={error} />}
    </>
  );
}

const isPast = (iso: string): boolean => Date.parse(iso) <= Date.now();

/** What moved today, when both sides are looked at next, and what Google has counted. It changes with each look: nobody is to hear it read aloud each time. */
function Today({ setup }: { readonly setup: SetupDetail }) {
  const format = useFormat();
  const { movedToday, nextCycleAt, contactWrites, pausedUntil } = setup;
  const sentences = [
    movedToday === undefined ? undefined : text.movedToday(format.number(movedToday.google), format.number(movedToday.office), movedToday.google + movedToday.office),
    nextCycleAt === undefined || pausedUntil !== undefined ? undefined : isPast(nextCycleAt) ? text.nextNow : text.next(format.dateTime(nextCycleAt)),
    contactWrites === undefined || contactWrites === 0 ? undefined : text.contactWrites(format.number(contactWrites)),
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? null : (
    <Text size="sm" c="dimmed" mt={6}>
      {sentences.join(' ')}
    </Text>
  );
}

/** What the server says of a state begins with what stands above it already. */
export function withoutTitle(text: string, title: string): string {
  const begin = [title, `The ${title[0]?.toLowerCase() ?? ''}${title.slice(1)}`].find((words) => text.startsWith(`${words}.`));
  return begin === undefined ? text : text.slice(begin.length + 1).trimStart();
}

export function StateBanner({ setup }: { readonly setup: SetupDetail }) {
  const format = useFormat();
  const { state, stateText, lastCycle, waiting, pausedUntil, currentReport, progress } = setup;
  const said = withoutTitle(stateText, stateTitles[state]);
  return (
    <section id="sync-state" aria-label={text.state}>
      <Note
        tone={stateTones[state]}
        live="polite"
        title={stateTitles[state]}
        actions={
          <>
            {currentReport === undefined || state === 'previewing' ? null : (
              <Link to="/setup/google/reports/$reportId" params={{ reportId: currentReport }} className="link">
                {text.openReport}
              </Link>
            )}
            {state === 'active' || state === 'calendar read-only' ? <SyncNow /> : null}
          </>
        }
      >
        {said === '' ? null : <p>{said}</p>}
        {pausedUntil === undefined ? null : <p>{text.pausedUntil(format.dateTime(pausedUntil))}</p>}
        {waiting > 0 ? (
          <p>
            <Link to="/questions" className="link">
              {text.waiting(waiting)}
            </Link>
          </p>
        ) : null}
        {lastCycle === undefined ? null : <p>{text.lastCycle(format.dateTime(lastCycle.at), text.changes(lastCycle.operations))}</p>}
        {progress === undefined || (state === 'active' && progress.done >= (progress.total ?? 0)) ? null : <ProgressLine progress={progress} name={stateTitles[state]} />}
      </Note>
      {state === 'active' || state === 'calendar read-only' || state === 'paused by Google' || state === 'failed' ? <Today setup={setup} /> : null}
    </section>
  );
}
