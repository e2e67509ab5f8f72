import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MANIFEST_FILE, readManifest } from '../../src/checkpoint/manifest.js';
import { reshardCheckpoint } from '../../src/checkpoint/reshard.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { numberedState, rankAlone, saveOnRanks, saveSmall, smallConfig } from './small-training.js';

test('a checkpoint that is written again for N ranks has the bytes that N ranks would have written', async () => {
  for (const [from, to] of [
    [2, 3],
    [3, 1],
    [1, 4],
    [4, 8],
  ] as const) {
    const old = await saveOnRanks(from, temporaryFolder(), smallConfig(), 5);
    const expected = await saveOnRanks(to, temporaryFolder(), smallConfig(), 5);
    const made = await reshardCheckpoint(old, to, temporaryFolder());
    assert.deepEqual(readdirSync(made), readdirSync(expected));
    for (const name of readdirSync(made).filter((name) => name !== MANIFEST_FILE))
      assert.ok(readFileSync(join(made, name)).equals(readFileSync(join(expected, name))), `${name} from ${from}`);
    assert.deepEqual(await readManifest(made), await readManifest(expected));
  }
});

test('centres come along, other checkpoints of the directory stay, and one of the same step is not overwritten', async () => {
  const backend = openBackend('cpu', 'float32');
  const config = smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } });
  const state = numberedState(config, backend, rankAlone(0, 1));
  backend.fill(state.centers.dino, 0.25);
  const old = await saveSmall(state, temporaryFolder(), 5);
  state.close();
  const out = temporaryFolder();
  await saveOnRanks(1, out, smallConfig(), 9);
  const made = await reshardCheckpoint(old, 2, out);
  const back = await reshardCheckpoint(made, 1, temporaryFolder());
  const [name] = readdirSync(old).filter((name) => name.endsWith('.safetensors'));
  assert.ok(readFileSync(join(old, name!)).equals(readFileSync(join(back, name!))));
  assert.deepEqual(readdirSync(join(out, 'checkpoints')).sort(), ['5', '9', 'latest']);
  await assert.rejects(reshardCheckpoint(old, 2, out), {
    code: 'CHECKPOINT_EXISTS',
    message: `${made} is there already; choose another --out`,
  });
});
