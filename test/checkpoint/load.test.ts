import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckpointReader, loadShards } from '../../src/checkpoint/load.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { loadBackend } from '../../src/nn/load-backend.js';
import { numberedState, saveSmall, smallConfig } from './small-training.js';
import { temporaryFolder } from './torch-files.js';

test('a checkpoint whose head has other prototypes is refused by the name and both shapes', async () => {
  const backend = loadBackend('cpu');
  const comm = new LocalCommunicator(backend);
  const saved = numberedState(smallConfig(), backend, comm);
  const directory = await saveSmall(saved, join(temporaryFolder(), 'run'), 2);
  const dino = { head_n_prototypes: 20, head_hidden_dim: 10, head_bottleneck_dim: 6 };
  const other = numberedState(smallConfig({ dino }), backend, comm);
  const reader = await CheckpointReader.open(directory);
  assert.throws(() => loadShards(reader, backend, other.plan, 0, other.shards), {
    code: 'CHECKPOINT_INCOMPATIBLE',
    message: `${directory}: parameter "dino_head.last_layer.weight_g" is (12, 1), expected (20, 1)`,
  });
  reader.close();
  saved.close();
  other.close();
});
