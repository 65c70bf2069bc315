// In: requests on the OAuth paths. Out: their answers.
import type { Incoming, Outgoing } from '../dispatch.ts';
import type { Account, World } from '../world.ts';

export interface OauthOutcome {
  readonly outgoing: Outgoing;
  readonly account: Account | undefined;
}

export async function answerOauth(_world: World, _incoming: Incoming): Promise<OauthOutcome | undefined> {
  return undefined;
}
