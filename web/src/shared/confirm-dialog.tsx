// The dialog of a question before something that matters. In: what will happen and the
// action. Out: it stays open and shows the trouble when the action fails.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { commonText } from '../text/common.ts';
import { ErrorNote } from './states.tsx';

export type ConfirmProps = {
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

/** Longer than the dialog takes to close and to give the focus back. */
const LANDING_MS = 400;

function landFocus(): void {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>('.page-title')?.focus({ preventScroll: true });
}

export function ConfirmDialog({ opened, onClose, title, children, confirmLabel, danger = false, disabled = false, onConfirm, errorActions }: ConfirmProps) {
  const { mutate, isPending, error, reset } = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  // Opened only once it is there: then it knows where the focus came from, and gives it back.
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(opened), [opened]);
  // What opened it may be gone with what was done: then one goes on at the heading of the page.
  useEffect(() => (shown ? () => void setTimeout(landFocus, LANDING_MS) : undefined), [shown]);
  const close = () => {
    reset();
    onClose();
  };
  return (
    <Modal opened={shown} onClose={close} title={title} size="lg">
      <Stack gap="md">
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        {error === null ? null : <ErrorNote error={error} actions={errorActions?.(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} data-autofocus>
            {commonText.cancel}
          </Button>
          <Button color={danger ? 'red' : 'brand'} loading={isPending} disabled={disabled} onClick={() => mutate()}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
