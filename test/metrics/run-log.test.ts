import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openRunLog } from '../../src/metrics/run-log.js';
import { aReport } from '../coordinator/job/a-report.js';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('a line holds a step, its losses and scalars, and the seconds of rank 0; other ranks write none', (t) => {
  const outputDir = folder(t);
  const log = openRunLog(outputDir, () => Date.UTC(2026, 0, 2));
  log.trainingStarts!(0, 10);
  log.reported!(1, 1, aReport([]));
  log.reported!(1, 0, aReport([0], { losses: { total_loss: Number.NaN }, skipped: true }));
  log.close!();
  assert.deepEqual(JSON.parse(readFileSync(join(outputDir, 'log.jsonl'), 'utf8')), {
    step: 0,
    total_loss: null,
    lr: 0.001,
    'grad_norm.backbone': 2,
    skipped: true,
    images: 16,
    data_seconds: 0.1,
    compute_seconds: 0.5,
    communication_seconds: 0.2,
    save_seconds: 0,
    time: '2026-01-02T00:00:00.000Z',
  });
});

/** What is left of a run log when the training starts at a step. */
function cut(t: TestContext, content: string, startStep: number): string {
  const outputDir = folder(t);
  writeFileSync(join(outputDir, 'log.jsonl'), content);
  const log = openRunLog(outputDir, Date.now);
  log.trainingStarts!(startStep, 10);
  log.close!();
  return readFileSync(join(outputDir, 'log.jsonl'), 'utf8');
}

const lines = (count: number) => Array.from({ length: count }, (_, step) => `{"step":${step}}\n`);

test('lines of the step that a run resumes from, and of later ones, are cut off', (t) => {
  assert.equal(cut(t, lines(5).join(''), 3), lines(3).join(''));
  assert.equal(cut(t, lines(5).join(''), 5), lines(5).join(''));
  assert.equal(cut(t, lines(5).join(''), 9), lines(5).join(''));
  assert.equal(cut(t, lines(5).join(''), 0), '');
  assert.equal(cut(t, '', 0), '');
  assert.equal(cut(t, '', 4), '');
});

test('a line that a crash has torn is cut off', (t) => {
  assert.equal(cut(t, `${lines(2).join('')}{"step":2,"to`, 9), lines(2).join(''));
  assert.equal(cut(t, `${lines(2).join('')}{"step":2}`, 9), lines(2).join(''));
  assert.equal(cut(t, `${lines(2).join('')}\0\0\0\0\n`, 9), lines(2).join(''));
  assert.equal(cut(t, '{"step"', 9), '');
});

test('a log of many times what is read at once is cut at the right line', (t) => {
  const many = lines(30_000);
  for (const step of [1, 12_345, 29_999]) assert.equal(cut(t, many.join(''), step), many.slice(0, step).join(''));
});

/** A disk that takes only so many bytes more. */
function fillingDisk() {
  const disk = { room: Number.POSITIVE_INFINITY };
  const write = (file: number, bytes: Buffer, from: number) => {
    if (disk.room === 0) throw new Error('ENOSPC: no space left on device, write');
    const count = Math.min(disk.room, bytes.length - from);
    disk.room -= count;
    return writeSync(file, bytes, from, count);
  };
  return { disk, write: write as typeof writeSync };
}

test('lines that a full disk does not take wait, whole, until it does', (t) => {
  const outputDir = folder(t);
  const { disk, write } = fillingDisk();
  const log = openRunLog(outputDir, Date.now, write);
  const text = () => readFileSync(join(outputDir, 'log.jsonl'), 'utf8');
  const steps = () => [...text().matchAll(/^{"step":(\d+),.*}$/gm)].map(([, step]) => Number(step));
  log.trainingStarts!(0, 10);
  log.reported!(1, 0, aReport([0, 1]));
  disk.room = 100;
  assert.throws(() => log.reported!(1, 0, aReport([2])), {
    message: `${join(outputDir, 'log.jsonl')} cannot be written: ENOSPC: no space left on device, write; 1 lines wait`,
  });
  assert.deepEqual(steps(), [0, 1]);
  assert.ok(text().endsWith('}\n'), 'no half a line stays');
  assert.throws(() => log.reported!(1, 0, aReport([3, 4])), { message: /; 3 lines wait$/ });
  disk.room = Number.POSITIVE_INFINITY;
  log.reported!(1, 0, aReport([5]));
  assert.deepEqual(steps(), [0, 1, 2, 3, 4, 5]);
  log.close!();
});

test('of lines that wait when the training goes on from a checkpoint, those of steps that it repeats are dropped', (t) => {
  const outputDir = folder(t);
  const { disk, write } = fillingDisk();
  const log = openRunLog(outputDir, Date.now, write);
  log.trainingStarts!(0, 10);
  log.reported!(1, 0, aReport([0, 1]));
  disk.room = 0;
  assert.throws(() => log.reported!(1, 0, aReport([2, 3, 4])));
  assert.throws(() => log.trainingStarts!(4, 10));
  disk.room = Number.POSITIVE_INFINITY;
  log.reported!(2, 0, aReport([4]));
  log.close!();
  const lines = readFileSync(join(outputDir, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).step),
    [0, 1, 2, 3, 4],
  );
});

test('a report of several steps shares its seconds out evenly', (t) => {
  const outputDir = folder(t);
  const log = openRunLog(outputDir, Date.now);
  log.trainingStarts!(0, 10);
  log.reported!(1, 0, aReport([0, 1, 2, 3]));
  log.close!();
  const lines = readFileSync(join(outputDir, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).compute_seconds),
    [0.125, 0.125, 0.125, 0.125],
  );
});
