// How pairing grows with the number of records: apart from the rules of pairing, so that
// those are quick to try.

import { expect, test } from 'vitest';
import type { Seen } from './link.ts';
import { pairUnlinked } from './match.ts';
import { defaultPolicy } from './policy.ts';
import type { Side } from './side.ts';

test('ten thousand against ten thousand are paired in seconds, not hours', () => {
  const given = ['Ann', 'Tom', 'Bob', 'Robert', 'Maria', 'José', 'Wei', 'Karl'];
  const make = (side: Side): Seen[] =>
    Array.from({ length: 10_000 }, (_, n) => ({
      id: `${side}-${n}`,
      version: '1',
      hash: `${side}-${n}`,
      inScope: true,
      item: {
        kind: 'contact',
        givenName: given[n % given.length],
        familyName: `Family${n % 3000}`,
        company: 'Acme',
        emails: [{ value: side === 'office' ? `c${n}@example.com` : `C${n}@Example.com`, type: 'work' }],
        phones: [{ value: '(212) 555-0100', type: 'work' }, { value: side === 'office' ? `(212) 55${String(n).padStart(5, '0')}` : `21255${String(n).padStart(5, '0')}`, type: 'mobile' }],
      },
    }));
  const [office, google] = [make('office'), make('google')];
  const started = performance.now();
  const pairing = pairUnlinked('contact', { office, google }, defaultPolicy);
  const took = performance.now() - started;
  expect(pairing.pairs.length).toBe(10_000);
  // All with all would be a hundred million comparisons; the machine may be busy.
  expect(took).toBeLessThan(20_000);
});
