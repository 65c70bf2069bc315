// What was set to "never", closed at first. In: GET /api/never, read when it is opened. Out:
// one taken back, which is then offered again in the next report and done by none but an
// approval.

import { Accordion, Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decisionApi, neverQuery } from '../decision-api.ts';
import { useFormat } from '../format.ts';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import type { NeverDecision } from '../sync-types.ts';
import { neverText as text } from '../text/decisions.ts';

export function NeverList() {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Accordion variant="contained" mb="md" value={opened} onChange={setOpened}>
      <Accordion.Item value="never">
        <Accordion.Control>{text.title}</Accordion.Control>
        <Accordion.Panel>{opened === null ? null : <Decisions />}</Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Decisions() {
  const queries = useQueryClient();
  const { data: decisions, error, refetch } = useQuery(neverQuery);
  const [busy, setBusy] = useState<string>();
  const [trouble, setTrouble] = useState<unknown>();
  const takeBack = async (id: string) => {
    setBusy(id);
    setTrouble(undefined);
    try {
      await decisionApi.takeBackNever(id);
      toast(text.takenBack);
    } catch (failed) {
      setTrouble(failed);
    } finally {
      setBusy(undefined);
      for (const key of ['never', 'setup', 'reports']) void queries.invalidateQueries({ queryKey: [key] });
    }
  };
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {text.help}
      </Text>
      {trouble === undefined ? null : <ErrorNote error={trouble} />}
      {decisions === undefined ? error === null ? <RowsSkeleton rows={2} /> : <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {decisions?.length === 0 ? <Text size="sm">{text.none}</Text> : null}
      {decisions === undefined || decisions.length === 0 ? null : (
        <div className="table-wrap" tabIndex={0} role="group" aria-label={text.title}>
          <table className="plain-table stack-table" aria-label={text.title}>
            <thead>
              <tr>
                <th scope="col">{text.name}</th>
                <th scope="col">{text.what}</th>
                <th scope="col">
                  <span className="visually-hidden">{text.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {decisions.map((one) => (
                <Row key={one.id} one={one} busy={busy === one.id} onTakeBack={() => void takeBack(one.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Row({ one, busy, onTakeBack }: { readonly one: NeverDecision; readonly busy: boolean; readonly onTakeBack: () => void }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{one.name}</th>
      <td>
        {one.text}
        <Text size="xs" c="dimmed" mt={2}>
          {text.decided(one.by, format.dateTime(one.at))}
        </Text>
      </td>
      <td>
        <Button size="xs" variant="default" loading={busy} onClick={onTakeBack} aria-label={text.takeBackOf(one.name)}>
          {text.takeBack}
        </Button>
      </td>
    </tr>
  );
}
