// The text of a plan as it is stored: whatever is packed comes out again, under its digest.

import { expect, test } from 'vitest';
import { digestPlan } from '../core/plan.ts';
import { samplePlan } from '../report/sample.ts';
import { packPlan, unpackPlan } from './packed-plan.ts';

test('[R1] a plan that was packed comes out with the digest that was told, and takes less room', async () => {
  for (const count of [0, 1, 3000]) {
    const plan = samplePlan(count);
    const { bytes, digest } = await packPlan(plan);
    expect(digest).toBe(digestPlan(plan));
    const unpacked = await unpackPlan(bytes);
    expect(digestPlan(unpacked)).toBe(digest);
    expect(unpacked.operations).toHaveLength(plan.operations.length);
    if (count > 1) expect(bytes.length).toBeLessThan(JSON.stringify(plan).length / 3);
  }
});
