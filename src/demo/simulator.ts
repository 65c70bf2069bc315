// The Google simulator as a program of its own beside the demo. In: a port. Out: its
// address, its control doors, and its end. Never here: an import from sim/, or a
// simulator that outlives the demo.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ListenTrouble } from '../http/listen.ts';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(dirname(dirname(here)), 'sim', 'google', 'main.ts');
const readyLine = z.object({ url: z.url() });

export interface SimulatorProgram {
  readonly url: string;
  seed(seed: object): Promise<void>;
  stop(): Promise<void>;
}

export async function startSimulatorProgram(port: number, log: (line: string) => void): Promise<SimulatorProgram> {
  const child = spawn(process.execPath, ['--import', join(here, 'leave-with-parent.ts'), program, '--port', String(port), '--json'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Of its own group: an interrupt at the terminal reaches us, and we end it after the product.
    detached: true,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4000);
    if (ready) log(`Simulator: ${chunk.toString().trim()}`);
  });
  const ended = once(child, 'exit');
  let ready = false;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(force);
  };

  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended.then(() => undefined)]);
  if (first === undefined) {
    if (said.includes('EADDRINUSE')) {
      throw new ListenTrouble(`The port ${port} for the Google simulator is taken by another program.`, 'Stop that program, or choose another one with --google-port (0 takes any free one).', true);
    }
    throw new Error(`The Google simulator did not start: ${said}`);
  }
  ready = true;
  const { url } = readyLine.parse(JSON.parse(first));
  return { url, seed: (seed) => sendSeed(url, seed), stop };
}

async function sendSeed(url: string, seed: object): Promise<void> {
  const answer = await fetch(`${url}/_sim/seed`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(seed) });
  if (!answer.ok) throw new SeedRefused((await answer.text()).slice(0, 500));
}

/** The simulator's words for what is wrong with a seed. */
export class SeedRefused extends Error {}
