// The report as JSON, for programs, and its lines for the screen. In: the model. Out: text in
// chunks that together are one JSON document. Nothing of the model may be missing, and
// nobody else waits until all of it is written.

import type { ReportModel } from './model.ts';
import { findLines } from './report.ts';
import type { LinesQuery } from './report.ts';

const linesInChunk = 500;

export async function* reportJson(model: ReportModel): AsyncGenerator<string> {
  const { lines, ...head } = model;
  yield `${JSON.stringify({ format: 1, ...head }).slice(0, -1)},"lines":[`;
  for (let start = 0; start < lines.length; start += linesInChunk) {
    const chunk = lines.slice(start, start + linesInChunk).map((line) => JSON.stringify(line));
    yield `${start === 0 ? '' : ','}\n${chunk.join(',\n')}`;
    await letOthers();
  }
  yield '\n]}\n';
}

/** The lines that are asked for, as the contract's answer; each chunk is made when it is sent. */
export async function* linesJson(model: ReportModel, query: LinesQuery): AsyncGenerator<string> {
  const found = findLines(model, query);
  const offset = query.offset ?? 0;
  const wanted = found.slice(offset, query.limit === undefined ? undefined : offset + query.limit);
  yield `{"total":${found.length},"lines":[`;
  for (let start = 0; start < wanted.length; start += linesInChunk) {
    const chunk = wanted.slice(start, start + linesInChunk).map((index) => JSON.stringify(model.lines.at(index)));
    yield `${start === 0 ? '' : ','}${chunk.join(',')}`;
    await letOthers();
  }
  yield ']}';
}

const letOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
