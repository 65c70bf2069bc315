// The corner of the window where short words appear. In: what toast.ts has to say. Out: a
// region that a screen reader hears when something comes into it. Nothing vanishes while
// the pointer or the focus is on it.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { Icon } from '../icons.tsx';
import { commonText } from '../text/common.ts';
import { toastList, type Toast } from './toast.ts';

function ToastLine({ toast: { id, title, message, tone, stays, undo } }: { readonly toast: Toast }) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  useEffect(() => {
    if (stays === undefined || held) return;
    const timer = setTimeout(() => toastList.close(id), stays);
    return () => clearTimeout(timer);
  }, [id, stays, held]);
  return (
    <div className={`toast toast-${tone}`} {...(tone === 'bad' ? { role: 'alert' } : {})} onMouseEnter={() => setPointed(true)} onMouseLeave={() => setPointed(false)} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
      <div className="grow wrap-words">
        {title === undefined ? null : <strong>{title}</strong>}
        <div>{message}</div>
      </div>
      {undo === undefined ? null : (
        <button type="button" className="toast-button" onClick={undo}>
          {commonText.undo}
        </button>
      )}
      <button type="button" className="toast-close" aria-label={commonText.close} onClick={() => toastList.close(id)}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(toastList.subscribe, toastList.now);
  return (
    // Only what is new is read aloud, not again what still stands above it.
    <div className="toasts" role="status" aria-live="polite" aria-atomic="false">
      {shown.map((one) => (
        <ToastLine key={one.id} toast={one} />
      ))}
    </div>
  );
}
