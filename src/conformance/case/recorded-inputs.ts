import { normalizationTable } from '../../data/crops/normalization.js';
import { type DepthDraw, dropPathRates, keptCount } from '../../data/plan/kept-samples.js';
import type { TensorData } from '../../formats/safetensors.js';
import type { Tensor } from '../../nn/backend.js';
import type { StepInputs } from '../../train/objective.js';
import type { TrainingState } from '../../train/training-state.js';
import { cropCounts, subsetName } from './step-case.js';

/** One kind of input: its shape on a rank with so many images, this rank's numbers, and what a file has of them. */
interface Input {
  /** After `iter0.rank0`. */
  name: string;
  dtype: 'F32' | 'U8' | 'I64';
  shape: (images: number) => number[];
  own: () => Uint8Array | Int32Array;
  written: (numbers: Uint8Array | Int32Array) => NodeJS.TypedArray;
}

/**
 * A step's inputs of all ranks, each gathered when it is written: collective.
 * @param batchSizes images of each rank
 */
export function inputTensors(state: TrainingState, inputs: StepInputs, batchSizes: readonly number[]): TensorData[] {
  return inputsOf(state, inputs).flatMap((input) => {
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

function inputsOf({ backend, config, networks }: TrainingState, inputs: StepInputs): Input[] {
  const { drop_path_rate: rate, drop_path_uniform: uniform } = config.student;
  const rates = dropPathRates(rate, networks.vit.depth, uniform);
  const { globalCrops, localCrops, masks, hostMasks } = inputs;
  const draw = inputs.draw();
  const images = globalCrops.shape[0]! / 2;
  /** (rows of each image, ...) */
  const rowsOfImage = (tensor: Tensor, count: number) => [
    (count * tensor.shape[0]!) / images,
    ...tensor.shape.slice(1),
  ];
  const table = normalizationTable(config.data);
  const crops = (name: string, tensor: Tensor): Input => ({
    name,
    dtype: 'F32',
    shape: (count) => rowsOfImage(tensor, count),
    own: () => {
      const bytes = new Uint8Array(tensor.numel);
      backend.download(tensor, bytes);
      return bytes;
    },
    written: (bytes) => normalized(bytes, tensor.shape[2]! * tensor.shape[3]!, table),
  });
  const subsets = (branch: 'attn' | 'ffn', blocks: DepthDraw['ffn']): Input[] =>
    blocks.flatMap((lists, block) =>
      (lists ?? []).map((kept, i) => {
        const countOf = (count: number) => keptCount(cropCounts(config, count)[i]!.count, rates[block]!);
        const name = subsetName('', block, branch, cropCounts(config, images)[i]!.list);
        const shape = (count: number) => [countOf(count)];
        return { name, dtype: 'I64', shape, own: () => kept, written: (all) => BigInt64Array.from(all, BigInt) };
      }),
    );
  return [
    crops('.global_crops', globalCrops),
    ...(localCrops === null ? [] : [crops('.local_crops', localCrops)]),
    {
      name: '.masks',
      dtype: 'U8',
      shape: (count) => rowsOfImage(masks, count),
      own: () => hostMasks,
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
  const numbers = own();
  const isBytes = numbers instanceof Uint8Array;
  const buffer = backend.empty([comm.worldSize * slot], isBytes ? 'uint8' : 'int32');
  backend.upload(buffer.narrow(comm.rank * slot, counts[comm.rank]!), numbers);
  comm.world.allGather(buffer).join();
  const host = isBytes ? new Uint8Array(buffer.numel) : new Int32Array(buffer.numel);
  backend.download(buffer, host);
  buffer.release();
  for (const [rank, count] of counts.entries()) yield written(host.subarray(rank * slot, rank * slot + count));
}
