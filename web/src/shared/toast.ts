// A short word of success at the edge of the window, with "Undo" where that can be done.
// Trouble is never shown here, since it would vanish before it is read: it stands at the
// field or on the page. The one exception is trouble of the undo itself, which stays.

import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { asApiError } from '../api.ts';
import { commonText } from '../text/common.ts';

const closeButtonProps = { 'aria-label': commonText.close };

export function toast(message: string, undo?: () => Promise<unknown>): void {
  if (undo === undefined) {
    notifications.show({ message, color: 'green', withBorder: true, autoClose: 5000, closeButtonProps });
    return;
  }
  const id = `undo-${Date.now()}-${Math.random()}`;
  const back = () => {
    notifications.hide(id);
    undo().catch((error: unknown) => {
      const { message: what, remedy } = asApiError(error);
      notifications.show({ title: commonText.undoFailed, message: `${what} ${remedy}`, color: 'red', withBorder: true, autoClose: false, closeButtonProps });
    });
  };
  const line = createElement('div', { className: 'toast-line' }, createElement('span', null, message), createElement('button', { type: 'button', className: 'toast-button', onClick: back }, commonText.undo));
  notifications.show({ id, message: line, color: 'green', withBorder: true, autoClose: 12_000, closeButtonProps });
}
