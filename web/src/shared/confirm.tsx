// A question before something that matters, in plain words. In: what will happen and the
// action. Out: the dialog of confirm-dialog.tsx, whose script is loaded when it first opens.

import { lazy, Suspense, useState } from 'react';
import type { ConfirmProps } from './confirm-dialog.tsx';

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));

export function Confirm(props: ConfirmProps) {
  const [wanted, setWanted] = useState(props.opened);
  if (props.opened && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog {...props} />
    </Suspense>
  );
}
