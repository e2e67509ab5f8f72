import { gatherNumbers } from '../../comm/gather-numbers.js';
import type { Batch } from '../../data/batch.js';
import { normalizationTable } from '../../data/crops/normalization.js';
import { type DepthDraw, keptCount } from '../../data/step-plan/kept-samples.js';
import { drawDepth } from '../../data/step-plan/plan-batch.js';
import type { TensorData } from '../../formats/safetensors.js';
import { plannerOf } from '../../train/step-rows.js';
import type { TrainingState } from '../../train/training-state.js';
import { cropCounts, subsetName } from './step-case.js';

/** One kind of input: its shape on a rank with so many images, this rank's numbers, and what a file has of them. */
interface Input {
  /** After `iter0.rank0`. */
  name: string;
  dtype: 'F32' | 'U8' | 'I64';
  shape: (images: number) => number[];
  own: Uint8Array | Int32Array;
  written: (numbers: Uint8Array | Int32Array) => NodeJS.TypedArray;
}

/**
 * A step's inputs of all ranks, each gathered when it is written: collective.
 * @param batchSizes images of each rank
 */
export function inputTensors(state: TrainingState, batch: Batch, batchSizes: readonly number[]): TensorData[] {
  return inputsOf(state, batch).flatMap((input) => {
    const ofRanks = fromRanks(state, input, batchSizes);
    return batchSizes.map((images, rank) => ({
      name: `iter0.rank${rank}${input.name}`,
      dtype: input.dtype,
      shape: input.shape(images),
      data: {
        *[Symbol.iterator]() {
          yield ofRanks.next().value;
        },
      },
    }));
  });
}

function inputsOf(state: TrainingState, batch: Batch): Input[] {
  const { config } = state;
  const { crops, data } = config;
  const { globalCrops, localCrops, masks, positions } = batch;
  const planner = plannerOf(state);
  const draw = drawDepth(planner, positions.length, positions[0] ?? 0);
  const table = normalizationTable(data);
  const cropList = (name: string, count: number, size: number, own: Uint8Array): Input => ({
    name,
    dtype: 'F32',
    shape: (images) => [count * images, 3, size, size],
    own,
    written: (bytes) => normalized(bytes, size * size, table),
  });
  const subsets = (branch: 'attn' | 'ffn', blocks: DepthDraw['ffn']): Input[] =>
    blocks.flatMap((lists, block) =>
      (lists ?? []).map((own, i): Input => {
        const countOf = (images: number) =>
          keptCount(cropCounts(config, images)[i]!.count, planner.dropPathRates[block]!);
        const name = subsetName('', block, branch, cropCounts(config, positions.length)[i]!.list);
        return {
          name,
          dtype: 'I64',
          shape: (images) => [countOf(images)],
          own,
          written: (all) => BigInt64Array.from(all, BigInt),
        };
      }),
    );
  return [
    cropList('.global_crops', 2, crops.global_crops_size, globalCrops),
    ...(localCrops.length === 0
      ? []
      : [cropList('.local_crops', crops.local_crops_number, crops.local_crops_size, localCrops)]),
    {
      name: '.masks',
      dtype: 'U8',
      shape: (images) => [2 * images, planner.plan.globalCrop.patches],
      own: masks,
      written: (all) => all,
    },
    ...(draw === null ? [] : [...subsets('attn', draw.attention), ...subsets('ffn', draw.ffn)]),
  ];
}

/** @param plane elements of a channel */
function normalized(bytes: Uint8Array | Int32Array, plane: number, table: Float32Array): Float32Array {
  return Float32Array.from(bytes, (byte, i) => table[256 * (Math.floor(i / plane) % 3) + byte]!);
}

/** The elements of every rank, in rank order. Ranks with fewer images leave a part of their slot empty. */
function* fromRanks(
  { backend, comm }: TrainingState,
  { shape, own, written }: Input,
  batchSizes: readonly number[],
): Generator<NodeJS.TypedArray> {
  const counts = batchSizes.map((images) => shape(images).reduce((product, size) => product * size, 1));
  const slot = Math.max(...counts);
  const padded = own instanceof Uint8Array ? new Uint8Array(slot) : new Int32Array(slot);
  padded.set(own);
  const all = gatherNumbers(backend, comm, padded);
  for (const [rank, count] of counts.entries()) yield written(all.subarray(rank * slot, rank * slot + count));
}
