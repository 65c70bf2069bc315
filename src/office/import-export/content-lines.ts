// The lines that vCard and iCalendar are made of. In: text. Out: components with their
// unfolded lines, each with the number of the line in the file where it begins.
// vCard 2.1 is brought into the form of 3.0 here: bare types, quoted-printable, charsets.
// Never here: what a property means; a line that cannot be read is told, not dropped.

import ICAL from 'ical.js';
import type { ImportProblem } from './report.ts';

export interface ContentLine {
  readonly line: number;
  readonly text: string;
}

export interface RawComponent {
  readonly name: string;
  readonly line: number;
  readonly lines: ContentLine[];
  readonly children: RawComponent[];
}

/** A property as ical.js reads it: name in lower case, parameters, values. */
export interface Property {
  readonly line: number;
  readonly name: string;
  readonly group?: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** As written, after unfolding. */
  readonly raw: string;
  readonly values: readonly unknown[];
}

const broken = { remedy: 'Export the file from the other program again, or correct this line in a text editor.', effect: 'adjusted' } as const;

function unfold(text: string): ContentLine[] {
  const lines: { line: number; text: string }[] = [];
  let quoted = false;
  for (const [index, physical] of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).entries()) {
    const last = lines.at(-1);
    if (quoted && last !== undefined) {
      last.text = last.text.slice(0, -1) + physical.trimStart();
    } else if (/^[ \t]/.test(physical) && last !== undefined) {
      last.text += physical.slice(1);
    } else {
      if (physical.trim() === '') continue;
      lines.push({ line: index + 1, text: physical });
    }
    // A quoted-printable value goes on after "=" at the end of its line.
    const now = lines.at(-1)?.text ?? '';
    quoted = /^[^:]*ENCODING=QUOTED-PRINTABLE|^[^:]*;QUOTED-PRINTABLE/i.test(now) && now.endsWith('=');
  }
  return lines;
}

/** Components of the outermost level; what stands outside of any is told once. */
export function readComponents(text: string): { components: RawComponent[]; problems: ImportProblem[] } {
  const components: RawComponent[] = [];
  const problems: ImportProblem[] = [];
  const open: RawComponent[] = [];
  for (const content of unfold(text)) {
    const begin = /^BEGIN\s*:\s*(\S+)\s*$/i.exec(content.text)?.[1]?.toUpperCase();
    const end = /^END\s*:\s*(\S+)\s*$/i.exec(content.text)?.[1]?.toUpperCase();
    if (begin !== undefined) {
      // A card inside a card is a card that was never closed.
      if (begin === 'VCARD' && open.some((one) => one.name === 'VCARD')) close(open.length);
      const component: RawComponent = { name: begin, line: content.line, lines: [], children: [] };
      (open.at(-1)?.children ?? components).push(component);
      open.push(component);
    } else if (end !== undefined) {
      const at = open.findLastIndex((one) => one.name === end);
      if (at < 0) problems.push({ line: content.line, reason: `"${content.text}" closes something that was not opened.`, ...broken });
      else close(open.length - at, content.line);
    } else if (open.length === 0) {
      problems.push({ line: content.line, reason: `"${content.text.slice(0, 60)}" stands outside of any entry.`, ...broken });
    } else {
      open.at(-1)?.lines.push(content);
    }
  }
  close(open.length);
  return { components, problems };

  function close(count: number, atLine?: number): void {
    for (let left = count; left > 0; left -= 1) {
      const component = open.pop();
      if (component !== undefined && (atLine === undefined || left < count)) {
        problems.push({ line: component.line, reason: `The ${component.name} that begins here has no end.`, remedy: 'The file may have been cut off: look at the last entry, and export the file again.', effect: 'adjusted' });
      }
    }
  }
}

