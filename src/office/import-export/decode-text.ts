// Bytes of a file as text, whatever wrote it. In: bytes. Out: text and, where the encoding
// had to be guessed, a problem that says so; which of the three formats it is.
// Never here: a character lost silently.

import { OfficeError } from '../errors.ts';
import type { FileFormat, ImportProblem } from './report.ts';

export interface DecodedText {
  readonly text: string;
  readonly problems: readonly ImportProblem[];
}

export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), problems: [] };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), problems: [] };
  // Some programs write UTF-16 without its mark: every other byte of plain text is then zero.
  if (second === 0 && first !== 0 && third !== 0) return { text: new TextDecoder('utf-16le').decode(bytes), problems: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      problems: [{ line: 1, reason: 'The file is not in UTF-8; it was read as Windows-1252.', remedy: 'Look at names with accents; if they are wrong, save the file as UTF-8 and import it again.', effect: 'adjusted' }],
    };
  }
}

export function detectFormat(text: string): FileFormat {
  const start = text.slice(0, 2000).trimStart();
  if (/^BEGIN\s*:\s*VCARD/im.test(start)) return 'vcard';
  if (/^BEGIN\s*:\s*(VCALENDAR|VEVENT|VTODO)/im.test(start)) return 'icalendar';
  const firstLine = start.split(/\r\n|\r|\n/, 1)[0] ?? '';
  if (/[,;\t]/.test(firstLine) && !start.includes('\u0000')) return 'csv';
  throw new OfficeError('invalid', 'The file is neither a vCard, nor an iCalendar, nor a CSV file.', 'Export it from the other program again, as vCard (.vcf), iCalendar (.ics) or CSV.', 'file');
}
