// A worker of its own, to be killed: synchronizes what is due until it is. In: environment
// variables with the database, the simulator and the key. Out: a line when it is ready.

import { startSynchronization } from '../../src/compose/synchronization.ts';
import { addressesAt } from '../../src/replica/google/addresses.ts';
import { parseSecretKeys } from '../../src/secret.ts';
import { openStore } from '../../src/store/open.ts';

const { TEST_DATABASE = '', TEST_GOOGLE = '', TEST_KEY = '' } = process.env;
const store = await openStore({ databaseUrl: TEST_DATABASE, poolSize: 6 });
await startSynchronization({
  store,
  keys: parseSecretKeys(TEST_KEY),
  google: { clientId: 'demo-client', clientSecret: 'demo-secret', addresses: addressesAt(TEST_GOOGLE) },
  mail: { from: 'sync@example.com' },
  publicUrl: new URL('http://127.0.0.1:4300'),
  pollSeconds: 1,
  log: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write('ready\n');
