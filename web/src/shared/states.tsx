// What a page shows when there is nothing, not yet something, or trouble. In: an error or
// words. Out: plain text with the remedy and the button that leads on; never a code alone.

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { asApiError, inWords } from '../api.ts';
import { Icon, type IconName } from '../icons.tsx';
import { commonText } from '../text/common.ts';

export type Tone = 'info' | 'good' | 'warning' | 'bad' | 'quiet';

/** A framed message. `live`: say it aloud when it appears. */
export function Note({ tone, title, children, live, actions }: { readonly tone: Tone; readonly title?: ReactNode; readonly children?: ReactNode; readonly live?: 'polite' | 'assertive'; readonly actions?: ReactNode }) {
  const role = live === 'assertive' ? 'alert' : live === 'polite' ? 'status' : undefined;
  return (
    <div className={`note note-${tone}`} {...(role === undefined ? {} : { role })}>
      <div className="note-body">
        {title === undefined ? null : <p className="note-title">{title}</p>}
        {children === undefined ? null : <div className="note-text">{children}</div>}
      </div>
      {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
    </div>
  );
}

export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export function ErrorNote({ error, retry, actions }: { readonly error: unknown; readonly retry?: (() => void) | undefined; readonly actions?: ReactNode }) {
  const trouble = asApiError(error);
  return (
    <Note
      tone="bad"
      live="assertive"
      title={inWords(trouble) === trouble.remedy ? trouble.remedy : trouble.message}
      actions={
        <>
          {actions}
          {retry === undefined ? null : (
            <Button variant="default" size="xs" onClick={retry}>
              {commonText.retry}
            </Button>
          )}
        </>
      }
    >
      {inWords(trouble) === trouble.remedy ? undefined : trouble.remedy}
    </Note>
  );
}

export function EmptyNote({ icon, title, children, action }: { readonly icon: IconName; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={30} />
      </span>
      <Text fw={600}>{title}</Text>
      {children === undefined ? null : (
        <Text c="dimmed" size="sm" maw={460} ta="center">
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}

export function RowsSkeleton({ rows = 8, height = 40 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <Stack gap={8} role="status" aria-label={commonText.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
