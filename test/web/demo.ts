// A running demo for browser tests: a process of its own, on free ports, met as a person
// meets it. In: nothing. Out: addresses, people, and Google's own doors for what a person
// does there. Never here: a way into the product that a browser does not have.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly googleAccount: string;
}

/** A record as the simulator shows it. */
export type Wire = Record<string, unknown>;

export interface Demo {
  readonly app: string;
  readonly google: string;
  readonly users: readonly Person[];
  /** All that stands in a Google account now. */
  state(account: string): Promise<Wire>;
  /** What a person does in Google's own apps. */
  act(what: Wire): Promise<Wire>;
  stop(): Promise<void>;
}

interface Ready {
  readonly app: string;
  readonly google: string;
  readonly users: readonly Person[];
}

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export async function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, [join(repository, 'src', 'main.ts'), 'demo', '--json', '--app-port', '0', '--google-port', '0'], { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-8000)));
  const ended = once(child, 'exit');
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line').then(([first]) => String(first)), ended.then(() => undefined)]);
  if (line === undefined) throw new Error(`The demo did not start:\n${said}`);
  const { app, google, users } = JSON.parse(line) as Ready;

  const door = async (path: string, body?: Wire): Promise<Wire> => {
    const answer = await fetch(`${google}/_sim/${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Wire;
  };
  return {
    app,
    google,
    users,
    state: (account) => door(`state?account=${encodeURIComponent(account)}`),
    act: (what) => door('act', what),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(force);
    },
  };
}
