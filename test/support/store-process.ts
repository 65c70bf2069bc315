// What comes in: a data folder, and optionally another place of the PostgreSQL packages.
// What goes out: `open <ms> <server pid>` on standard output, and after standard input ends, `closed`.
// Never here: anything but opening and closing; it is the other process in tests of the private server.

import { once } from 'node:events';
import { findPackage } from '../../src/store/embedded/binaries.ts';
import { startPrivateServer } from '../../src/store/embedded/private-server.ts';
import { readServerPid } from '../../src/store/embedded/server.ts';

const [dataFolder = '', native] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const begun = performance.now();
const source = native ? { ...findPackage(), native } : findPackage();
try {
  const server = await startPrivateServer(dataFolder, (line) => say(`log ${line}`), source);
  say(`open ${Math.round(performance.now() - begun)} ${readServerPid(server.place.cluster)}`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.leave();
  say('closed');
} catch (error) {
  say(`failed ${(error as Error).message}`);
  process.exitCode = 1;
}
