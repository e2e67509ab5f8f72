import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, Progress } from '../../../src/cli/display/progress.js';
import { aReport } from '../../coordinator/job/a-report.js';

test('progress tells loss, images a second and the time that is left', () => {
  const progress = new Progress();
  progress.begin(10, 0);
  const [step] = aReport([11], { images: 32 }).steps;
  assert.deepEqual(progress.add(step!, 162, 1000), { loss: '5.0000', imagesPerSecond: '32.0', left: '1m15s' });
});

test('after a restart further back, the pace is measured anew', () => {
  const progress = new Progress();
  progress.begin(0, 0);
  progress.add(aReport([49]).steps[0]!, 100, 1000);
  progress.begin(20, 60_000);
  assert.equal(progress.add(aReport([20]).steps[0]!, 100, 61_000).left, '1m19s');
});

test('durations are short to read', () => {
  const cases: [number, string][] = [
    [0, '0s'],
    [59.6, '1m00s'],
    [3599, '59m59s'],
    [3600, '1h00m'],
    [172_800, '48h00m'],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
});
