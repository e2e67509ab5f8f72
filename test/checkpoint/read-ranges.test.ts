import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BLOCK_BYTES } from '../../src/checkpoint/block-checksums.js';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { type FileRange, readRanges } from '../../src/checkpoint/read-ranges.js';
import { ShardFile } from '../../src/checkpoint/shard-file.js';
import { shardLayout } from '../../src/checkpoint/shard-layout.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { saveOnRanks, smallConfig } from './small-training.js';

interface Opened {
  file: ShardFile;
  /** What the file held when it was written, without its header. */
  data: Buffer;
}

const dino = { head_n_prototypes: 50_000, head_hidden_dim: 40, head_bottleneck_dim: 32 };
const saved = await saveOnRanks(2, temporaryFolder(), smallConfig({ dino, ibot: { separate_head: false } }), 1);

/** Files of two ranks, of ten blocks and more each. */
async function openShards(damage: (data: Buffer, rank: number) => void = () => {}): Promise<Opened[]> {
  const directory = temporaryFolder();
  cpSync(saved, directory, { recursive: true });
  const { files, plan, replicated } = await readManifest(directory);
  assert.ok(files.every(({ checksums }) => checksums!.blockCrcs.length > 10));
  return files.map((record, rank) => {
    const path = join(directory, record.name);
    const whole = readFileSync(path);
    const data = whole.subarray(record.checksums!.headerBytes);
    const written = Buffer.from(data);
    damage(data, rank);
    writeFileSync(path, whole);
    return { file: ShardFile.open(directory, record, shardLayout(plan, replicated, rank)), data: written };
  });
}

/** What came of each range, in order, and that its parts follow each other. */
async function readAll(ranges: readonly FileRange[]): Promise<Buffer[]> {
  const read: { range: FileRange; bytes: Buffer }[] = [];
  for await (const { range, start, bytes } of readRanges(ranges)) {
    if (read.at(-1)?.range !== range) read.push({ range, bytes: Buffer.alloc(0) });
    const last = read.at(-1)!;
    assert.equal(start, range.start + last.bytes.length);
    last.bytes = Buffer.concat([last.bytes, bytes]);
  }
  assert.deepEqual(
    read.map(({ range }) => range),
    ranges,
  );
  return read.map(({ bytes }) => bytes);
}

test('ranges come in their order with the bytes of their files: long, short, back and from one file to another', async () => {
  const [a, b] = (await openShards()) as [Opened, Opened];
  const end = a.data.length;
  const ranges = [
    { ...a, start: 0, end: 4 },
    { ...a, start: 4, end: 9 * BLOCK_BYTES + 12 },
    { ...b, start: 5 * BLOCK_BYTES, end: 6 * BLOCK_BYTES },
    { ...a, start: end - 8, end },
    { ...a, start: 2 * BLOCK_BYTES - 4, end: 2 * BLOCK_BYTES + 4 },
    { ...b, start: BLOCK_BYTES, end: end },
  ];
  const read = await readAll(ranges);
  ranges.forEach(({ data, start, end }, i) => {
    assert.ok(read[i]!.equals(data.subarray(start, end)), `range ${i}`);
  });
  for (const { file } of [a, b]) file.close();
});

test('a block is read once where ranges ascend, however many lie in it, and those between ranges are not read', async () => {
  const [{ file, data }] = (await openShards()) as [Opened];
  const ranges = Array.from({ length: 100 }, (_, i) => ({ file, start: 40_000 * i, end: 40_000 * i + 400 }));
  ranges.push({ file, start: 7 * BLOCK_BYTES + 4, end: 7 * BLOCK_BYTES + 8 });
  const read = await readAll(ranges);
  ranges.forEach(({ start, end }, i) => {
    assert.ok(read[i]!.equals(data.subarray(start, end)), `range ${i}`);
  });
  assert.equal(file.blocksRead, Math.ceil((99 * 40_000 + 400) / BLOCK_BYTES) + 1);
  file.close();
});

test('of a damaged block no byte is given out: those before it are, then file, block and tensor are named', async () => {
  const [, { file }] = (await openShards((data, rank) => {
    if (rank === 1) data[5 * BLOCK_BYTES + 17]! ^= 1;
  })) as [Opened, Opened];
  let last = 0;
  const read = async () => {
    for await (const { start, bytes } of readRanges([{ file, start: 0, end: file.dataBytes }]))
      last = start + bytes.length;
  };
  await assert.rejects(read(), {
    code: 'CHECKPOINT_TORN',
    message: /rank-00001-of-00002\.safetensors: block 5, bytes \d+ to \d+, has checksum .*; it holds tensor "/,
  });
  assert.ok(last > 0 && last <= 5 * BLOCK_BYTES, `${last}`);
  file.close();
});

test('who stops early waits for what is being read: the file can be closed', async () => {
  const [{ file, data }] = (await openShards()) as [Opened];
  for await (const { bytes } of readRanges([{ file, start: 0, end: data.length }])) {
    assert.ok(data.subarray(0, bytes.length).equals(bytes));
    break;
  }
  file.close();
});
