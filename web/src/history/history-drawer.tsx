// What the synchronization did to one record, newest first. In: GET the history of the
// record. Out: for a change that can be undone, an Undo Preview, which is a report like any
// other: nothing is written before it is opened and approved.

import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { decisionApi, historyQuery, type RecordName } from '../decision-api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { ChangedFields } from '../report/line-details.tsx';
import { currentLink, useWithRefresh } from '../report/options-menu.tsx';
import { Confirm } from '../shared/confirm.tsx';
import { EmptyNote, ErrorNote, Note, RowsSkeleton, Tag } from '../shared/states.tsx';
import type { HistoryEntry } from '../sync-types.ts';
import { historyText as text } from '../text/decisions.ts';
import { outcomeNames } from '../text/report.ts';

type DrawerProps = { readonly record: RecordName; readonly name: string; readonly opened: boolean; readonly onClose: () => void };

export function HistoryDrawer({ record, name, opened, onClose }: DrawerProps) {
  const { data: history, error, refetch } = useQuery({ ...historyQuery(record), enabled: opened });
  const [asking, setAsking] = useState<string>();
  const navigate = useNavigate();
  const withRefresh = useWithRefresh();
  const undo = async () => {
    if (asking === undefined) return;
    const made = await withRefresh(() => decisionApi.undoChange(asking));
    onClose();
    await navigate({ to: '/setup/google/reports/$reportId', params: { reportId: made.id } });
  };
  return (
    <>
      <Drawer opened={opened && asking === undefined} onClose={onClose} position="right" size="lg" title={text.title(name)}>
        {history === undefined ? error === null ? <RowsSkeleton rows={3} height={90} /> : <ErrorNote error={error} retry={() => void refetch()} /> : null}
        {history === undefined ? null : (
          <Stack gap="md">
            {history.linked ? null : <Note tone="quiet">{text.notLinked}</Note>}
            {history.entries.length === 0 ? (
              <EmptyNote icon="history" title={text.none}>
                {text.noneHelp}
              </EmptyNote>
            ) : (
              <ol className="plain-list history-list">
                {history.entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} onUndo={() => setAsking(entry.id)} />
                ))}
              </ol>
            )}
          </Stack>
        )}
      </Drawer>
      <Confirm opened={asking !== undefined} onClose={() => setAsking(undefined)} title={text.undoTitle} confirmLabel={text.undoButton} onConfirm={undo} errorActions={currentLink}>
        {text.undoBody}
      </Confirm>
    </>
  );
}

function Entry({ entry, onUndo }: { readonly entry: HistoryEntry; readonly onUndo: () => void }) {
  const format = useFormat();
  const when = format.dateTime(entry.at);
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Text fw={600}>{entry.text}</Text>
          <Text size="sm" c="dimmed">
            {when} · {text.fromTo(entry.from, entry.side)} · {text.by(entry.by)}
          </Text>
          <Text size="sm">
            <Link to="/setup/google/reports/$reportId" params={{ reportId: entry.report }} className="link">
              {entry.reportKind}
            </Link>
          </Text>
        </div>
        {entry.outcome === 'applied' ? null : <Tag tone="warning">{outcomeNames[entry.outcome]}</Tag>}
      </Group>
      {entry.outcomeText === undefined ? null : <Text size="sm">{entry.outcomeText}</Text>}
      {entry.fields.length === 0 ? null : <ChangedFields fields={entry.fields} label={`${text.changes}: ${entry.text}, ${when}`} />}
      {entry.canUndo ? (
        <Button size="xs" variant="default" mt={8} leftSection={<Icon name="undo" />} onClick={onUndo} aria-label={text.undoOf(entry.text, when)}>
          {text.undo}
        </Button>
      ) : null}
    </li>
  );
}
