// Calendars that are shown and could not be read. In: what the last look at each could not
// read. Out: the words that say so, and by what it is known that they were said [R37]. Never
// here: an event that vanishes because its calendar is away; the rest of the account goes on.

import type { CycleContext } from '../cycle/context.ts';

export interface Away {
  readonly key: string;
  readonly words: string;
}

export function describeAway(context: CycleContext): Away | undefined {
  // One that was never read is in both: it is looked at also where it was to be left out.
  const all = [...(context.spared?.away ?? []), ...(context.replicas.of.event.google.unread?.() ?? [])];
  const away = [...new Map(all.map((one) => [one.id, one])).values()];
  if (away.length === 0 || !context.policy.kinds.includes('event')) return undefined;
  const names = away.map(({ name }) => name).sort();
  const [which, it] = names.length === 1 ? [`The calendar ${names[0]}`, 'it'] : [`The calendars ${names.join(', ')}`, 'them'];
  return {
    key: `calendars away ${away.map(({ id }) => id).sort().join(' ')}`,
    words: `${which} cannot be read any more: most likely ${it === 'it' ? 'it is no longer shared with you, or was deleted' : 'they are no longer shared with you, or were deleted'}. What SmartOffice shows of ${it} stays as it is, and everything else goes on. Ask the owner to share ${it} again, or take ${it} off in the Setup Detail; a preview then says what happens.`,
  };
}
