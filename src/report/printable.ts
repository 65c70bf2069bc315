// Texts as a typesetter can take them. In: any string that a record may hold. Out: the
// same text without what has no shape or would disturb its neighbours. Pure; a character
// that cannot be shown is replaced visibly and counted, never dropped silently.

export const replacement = '\ufffd';

/** Controls, direction overrides and invisible marks: no shape of their own. */
const shapeless = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
/** Joined to their neighbours by the shaping; they need no glyph of their own. */
const joining = /[\t\n\u200c\u200d\ufe00-\ufe0f]/u;
const noCharacter = /[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\u{f0000}-\u{10ffff}]/gu;

export function cleanText(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return breakable(text);
  return breakable(text.normalize('NFC').replace(/\r\n?/g, '\n').replace(shapeless, '').replace(noCharacter, replacement));
}

/** The characters of a text that need a glyph. */
export function collectCharacters(text: string, into: Set<number>): void {
  for (const character of text) if (!joining.test(character)) into.add(character.codePointAt(0) ?? 0);
}

export function replaceMissing(text: string, missing: ReadonlySet<number>, count: { value: number }): string {
  let result = '';
  for (const character of text) {
    const gone = missing.has(character.codePointAt(0) ?? 0);
    if (gone) count.value += 1;
    result += gone ? replacement : character;
  }
  return result;
}

const longWord = /[!-~]{24,}/g;

/** Long addresses may break after their punctuation, or anywhere when there is none. */
function breakable(text: string): string {
  return text.replace(longWord, (word) => word.replace(/[@./_?&=-]+(?=.)|[^@./_?&=-]{20}(?=.)/g, '$&\u200b'));
}
