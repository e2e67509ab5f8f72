/** The quickstart's own sizes on two emulated GPUs, in float16 with the loss scale, beside the CPU's float32: 5 minutes on two cores. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { noisePngs } from '../data/image-files.js';
import { assertFollows } from '../gpu/loss-curves.js';
import { dinofleet, readLog, trainingFolder } from './training.js';

const STEPS = 40;

test('the quickstart on two emulated GPUs follows the curve of the CPU', async (t) => {
  const folder = trainingFolder(t, noisePngs(300));
  const lossesOn = async (device: string) => {
    const outputDir = join(folder.root, device);
    const keys = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`, `train.max_steps=${STEPS}`];
    const command = dinofleet(t, 'launch', 'configs/quickstart.yaml', ...keys, '--device', device);
    assert.equal(await command.ended, 0, command.output());
    return readLog(outputDir);
  };
  assertFollows(await lossesOn('cuda-emulated'), await lossesOn('cpu'), 10, 0.02);
});
