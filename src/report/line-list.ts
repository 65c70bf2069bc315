// The lines of a report, each written when somebody looks at it. In: for each line what
// it is filtered and sorted by, and how it is made. Out: lines by place, made once. A
// plan of 50,000 operations opens at once, and only what is shown costs anything.

import type { ReportLine } from '../http/contract/sync.ts';

export interface LineHead {
  readonly section: ReportLine['section'];
  readonly side?: ReportLine['side'];
  readonly kind: ReportLine['kind'];
  readonly make: () => ReportLine;
}

export class LineList implements Iterable<ReportLine> {
  readonly heads: readonly LineHead[];
  readonly #made: (ReportLine | undefined)[] = [];

  constructor(heads: readonly LineHead[]) {
    this.heads = heads;
  }

  static of(lines: readonly ReportLine[]): LineList {
    return new LineList(lines.map((line) => ({ section: line.section, side: line.side, kind: line.kind, make: () => line })));
  }

  get length(): number {
    return this.heads.length;
  }

  at(index: number): ReportLine {
    const made = this.#made[index];
    if (made !== undefined) return made;
    const head = this.heads[index];
    if (head === undefined) throw new RangeError(`The report has no line ${index}.`);
    const line = head.make();
    this.#made[index] = line;
    return line;
  }

  slice(from: number, to: number): ReportLine[] {
    const lines: ReportLine[] = [];
    for (let index = from; index < Math.min(to, this.length); index += 1) lines.push(this.at(index));
    return lines;
  }

  *[Symbol.iterator](): Generator<ReportLine> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  toJSON(): readonly ReportLine[] {
    return [...this];
  }
}
