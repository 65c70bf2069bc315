// Random tests draw the same cases in every run of the test command: what lands does not hang
// on luck, and a failure is there again for who looks for it. SEED=random draws others.

import fc from 'fast-check';

const asked = process.env['SEED'] ?? '20261122';
if (asked !== 'random' && !/^\d{1,9}$/.test(asked)) throw new Error(`SEED is “${asked}”. Give a number of up to nine digits, or “random”.`);
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
