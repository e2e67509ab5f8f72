import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BLOCK_BYTES } from '../../src/checkpoint/block-checksums.js';
import { CheckpointError } from '../../src/checkpoint/checkpoint-error.js';
import { verifyCheckpoint } from '../../src/checkpoint/complete.js';
import { findLatest } from '../../src/checkpoint/find.js';
import { CheckpointReader, loadShards } from '../../src/checkpoint/load.js';
import { MANIFEST_FILE, readManifest, readToldManifest, shardFileName } from '../../src/checkpoint/manifest.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import type { Config } from '../../src/config/schema.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { ownedRuns, planSharding } from '../../src/fsdp/plan.js';
import { allocateShards } from '../../src/fsdp/sharded-unit.js';
import { networksOf } from '../../src/model/networks.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { submodulesOf } from '../../src/train/sharded-network.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { writeSafetensors } from '../formats/write-safetensors.js';
import {
  numberedState,
  numbersOf,
  rankAlone,
  ranksPerNode,
  saveOnRanks,
  saveSmall,
  smallConfig,
} from './small-training.js';

const backend = openBackend('cpu', 'float32');
const REPLICA_NAMES = ['student', 'teacher', 'exp_avg', 'exp_avg_sq'];

function withStrategy(strategy: string, blockChunks = 0): Config {
  const submodule = { sharding_strategy: strategy };
  const network = { backbone: submodule, dino_head: submodule, ibot_head: submodule };
  const { student } = smallConfig();
  return smallConfig({
    compute_precision: { student: network, teacher: network },
    student: { ...student, block_chunks: blockChunks },
  });
}

function planOf(config: Config, worldSize: number) {
  return planSharding(submodulesOf(config, networksOf(config)), worldSize, ranksPerNode(worldSize));
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Loads as each of `worldSize` ranks and checks every element of every replica. */
async function assertLoads(directory: string, worldSize: number, config: Config): Promise<void> {
  const plan = planOf(config, worldSize);
  const reader = await CheckpointReader.open(directory);
  for (let rank = 0; rank < worldSize; rank++) {
    const shards = plan.units.map((unit) => allocateShards(backend, unit));
    await loadShards(reader, backend, plan, rank, shards);
    plan.units.forEach((unit, u) => {
      const { student, teacher, expAvg, expAvgSq } = shards[u]!;
      [student, teacher, expAvg, expAvgSq].forEach((shard, replica) => {
        const host = new Float32Array(shard.numel);
        backend.download(shard, host);
        for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
          const name = `${unit.submodule}.${parameter.name}`;
          const loaded = bytesOf(host.subarray(shardStart, shardStart + numel));
          const expected = bytesOf(numbersOf(replica, name, parameterStart, numel));
          assert.ok(loaded.equals(expected), `${REPLICA_NAMES[replica]} of ${name} on rank ${rank}`);
        }
      });
    });
    for (const shard of shards) for (const tensor of Object.values(shard)) tensor.release();
  }
  reader.close();
}

/** Reads all that a checkpoint holds, as `worldSize` ranks would. */
async function loadAll(directory: string, worldSize: number): Promise<void> {
  const reader = await CheckpointReader.open(directory);
  try {
    const plan = planOf(smallConfig(), worldSize);
    const shards = plan.units.map((unit) => allocateShards(backend, unit));
    for (let rank = 0; rank < worldSize; rank++) await loadShards(reader, backend, plan, rank, shards);
    for (const shard of shards) for (const tensor of Object.values(shard)) tensor.release();
  } finally {
    reader.close();
  }
}

const worlds = [1, 2, 3, 4, 8];
const layouts = [
  withStrategy('FULL_SHARD'),
  withStrategy('NO_SHARD'),
  withStrategy('SHARD_GRAD_OP', 1),
  withStrategy('HYBRID_SHARD'),
];

for (const written of worlds)
  test(`what ${written} ranks saved, 1, 2, 3, 4 and 8 load to the bit, also with other strategies and block_chunks`, async () => {
    for (const config of layouts) {
      const directory = await saveOnRanks(written, temporaryFolder(), config, 7);
      for (const other of layouts) for (const ranks of worlds) await assertLoads(directory, ranks, other);
    }
  });

