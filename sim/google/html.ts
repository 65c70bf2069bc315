// In: text and fragments. Out: HTML in which nothing given by a user is markup.
// Never here: script; the pages of the simulator work without any.

export interface Markup {
  readonly markup: string;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

type Part = Markup | string | number | undefined | false | readonly Part[];

function toMarkup(part: Part): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(toMarkup).join('');
  if (typeof part === 'object') return (part as Markup).markup;
  return escapeText(String(part));
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, index) => text + string + toMarkup(parts[index]), '') };
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 4rem; }
main.narrow { max-width: 30rem; margin: 2rem auto; border: 1px solid #8a8f98; border-radius: .75rem; padding: 1.5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #c4c7cc; vertical-align: top; }
form.inline { display: inline; } fieldset { border: 1px solid #8a8f98; border-radius: .5rem; margin: 1rem 0; }
label { display: block; margin: .35rem 0; } input, select, button { font: inherit; padding: .3rem .5rem; }
button { border: 1px solid #1a56b0; background: #1a56b0; color: #fff; border-radius: .4rem; cursor: pointer; } button.quiet { background: transparent; color: inherit; border-color: #8a8f98; }
nav a { margin-right: 1rem; } summary { white-space: nowrap; cursor: pointer; } caption { text-align: left; font-weight: 600; padding: .75rem .5rem .25rem; } details { margin: .25rem 0; } .muted { color: #5d6169; } [role=status] { border-left: 4px solid #1a56b0; padding: .5rem .75rem; }
@media (prefers-color-scheme: dark) { .muted { color: #b5b9c0; } }`;

export function renderPage(title: string, body: Markup): string {
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(title)}</title><style>${style}</style></head><body>${body.markup}</body></html>`;
}
