import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import { RecordError, type RecordedRun, recordStep } from '../../src/conformance/record-step.js';
import { replayAndCompare } from '../../src/conformance/replay.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';

const backend = openBackend('cpu', 'float32');
backend.setThreads(1);
const comm = new LocalCommunicator(backend);

async function runOf(t: TestContext): Promise<RecordedRun & { folder: string }> {
  const outputDir = mkdtempSync(join(tmpdir(), 'dinofleet-record-'));
  t.after(() => rmSync(outputDir, { recursive: true }));
  const folder = folderOf(t, noisePngs(9));
  const images = await indexedImages(t, folder);
  return { outputDir, config: smallConfig(), images, globalBatch: 3, threads: 1, folder };
}

async function errorOf(run: RecordedRun, directory: string | null): Promise<RecordError> {
  const before = backend.memory().bytesInUse;
  const from = directory === null ? null : { step: 1, directory };
  const error = await recordStep(run, 2, from, backend, comm, () => {}).then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof RecordError, String(error));
  assert.equal(backend.memory().bytesInUse, before, 'memory');
  return error;
}

test('a step that is computed from the start of a run is a case that replays to the bit', async (t) => {
  const run = await runOf(t);
  let progress = 0;
  await recordStep(run, 2, null, backend, comm, () => void progress++);
  assert.ok(progress > 100, 'every unit and tensor is a sign of life');
  assert.deepEqual(readdirSync(join(run.outputDir, 'recorded')), ['step-2']);
  const options = { strategy: null, ranks: null, ranksPerNode: null, precision: null };
  const stepCase = openStepCase(join(run.outputDir, 'recorded/step-2'), options);
  assert.equal(stepCase.toTheBit, true);
  for (const { group, error } of await replayAndCompare(stepCase, backend, comm)) assert.equal(error, 0, group);
});

test('a record that cannot be written fails once all is done, and leaves nothing', async (t) => {
  const run = await runOf(t);
  writeFileSync(join(run.outputDir, 'recorded'), 'no folder');
  const { code, message } = await errorOf(run, null);
  assert.equal(code, 'RECORD_FAILED');
  assert.match(message, /recorded/);
});

test('a checkpoint or images that are gone are named', async (t) => {
  const run = await runOf(t);
  const missing = join(run.outputDir, 'checkpoints/1');
  assert.match((await errorOf(run, missing)).message, /checkpoints\/1 is no checkpoint: there is no such directory/);
  for (const name of readdirSync(run.folder)) rmSync(join(run.folder, name));
  assert.match(
    (await errorOf(run, null)).message,
    /none of 9 images can be read; for example .*image-\d+\.png: ENOENT/,
  );
  assert.ok(!readdirSync(run.outputDir).includes('recorded'));
});
