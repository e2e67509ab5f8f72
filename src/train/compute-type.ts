import type { Communicator } from '../comm/communicator.js';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { Backend } from '../nn/backend.js';
import type { ComputeType } from '../nn/device.js';

type Wanted = Config['compute_precision']['compute_dtype'];

/** Ranks that an error names; of more it says how many. */
const MOST_NAMED = 8;

/**
 * What the matrix products of all ranks compute in: a job has one type, whatever its machines.
 * @param before of the checkpoint that the run goes on from, which stays unless fp32 or bf16 is asked for; null: a new run
 * @param hasBf16 by rank: its CPU multiplies bfloat16 by itself
 * @throws ConfigError that names the ranks that cannot, and what to set
 */
export function decideComputeType(
  wanted: Wanted,
  before: ComputeType | null,
  hasBf16: readonly boolean[],
): ComputeType {
  const lacking = hasBf16.flatMap((has, rank) => (has ? [] : [rank]));
  if (wanted === 'auto' && before === null) return lacking.length === 0 ? 'bfloat16' : 'float32';
  const given = { fp32: 'float32', bf16: 'bfloat16', fp16: 'float16' } as const;
  const type = wanted === null || wanted === 'auto' ? (before ?? 'float32') : given[wanted];
  if (type === 'float16')
    throw new ConfigError(
      'COMPUTE_TYPE_UNAVAILABLE',
      'compute_precision.compute_dtype is "fp16", which no CPU computes in; set it to bf16, fp32 or auto',
    );
  if (type === 'float32' || lacking.length === 0) return type;
  const reason =
    wanted === 'bf16'
      ? 'compute_precision.compute_dtype is "bf16"'
      : 'the checkpoint was computed in bf16, and compute_precision.compute_dtype asks for no other';
  throw new ConfigError(
    'COMPUTE_TYPE_UNAVAILABLE',
    `${reason}, but the CPU of ${nameRanks(lacking)} does not multiply bfloat16 by itself ` +
      '(AVX512-BF16 or AMX; "dinofleet doctor" says more); run on machines that do, ' +
      'or set compute_precision.compute_dtype=fp32',
  );
}

/** Asks all ranks what their CPUs have, and decides what all compute in. @param backend of any compute type */
export function agreeOnComputeType(
  wanted: Wanted,
  before: ComputeType | null,
  backend: Backend,
  comm: Communicator,
): ComputeType {
  const ours = new Float32Array(comm.worldSize);
  ours[comm.rank] = backend.info.computeTypes.includes('bfloat16') ? 1 : 0;
  const flags = backend.empty([comm.worldSize], 'float32');
  backend.upload(flags, ours);
  comm.allReduce(flags).join();
  const all = new Float32Array(comm.worldSize);
  backend.download(flags, all);
  flags.release();
  return decideComputeType(
    wanted,
    before,
    Array.from(all, (flag) => flag > 0),
  );
}

function nameRanks(ranks: readonly number[]): string {
  const named = ranks.slice(0, MOST_NAMED).join(', ');
  const more = ranks.length - MOST_NAMED;
  return `${ranks.length === 1 ? 'rank' : 'ranks'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
