// How far something is, in words and as a bar. In: phase, done, total. Out: a progress bar
// with a name; without a total it only says that work goes on.

import { Group, Loader, Progress as Bar, Text } from '@mantine/core';
import type { Progress } from '../sync-types.ts';
import { useFormat } from '../format.ts';
import { progressText } from '../text/setup.ts';

export function ProgressLine({ progress, name }: { readonly progress: Progress; readonly name: string }) {
  const format = useFormat();
  const { phase, done, total } = progress;
  const share = total === undefined || total === 0 ? undefined : Math.min(100, (100 * done) / total);
  return (
    <div style={{ width: '100%', minWidth: 0 }}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{phase}</Text>
        <Text size="sm" className="num">
          {total === undefined ? (done === 0 ? '' : format.number(done)) : progressText.of(format.number(done), format.number(total))}
        </Text>
      </Group>
      {share === undefined ? (
        <Group gap="xs" role="progressbar" aria-label={name} aria-valuetext={phase}>
          <Loader size={14} type="dots" aria-hidden="true" />
        </Group>
      ) : (
        <Bar.Root size="sm" mt={4}>
          <Bar.Section value={share} aria-label={name} />
        </Bar.Root>
      )}
    </div>
  );
}
