// A short word of success at the edge of the window, with "Undo" where that can be done.
// In: words. Out: what is to be shown now; toasts.tsx shows it. Trouble is never shown here,
// since it would vanish before it is read: it stands at the field or on the page. The one
// exception is trouble of the undo itself, which stays until it is closed.

import { asApiError } from '../api.ts';
import { commonText } from '../text/common.ts';

export type Toast = {
  readonly id: number;
  readonly title?: string;
  readonly message: string;
  readonly tone: 'good' | 'bad';
  /** How long it stays; without it until it is closed. */
  readonly stays?: number;
  readonly undo?: () => void;
};

const SHORT_MS = 5_000;
/** Long enough to read it, to think, and to reach the button. */
const WITH_UNDO_MS = 12_000;

let shown: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function setShown(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export const toastList = {
  now: () => shown,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  close: (id: number) => setShown(shown.filter((one) => one.id !== id)),
};

export function toast(message: string, undo?: () => Promise<unknown>): void {
  last += 1;
  const id = last;
  // The same words again take the place of the first ones: nothing is said twice at a time.
  if (undo === undefined) return setShown([...shown.filter((one) => one.message !== message || one.undo !== undefined), { id, message, tone: 'good', stays: SHORT_MS }]);
  const back = () => {
    toastList.close(id);
    undo().catch((error: unknown) => {
      const { message: what, remedy } = asApiError(error);
      last += 1;
      setShown([...shown, { id: last, title: commonText.undoFailed, message: `${what} ${remedy}`, tone: 'bad' }]);
    });
  };
  setShown([...shown, { id, message, tone: 'good', stays: WITH_UNDO_MS, undo: back }]);
}
