// `serve`: the product without the simulator, with a folder that lasts. In: options. Out:
// nothing, once it was asked to stop. Never here: what is started; product.ts knows.

import { isStartedByNpm, readConfig } from '../config.ts';
import type { Environment, Overrides } from '../config.ts';
import { countUsers } from './people.ts';
import { startProduct } from './product.ts';
import { untilAskedToStop } from './signals.ts';

export interface ServeOptions {
  readonly json: boolean;
}

export async function serve(environment: Environment, overrides: Overrides, { json }: ServeOptions): Promise<void> {
  const config = readConfig(environment, overrides);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const stopping = untilAskedToStop(log, isStartedByNpm(environment));
  const product = await startProduct(config, { log });
  if (json) process.stdout.write(`${JSON.stringify({ ready: true, app: product.url })}\n`);
  else {
    const lines = [`SmartOffice Synchronization for Google: ${product.url}`, `Data: ${config.databaseUrl === undefined ? config.dataFolder : product.store.description}`];
    if (config.google.clientId === undefined) lines.push('Google is not configured: set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET to connect accounts.');
    if ((await countUsers(product.store.db)) === 0) {
      lines.push('Nobody can sign in yet. Add an administrator:', '  npm run cli -- add-user --email you@example.com --name "Your Name" --role administrator');
    }
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  await stopping;
  await product.stop();
}
