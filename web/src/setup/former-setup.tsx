// The setup that was approved last, beside another one that is chosen now. In: what using it
// again would change. Out: the former setup with a preview of its own; nothing is written.

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { ErrorNote, Note } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { setupQuery, syncApi } from '../sync-api.ts';
import { choiceText as text } from '../text/setup-choices.ts';

export function FormerSetup({ settings }: { readonly settings: NonNullable<SetupDetail['former']>['settings'] }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const useFormer = async () => {
    setBusy(true);
    setError(undefined);
    try {
      queries.setQueryData(setupQuery.queryKey, await syncApi.useFormerSetup());
      void queries.invalidateQueries({ queryKey: ['reports'] });
      toast(text.formerToast);
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div style={{ marginBottom: 14 }}>
      <Note tone="info" title={text.former} actions={<Button type="button" variant="default" size="xs" loading={busy} onClick={() => void useFormer()}>{text.useFormer}</Button>}>
        <ul>
          {settings.map(({ label, value }) => (
            <li key={label}>
              {label}: {value}
            </li>
          ))}
        </ul>
      </Note>
      {error === undefined ? null : <ErrorNote error={error} />}
    </div>
  );
}
