import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScalingPoint } from '../../bench/scaling.js';
import { scalingChart } from '../../bench/scaling-chart.js';

test('the chart of scaling has a point for each figure, and says what grows', async () => {
  const point = (growing: ScalingPoint['growing'], size: number): ScalingPoint => ({
    growing,
    size,
    step_ms: 30 * size,
    linear_ms: 20 * size,
    peak_memory_bytes: 1e7 * size,
  });
  const svg = await scalingChart([point('batch', 4), point('batch', 8), point('tokens', 17), point('tokens', 37)]);
  assert.match(svg, /^<svg /);
  // Of each of two sizes step, linear layers and memory.
  assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 2 * 2 * 3);
  for (const title of ['images of a batch', 'tokens of a global crop', 'linear layers', 'peak memory', 'ms', 'MB'])
    assert.ok(svg.includes(title), title);
});
