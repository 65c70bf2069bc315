// In: requests on the page for people. Out: HTML.
import type { Incoming, Outgoing } from '../dispatch.ts';
import type { World } from '../world.ts';

export function answerPage(_world: World, _incoming: Incoming): Outgoing | undefined {
  return undefined;
}
