import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckpointReader } from '../../src/checkpoint/load.js';
import { MANIFEST_FILE, REPLICAS } from '../../src/checkpoint/manifest.js';
import { encodeIndex } from '../../src/checkpoint/s3/checkpoint-index.js';
import { saveOnRanks, smallConfig } from '../checkpoint/small-training.js';
import { temporaryFolder } from '../formats/torch-files.js';

const document = readFileSync('docs/checkpoint-format.md', 'utf8');

test('the Python script of docs/checkpoint-format.md puts tensors together to the bit', async () => {
  const [, script] = /```python\n([\s\S]*?)```/.exec(document)!;
  assert.ok(script!.split('\n').filter((line) => line !== '').length <= 22);
  const folder = temporaryFolder();
  const path = join(folder, 'tensor.py');
  writeFileSync(path, script!);
  const directory = await saveOnRanks(3, folder, smallConfig(), 5);
  const reader = await CheckpointReader.open(directory);
  const names = ['backbone.pos_embed', 'backbone.blocks.1.mlp.fc1.weight', 'dino_head.last_layer.weight_v'];
  for (const [i, name] of names.entries())
    for (const replica of [REPLICAS[i % 4]!, REPLICAS[(i + 2) % 4]!]) {
      const out = join(folder, 'tensor.f32');
      // On every Debian with the packages that set-up installs.
      const python = spawnSync('python3', [path, directory, replica, name, out], { encoding: 'utf8' });
      assert.equal(python.status, 0, python.stderr || String(python.error));
      assert.match(python.stdout, new RegExp(`^${name} \\[${reader.shapeOf(name).join(', ')}\\]`));
      const { buffer } = reader.parameter(replica, name);
      assert.ok(readFileSync(out).equals(Buffer.from(buffer)), `${replica} of ${name}`);
    }
  reader.close();
});

test('docs/checkpoint-format.md names every key of a manifest', async () => {
  const directory = await saveOnRanks(1, temporaryFolder(), smallConfig(), 5);
  const manifest = JSON.parse(readFileSync(join(directory, MANIFEST_FILE), 'utf8'));
  for (const key of Object.keys(manifest)) assert.ok(document.includes(`\`${key}\``), key);
});

test('docs/checkpoint-format.md names every key of checkpoints.json', () => {
  const index = encodeIndex({ revision: 1, token: 'token', attempts: new Map([[5, 'job-1']]) });
  for (const key of Object.keys(JSON.parse(Buffer.from(index).toString())))
    assert.ok(document.includes(`\`${key}\``), key);
});
