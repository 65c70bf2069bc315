// The fonts of the PDF and which characters they have. In: the packages of Noto fonts.
// Out: font files to embed, and for a text the characters that none of them can show.
// Reads font files only; a character that no font has must never reach the typesetter.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Regular and bold, in the order of report.typ: Latin, Greek and Cyrillic first, the large ones late. */
const families: readonly (readonly [string, string])[] = [
  ['noto-sans', 'NotoSans'],
  ['noto-sans-arabic', 'NotoSansArabic'],
  ['noto-sans-hebrew', 'NotoSansHebrew'],
  ['noto-sans-devanagari', 'NotoSansDevanagari'],
  ['noto-emoji', 'NotoEmoji'],
  ['noto-sans-sc', 'NotoSansSC'],
  ['noto-sans-kr', 'NotoSansKR'],
];

export interface FontChoice {
  readonly files: readonly Buffer[];
  /** Characters of the text that no font has. */
  readonly missing: ReadonlySet<number>;
  /** True when the typesetter finds one font for the letter and all marks on it. */
  readonly coverTogether: (letter: number, marks: readonly number[]) => boolean;
}

type HasCharacter = (character: number) => boolean;

/** Only the fonts that the characters need: the Chinese ones alone are 20 MB. */
export function chooseFonts(characters: Iterable<number>): FontChoice {
  let missing = new Set(characters);
  const files: Buffer[] = [];
  const chosen: HasCharacter[] = [];
  for (const [index, [folder, file]] of families.entries()) {
    if (index > 0 && missing.size === 0) break;
    const root = dirname(require.resolve(`@expo-google-fonts/${folder}/package.json`));
    const regular = readFileSync(join(root, `400Regular/${file}_400Regular.ttf`));
    const has = readCharacters(regular);
    const left = new Set([...missing].filter((character) => !has(character)));
    if (index === 0 || left.size < missing.size) {
      files.push(regular, readFileSync(join(root, `700Bold/${file}_700Bold.ttf`)));
      chosen.push(has);
    }
    missing = left;
  }
  return { files, missing, coverTogether: (letter, marks) => coverTogether(chosen, letter, marks) };
}

/**
 * The typesetter takes the first font that has any of them, and goes on to the next only
 * when the letter is there: of a font with the mark alone it prints the mark alone.
 */
function coverTogether(fonts: readonly HasCharacter[], letter: number, marks: readonly number[]): boolean {
  for (const has of fonts) {
    if (has(letter) && marks.every(has)) return true;
    if (!has(letter) && marks.some(has)) return false;
  }
  return false;
}

/** The character map of a TrueType font, formats 4 and 12 (the two that Noto has). */
export function readCharacters(font: Buffer): HasCharacter {
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index += 1) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === 'cmap') return readMap(font, font.readUInt32BE(record + 8));
  }
  throw new Error('The font has no character map.');
}

function readMap(font: Buffer, map: number): HasCharacter {
  const present = new Uint8Array(0x110000);
  for (let index = 0; index < font.readUInt16BE(map + 2); index += 1) {
    const platform = font.readUInt16BE(map + 4 + index * 8);
    const at = map + font.readUInt32BE(map + 8 + index * 8);
    const format = font.readUInt16BE(at);
    if (platform !== 0 && platform !== 3) continue;
    if (format === 12) readGroups(font, at, present);
    else if (format === 4) readSegments(font, at, present);
  }
  return (character) => present[character] === 1;
}

function readGroups(font: Buffer, at: number, present: Uint8Array): void {
  const groups = font.readUInt32BE(at + 12);
  for (let index = 0; index < groups; index += 1) {
    const group = at + 16 + index * 12;
    present.fill(1, font.readUInt32BE(group), font.readUInt32BE(group + 4) + 1);
  }
}

function readSegments(font: Buffer, at: number, present: Uint8Array): void {
  const size = font.readUInt16BE(at + 6);
  for (let index = 0; index < size; index += 2) {
    const last = font.readUInt16BE(at + 14 + index);
    const first = font.readUInt16BE(at + 16 + size + index);
    const offsetAt = at + 16 + 3 * size + index;
    const offset = font.readUInt16BE(offsetAt);
    if (first === 0xffff) continue;
    for (let character = first; character <= last; character += 1) {
      // A character may be listed and still have the glyph 0, which is the empty box.
      if (offset === 0 || font.readUInt16BE(offsetAt + offset + 2 * (character - first)) !== 0) present[character] = 1;
    }
  }
}
