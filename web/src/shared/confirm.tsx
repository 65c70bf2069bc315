// A question before something that matters, in plain words. In: what will happen and the
// action. Out: a dialog that stays open and shows the trouble when the action fails.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { commonText } from '../text/common.ts';
import { ErrorNote } from './states.tsx';

type ConfirmProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children?: ReactNode;
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly errorActions?: (error: unknown) => ReactNode;
};

export function Confirm({ opened, onClose, title, children, confirmLabel, danger = false, disabled = false, onConfirm, errorActions }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="lg">
      <Stack gap="md">
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        {error === undefined ? null : <ErrorNote error={error} actions={errorActions?.(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} data-autofocus>
            {commonText.cancel}
          </Button>
          <Button color={danger ? 'red' : 'brand'} loading={busy} disabled={disabled} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
