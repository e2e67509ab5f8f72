import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAlgorithms, encodeAlgorithms } from '../../src/checkpoint/algorithms.js';
import { CheckpointReader } from '../../src/checkpoint/load.js';
import { reshardCheckpoint } from '../../src/checkpoint/reshard.js';
import type { Backend, ChosenAlgorithm } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { loadCheckpoint } from '../../src/train/start/resume.js';
import { TrainingState } from '../../src/train/training-state.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { numberedState, rankAlone, saveSmall, smallConfig } from './small-training.js';

const CHOSEN: ChosenAlgorithm[] = [
  { name: 'cublasLt-130100-NVIDIA-H100-80GB-nt-64-384-1536', bytes: Uint8Array.of(0, 255, 16) },
  { name: '"odd"', bytes: new Uint8Array() },
];

const plain = (algorithms: readonly ChosenAlgorithm[]) => algorithms.map(({ name, bytes }) => [name, [...bytes]]);

/** One that says what it has chosen. */
function choosing(algorithms: ChosenAlgorithm[]): Backend {
  return { ...openBackend('cpu', 'float32'), algorithms: () => algorithms };
}

test('choices are written as text and read again', () => {
  assert.deepEqual(plain(decodeAlgorithms('a', encodeAlgorithms(CHOSEN))), plain(CHOSEN));
  assert.deepEqual(encodeAlgorithms([]), {});
  assert.deepEqual(decodeAlgorithms('a', {}), []);
});

test('a header whose choices are no choices is refused by its name', () => {
  for (const algorithms of ['', '[]', 'null', '{"a":1}', '{"a":"0"}', '{"a":"FF"}', '{"a":"zz"}'])
    assert.throws(() => decodeAlgorithms('x.safetensors', { algorithms }), {
      message: 'x.safetensors: the header\'s "algorithms" is no JSON of hexadecimal bytes by name',
    });
});

test('a checkpoint keeps what the rank that wrote it had chosen, a rank that goes on from it takes that, and so does a reshard', async () => {
  const outputDir = temporaryFolder();
  const config = smallConfig();
  const directory = await saveSmall(numberedState(config, choosing(CHOSEN), rankAlone(0, 1)), outputDir, 7);
  const adopted: ChosenAlgorithm[] = [];
  const backend: Backend = {
    ...openBackend('cpu', 'float32'),
    adoptAlgorithms: (algorithms) => void adopted.push(...algorithms),
  };
  const state = new TrainingState(config, backend, rankAlone(0, 1), () => {});
  await loadCheckpoint(state, directory, () => {});
  assert.deepEqual(plain(adopted), plain(CHOSEN));

  const wider = await CheckpointReader.open(await reshardCheckpoint(directory, 2, temporaryFolder()));
  for (const rank of [0, 1, 5]) assert.deepEqual(plain(wider.algorithms(rank)), plain(CHOSEN));
  wider.close();
});