/** The properties of a component; lines that cannot be read become problems. */
export function readProperties(component: RawComponent, version: '2.1' | '3.0' | '4.0' | 'icalendar', name?: string): { properties: Property[]; problems: ImportProblem[] } {
  const design = version === 'icalendar' ? ICAL.design.icalendar : version === '4.0' ? ICAL.design.vcard : ICAL.design.vcard3;
  const properties: Property[] = [];
  const problems: ImportProblem[] = [];
  for (const content of component.lines) {
    // Pictures, sounds and keys have no place in the office, and can be megabytes.
    if (/^(?:[^:;]*\.)?(PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)\b/i.test(content.text)) {
      properties.push({ line: content.line, name: /^(?:[^:;]*\.)?([\w-]+)/.exec(content.text)?.[1]?.toLowerCase() ?? 'photo', parameters: {}, raw: '', values: [] });
      continue;
    }
    try {
      const text = version === '2.1' ? fromVersion21(content.text) : content.text;
      const [property, parameters, , ...values] = ICAL.parse.property(text, design) as [string, Record<string, string | string[]>, string, ...unknown[]];
      const { group, ...rest } = parameters as Record<string, string | string[]> & { group?: string };
      properties.push({ line: content.line, name: property, group: typeof group === 'string' ? group : undefined, parameters: rest, raw: text.slice(colonOf(text) + 1), values });
    } catch (error) {
      // A rule that cannot be read decides about its whole entry: not one activity instead of a series.
      const rule = version === 'icalendar' ? /^(RRULE|RDATE|EXDATE)[^:]*:(.*)$/i.exec(content.text) : null;
      if (rule !== null) {
        properties.push({ line: content.line, name: rule[1]?.toLowerCase() ?? '', parameters: {}, raw: rule[2] ?? '', values: [] });
        continue;
      }
      problems.push({ line: content.line, name, reason: `"${content.text.slice(0, 60)}" cannot be read: ${error instanceof Error ? error.message.slice(0, 120) : String(error)}`, ...broken });
    }
  }
  return { properties, problems };
}

/** The colon that ends the parameters: not one inside quotes. */
function colonOf(text: string): number {
  let quotes = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') quotes = !quotes;
    else if (text[index] === ':' && !quotes) return index;
  }
  return text.length;
}

/** One line of vCard 2.1 as 3.0 would write it. */
function fromVersion21(text: string): string {
  const colon = colonOf(text);
  const [name = '', ...parameters] = text.slice(0, colon).split(';');
  let value = text.slice(colon + 1);
  let charset = 'utf-8';
  let quotedPrintable = false;
  const kept: string[] = [];
  for (const parameter of parameters) {
    const [key = '', given] = parameter.split('=');
    const upper = key.trim().toUpperCase();
    if (upper === 'CHARSET') charset = given?.trim() ?? charset;
    else if (upper === 'QUOTED-PRINTABLE' || (upper === 'ENCODING' && /^quoted-printable$/i.test(given ?? ''))) quotedPrintable = true;
    else if (given === undefined && parameter.trim() !== '') kept.push(`TYPE=${parameter.trim()}`);
    else if (upper === 'TYPE' || upper === 'LANGUAGE') kept.push(`${upper}=${given ?? ''}`);
  }
  if (quotedPrintable) value = decodeQuotedPrintable(value, charset);
  // 2.1 escapes the semicolon only; a comma is a comma and a line break is one.
  value = value.replace(/\\(?![;\\,nN])/g, '\\\\').replace(/(?<!\\),/g, '\\,').replace(/\r\n|\r|\n/g, '\\n');
  return `${[name, ...kept].join(';')}:${value}`;
}

function decodeQuotedPrintable(value: string, charset: string): string {
  const bytes: number[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const hex = value[index] === '=' ? /^[0-9A-F]{2}/i.exec(value.slice(index + 1, index + 3))?.[0] : undefined;
    if (hex === undefined) {
      bytes.push(...new TextEncoder().encode(value[index]));
    } else {
      bytes.push(Number.parseInt(hex, 16));
      index += 2;
    }
  }
  const data = new Uint8Array(bytes);
  for (const name of [charset, 'utf-8']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(data);
    } catch {
      // The charset is unknown, or the bytes are not in it.
    }
  }
  return new TextDecoder('windows-1252').decode(data);
}

/** All values of TYPE in lower case, and PREF as a type of its own. */
export function typesOf(property: Property): ReadonlySet<string> {
  const types = [property.parameters['type'] ?? []].flat().flatMap((type) => type.split(','));
  const found = new Set(types.map((type) => type.trim().toLowerCase()));
  if (property.parameters['pref'] !== undefined) found.add('pref');
  return found;
}

export function parameterOf(property: Property, name: string): string | undefined {
  const value = property.parameters[name];
  return typeof value === 'string' ? value : value?.[0];
}

export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).filter((part) => part !== '').join(', ') : typeof value === 'string' ? value.trim() : '';
}
