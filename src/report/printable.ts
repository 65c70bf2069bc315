// Texts as a typesetter can take them. In: any string that a record may hold. Out: the
// same text without what has no shape or would disturb its neighbours. Pure; a character
// that cannot be shown is replaced visibly and counted, never dropped silently.

export const replacement = '\ufffd';

/** Controls, direction overrides and invisible marks: no shape of their own. */
const shapeless = /(?![\t\n])\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
/** Joined to their neighbours by the shaping; they need no glyph of their own. */
const joining = /[\t\n]|\u200c|\u200d|[\ufe00-\ufe0f]/u;
const noCharacter = /[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\u{f0000}-\u{10ffff}]/gu;

export function cleanText(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return breakable(text);
  return breakable(text.normalize('NFC').replace(/\r\n?/g, '\n').replace(shapeless, '').replace(noCharacter, replacement));
}

/** The characters of a text that need a glyph. */
export function collectCharacters(text: string, into: Set<number>): void {
  for (const character of text) if (!joining.test(character)) into.add(character.codePointAt(0) ?? 0);
}

export interface Coverage {
  readonly missing: ReadonlySet<number>;
  readonly coverTogether: (letter: number, marks: readonly number[]) => boolean;
}

/** A text with marks of its own, each behind the letter that carries it. */
const marked = /\P{M}\p{M}+/gu;

export function replaceMissing(text: string, { missing, coverTogether }: Coverage, count: { value: number }): string {
  const replace = (): string => {
    count.value += 1;
    return replacement;
  };
  const known = missing.size === 0 ? text : Array.from(text, (character) => (missing.has(character.codePointAt(0) ?? 0) ? replace() : character)).join('');
  return known.replace(marked, (cluster) => {
    const [letter = '', ...marks] = Array.from(cluster);
    const needed = marks.filter((mark) => !joining.test(mark)).map((mark) => mark.codePointAt(0) ?? 0);
    return needed.length === 0 || coverTogether(letter.codePointAt(0) ?? 0, needed) ? cluster : letter + marks.map(replace).join('');
  });
}

/** Wider than a narrow column may be; addresses break at the best places, so they may do so sooner. */
const longWord = /[!-~]{24,}|(?=[!-~]{16})[!-~]*@[!-~]*/g;

/** Long addresses may break after their punctuation, or anywhere when there is none. */
function breakable(text: string): string {
  return text.replace(longWord, (word) => word.replace(/[@./_?&=-]+(?=.)|[^@./_?&=-]{18}(?=[^@./_?&=-]{3})/g, '$&\u200b'));
}
