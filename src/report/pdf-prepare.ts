// Makes every text of a document such that the typesetter can set it. In: the document.
// Out: the same document with texts that have a glyph for each character, a note that
// says how many were replaced, and the fonts to set it with. It must never fail.

import { chooseFonts } from './fonts.ts';
import type { PdfDocument } from './pdf-document.ts';
import { cleanText, collectCharacters, replaceMissing, replacement } from './printable.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part: Json) => mapTexts(part, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part as Json, change)]));
}

/** The document with texts that can be shown, and the fonts that show them. */
export function prepareDocument(document: PdfDocument): { readonly data: Json; readonly fonts: readonly Buffer[] } {
  const clean = mapTexts(document as unknown as Json, cleanText);
  const characters = new Set<number>([...' ·–…()', replacement].map((character) => character.codePointAt(0) ?? 0));
  mapTexts(clean, (part) => (collectCharacters(part, characters), part));
  // A zero width space was put in by cleanText and has no glyph to be missing.
  characters.delete(0x200b);
  const { files, ...coverage } = chooseFonts(characters);
  const count = { value: 0 };
  const data = mapTexts(clean, (part) => replaceMissing(part, coverage, count));
  const replaced = count.value === 0 ? '' : `${replacement} stands for a character that the fonts of this report do not have (${count.value} in all). It is complete on the screen and in the CSV.`;
  return { data: { ...(data as Record<string, Json>), replaced }, fonts: files };
}
