// The consent page of the simulator, walked as a browser would: for scenarios, tests and the
// bench. In: its address, who signs in, which permissions are not given, and whether at all.
// Out: the address that it sends back to. Never here: the product; whoever asks goes there.

/** `without`: words in the addresses of the permissions that are not ticked. */
export async function consent(url: string, email: string, without: readonly string[] = [], decision: 'approve' | 'deny' = 'approve'): Promise<string> {
  const html = await (await fetch(url)).text();
  const form = new URLSearchParams();
  for (const [, name, value] of html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)) form.append(name ?? '', decodeHtml(value ?? ''));
  form.append('account', email);
  for (const [, value] of html.matchAll(/name="scope"[^>]*value="([^"]+)"/g)) if (!without.some((word) => value?.includes(word))) form.append('scope', decodeHtml(value ?? ''));
  form.append('decision', decision);
  const action = decodeHtml(/<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? url);
  const answer = await fetch(new URL(action, url), { method: 'POST', body: form, redirect: 'manual' });
  const back = answer.headers.get('location');
  if (back === null) throw new Error(`The consent page did not send back: ${answer.status} ${await answer.text()}`);
  return back;
}

function decodeHtml(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
