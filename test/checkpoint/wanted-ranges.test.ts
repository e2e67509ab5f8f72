import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BLOCK_BYTES } from '../../src/checkpoint/block-checksums.js';
import { CheckpointReader, loadShards } from '../../src/checkpoint/load.js';
import { MANIFEST_FILE } from '../../src/checkpoint/manifest.js';
import { replan } from '../../src/checkpoint/replan.js';
import { bytesOfRanges, wantedRanges } from '../../src/checkpoint/wanted-ranges.js';
import type { Config } from '../../src/config/schema.js';
import { allocateShards } from '../../src/fsdp/sharded-unit.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { saveOnRanks, smallConfig } from './small-training.js';

/** A directory of a checkpoint that has no more than some ranges of its files; the rest are zeros. */
function sparse(directory: string, wanted: ReturnType<typeof wantedRanges>, names: readonly string[]): string {
  const copy = join(temporaryFolder(), '7');
  mkdirSync(copy);
  writeFileSync(join(copy, MANIFEST_FILE), readFileSync(join(directory, MANIFEST_FILE)));
  for (const [rank, ranges] of wanted) {
    const whole = readFileSync(join(directory, names[rank]!));
    const file = Buffer.alloc(whole.length);
    for (const { start, end } of ranges) whole.copy(file, start, start, end);
    writeFileSync(join(copy, names[rank]!), file);
  }
  return copy;
}

/** Of a file's data from `start` on. */
function blocksIn(start: number, end: number): { start: number; end: number }[] {
  const blocks = [];
  for (let at = start; at < end; at += BLOCK_BYTES) blocks.push({ start: at, end: Math.min(at + BLOCK_BYTES, end) });
  return blocks;
}

/** Loads what ranks own, as a training does, and counts the bytes of the blocks that are read. */
async function load(directory: string, worldSize: number, ranks: readonly number[], ranksPerNode?: number) {
  const backend = openBackend('cpu', 'float32');
  const reader = await CheckpointReader.openForRank(directory);
  try {
    const { config, plan } = reader.manifest;
    const target = replan(plan, config as Config, worldSize, ranksPerNode);
    for (const rank of ranks) {
      reader.algorithms(rank);
      const shards = target.units.map((unit) => allocateShards(backend, unit));
      await loadShards(reader, backend, target, rank, shards);
    }
    for (const name of Object.keys(reader.manifest.replicated)) reader.replicated(name);
  } finally {
    reader.close();
  }
}

/** Of which a rank's file has several blocks. */
function severalBlocks(sharding_strategy: string) {
  const dino = { head_n_prototypes: 80_000, head_hidden_dim: 40, head_bottleneck_dim: 32 };
  const module = { sharding_strategy };
  const modules = { backbone: module, dino_head: module, ibot_head: module };
  const compute_precision = { student: modules, teacher: modules };
  return smallConfig({ dino, ibot: { separate_head: false }, compute_precision });
}

for (const [what, strategy, from, worldSize, ranks, nodeRanks, share] of [
  ['one of as many ranks', 'FULL_SHARD', 2, 2, [1], [1, 1], 1],
  ['the first of more ranks', 'FULL_SHARD', 2, 4, [0], [1, 3], 0.7],
  ['the last two of more ranks', 'FULL_SHARD', 2, 5, [3, 4], [3, 2], 0.8],
  ['the only one', 'FULL_SHARD', 3, 1, [0], [1], 1],
  ['one that holds all', 'NO_SHARD', 2, 3, [2], [1, 1, 1], 1],
  ['a node that shares a copy out', 'HYBRID_SHARD', 2, 4, [2, 3], [2, 2], 1],
] as const)
  test(`what is brought to a node is enough for its ranks to load, and they do not without any of it: ${what}`, async () => {
    const config = severalBlocks(strategy);
    const directory = await saveOnRanks(from, temporaryFolder(), config, 7);
    const reader = await CheckpointReader.openForRank(directory);
    const { manifest } = reader;
    reader.close();
    const names = manifest.files.map(({ name }) => name);
    const wanted = wantedRanges(manifest, { worldSize, ranks, nodeRanks });
    const perNode = nodeRanks.length === 1 ? undefined : nodeRanks[0];
    await load(sparse(directory, wanted, names), worldSize, ranks, perNode);

    let wholes = 0;
    for (const [rank, ranges] of wanted) {
      wholes += statSync(join(directory, names[rank]!)).size;
      const { headerBytes } = manifest.files[rank]!.checksums!;
      const blocks = ranges.flatMap(({ start, end }) => blocksIn(Math.max(start, headerBytes), end));
      // The first, one amid, and the last of each file.
      for (const block of new Set([blocks[0], blocks[blocks.length >> 1], blocks.at(-1)])) {
        if (block === undefined) continue;
        const less = ranges.flatMap(({ start, end }) => [
          { start, end: Math.min(end, block.start) },
          { start: Math.max(start, block.end), end },
        ]);
        const without = new Map(wanted).set(
          rank,
          less.filter(({ start, end }) => start < end),
        );
        await assert.rejects(load(sparse(directory, without, names), worldSize, ranks, perNode), {
          code: 'CHECKPOINT_TORN',
        });
      }
    }
    const bytes = bytesOfRanges([...wanted.values()].flat());
    assert.ok(bytes <= wholes && (share === 1 || bytes < wholes * share), `${bytes} of ${wholes} bytes`);
  });
