// Programs that a measurement starts: each a process of its own, so that its time and
// memory are its own. In: a file and arguments. Out: the line it says when ready, its
// peak memory, its end. Nothing started here outlives the bench.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Program {
  readonly pid: number;
  /** What it printed as JSON when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  peakMemoryMb(): Promise<number>;
  /** Time on a processor so far, of all its threads: no other process disturbs this figure. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

export async function startProgram(command: string, parameters: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Program> {
  const child = spawn(command, parameters, { cwd: options.cwd ?? repository, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-20_000);
    if (process.env['BENCH_VERBOSE']) process.stderr.write(chunk);
  });
  const ended = once(child, 'exit').then(() => running.delete(child));
  const ready = await Promise.race([readyLine(child), ended.then(() => undefined)]);
  if (ready === undefined) throw new Error(`${command} ${parameters.join(' ')} ended before it was ready: ${said}`);
  const pid = child.pid ?? 0;
  return {
    pid,
    ready,
    peakMemoryMb: () => peakMemoryMb(pid),
    cpuSeconds: () => cpuSeconds(pid),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function readyLine(child: ChildProcess): Promise<Record<string, unknown>> {
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    child.stdout.resume();
    return JSON.parse(line) as Record<string, unknown>;
  }
  return new Promise(() => undefined);
}

/** The kernel's own high-water mark; not a number where it keeps none. */
export async function peakMemoryMb(pid: number | 'self'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Peak memory of the largest child of this process, from now until asked. Looks every 20 ms. */
export function watchChildMemory(): { readonly stop: () => number } {
  let peak = 0;
  const look = (): void => {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    for (const child of children) {
      try {
        const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0);
        peak = Math.max(peak, kilobytes / 1024);
      } catch (error) {
        // It ended between the list and the look.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  };
  const timer = setInterval(look, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

const ticksPerSecond = 100;

/** Of the process, and of those of its children that have ended; 0 where the kernel does not tell. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // utime, stime, cutime, cstime: behind the name, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / ticksPerSecond;
}

/** A server that answers each session in a process of its own: all of them together. */
export async function cpuSecondsWithChildren(pid: number): Promise<number> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).trim().split(' ').filter((child) => child !== '');
  const all = await Promise.all([pid, ...children.map(Number)].map(cpuSeconds));
  return all.reduce((sum, seconds) => sum + seconds, 0);
}
