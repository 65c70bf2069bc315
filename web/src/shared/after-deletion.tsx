// What becomes of a record at Google when it is deleted here, in words. In: its kind. Out: a
// sentence that follows the setup as it holds: whether it is synchronized at all, and what
// was chosen for deletions. While that is being read, only what is always true.

import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../sync-api.ts';
import { deletionText as text } from '../text/common.ts';

export function useAfterDeletion(kind: 'contact' | 'event' | 'task'): string {
  const setup = useQuery(setupQuery).data;
  if (setup === undefined) return text.unknown;
  const { options, policy, state } = setup;
  const isSynchronized = kind === 'contact' ? options.contacts === 'set' : options.activities !== 'none';
  if (!options.runSynchronization || state === 'off' || !isSynchronized) return text.off;
  if (kind !== 'contact' && options.activities === 'to-office') return text.closed;
  return text[policy.effective.deletion[kind].office];
}
