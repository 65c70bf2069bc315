// What an import says about a file. In: nothing. Out: types. Every line that was not taken
// as it stands is named with the reason and what to do about it.

export type FileFormat = 'vcard' | 'icalendar' | 'csv';

export interface ImportProblem {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly name?: string;
  readonly reason: string;
  readonly remedy: string;
  /** 'left out': not imported. 'adjusted': imported, with a part of it changed or dropped. */
  readonly effect: 'left out' | 'adjusted';
}

/** Something that was read, and where in the file it stands. */
export interface FileEntry<T> {
  readonly input: T;
  readonly line: number;
  readonly name: string;
  /** The file's own name for it. */
  readonly uid?: string;
}

export interface ImportReport {
  readonly format: FileFormat;
  readonly dryRun: boolean;
  readonly contacts: number;
  readonly activities: number;
  readonly tasks: number;
  /** What the office holds already, and what is therefore not imported again. */
  readonly alreadyThere: number;
  readonly problems: readonly ImportProblem[];
}

/** What has no place in the office, named once for the whole file and not once a contact. */
export class UnkeptNames {
  readonly #found = new Map<string, { line: number; count: number }>();

  add(name: string, line: number): void {
    const seen = this.#found.get(name);
    this.#found.set(name, { line: seen?.line ?? line, count: (seen?.count ?? 0) + 1 });
  }

  toProblems(): ImportProblem[] {
    return [...this.#found].map(([name, { line, count }]) => ({
      line,
      reason: `The office has no place for ${name}${count === 1 ? '' : ` (${count} times)`}.`,
      remedy: 'Nothing needs to be done; if it matters, copy it into the notes by hand.',
      effect: 'adjusted',
    }));
  }
}
