// The description of an event: Google's own app writes HTML into it, people read text, and
// a line of it names the participants whom we do not invite. In: the description as it came.
// Out: its text and that line; and back, so that both read back as they were written. An
// unchanged description is never passed through here on its way out.

/** What Google takes of a description. */
export const longestDescription = 8192;

const tag = /<\/?(?:a|b|blockquote|br|code|div|em|h[1-6]|hr|html-blob|i|img|li|ol|p|pre|s|span|strong|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?\/?>/gi;
const entity = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,6});/gi;
const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function isHtml(text: string): boolean {
  return text.search(tag) >= 0 || text.search(entity) >= 0;
}

function decodeEntity(text: string): string {
  const name = text.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return names[name] ?? text;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : text;
}

function textOfTag(found: string): string {
  const name = /^<(\/?[a-z0-9-]+)/i.exec(found)?.[1]?.toLowerCase() ?? '';
  if (name === 'br' || name === 'hr' || name === '/tr') return '\n';
  if (name === 'li') return '\n- ';
  if (name === '/td' || name === '/th') return ' ';
  // The space between blocks, once: as a blank line after a paragraph, a break elsewhere.
  if (name === '/p' || /^\/h[1-6]$/.test(name)) return '\n\n';
  return /^\/(div|ul|ol|blockquote|pre|table)$/.test(name) ? '\n' : '';
}

export function readDescription(wire: string): string {
  if (!isHtml(wire)) return wire;
  const text = wire.replace(tag, textOfTag).replace(entity, decodeEntity);
  return text.includes('\n\n\n') ? text.replace(/\n{3,}/g, '\n\n').trim() : text.trim();
}

/** Only a text that would be taken for HTML is written as HTML. */
export function writeDescription(text: string): string {
  if (!isHtml(text)) return text;
  return escapeText(text);
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r?\n/g, '<br>');
}

export interface EventText {
  readonly text: string;
  readonly attending: readonly string[];
}

const lead = '[SmartOffice] Participants:';
const namesLine = /^\[SmartOffice\] Participants:(.*)$/m;
/** Written before a line that a person wrote as we write ours. */
const guard = '\u2060';
const rawLine = /(?:<br\s*\/?>|\s)*(?<!\u2060)\[SmartOffice\] Participants:[^<\n]*/;

export function readEventText(wire: string): EventText {
  const whole = readDescription(wire);
  const found = namesLine.exec(whole);
  const rest = found === null ? whole : [whole.slice(0, found.index).trimEnd(), whole.slice(found.index + found[0].length).trim()].filter((part) => part !== '').join('\n\n');
  const attending = (found?.[1] ?? '').split(';').flatMap((name) => name.trim() || []);
  return { text: rest.replaceAll(`${guard}${lead}`, lead), attending };
}

function lineOf(attending: readonly string[]): string {
  return attending.length === 0 ? '' : `${lead} ${attending.join('; ')}`;
}

export function writeEventText({ text, attending }: EventText): string {
  const own = text.split(/(?<=\n)/).map((line) => (line.startsWith(lead) ? `${guard}${line}` : line)).join('');
  const whole = writeDescription([own, lineOf(attending)].filter((part) => part !== '').join('\n\n'));
  // A text that leaves no room for the names stands without them.
  return whole.length > longestDescription && attending.length > 0 ? writeEventText({ text, attending: [] }) : whole;
}

/** Other names in a description that stays as it came. */
export function replaceAttending(wire: string, attending: readonly string[]): string {
  const rest = wire.replace(rawLine, '');
  if (attending.length === 0) return rest;
  if (!isHtml(rest)) return writeEventText({ ...readEventText(rest), attending });
  const next = `${rest}<br><br>${escapeText(lineOf(attending))}`;
  return next.length > longestDescription ? rest : next;
}
