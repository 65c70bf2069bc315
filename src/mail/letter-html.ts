// The HTML of a letter. In: the letter. Out: a document for mail programs. Values are
// escaped by React; nothing here is loaded before the first mail is written.

import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Heading } from '@react-email/heading';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { render } from '@react-email/render';
import { createElement } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import { product } from './letter.ts';
import type { Block, Letter } from './letter.ts';

export async function renderHtml(letter: Letter): Promise<string> {
  return render(htmlOfLetter(letter));
}

// Inline styles, system fonts and one column: what Outlook, Gmail and phones all keep.
const font = 'Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
const styles = {
  body: { backgroundColor: '#f2f4f7', fontFamily: font, margin: 0, padding: '24px 0' },
  container: { backgroundColor: '#ffffff', border: '1px solid #d9dee5', borderRadius: '6px', maxWidth: '600px', padding: '28px 32px' },
  product: { color: '#4a5565', fontSize: '13px', lineHeight: '20px', margin: 0 },
  title: { color: '#101828', fontSize: '21px', lineHeight: '28px', margin: '6px 0 16px' },
  text: { color: '#1d2939', fontSize: '15px', lineHeight: '23px', margin: '0 0 14px' },
  list: { color: '#1d2939', fontSize: '15px', lineHeight: '23px', margin: '0 0 14px', paddingLeft: '22px' },
  point: { marginBottom: '10px' },
  button: { backgroundColor: '#0b5cab', borderRadius: '4px', color: '#ffffff', fontSize: '15px', fontWeight: 600, padding: '11px 20px', textDecoration: 'none' },
  link: { color: '#0b5cab', textDecoration: 'underline' },
  rule: { borderColor: '#d9dee5', margin: '22px 0 14px' },
  small: { color: '#4a5565', fontSize: '13px', lineHeight: '20px', margin: 0 },
} satisfies Record<string, CSSProperties>;

function htmlOfLetter(letter: Letter): ReactElement {
  const first = letter.blocks.find((block) => block.kind === 'text');
  return createElement(
    Html,
    { lang: 'en' },
    createElement(Head, null, createElement('title', null, letter.subject), createElement('meta', { name: 'color-scheme', content: 'light' })),
    createElement(Preview, null, first?.text ?? letter.title),
    createElement(
      Body,
      { style: styles.body },
      createElement(
        Container,
        { style: styles.container },
        createElement(Text, { style: styles.product }, product),
        createElement(Heading, { as: 'h1', style: styles.title }, letter.title),
        ...letter.blocks.map(htmlOfBlock),
        createElement(Hr, { style: styles.rule }),
        createElement(Text, { style: styles.small }, `This message was sent by ${product} because something happened that you should know of. Which mails you get is chosen under Alerts.`),
      ),
    ),
  );
}

function htmlOfBlock(block: Block): ReactElement {
  switch (block.kind) {
    case 'text':
      return createElement(Text, { style: styles.text }, block.text);
    case 'points':
      return createElement(
        'ul',
        { style: styles.list },
        ...block.points.map(({ lead, text }) => createElement('li', { style: styles.point }, lead === undefined ? null : createElement('strong', null, `${lead}: `), text)),
      );
    case 'button':
      return createElement(Section, { style: { margin: '4px 0 20px' } }, createElement(Button, { href: block.url, style: styles.button }, block.label));
    case 'link':
      return createElement(Text, { style: styles.text }, block.before, createElement(Link, { href: block.url, style: styles.link }, block.label), block.after);
    default:
      return block satisfies never;
  }
}
