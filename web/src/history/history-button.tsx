// "History" of one record: opens a drawer that tells what the synchronization did to it. In:
// the record as one side names it. Out: the drawer, whose script is loaded when it opens.

import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RecordName } from '../decision-api.ts';
import { Icon } from '../icons.tsx';
import { historyText as text } from '../text/decisions.ts';

const HistoryDrawer = lazy(async () => ({ default: (await import('./history-drawer.tsx')).HistoryDrawer }));

export function HistoryButton({ record, name, size = 'sm' }: { readonly record: RecordName; readonly name: string; readonly size?: 'xs' | 'sm' }) {
  const [opened, setOpened] = useState(false);
  // Stays there once it was opened, so that it can close as it came.
  const [wanted, setWanted] = useState(false);
  const open = () => {
    setWanted(true);
    setOpened(true);
  };
  return (
    <>
      <Button variant="default" size={size} leftSection={<Icon name="history" />} onClick={open} aria-label={text.title(name)}>
        {text.button}
      </Button>
      {wanted ? (
        <Suspense fallback={null}>
          <HistoryDrawer record={record} name={name} opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
