// The Google connection: connect, connected as, what was not granted, disconnect. In: the
// setup. Out: a way to Google's consent page and back. No token ever reaches the browser.

import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { useFormat } from '../format.ts';
import { Confirm } from '../shared/confirm.tsx';
import { ErrorNote, Note, Tag } from '../shared/states.tsx';
import { setupQuery, syncApi } from '../sync-api.ts';
import { grantNames, setupText as text } from '../text/setup.ts';

export function GoogleConnection({ setup }: { readonly setup: SetupDetail }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  const { connected, account, missing, delegated, accessEndsAt, trouble } = setup.google;
  const format = useFormat();
  const lost = setup.state === 'needs reconnect';
  const again = connected || lost;

  const connect = async () => {
    setBusy(true);
    setError(undefined);
    try {
      window.location.assign((await syncApi.connectGoogle()).url);
    } catch (trouble) {
      setError(trouble);
      setBusy(false);
    }
  };

  return (
    <div role="group" aria-label={text.google}>
      <Text size="sm" fw={500} mb={6}>
        {text.google}
      </Text>
      <Group gap="sm">
        {!connected ? null : lost ? (
          <Tag tone="bad">{text.lost(account)}</Tag>
        ) : (
          <Tag tone="good">{account === undefined ? text.connected : text.connectedAs(account)}</Tag>
        )}
        {delegated === true ? null : (
          <Button variant={again && !lost ? 'default' : 'filled'} loading={busy} onClick={() => void connect()}>
            {again ? text.reconnect : text.connect}
          </Button>
        )}
        {connected && delegated !== true ? (
          <Button variant="subtle" onClick={() => setAsking(true)}>
            {text.disconnect}
          </Button>
        ) : null}
      </Group>
      {connected && account !== undefined && account.toLowerCase() !== setup.user.email.toLowerCase() ? (
        <Text size="sm" c="dimmed" mt={6}>
          {text.otherAccount}
        </Text>
      ) : null}
      {delegated === true ? (
        <Text size="sm" c="dimmed" mt={6}>
          {text.delegated}
        </Text>
      ) : null}
      {connected ? null : (
        <Text size="sm" c="dimmed" mt={6}>
          {text.notConnected}
        </Text>
      )}
      {missing.length === 0 || !connected ? null : (
        <div style={{ marginTop: 10 }}>
          <Note tone="warning" title={text.missingTitle}>{text.missing(missing.map((part) => grantNames[part]).join(', '))}</Note>
        </div>
      )}
      {accessEndsAt === undefined || !connected ? null : (
        <div style={{ marginTop: 10 }}>
          <Note tone="warning" title={text.endsTitle(format.dateTime(accessEndsAt))}>
            {text.ends}
          </Note>
        </div>
      )}
      {trouble === undefined ? null : (
        <div style={{ marginTop: 10 }}>
          <Note tone="bad" title={text.delegatedTrouble}>
            {trouble}
          </Note>
        </div>
      )}
      {error === undefined ? null : <ErrorNote error={error} />}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={text.disconnectTitle}
        confirmLabel={text.disconnect}
        danger
        onConfirm={async () => queries.setQueryData(setupQuery.queryKey, await syncApi.disconnectGoogle())}
      >
        {text.disconnectBody}
      </Confirm>
    </div>
  );
}
