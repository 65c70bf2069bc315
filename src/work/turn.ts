// Turns within one process: first loads of whole accounts take minutes, changes a moment. In:
// how many loads may run at once, and whether anybody waits. Out: leave to begin, and
// GaveWay at a safe point when a load has had its turn and others wait. What was done stands;
// the job comes again behind the others. Never here: a change of somebody that waits until
// another one's load is through.

export class GaveWay extends Error {
  /** So long a place is left to others: who found none asks again sooner than who had one comes back, and so finds it free. */
  readonly afterSeconds: number;

  constructor(had: 'a turn' | 'no place') {
    super('Others wait: the work goes on in its next turn.');
    this.name = 'GaveWay';
    this.afterSeconds = had === 'a turn' ? 4 : 1;
  }
}

export interface Turn {
  /** To be asked at points where the work may be left and taken up again. */
  giveWay(): Promise<void>;
  end(): void;
}

export interface Turns {
  /** Throws GaveWay when a load finds all places for loads taken. */
  begin(isLoad: boolean): Turn;
}

export interface TurnOptions {
  /** How many loads at once; less than there are workers. */
  readonly loads: number;
  readonly turnMs: number;
  readonly now: () => number;
  readonly isAnybodyWaiting: () => Promise<boolean>;
}

export function openTurns(options: TurnOptions): Turns {
  let loads = 0;
  return {
    begin(isLoad) {
      if (isLoad && loads >= options.loads) throw new GaveWay('no place');
      if (isLoad) loads += 1;
      let until = options.now() + options.turnMs;
      return {
        giveWay: async () => {
          if (options.now() < until) return;
          if (await options.isAnybodyWaiting()) throw new GaveWay(isLoad ? 'a turn' : 'no place');
          until = options.now() + options.turnMs;
        },
        end: () => {
          if (isLoad) loads -= 1;
        },
      };
    },
  };
}
