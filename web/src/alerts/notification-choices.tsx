// Which kinds of mail and alert a person wants. In: GET /api/notices. Out: each switch is
// saved as it is turned. An alert without which nothing goes on stays on, and says why.

import { Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Section } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { noticesQuery, syncApi } from '../sync-api.ts';
import type { NoticeRow } from '../sync-types.ts';
import { noticeText as text } from '../text/alerts.ts';

export function NotificationChoices() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(noticesQuery);
  // Shown at once as turned, and saved one after the other: the switch neither jumps back nor loses the focus.
  const [turned, setTurned] = useState<Readonly<Partial<Record<NoticeRow['kind'], NoticeRow>>>>({});
  const save = useMutation({
    scope: { id: 'notices' },
    mutationFn: ({ kind, mail, alert }: NoticeRow) => syncApi.saveNotices([{ kind, mail, alert }]),
    onSuccess: (saved) => {
      queries.setQueryData(noticesQuery.queryKey, saved.notices);
      toast(text.saved);
    },
    onSettled: (_saved, _trouble, row) => setTurned((now) => (now[row.kind] === row ? { ...now, [row.kind]: undefined } : now)),
  });
  const turn = (row: NoticeRow): void => {
    setTurned((now) => ({ ...now, [row.kind]: row }));
    save.mutate(row);
  };
  return (
    <Section title={text.title} id="notifications">
      <Text size="sm" c="dimmed" mb="sm">
        {text.intro}
      </Text>
      {save.error === null ? null : <ErrorNote error={save.error} />}
      {error !== null && data === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <RowsSkeleton rows={6} height={36} /> : null}
      {data === undefined ? null : (
        <ul className="plain-list">
          {data.map((row) => {
            const shown = turned[row.kind] ?? row;
            const what = text.kinds[row.kind];
            return (
              <li key={row.kind} className="notice-row">
                <div>
                  <Text size="sm" fw={500}>
                    {what}
                  </Text>
                  {row.alertRequired ? (
                    <Text size="xs" c="dimmed">
                      {text.required}
                    </Text>
                  ) : null}
                </div>
                <Switch label={text.mail} aria-label={text.byMail(what)} checked={shown.mail} onChange={(event) => turn({ ...shown, mail: event.currentTarget.checked })} />
                <Switch label={text.alert} aria-label={text.byAlert(what)} checked={shown.alert} disabled={row.alertRequired} onChange={(event) => turn({ ...shown, alert: event.currentTarget.checked })} />
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
