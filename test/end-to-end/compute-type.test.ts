/** What matrix products compute in is one thing for all ranks of a job, and stays it when the job goes on. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { listDevices } from '../../src/nn/device.js';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import { checkpointFolder, launch, trainingFolder } from './training.js';

/** Starts a process for which oneDNN does not see more than AVX2, as on a CPU that has no more. */
function onPlainCpu(start: () => FleetProcess): FleetProcess {
  Object.assign(process.env, { DNNL_MAX_CPU_ISA: 'AVX2', ONEDNN_MAX_CPU_ISA: 'AVX2' });
  try {
    return start();
  } finally {
    for (const name of ['DNNL_MAX_CPU_ISA', 'ONEDNN_MAX_CPU_ISA']) delete process.env[name];
  }
}

async function computeTypeAt(outputDir: string, step: number): Promise<string> {
  return (await readManifest(checkpointFolder(outputDir, step))).computeType;
}

async function assertRefused(command: FleetProcess, why: RegExp): Promise<void> {
  assert.equal(await command.ended, 2, command.output());
  assert.match(command.output(), /error failed reason=/);
  assert.match(command.output(), why);
  assert.match(
    command.output(),
    /not all ranks compute in bfloat16: ranks 0, 1 of \S+ \(.+: float32\) \(a CPU needs AVX512-BF16\)/,
  );
  assert.match(command.output(), /or set compute_precision\.compute_dtype=fp32/);
  assert.doesNotMatch(command.output(), /generation-ended/, 'a restart would not help');
}

test('bfloat16 on a CPU that lacks it ends the run before its first step; auto computes in float32 there', async (t) => {
  const folder = trainingFolder(t);
  const start = (name: string, dtype: string) =>
    onPlainCpu(() =>
      launch(t, folder, join(folder.root, name), `compute_precision.compute_dtype=${dtype}`, 'train.max_steps=2'),
    );
  await assertRefused(start('refused', 'bf16'), /compute_precision\.compute_dtype is .{1,2}bf16/);
  const auto = start('auto', 'auto');
  assert.equal(await auto.ended, 0, auto.output());
  assert.equal(await computeTypeAt(join(folder.root, 'auto'), 2), 'float32');
});

test('a run in bfloat16 goes on in it, or in float32 where that is asked for', {
  skip: !listDevices()[0]!.computeTypes.includes('bfloat16'),
}, async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const goOn = (steps: number, ...args: string[]) =>
    launch(t, folder, outputDir, `train.max_steps=${steps}`, 'student.drop_path_rate=0.5', ...args);

  const begun = goOn(2, 'compute_precision.compute_dtype=auto');
  assert.equal(await begun.ended, 0, begun.output());
  assert.match(begun.output(), /matrix products in bfloat16/);
  assert.equal(await computeTypeAt(outputDir, 2), 'bfloat16');

  const continued = goOn(4);
  assert.equal(await continued.ended, 0, continued.output());
  assert.equal(await computeTypeAt(outputDir, 4), 'bfloat16');

  await assertRefused(
    onPlainCpu(() => goOn(6)),
    /the checkpoint was computed in bfloat16, and compute_precision\.compute_dtype asks for no other/,
  );
  const changed = onPlainCpu(() => goOn(6, 'compute_precision.compute_dtype=fp32'));
  assert.equal(await changed.ended, 0, changed.output());
  assert.match(changed.output(), /matrix products go on in float32, as asked; they were in bfloat16/);
  assert.equal(await computeTypeAt(outputDir, 6), 'float32');
});
