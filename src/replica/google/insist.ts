// Asks for an access token as patiently as for anything else at Google. In: where tokens come
// from, and a pace. Out: the same, in which a lost answer is asked for again, and a refusal is
// believed when Google repeats it: it would stop the account and call a person.
// Never here: what a refusal means; a request of its own for each of many that wait for one token.

import { ReplicaError } from '../replica.ts';
import { backOff } from './pace.ts';
import type { Clock } from './pace.ts';
import type { TokenSource } from './tokens.ts';

const believed = 2;

export function insist(source: TokenSource, pace: Clock, attemptsWithoutAnswer: number): TokenSource {
  async function ask(once: () => Promise<string>): Promise<string> {
    for (let lost = 0, refused = 0; ; ) {
      try {
        return await once();
      } catch (error) {
        if (!(error instanceof ReplicaError)) throw error;
        if (error.kind === 'wait') {
          lost += 1;
          if (lost >= attemptsWithoutAnswer) throw error;
          await pace.sleep(backOff(lost - 1, pace) / 2);
        } else {
          refused += 1;
          if (refused >= believed) throw error;
          await pace.sleep(backOff(0, pace));
        }
      }
    }
  }
  const shared = (): ((once: () => Promise<string>) => Promise<string>) => {
    let asking: Promise<string> | undefined;
    return (once) =>
      (asking ??= ask(once).finally(() => {
        asking = undefined;
      }));
  };
  const [current, renew] = [shared(), shared()];
  return { current: () => current(() => source.current()), renew: (rejected) => renew(() => source.renew(rejected)) };
}
