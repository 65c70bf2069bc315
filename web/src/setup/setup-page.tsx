// Setup → SmartOffice Synchronization for Google. In: the setup as the server knows it.
// Out: state in words, Google connection, the options and the Report List. What a person
// typed and did not save is never overwritten by news from the server.

import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { usePollEvery } from '../live.ts';
import { useSession } from '../session.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { setupQuery } from '../sync-api.ts';
import { connectErrors, setupText as text } from '../text/setup.ts';
import { OptionsForm } from './options-form.tsx';
import { ReportList } from './report-list.tsx';
import { StateBanner } from './state-banner.tsx';

/** A script of its own: a real installation never loads it. */
const DemoGuide = lazy(async () => ({ default: (await import('../demo/demo-guide.tsx')).DemoGuide }));

/** Closed at first, and read by few: it comes after the page. */
const NeverList = lazy(async () => ({ default: (await import('./never-list.tsx')).NeverList }));

function isBusy(setup: SetupDetail | undefined): boolean {
  return setup?.state === 'previewing' || setup?.state === 'initial sync';
}

/** What Google sent the person back with, said once and then taken out of the address. */
function useReturnFromGoogle(): string | undefined {
  const { connected, error } = useSearch({ from: '/signed-in/setup/google' });
  const navigate = useNavigate();
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    if (connected === undefined && error === undefined) return;
    if (error !== undefined) setFailed(error);
    else toast(text.connectedToast);
    void navigate({ to: '/setup/google', search: {}, replace: true });
  }, [connected, error, navigate]);
  return failed;
}

export function SetupPage() {
  const known = useQuery(setupQuery).data;
  const pollEvery = usePollEvery(isBusy(known));
  const { data: setup, error, refetch } = useQuery({ ...setupQuery, refetchInterval: pollEvery });
  const failed = useReturnFromGoogle();
  const session = useSession();
  return (
    <Page title={text.title}>
      <Text c="dimmed" mt={-12} mb="md">
        {text.page}
      </Text>
      <Stack gap="md">
        {failed === undefined ? null : (
          <Note tone="bad" live="assertive" title={connectErrors[failed]?.title ?? text.connectFailed}>
            {connectErrors[failed]?.remedy ?? text.connectRemedy}
          </Note>
        )}
        {error === null || setup !== undefined ? null : <ErrorNote error={error} retry={() => void refetch()} />}
        {setup === undefined ? error === null ? <SetupSkeleton /> : null : (
          <>
            {session?.demo === undefined ? null : (
              <Suspense fallback={<Skeleton height={170} />}>
                <DemoGuide setup={setup} />
              </Suspense>
            )}
            <StateBanner setup={setup} />
            <OptionsForm setup={setup} />
          </>
        )}
      </Stack>
      <ReportList busy={isBusy(setup)} />
      <Suspense fallback={null}>
        <NeverList />
      </Suspense>
    </Page>
  );
}

function SetupSkeleton() {
  return (
    <Stack gap="md" aria-hidden="true">
      <Skeleton height={58} />
      <Skeleton height={220} />
      <Skeleton height={170} />
      <Skeleton height={260} />
      <Skeleton height={240} />
    </Stack>
  );
}
