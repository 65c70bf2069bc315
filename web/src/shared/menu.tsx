// A button with a small menu under it. In: the words of the button and the entries. Out: the
// entry that was chosen. The browser puts it above everything, closes it when one looks
// elsewhere, and gives the focus back; arrows, Home, End and Tab are ours.

import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react';

export type MenuEntry = {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  /** Why it cannot be chosen now; the entry stays readable. */
  readonly reason?: string | undefined;
  readonly disabled?: boolean;
} & ({ readonly onChoose: () => void } | { readonly href: string; readonly target?: '_blank'; readonly download?: boolean });

type MenuProps = {
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly compact?: boolean;
};

const GAP = 6;

/** Below the button, or above it where there is no room; never outside of the window. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const page = document.documentElement;
  const fitsBelow = anchor.bottom + GAP + height <= page.clientHeight;
  const top = fitsBelow ? anchor.bottom + GAP : Math.max(GAP, anchor.top - GAP - height);
  const left = anchor.left + width <= page.clientWidth - GAP ? anchor.left : Math.max(GAP, anchor.right - width);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}

export function Menu({ label, icon, entries, compact = false }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const close = () => menu.current?.hidePopover();

  // It stays with its button when the window turns or what is behind it is scrolled.
  useEffect(() => {
    if (!opened) return;
    const follow = () => {
      if (menu.current !== null && button.current !== null) place(menu.current, button.current);
    };
    window.addEventListener('resize', follow);
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', follow);
      window.removeEventListener('scroll', follow, { capture: true });
    };
  }, [opened]);

  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const isOpen = event.newState === 'open';
    setOpened(isOpen);
    if (!isOpen || menu.current === null || button.current === null) return;
    place(menu.current, button.current);
    menu.current.style.visibility = '';
    items()[0]?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') close();
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <>
      <Button ref={button} variant="default" {...(compact ? { px: 'sm' } : { leftSection: icon })} aria-haspopup="menu" aria-expanded={opened} popoverTarget={id}>
        {label}
      </Button>
      <div
        id={id}
        ref={menu}
        popover="auto"
        role="menu"
        aria-label={typeof label === 'string' ? label : undefined}
        className="menu"
        onBeforeToggle={(event) => {
          // Out of sight until it has its place.
          if (event.newState === 'open') event.currentTarget.style.visibility = 'hidden';
        }}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {entries.map((entry) => {
          const words = (
            <>
              {entry.icon}
              <span>
                {entry.label}
                {entry.reason === undefined ? null : <span className="menu-reason">{entry.reason}</span>}
              </span>
            </>
          );
          const { key } = entry;
          const rest = { role: 'menuitem', className: 'menu-item', tabIndex: -1 } as const;
          if (entry.disabled === true) {
            return (
              <div key={key} {...rest} aria-disabled="true">
                {words}
              </div>
            );
          }
          if ('href' in entry) {
            return (
              <a key={key} {...rest} href={entry.href} target={entry.target} download={entry.download} onClick={close}>
                {words}
              </a>
            );
          }
          return (
            <button
              key={key}
              {...rest}
              type="button"
              onClick={() => {
                close();
                entry.onChoose();
              }}
            >
              {words}
            </button>
          );
        })}
      </div>
    </>
  );
}
