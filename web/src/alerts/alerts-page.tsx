// Alerts: what happened and what needs the person, newest first. In: GET /api/alerts. Out:
// read marks. A link in an alert leads inside the app only.

import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useFormat } from '../format.ts';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { alertsQuery, syncApi } from '../sync-api.ts';
import type { Alert } from '../sync-types.ts';
import { NotificationChoices } from './notification-choices.tsx';
import { alertText as text } from '../text/alerts.ts';

/** The path of an address of this app; undefined for any other. */
function ownPath(link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const url = URL.parse(link, window.location.origin);
  return url !== null && (url.origin === window.location.origin || link.startsWith('/')) ? url.pathname + url.search : undefined;
}

function AlertRow({ alert, onRead }: { readonly alert: Alert; readonly onRead: (id: string) => void }) {
  const format = useFormat();
  const router = useRouter();
  const path = ownPath(alert.link);
  return (
    <li>
      <Group align="flex-start" justify="space-between" py="sm" px={4} gap="sm">
        <div style={{ flex: '1 1 300px', minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={alert.read ? 500 : 700}>{alert.title}</Text>
            {alert.read ? null : <Tag tone="info">{text.unread}</Tag>}
          </Group>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {alert.text}
          </Text>
          <Text size="xs" c="dimmed">
            <time dateTime={alert.at}>{format.dateTime(alert.at)}</time>
          </Text>
        </div>
        <Group gap="xs">
          {path === undefined ? null : (
            <Button
              component="a"
              href={path}
              size="xs"
              variant="default"
              aria-label={text.openOf(alert.title)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                if (!alert.read) onRead(alert.id);
                router.history.push(path);
              }}
            >
              {text.open}
            </Button>
          )}
          {alert.read ? null : (
            <Button size="xs" variant="subtle" aria-label={text.markRead(alert.title)} onClick={() => onRead(alert.id)}>
              ✓
            </Button>
          )}
        </Group>
      </Group>
    </li>
  );
}

export function AlertsPage() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(alertsQuery);
  const read = useMutation({
    mutationFn: (ids?: readonly string[]) => syncApi.readAlerts(ids),
    onSuccess: (answer) => queries.setQueryData(alertsQuery.queryKey, answer),
  });
  return (
    <Page
      title={text.title}
      actions={
        <Button variant="default" disabled={data === undefined || data.unread === 0} loading={read.isPending} onClick={() => read.mutate(undefined)}>
          {text.readAll}
        </Button>
      }
    >
      {read.error === null ? null : <ErrorNote error={read.error} />}
      {error !== null && data === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <RowsSkeleton rows={4} height={64} /> : null}
      {data?.alerts.length === 0 ? (
        <EmptyNote icon="alerts" title={text.empty}>
          {text.emptyHelp}
        </EmptyNote>
      ) : null}
      <ul className="plain-list" aria-label={text.title}>
        {data?.alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} onRead={(id) => read.mutate([id])} />
        ))}
      </ul>
      <div style={{ marginTop: 28 }}>
        <NotificationChoices />
      </div>
    </Page>
  );
}
