// Operations of different kinds go on beside each other: they know nothing of each other, and
// each kind has a quota of its own at Google. In: operations in plan order. Out: the end of all
// lanes; then the first trouble, so that none goes on behind anybody's back. Trouble of one lane
// alone lets the others come to their end.

import { kinds } from '../core/item.ts';
import type { Operation } from '../core/plan.ts';

export async function inLanes(operations: readonly Operation[], run: (lane: readonly Operation[], isEnding: () => boolean) => Promise<void>, isAlone: (error: unknown) => boolean): Promise<unknown> {
  let isEnding = false;
  const lanes = kinds.map((kind) => operations.filter((operation) => operation.kind === kind)).filter((lane) => lane.length > 0);
  const ended = await Promise.allSettled(
    lanes.map((lane) =>
      run(lane, () => isEnding).catch((error: unknown) => {
        if (!isAlone(error)) isEnding = true;
        throw error;
      }),
    ),
  );
  const troubles = ended.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  return troubles.find((error) => !isAlone(error)) ?? troubles[0];
}
