import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { GPU_CARDS } from '../../src/gpu/cards.js';
import { cardNamed, plannedFleet } from '../../src/plan/planned-fleet.js';

const config = (overrides: object = {}) => configFromObject(overrides);
const cuda = { nodes: 2, device: 'cuda' } as const;
const cpu = { nodes: 1, device: 'cpu' } as const;

test('without more being said, a node has eight H100 that compute in float16, or a CPU with one rank', () => {
  const { on, ...gpus } = plannedFleet(config(), cuda);
  assert.deepEqual(gpus, { nodes: 2, ranksPerNode: 8, compute: 'float16' });
  assert.equal(on.kind === 'gpu' && on.card.name, 'h100');
  const { on: ofCpu, ...ranks } = plannedFleet(config(), cpu);
  assert.deepEqual(ranks, { nodes: 1, ranksPerNode: 1, compute: 'float32' });
  assert.ok(ofCpu.kind === 'cpu' && ofCpu.cores >= 1 && ofCpu.memoryBytes > 1e8);
});

test('ranks of a node are those of the command, or else of the recipe', () => {
  const recipe = config({ train: { nproc_per_node: 3 } });
  assert.equal(plannedFleet(recipe, cuda).ranksPerNode, 3);
  assert.equal(plannedFleet(recipe, { ...cuda, gpusPerNode: 4 }).ranksPerNode, 4);
  assert.equal(plannedFleet(recipe, { ...cpu, nprocPerNode: 2 }).ranksPerNode, 2);
});

test('a card is known by its name in any case, and one that is not known is answered with those that are', () => {
  assert.equal(cardNamed('H100').name, 'h100');
  assert.throws(
    () => cardNamed('a100'),
    /^UsageError: --gpu is "a100", expected one of b200, .*3090; did you mean a100-80 or a100-40\?$/,
  );
  assert.throws(() => cardNamed('rtx4090'), /did you mean 4090\?$/);
  assert.throws(() => cardNamed('h10'), /did you mean h100 or h100-nvl or h100-pcie\?$/);
  assert.throws(() => cardNamed('l44s'), /did you mean l40s\?$/);
  assert.throws(() => cardNamed('mi300x'), /expected one of b200, [^;]*3090$/);
});

test('options that are for the other kind of device are refused, with the one that was meant', () => {
  const refused: [object, RegExp][] = [
    [{ ...cpu, gpu: 'h100' }, /--gpu is h100, but --device is cpu; leave one of them out/],
    [{ ...cpu, gpusPerNode: 2 }, /--gpus-per-node is 2, but --device is cpu; --nproc-per-node says how many/],
    [{ ...cuda, nprocPerNode: 2 }, /--nproc-per-node is 2, which is for --device cpu; .* --gpus-per-node 2$/],
  ];
  for (const [options, message] of refused)
    assert.throws(() => plannedFleet(config(), options as Parameters<typeof plannedFleet>[1]), message);
});

test('what no CPU computes in is refused', () => {
  assert.throws(
    () => plannedFleet(config({ compute_precision: { compute_dtype: 'fp16' } }), cpu),
    /^ConfigError: compute_precision\.compute_dtype is "fp16", but not all ranks compute in float16/,
  );
});

test('every card is found by its name', () => {
  for (const card of GPU_CARDS) assert.equal(cardNamed(card.name), card);
});