test('a rank reads the blocks that hold bytes it will own, each once, and no others', async () => {
  const dino = { head_n_prototypes: 80_000, head_hidden_dim: 40, head_bottleneck_dim: 32 };
  const config = smallConfig({ dino, ibot: { separate_head: false } });
  const directory = await saveOnRanks(2, temporaryFolder(), config, 1);
  const written = planOf(config, 2);
  const plan = planOf(config, 3);
  for (let rank = 0; rank < 3; rank++) {
    const expected = new Map<string, Set<number>>();
    plan.units.forEach((unit, u) => {
      for (const { parameter, parameterStart, numel } of ownedRuns(unit, rank))
        for (let writer = 0; writer < 2; writer++) {
          const name = shardFileName(writer, 2);
          const file = SafetensorsFile.open(join(directory, name));
          const theirs = written.units[u]!;
          const first = writer * theirs.shardNumel;
          const from = Math.max(parameter.offset + parameterStart, first) - first;
          const to = Math.min(parameter.offset + parameterStart + numel, first + theirs.shardNumel) - first;
          for (const replica of REPLICA_NAMES) {
            const { start } = file.info(`${replica}.${unit.submodule}.${unit.name}`);
            const blocks = expected.get(name) ?? expected.set(name, new Set()).get(name)!;
            const end = start + 4 * Math.max(from, to);
            for (let byte = start + 4 * from; byte < end; byte += BLOCK_BYTES - (byte % BLOCK_BYTES))
              blocks.add(Math.floor(byte / BLOCK_BYTES));
          }
          file.close();
        }
    });
    const reader = await CheckpointReader.openForRank(directory);
    const shards = plan.units.map((unit) => allocateShards(backend, unit));
    await loadShards(reader, backend, plan, rank, shards);
    const blocksRead = new Map([...expected].map(([name, blocks]) => [name, blocks.size]));
    assert.deepEqual(reader.blocksRead(), new Map([...blocksRead].filter(([, count]) => count > 0)));
    const all = (await readManifest(directory)).files.reduce(
      (sum, { checksums }) => sum + checksums!.blockCrcs.length,
      0,
    );
    const some = [...reader.blocksRead().values()].reduce((sum, count) => sum + count, 0);
    assert.ok(all > 40 && some < 0.6 * all, `rank ${rank} read ${some} of ${all} blocks`);
    reader.close();
    for (const shard of shards) for (const tensor of Object.values(shard)) tensor.release();
  }
});

test('one byte that is changed, anywhere in any file: loading refuses, names file and tensor, and the one before is taken', async () => {
  const outputDir = temporaryFolder();
  await saveOnRanks(2, outputDir, smallConfig(), 5);
  const directory = await saveOnRanks(2, outputDir, smallConfig(), 10);
  const random = new RandomStream(3, 'flipped bytes');
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const whole = readFileSync(path);
    const ends = [0, 1, 8, 9, whole.length - 2, whole.length - 1];
    const places = [...ends, ...Array.from({ length: 200 }, () => random.integer(0, whole.length))];
    for (const place of places) {
      const damaged = Buffer.from(whole);
      damaged[place] = damaged[place]! ^ random.integer(1, 256);
      writeFileSync(path, damaged);
      const told: string[] = [];
      const latest = await findLatest({ outputDir, onSkipped: ({ message }) => told.push(message) });
      const refuses = (error: unknown) => {
        assert.ok(error instanceof CheckpointError, String(error));
        assert.equal(error.code, 'CHECKPOINT_TORN');
        assert.ok(error.message.includes(path), error.message);
        if (name !== MANIFEST_FILE) assert.match(error.message, /tensor "/);
        return true;
      };
      await assert.rejects(loadAll(directory, 3), refuses, `byte ${place} of ${name}`);
      // Data is looked at by the ranks that read it: the search then leaves out what they name.
      if (latest?.step === 10) assert.equal((await findLatest({ outputDir, damaged: [directory] }))?.step, 5);
      else assert.ok(latest?.step === 5 && told.length === 1 && told[0]!.includes(path), `${told}`);
      const findings = await verifyCheckpoint(directory).catch(({ message }) => ({ bad: [message as string] }));
      assert.equal(findings.bad.length, 1, `${findings.bad}`);
      assert.ok(findings.bad[0]!.includes(path));
    }
    writeFileSync(path, whole);
  }
  assert.equal((await findLatest({ outputDir }))?.step, 10);
});

test('a file that is cut anywhere, or gone: the checkpoint is passed over, and file and tensor are named', async () => {
  const outputDir = temporaryFolder();
  await saveOnRanks(2, outputDir, smallConfig(), 5);
  const directory = await saveOnRanks(2, outputDir, smallConfig(), 10);
  const random = new RandomStream(4, 'cuts');
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const whole = readFileSync(path);
    const lengths = [
      0,
      1,
      7,
      8,
      whole.length - 1,
      whole.length + 1,
      ...Array.from({ length: 40 }, () => random.integer(0, whole.length)),
    ];
    for (const length of [...lengths, null]) {
      if (length === null) rmSync(path);
      else
        writeFileSync(
          path,
          Buffer.concat([whole.subarray(0, length), Buffer.alloc(Math.max(0, length - whole.length))]),
        );
      const told: string[] = [];
      const latest = await findLatest({ outputDir, onSkipped: ({ message }) => told.push(message) });
      assert.equal(latest?.step, 5, `${name} of ${length} bytes`);
      assert.ok(told[0]!.includes(name) && told[0]!.includes(directory), told[0]);
      if (name !== MANIFEST_FILE)
        assert.match(told[0]!, length === whole.length + 1 ? /more than its tensors/ : /tensor "/);
    }
    writeFileSync(path, whole);
  }
});

