// The frame of every page: one h1, the title of the browser window, actions beside it.
// On arrival the heading takes the focus, so that a screen reader says where one is.

import { Group, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { commonText } from '../text/common.ts';

let arrivedBefore = false;

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === commonText.product ? title : `${title} · ${commonText.product}`;
  }, [title]);
}

export function Page({ title, actions, children, wide = false }: { readonly title: string; readonly actions?: ReactNode; readonly children: ReactNode; readonly wide?: boolean }) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrivedBefore) heading.current?.focus({ preventScroll: true });
    arrivedBefore = true;
  }, []);
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <Group justify="space-between" align="center" mb="md" gap="sm" className="page-head">
        <Title order={1} ref={heading} tabIndex={-1} className="page-title">
          {title}
        </Title>
        {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  );
}

export function Section({ title, children, id, actions }: { readonly title: string; readonly children: ReactNode; readonly id: string; readonly actions?: ReactNode }) {
  return (
    <section aria-labelledby={id} className="section">
      <Group justify="space-between" align="center" mb="sm" gap="xs">
        <Title order={2} id={id}>
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </section>
  );
}
