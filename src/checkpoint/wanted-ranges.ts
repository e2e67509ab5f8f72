import type { Config } from '../config/schema.js';
import { ownedRuns } from '../fsdp/plan.js';
import { BLOCK_BYTES } from './block-checksums.js';
import { type Manifest, REPLICAS, tensorName } from './manifest.js';
import { ParameterRuns } from './parameter-runs.js';
import { replan } from './replan.js';
import { dataBytes, shardLayout } from './shard-layout.js';

/** Bytes [start, end) of a file. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Who is to load a checkpoint. */
export interface LoadingRanks {
  worldSize: number;
  ranks: readonly number[];
  /** Of each node, in the order of the ranks. */
  nodeRanks: readonly number[];
}

/**
 * What some ranks read of a checkpoint's files, as `loadCheckpoint` does: by the rank that has written it, headers and whole blocks, in
 * ascending order. Files without checksums are read whole.
 */
export function wantedRanges(
  manifest: Manifest,
  { worldSize, ranks, nodeRanks }: LoadingRanks,
): Map<number, ByteRange[]> {
  const { config, files, plan, replicated } = manifest;
  const ranksPerNode = nodeRanks.length === 1 ? worldSize : nodeRanks[0]!;
  const target = replan(plan, config as Config, worldSize, ranksPerNode);
  const runs = new ParameterRuns(plan, 'the checkpoint');
  const starts = files.map((_, rank) => startsOf(shardLayout(plan, replicated, rank)));
  const data = new Map<number, ByteRange[]>();
  const want = (file: number, start: number, end: number) => {
    const ofFile = data.get(file) ?? data.set(file, []).get(file)!;
    if (end > start) ofFile.push({ start, end });
  };
  for (const unit of target.units)
    for (const rank of ranks)
      for (const { parameter, parameterStart, numel } of ownedRuns(unit, rank)) {
        const name = `${unit.submodule}.${parameter.name}`;
        for (const run of runs.of(name, parameterStart, numel))
          for (const replica of REPLICAS) {
            const start = starts[run.rank]!.get(tensorName(replica, run.unit))!;
            want(run.rank, start + 4 * run.from, start + 4 * run.to);
          }
      }
  // What all ranks hold alike, and what each of them had chosen, which its header says.
  for (const tensor of shardLayout(plan, replicated, 0).filter(({ name }) => name in replicated))
    want(0, tensor.start, tensor.end);
  for (const rank of ranks) want(rank < files.length ? rank : 0, 0, 0);
  return new Map(
    [...data].map(([file, ranges]) => {
      const { bytes, checksums } = files[file]!;
      if (checksums === null) return [file, [{ start: 0, end: bytes }]];
      const whole = dataBytes(shardLayout(plan, replicated, file));
      const { headerBytes } = checksums;
      const blocks = ranges.map(({ start, end }) => ({
        start: headerBytes + Math.floor(start / BLOCK_BYTES) * BLOCK_BYTES,
        end: headerBytes + Math.min(Math.ceil(end / BLOCK_BYTES) * BLOCK_BYTES, whole),
      }));
      return [file, merged([{ start: 0, end: headerBytes }, ...blocks])];
    }),
  );
}

export function bytesOfRanges(ranges: Iterable<ByteRange>): number {
  let bytes = 0;
  for (const { start, end } of ranges) bytes += end - start;
  return bytes;
}

function startsOf(layout: ReturnType<typeof shardLayout>): Map<string, number> {
  return new Map(layout.map(({ name, start }) => [name, start]));
}

/** In ascending order, those that touch in one. */
function merged(ranges: ByteRange[]): ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
