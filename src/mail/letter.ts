// A letter made of few kinds of blocks, set as HTML and as plain text from the same
// words. In: blocks with plain strings. Out: {subject, text, html}. A link that is not
// http(s) is a mistake and throws.

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'points'; readonly points: readonly { readonly lead?: string; readonly text: string }[] }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  /** A sentence whose last words are a link. */
  | { readonly kind: 'link'; readonly before: string; readonly label: string; readonly url: string; readonly after: string };

export interface Letter {
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface SetLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const product = 'SmartOffice Synchronization for Google';

export async function setLetter(letter: Letter): Promise<SetLetter> {
  // Loaded with the first mail: the parts of HTML mails take 60 MB and half a second.
  const { renderHtml } = await import('./letter-html.ts');
  for (const block of letter.blocks) if ('url' in block) requireWebLink(block.url);
  return {
    subject: letter.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
    text: `${[letter.title, ...letter.blocks.map(textOfBlock), `-- \n${product}`].join('\n\n')}\n`,
    html: await renderHtml(letter),
  };
}

function requireWebLink(url: string): void {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new Error('A link in a mail must be an http or https address.');
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'points':
      return block.points.map(({ lead, text }) => `* ${lead === undefined ? '' : `${lead}: `}${text}`).join('\n\n');
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'link':
      return `${block.before}${block.label}${block.after}\n${block.url}`;
    default:
      return block satisfies never;
  }
}
