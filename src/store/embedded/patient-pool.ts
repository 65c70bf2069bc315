// What comes in: connection settings, and what to do when the private server does not answer.
// What goes out: an ordinary pg.Pool whose callers wait while the server is started again.
// Never here: the repetition of a statement. Only connecting is tried again.

import pg from 'pg';
import { isAbsent, isCutOff } from './trouble.ts';

export type Recovery = { ready(): Promise<void>; recover(): Promise<void> };

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

export class PatientPool extends pg.Pool {
  #recovery: Recovery;

  constructor(config: pg.PoolConfig, recovery: Recovery) {
    super(config);
    this.#recovery = recovery;
  }

  // pg.Pool calls this itself, with a callback, for pool.query.
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    const connecting = this.#connect(() => super.connect());
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (release) => client.release(release as boolean | Error | undefined)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }

  async #connect(connectOnce: () => Promise<pg.PoolClient>): Promise<pg.PoolClient> {
    await this.#recovery.ready();
    for (let attempt = 1; ; attempt++) {
      try {
        return await connectOnce();
      } catch (error) {
        if (attempt === 5 || !(isAbsent(error) || isCutOff(error))) throw error;
        await this.#recovery.recover();
      }
    }
  }
}