test('where no checkpoint is whole, it is refused: to begin anew would pass for going on', async () => {
  const outputDir = temporaryFolder();
  const directory = await saveOnRanks(1, outputDir, smallConfig(), 5);
  truncateSync(join(directory, MANIFEST_FILE), 10);
  await assert.rejects(findLatest({ outputDir }), {
    code: 'CHECKPOINT_TORN',
    message:
      /^no checkpoint in \S+ is whole: \S+manifest\.json cannot be read as JSON: .*\. Restore one, or choose another/,
  });
});

test('the newest is taken, snapshot or on the disk; a damaged or unreadable snapshot is no obstacle', async () => {
  const [outputDir, memory] = [temporaryFolder(), temporaryFolder()];
  await saveOnRanks(2, outputDir, smallConfig(), 10);
  const snapshotDir = join(memory, 'checkpoints');
  const newest = async () => (await findLatest({ outputDir, snapshotDir }))!.directory;
  assert.equal(await newest(), join(outputDir, 'checkpoints/10'));
  const older = await saveOnRanks(2, memory, smallConfig(), 12);
  const newer = await saveOnRanks(2, memory, smallConfig(), 14);
  assert.equal(await newest(), newer);
  truncateSync(join(newer, shardFileName(1, 2)), 100);
  assert.equal(await newest(), older);
  writeFileSync(join(older, MANIFEST_FILE), JSON.stringify({ format: 'dinofleet-checkpoint', version: 99 }));
  assert.equal(await newest(), join(outputDir, 'checkpoints/10'));
});

test('a checkpoint of version 1 is read: the same bytes, without checksums', async () => {
  const directory = await saveOnRanks(2, temporaryFolder(), smallConfig(), 5);
  const old = `${temporaryFolder()}/5`;
  cpSync(directory, old, { recursive: true });
  const { format, rng, replicated, savedAt, blockBytes, checksum, files, ...same } = JSON.parse(
    readFileSync(join(directory, MANIFEST_FILE), 'utf8'),
  );
  const manifest = {
    ...same,
    format,
    version: 1,
    files: files.map(({ name, bytes }: { name: string; bytes: number }) => ({ name, bytes })),
  };
  writeFileSync(join(old, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`);
  for (const ranks of [1, 2, 3]) await assertLoads(old, ranks, smallConfig());
  assert.deepEqual((await readManifest(old)).rng, rng);
  assert.deepEqual((await verifyCheckpoint(old)).bad, []);
  truncateSync(join(old, shardFileName(1, 2)), 300);
  await assert.rejects(CheckpointReader.open(old), {
    code: 'CHECKPOINT_TORN',
    message: /has 300 bytes, expected \d+; it lacks tensor "/,
  });
  writeSafetensors(join(old, shardFileName(0, 2)), []);
  await assert.rejects(CheckpointReader.open(old), { code: 'CHECKPOINT_TORN' });
});

test('the centres come back on every rank', async () => {
  const config = smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } });
  const state = numberedState(config, backend, rankAlone(0, 1));
  backend.fill(state.centers.dino, 0.25);
  backend.fill(state.centers.ibot, -1.5);
  const directory = await saveSmall(state, temporaryFolder(), 5);
  state.close();
  const reader = await CheckpointReader.openForRank(directory);
  assert.deepEqual(reader.replicated('center.dino'), new Float32Array(12).fill(0.25));
  assert.deepEqual(reader.replicated('center.ibot'), new Float32Array(12).fill(-1.5));
  reader.close();
});

test('a checkpoint whose head has other prototypes is refused by the name and both shapes', async () => {
  const comm = new LocalCommunicator(backend);
  const saved = numberedState(smallConfig(), backend, comm);
  const directory = await saveSmall(saved, join(temporaryFolder(), 'run'), 2);
  const dino = { head_n_prototypes: 20, head_hidden_dim: 10, head_bottleneck_dim: 6 };
  const other = numberedState(smallConfig({ dino }), backend, comm);
  const reader = await CheckpointReader.open(directory);
  await assert.rejects(loadShards(reader, backend, other.plan, 0, other.shards), {
    code: 'CHECKPOINT_INCOMPATIBLE',
    message: `${directory}: parameter "dino_head.last_layer.weight_g" is (12, 1), expected (20, 1)`,
  });
  reader.close();
  saved.close();
  other.close();
});

test('a rank does not go on from a checkpoint of another step or global batch than it was told', async () => {
  const directory = await saveOnRanks(1, temporaryFolder(), smallConfig(), 5);
  for (const told of [
    { step: 6, globalBatch: 4 },
    { step: 5, globalBatch: 8 },
  ])
    await assert.rejects(readToldManifest(directory, told), {
      code: 'CHECKPOINT_TORN',
      message: `${directory} is of step 5 with a global batch of 4, expected step ${told.step} with ${told.globalBatch}`,
    });
});
