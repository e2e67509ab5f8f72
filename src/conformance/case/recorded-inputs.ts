import { dropPathRates, keptCount } from '../../data/plan/kept-samples.js';
import type { TensorData } from '../../formats/safetensors.js';
import type { HostArray, Tensor } from '../../nn/backend.js';
import type { StepInputs } from '../../train/objective.js';
import type { TrainingState } from '../../train/training-state.js';
import { cropCounts, subsetName } from './step-case.js';

/** One kind of input: its shape on a rank with so many images, and how this rank's goes to a (n) tensor. */
interface Input {
  /** After `iter0.rank0`. */
  name: string;
  dtype: 'F32' | 'U8' | 'I64';
  shape: (images: number) => number[];
  place: (slot: Tensor) => void;
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
  const { globalCrops, localCrops, masks, hostMasks, draw } = inputs;
  const images = globalCrops.shape[0]! / 2;
  /** (rows of each image, ...) */
  const rowsOfImage = (tensor: Tensor, count: number) => [
    (count * tensor.shape[0]!) / images,
    ...tensor.shape.slice(1),
  ];
  const crops = (name: string, tensor: Tensor): Input => ({
    name,
    dtype: 'F32',
    shape: (count) => rowsOfImage(tensor, count),
    place: (slot) => backend.cast(tensor.view([tensor.numel]), slot),
  });
  const host = (name: string, dtype: 'U8' | 'I64', shape: Input['shape'], values: HostArray): Input => ({
    name,
    dtype,
    shape,
    place: (slot) => backend.upload(slot, values),
  });
  const subsets = (branch: 'attn' | 'ffn', blocks: NonNullable<typeof draw>['ffn']): Input[] =>
    blocks.flatMap((lists, block) =>
      (lists ?? []).map((kept, i) => {
        const countOf = (count: number) => keptCount(cropCounts(config, count)[i]!.count, rates[block]!);
        const name = subsetName('', block, branch, cropCounts(config, images)[i]!.list);
        return host(name, 'I64', (count) => [countOf(count)], kept);
      }),
    );
  return [
    crops('.global_crops', globalCrops),
    ...(localCrops === null ? [] : [crops('.local_crops', localCrops)]),
    host('.masks', 'U8', (count) => rowsOfImage(masks, count), hostMasks),
    ...(draw === null ? [] : [...subsets('attn', draw.attention), ...subsets('ffn', draw.ffn)]),
  ];
}

const HELD_AS = {
  F32: { onDevice: 'float32', array: Float32Array },
  U8: { onDevice: 'uint8', array: Uint8Array },
  I64: { onDevice: 'int32', array: Int32Array },
} as const;

/** The elements of every rank, in rank order. Ranks with fewer images leave a part of their slot empty. */
function* fromRanks(
  { backend, comm }: TrainingState,
  { dtype, shape, place }: Input,
  batchSizes: readonly number[],
): Generator<NodeJS.TypedArray> {
  const counts = batchSizes.map((images) => shape(images).reduce((product, size) => product * size, 1));
  const slot = Math.max(...counts);
  const { onDevice, array } = HELD_AS[dtype];
  const buffer = backend.empty([comm.worldSize * slot], onDevice);
  place(buffer.narrow(comm.rank * slot, counts[comm.rank]!));
  comm.allGather(buffer).wait();
  const host = new array(buffer.numel);
  backend.download(buffer, host);
  buffer.release();
  for (const [rank, count] of counts.entries()) {
    const values = host.subarray(rank * slot, rank * slot + count);
    yield dtype === 'I64' ? BigInt64Array.from(values, BigInt) : values;
  }
}
