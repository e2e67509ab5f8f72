/**
 * What a network is computed in: weights as ops read them, and activations. With float16 the residual stream too, with bfloat16 that is
 * float32. Statistics, sums and losses are float32.
 */
export type ComputeType = 'float32' | 'bfloat16' | 'float16';

/** `compute_precision.compute_dtype`. */
export type ComputeDtype = 'fp32' | 'bf16' | 'fp16' | 'auto' | null;

/** A rank of a job, and what it computes on. */
export interface ComputingRank {
  hostname: string;
  /** Of its device, as its maker calls it. */
  name: string;
  computeTypes: readonly string[];
}

const TYPES = { fp32: 'float32', bf16: 'bfloat16', fp16: 'float16' } as const;

const ON_A_CPU = { float32: '', bfloat16: ' (a CPU needs AVX512-BF16)', float16: ' (no CPU does)' } as const;

/** What the matrix products of a job compute in, or why they cannot. */
export type ComputeDecision = { computeType: ComputeType; problem: null } | { computeType: null; problem: string };

/**
 * What all ranks of a job compute in: it has one type, whatever its machines.
 * @param before of the checkpoint that the run goes on from, which stays unless fp32, bf16 or fp16 is asked for; null: a new run
 * @returns a problem that names the machines and ranks that cannot, and what to set
 */
export function decideComputeType(
  wanted: ComputeDtype,
  before: ComputeType | null,
  ranks: readonly ComputingRank[],
): ComputeDecision {
  const computeType = wantedType(wanted, before, ranks);
  const lacking = ranks.flatMap(({ computeTypes }, rank) => (computeTypes.includes(computeType) ? [] : [rank]));
  if (lacking.length === 0) return { computeType, problem: null };
  const reason =
    wanted === null || wanted === 'auto'
      ? `the checkpoint was computed in ${before}, and compute_precision.compute_dtype asks for no other`
      : `compute_precision.compute_dtype is "${wanted}"`;
  const problem =
    `${reason}, but not all ranks compute in ${computeType}: ${nameLacking(ranks, lacking)}` +
    `${ON_A_CPU[computeType]}; ` +
    'run on machines that do ("dinofleet doctor" says), or set compute_precision.compute_dtype=fp32';
  return { computeType: null, problem };
}

/** Not said: on GPUs, which alone have it, float16 as the released recipes; on CPUs float32, or bfloat16 where that is auto. */
function wantedType(wanted: ComputeDtype, before: ComputeType | null, ranks: readonly ComputingRank[]): ComputeType {
  if (wanted !== null && wanted !== 'auto') return TYPES[wanted];
  if (before !== null) return before;
  const haveAll = (type: ComputeType) => ranks.every(({ computeTypes }) => computeTypes.includes(type));
  if (haveAll('float16')) return 'float16';
  return wanted === 'auto' && haveAll('bfloat16') ? 'bfloat16' : 'float32';
}

/** Of a list, what an error names; of more it says how many. */
const MOST_NAMED = 8;

/** Machine by machine. */
function nameLacking(ranks: readonly ComputingRank[], lacking: readonly number[]): string {
  const machineOf = (rank: number) => {
    const { hostname, name, computeTypes } = ranks[rank]!;
    return `${hostname} (${name}: ${computeTypes.join(', ')})`;
  };
  const machines = [...new Set(lacking.map(machineOf))].map((machine) => {
    const some = lacking.filter((rank) => machineOf(rank) === machine);
    return `${some.length === 1 ? 'rank' : 'ranks'} ${firstOf(some.map(String), ', ')} of ${machine}`;
  });
  return firstOf(machines, '; ');
}

function firstOf(texts: readonly string[], separator: string): string {
  const more = texts.length - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}
