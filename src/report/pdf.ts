// The report as PDF. In: the model. Out: bytes, the same for the same model. The work is
// done by a process of its own that ends with its part, so that neither the web server
// waits nor its memory grows; the main thread must never typeset.

import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LineList } from './line-list.ts';
import type { ReportModel } from './model.ts';
import { pdfDocument } from './pdf-document.ts';
import type { PdfDocument } from './pdf-document.ts';
import { weightOf } from './pdf-table.ts';

/** Rows of tables in one PDF: the typesetter takes about 0.09 MB for each, and 1 GB is what it may take. */
export const rowsInPart = 10_000;

export interface PdfOptions {
  readonly signal?: AbortSignal;
  /** Another program in the typesetter's place, for tests. */
  readonly program?: string;
}

/** No PDF can be made here; what to do instead is in the message. */
export class PdfError extends Error {
  override readonly name = 'PdfError';
}

export interface RenderedPart {
  readonly part: number;
  readonly of: number;
  readonly pdf: Uint8Array;
}

/** The whole report, in as many PDFs as it takes; one after the other. */
export async function* renderPdfParts(model: ReportModel, options: PdfOptions = {}): AsyncGenerator<RenderedPart> {
  const ends = endsOfParts(model.lines);
  for (const [index, to] of ends.entries()) {
    const place = { part: index + 1, of: ends.length };
    yield { ...place, pdf: await typeset(pdfDocument(model, { from: ends[index - 1] ?? 0, to, ...place }), options) };
  }
}

/** How many PDFs the whole report takes. */
export function countPdfParts(model: ReportModel): number {
  return endsOfParts(model.lines).length;
}

/** Where the part that starts at a line ends: as many lines as fit, and one at least. */
function endOfPart(lines: LineList, from: number): number {
  let rows = 0;
  for (let index = from; index < lines.length; index += 1) {
    rows += weightOf(lines.at(index));
    if (rows > rowsInPart && index > from) return index;
  }
  return lines.length;
}

function endsOfParts(lines: LineList): readonly number[] {
  const ends = [endOfPart(lines, 0)];
  for (let end = ends[0] ?? 0; end < lines.length; ) {
    end = endOfPart(lines, end);
    ends.push(end);
  }
  return ends;
}

const typesetter = fileURLToPath(new URL('typeset.ts', import.meta.url));
const longestWait = 120_000;

async function typeset(document: PdfDocument, { signal, program = typesetter }: PdfOptions): Promise<Uint8Array> {
  const wait = AbortSignal.timeout(longestWait);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    // The typesetter needs none of our environment, and so learns no secret of it.
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: signal === undefined ? wait : AbortSignal.any([signal, wait]),
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A child that died takes no input; what it said on its way is the error to report.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(document));
  try {
    const [pdf, trouble, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
    if (code === 0 && pdf.length > 0) return pdf;
    throw new PdfError(code === 3 ? 'This platform has no typesetter for PDF. Take the report as CSV instead.' : 'The PDF could not be made. Take the report as CSV instead.', { cause: trouble });
  } catch (error) {
    if (wait.aborted) throw new PdfError('Making the PDF took too long. Take the report as CSV instead.', { cause: error });
    throw error;
  }
}
