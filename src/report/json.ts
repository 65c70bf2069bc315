// The report as JSON, for programs. In: the model. Out: text in chunks that together are
// one JSON document with a format number. Nothing of the model may be missing.

import type { ReportModel } from './model.ts';

const linesInChunk = 500;

export async function* reportJson(model: ReportModel): AsyncGenerator<string> {
  const { lines, ...head } = model;
  yield `${JSON.stringify({ format: 1, ...head }).slice(0, -1)},"lines":[`;
  for (let start = 0; start < lines.length; start += linesInChunk) {
    const chunk = lines.slice(start, start + linesInChunk).map((line) => JSON.stringify(line));
    yield `${start === 0 ? '' : ','}\n${chunk.join(',\n')}`;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  yield '\n]}\n';
}
