// What an administrator may change about a person: the role, and whether they may come in. In:
// the person. Out: the change, each behind a question that says what it means for a running
// synchronization.

import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { adminApi } from '../admin-api.ts';
import { useSession } from '../session.ts';
import { Confirm } from '../shared/confirm.tsx';
import { toast } from '../shared/toast.ts';
import type { AccountRow } from '../sync-types.ts';
import { userText as text } from '../text/users.ts';

export function PersonActions({ account, done }: { readonly account: AccountRow; readonly done: () => void }) {
  const { userId, fullName, role, disabled } = account;
  const [asking, setAsking] = useState<'role' | 'disable' | 'enable'>();
  const isOneself = useSession()?.user.id === userId;
  const close = () => setAsking(undefined);
  const change = async (part: Parameters<typeof adminApi.changePerson>[1], said: string) => {
    await adminApi.changePerson(userId, part);
    toast(said);
    done();
  };
  return (
    <>
      {disabled ? (
        <Button variant="default" onClick={() => setAsking('enable')}>
          {text.enable}
        </Button>
      ) : (
        <>
          <Button variant="default" onClick={() => setAsking('role')}>
            {text.changeRole[role]}
          </Button>
          {isOneself ? null : (
            <Button variant="default" onClick={() => setAsking('disable')}>
              {text.disable}
            </Button>
          )}
        </>
      )}
      <Confirm
        opened={asking === 'role'}
        onClose={close}
        title={text.roleTitle[role](fullName)}
        confirmLabel={text.changeRole[role]}
        onConfirm={() => change({ role: role === 'user' ? 'administrator' : 'user' }, text.roleChanged)}
      >
        {text.roleBody[role]}
      </Confirm>
      <Confirm opened={asking === 'disable'} onClose={close} title={text.disableTitle(fullName)} confirmLabel={text.disable} danger onConfirm={() => change({ disabled: true }, text.disabledToast)}>
        <Stack gap="xs">
          {text.disableBody.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </Stack>
      </Confirm>
      <Confirm opened={asking === 'enable'} onClose={close} title={text.enableTitle(fullName)} confirmLabel={text.enable} onConfirm={() => change({ disabled: false }, text.enabledToast)}>
        {text.enableBody(account.state !== 'off')}
      </Confirm>
    </>
  );
}
