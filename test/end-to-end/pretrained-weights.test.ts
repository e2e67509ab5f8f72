import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckpointReader } from '../../src/checkpoint/load.js';
import { openWeights } from '../../src/checkpoint/open-model.js';
import { worstDifference } from '../train/worst-difference.js';
import { checkpointFolder, dinofleet, launch, readLog, trainingFolder } from './training.js';

async function backboneOf(path: string): Promise<Map<string, Float32Array>> {
  const weights = await openWeights(path);
  const values = new Map([...weights.shapes.keys()].map((name) => [name, weights.read(name)]));
  weights.close();
  return values;
}

test('a training starts from an exported network, and goes on without its file', async (t) => {
  const folder = trainingFolder(t);
  const [first, model, second] = ['first', 'model', 'second'].map((name) => join(folder.root, name)) as [
    string,
    string,
    string,
  ];
  const run = async (outputDir: string, ...args: string[]) => {
    const command = launch(t, folder, outputDir, 'train.log_every=1', ...args);
    assert.equal(await command.ended, 0, command.output());
  };
  await run(first, 'train.max_steps=6');
  const written = dinofleet(t, 'export', checkpointFolder(first, 6), '--to', 'official', '--out', model);
  assert.equal(await written.ended, 0, written.output());
  const weights = `student.pretrained_weights=${join(model, 'backbone.pth')}`;

  // The rate rises from 0: the first step changes nothing.
  await run(second, weights, 'dino.head_n_prototypes=48', 'train.max_steps=1');
  assert.equal(readLog(second)[0]!.lr, 0);
  const [expected, started] = [
    await backboneOf(checkpointFolder(first, 6)),
    await backboneOf(checkpointFolder(second, 1)),
  ];
  assert.deepEqual([...started.keys()], [...expected.keys()]);
  for (const [name, values] of started) assert.ok(worstDifference(values, expected.get(name)!) <= 1e-6, name);

  // While it is frozen, heads have their rates and the backbone stays.
  const third = join(folder.root, 'third');
  const frozen = ['optim.freeze_backbone_epochs=1', 'train.checkpoint_steps=1', 'train.max_steps=3'];
  await run(third, weights, 'compute_precision.grad_scaler=false', ...frozen);
  const rates = readLog(third).map(({ lr, backbone_lr }) => [lr, backbone_lr]);
  assert.deepEqual(
    rates.map(([, backbone]) => backbone),
    [0, 0, 0],
  );
  assert.ok(Number(rates[2]![0]) > 0);
  for (const [name, values] of await backboneOf(checkpointFolder(third, 3)))
    assert.ok(worstDifference(values, expected.get(name)!) <= 1e-6, name);
  const headAt = async (step: number) => {
    const reader = await CheckpointReader.open(checkpointFolder(third, step));
    const values = reader.parameter('student', 'dino_head.mlp.0.weight');
    reader.close();
    return values;
  };
  assert.ok(worstDifference(await headAt(3), await headAt(1)) > 1e-4, 'heads move');

  rmSync(model, { recursive: true });
  await run(second, weights, 'dino.head_n_prototypes=48', 'train.max_steps=3');
  assert.equal(readLog(second).length, 3);
});
