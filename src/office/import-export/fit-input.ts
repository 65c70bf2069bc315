// Makes an entry of a file fit what the office accepts. In: a draft and the lines that its
// parts came from. Out: checked input, or nothing; every part that had to be dropped is a
// problem with its line. Never here: an entry refused because of one bad telephone number.

import type { z } from 'zod';
import type { ImportProblem } from './report.ts';

export interface Draft<T> {
  readonly name: string | undefined;
  readonly line: number;
  readonly input: T;
  /** By path ("phones.0"): where it stands, if not on the entry's first line. */
  readonly lineOf?: Readonly<Record<string, number>>;
}

export function fitInput<T>(schema: z.ZodType<T>, draft: Draft<Record<string, unknown>>, problems: ImportProblem[]): T | undefined {
  let input = draft.input;
  // Positions move when an entry is dropped: the lines move along.
  let lineOf = { ...draft.lineOf };
  for (let round = 0; round < 1000; round += 1) {
    const result = schema.safeParse(input);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    const [member, position] = issue?.path ?? [];
    const key = typeof position === 'number' ? `${String(member)}.${position}` : String(member);
    const told = { line: lineOf[key] ?? draft.line, name: draft.name, reason: issue?.message ?? 'It cannot be read.' };
    const list = member === undefined ? undefined : input[String(member)];
    if (Array.isArray(list) && typeof position === 'number') {
      problems.push({ ...told, remedy: 'The rest of the entry was imported; add this part by hand.', effect: 'adjusted' });
      input = { ...input, [String(member)]: list.filter((_, index) => index !== position) };
      lineOf = Object.fromEntries(Object.entries(lineOf).map(([path, line]) => [moved(path, String(member), position), line]));
    } else if (member !== undefined && input[String(member)] !== undefined && !required.has(String(member))) {
      problems.push({ ...told, remedy: 'The rest of the entry was imported; add this part by hand.', effect: 'adjusted' });
      input = { ...input, [String(member)]: undefined };
    } else {
      problems.push({ ...told, remedy: 'Correct it in the other program and export it again, or add it by hand.', effect: 'left out' });
      return undefined;
    }
  }
  return undefined;
}

/** Without these an entry is none. */
const required = new Set(['subject', 'start', 'end', 'type']);

function moved(path: string, member: string, dropped: number): string {
  const [name, position] = path.split('.');
  return name === member && Number(position) > dropped ? `${name}.${Number(position) - 1}` : path;
}
