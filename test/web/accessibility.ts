// Whether everybody can use a page: WCAG 2.2 AA by axe-core, as wide as a desk and as narrow
// as a phone, light and dark. In: a page as it stands. Out: nothing, or what is wrong and
// where. The page is left as it was. Never here: a rule that is left out.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 375, height: 740 } } as const;
const schemes = ['light', 'dark'] as const;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** Where screenshots go, for a person to look at; nowhere unless asked. */
const pictures = process.env['SCREENSHOTS'];

export async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await lookAt(page, name);
  if (violations.length > 0) throw new Error(`Not everybody can use this page:\n${violations.join('\n')}`);
}

/** Each size in each scheme is one look. */
export async function lookAt(page: Page, name: string): Promise<{ readonly looks: number; readonly violations: readonly string[] }> {
  const violations: string[] = [];
  let looks = 0;
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settle(page);
      looks += 1;
      if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}-${size}-${colorScheme}.png` });
      const where = `${name}, ${size}, ${colorScheme}`;
      violations.push(...(await violationsOf(page)).map((one) => `${where}: ${one}`));
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      if (over > 1) violations.push(`${where}: the page is ${over} pixels wider than the window`);
    }
  }
  await page.setViewportSize(sizes.desktop);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return { looks, violations };
}

async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(document, ${options}).then(({ violations }) => violations)`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${JSON.stringify(target)}: ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`));
}

/** Colours that are on their way to others would be measured as neither. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const running = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.race([Promise.allSettled(running.map((one) => one.finished)), new Promise((resolve) => setTimeout(resolve, 1500))]);
  })()`);
}
