// A button with a small menu under it. In: the words of the button and the entries. Out: the
// entry that was chosen. What cannot be chosen now stays readable, with its reason.

import { Button, Menu as Mantine } from '@mantine/core';
import { useRef, type ReactNode, type RefObject } from 'react';

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

function Entry({ entry, button }: { readonly entry: MenuEntry; readonly button: RefObject<HTMLButtonElement | null> }) {
  const words = (
    <>
      {entry.label}
      {entry.reason === undefined ? null : <span className="menu-reason">{entry.reason}</span>}
    </>
  );
  if (entry.disabled === true) {
    return (
      <Mantine.Item leftSection={entry.icon} disabled>
        {words}
      </Mantine.Item>
    );
  }
  if ('href' in entry) {
    return (
      <Mantine.Item leftSection={entry.icon} component="a" href={entry.href} target={entry.target} download={entry.download}>
        {words}
      </Mantine.Item>
    );
  }
  // The entry goes with the menu: a dialog that it opens gives the focus back to the button.
  const choose = () => {
    button.current?.focus();
    entry.onChoose();
  };
  return (
    <Mantine.Item leftSection={entry.icon} onClick={choose}>
      {words}
    </Mantine.Item>
  );
}

export function Menu({ label, icon, entries, compact = false }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Mantine position="bottom-start" withInitialFocusPlaceholder={false}>
      <Mantine.Target>
        <Button ref={button} variant="default" {...(compact ? { px: 'sm' } : { leftSection: icon })}>
          {label}
        </Button>
      </Mantine.Target>
      <Mantine.Dropdown maw={340}>
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} button={button} />
        ))}
      </Mantine.Dropdown>
    </Mantine>
  );
}
