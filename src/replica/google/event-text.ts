// The description of an event: Google's own app writes HTML into it, people read text.
// In: the description as it came. Out: its text; and back, so that a text reads back as
// it was written. An unchanged description is never passed through here on its way out.

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
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r?\n/g, '<br>');
}
