// The further choices of the Setup Detail, closed at first. In: what holds, what the office
// decided, the draft. Out: changes of the draft. What is behind them is loaded and made when
// one is opened for the first time: most people never do.

import { Accordion } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { RowsSkeleton } from '../shared/states.tsx';
import { choiceText as text, finerText } from '../text/setup-choices.ts';
import type { PanelProps } from './more-panels.tsx';

const MorePanel = lazy(async () => ({ default: (await import('./more-panels.tsx')).MorePanel }));
const FinerPanel = lazy(async () => ({ default: (await import('./more-panels.tsx')).FinerPanel }));

const folds = [
  { value: 'more', title: text.title, Panel: MorePanel },
  { value: 'finer', title: finerText.title, Panel: FinerPanel },
] as const;

export function MoreChoices(props: PanelProps) {
  const [opened, setOpened] = useState<readonly string[]>([]);
  return (
    <Accordion variant="contained" multiple mt="md" mb="md" onChange={(now) => setOpened((before) => [...new Set([...before, ...now])])}>
      {folds.map(({ value, title, Panel }) => (
        <Accordion.Item value={value} key={value}>
          <Accordion.Control>{title}</Accordion.Control>
          <Accordion.Panel>
            {opened.includes(value) ? (
              <Suspense fallback={<RowsSkeleton rows={4} height={58} />}>
                <Panel {...props} />
              </Suspense>
            ) : null}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
