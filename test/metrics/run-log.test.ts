import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  log.stepped!(1, 1, aReport({ step: 0 }));
  log.stepped!(1, 0, aReport({ step: 0, losses: { total_loss: Number.NaN }, skipped: true }));
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
