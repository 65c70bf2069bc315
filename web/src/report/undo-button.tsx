// "Undo this run" on the page of a finished run. In: its row. Out: an Undo Preview, which is
// a report like any other: nothing is written before it is opened and approved.

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from '../icons.tsx';
import { Confirm } from '../shared/confirm.tsx';
import { syncApi } from '../sync-api.ts';
import type { ReportRow } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';
import { currentLink, useWithRefresh } from './options-menu.tsx';

export function UndoButton({ row }: { readonly row: ReportRow }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const withRefresh = useWithRefresh();
  const undo = async () => {
    const made = await withRefresh(() => syncApi.undo(row.id));
    await navigate({ to: '/setup/google/reports/$reportId', params: { reportId: made.id } });
  };
  return (
    <>
      <Button variant="default" leftSection={<Icon name="undo" />} onClick={() => setAsking(true)}>
        {text.undo}
      </Button>
      <Confirm opened={asking} onClose={() => setAsking(false)} title={text.undoTitle} confirmLabel={text.undoButton} onConfirm={undo} errorActions={currentLink}>
        {text.undoBody}
      </Confirm>
    </>
  );
}
