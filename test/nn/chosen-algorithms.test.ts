import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { ChosenAlgorithm } from '../../src/nn/backend.js';
import { temporaryFolder } from '../formats/torch-files.js';
import type { ProductDone, ProductOrder } from './multiply-in-thread.js';

async function multiply(folder: string, fastest: 0 | 1, adopted: ChosenAlgorithm[] = []): Promise<ProductDone> {
  const workerData: ProductOrder = { folder, fastest, adopted };
  const thread = new Worker(new URL('multiply-in-thread.js', import.meta.url), { workerData });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}

/** The bits that each of the two algorithms gives. */
async function bitsOfBoth(): Promise<[Float32Array, Float32Array]> {
  const [upwards, downwards] = [await multiply(temporaryFolder(), 0), await multiply(temporaryFolder(), 1)];
  assert.notDeepEqual(upwards.values, downwards.values);
  return [upwards.values, downwards.values];
}

test('what was the fastest when a shape was first met stays, in every process of the machine', async () => {
  const [, downwards] = await bitsOfBoth();
  const folder = temporaryFolder();
  const first = await multiply(folder, 1);
  assert.deepEqual(readdirSync(folder), ['emulated-3-4-999.algorithm']);
  const later = await multiply(folder, 0);
  assert.deepEqual(later.values, downwards);
  assert.deepEqual(later.algorithms, first.algorithms);
});

test("a run's own choice goes before the machine's, and leaves that as it is", async () => {
  const [upwards, downwards] = await bitsOfBoth();
  const folder = temporaryFolder();
  const { algorithms } = await multiply(folder, 1);
  const elsewhere = temporaryFolder();
  await multiply(elsewhere, 0);
  const resumed = await multiply(elsewhere, 0, algorithms);
  assert.deepEqual(resumed.values, downwards);
  assert.deepEqual(resumed.algorithms, algorithms);
  assert.deepEqual((await multiply(elsewhere, 1)).values, upwards);
});

test('a choice that the library does not take, on the disk or of a run, is made anew', async () => {
  const [upwards] = await bitsOfBoth();
  const folder = temporaryFolder();
  await multiply(folder, 1);
  const [name] = readdirSync(folder);
  const path = join(folder, name!);
  for (const damaged of [Uint8Array.of(9), Uint8Array.of(1, 1), new Uint8Array()]) {
    writeFileSync(path, damaged);
    const wrong = [{ name: 'emulated-3-4-999', bytes: damaged }];
    assert.deepEqual((await multiply(folder, 0, wrong)).values, upwards);
    assert.deepEqual([...readFileSync(path)], [0]);
  }
  // Nothing is forgotten that a run may need again.
  const ofAnother = [{ name: 'cublasLt-130100-NVIDIA-H100-3-4-999', bytes: Uint8Array.of(1) }];
  const { values, algorithms } = await multiply(folder, 1, ofAnother);
  assert.deepEqual(values, upwards);
  assert.deepEqual(
    algorithms.map(({ name }) => name),
    ['cublasLt-130100-NVIDIA-H100-3-4-999', 'emulated-3-4-999'],
  );
});
