// What becomes of a record at Google when it is deleted here, in words. In: its kind, and
// whether it is a series or only times of one. Out: a sentence that follows the setup as it
// holds: whether it is synchronized at all, and what was chosen for deletions. While that is
// being read, only what is always true.

import { useQuery } from '@tanstack/react-query';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { setupQuery } from '../sync-api.ts';
import { deletionText as text } from '../text/common.ts';

type Deleted = {
  readonly kind: 'contact' | 'event' | 'task';
  readonly series?: boolean;
  /** Some times of the series only: to a synchronization that is a change of it. */
  readonly part?: boolean;
};

export function afterDeletion({ kind, series = false, part = false }: Deleted, setup: Pick<SetupDetail, 'options' | 'policy' | 'state'> | undefined): string {
  if (setup === undefined) return text.unknown;
  const { options, policy, state } = setup;
  const isSynchronized = kind === 'contact' ? options.contacts === 'set' : options.activities !== 'none' && (options.recurring || !series);
  if (!options.runSynchronization || state === 'off' || !isSynchronized) return text.off;
  if (kind !== 'contact' && options.activities === 'to-office') return text.closed;
  return part ? text.part : text[policy.effective.deletion[kind].office];
}

export function useAfterDeletion(deleted: Deleted): string {
  return afterDeletion(deleted, useQuery(setupQuery).data);
}
