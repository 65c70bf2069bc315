// A program of its own: sets one document in type and ends. In: a PdfDocument as JSON on
// standard input. Out: the PDF on standard output; an error with exit code 1, or 3 when
// the typesetter is not there for this platform. It must not read anything else.

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { chooseFonts } from './fonts.ts';
import { cleanText, collectCharacters, replaceMissing, replacement } from './printable.ts';
import type { PdfDocument } from './pdf-document.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part: Json) => mapTexts(part, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part as Json, change)]));
}

/** The document with texts that can be shown, and the fonts that show them. */
function prepare(document: PdfDocument): { data: Json; fonts: Buffer[] } {
  const clean = mapTexts(document as unknown as Json, cleanText);
  const characters = new Set<number>([...' ·–…()', replacement].map((character) => character.codePointAt(0) ?? 0));
  mapTexts(clean, (part) => (collectCharacters(part, characters), part));
  // A zero width space was put in by cleanText and has no glyph to be missing.
  characters.delete(0x200b);
  const { files, missing } = chooseFonts(characters);
  const count = { value: 0 };
  const data = missing.size === 0 ? clean : mapTexts(clean, (part) => replaceMissing(part, missing, count));
  const replaced = count.value === 0 ? '' : `${replacement} stands for a character that the fonts of this report do not have (${count.value} in all). It is complete on the screen and in the CSV.`;
  return { data: { ...(data as Record<string, Json>), replaced }, fonts: [...files] };
}

const workspace = '/report';

async function typeset(document: PdfDocument): Promise<Buffer> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => {
    console.error(error);
    process.exit(3);
  });
  const { data, fonts } = prepare(document);
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
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
