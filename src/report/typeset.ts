// A program of its own: sets one document in type and ends. In: a PdfDocument as JSON on
// standard input. Out: the PDF on standard output; an error with exit code 1, or 3 when
// the typesetter is not there for this platform. It must not read anything else.

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { PdfDocument } from './pdf-document.ts';
import { prepareDocument } from './pdf-prepare.ts';

const workspace = '/report';

async function typeset(document: PdfDocument): Promise<Buffer> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => {
    console.error(error);
    process.exit(3);
  });
  const { data, fonts } = prepareDocument(document);
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: [...fonts] }] });
  compiler.mapShadow(`${workspace}/report.json`, Buffer.from(JSON.stringify(data)));
  compiler.addSource(`${workspace}/report.typ`, readFileSync(new URL('report.typ', import.meta.url), 'utf8'));
  const main = { mainFilePath: `${workspace}/report.typ` };
  try {
    return compiler.pdf(main, { pdfStandard: 'ua-1' });
  } catch (error) {
    // A rare sequence of marks that no single font can shape: a report with an empty
    // box in it is better than none. It is still tagged, only not certified as PDF/UA.
    if (!String(error).includes('could not be displayed')) throw error;
    return compiler.pdf(main, { pdfStandard: '1.7' });
  }
}

try {
  const pdf = await typeset(JSON.parse(await text(process.stdin)) as PdfDocument);
  process.stdout.write(pdf);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
