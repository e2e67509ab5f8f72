import { ConfigError } from '../config/config-error.js';
import { nearestKey } from '../config/nearest-key.js';
import type { Config } from '../config/schema.js';
import { UsageError } from '../errors/usage-error.js';
import { GPU_CARDS, type GpuCard } from '../gpu/cards.js';
import { findDevice } from '../nn/device.js';
import { limitSpinning } from '../nn/limit-spinning.js';
import { type ComputeType, decideComputeType } from '../precision/compute-type.js';
import { usableCores } from '../system/cores.js';
import { usableMemory } from '../system/memory.js';

/** Machines that are all alike, and what the ranks of each compute on. */
export interface PlannedFleet {
  nodes: number;
  ranksPerNode: number;
  compute: ComputeType;
  on: PlannedGpu | PlannedCpu;
}

/** One for each rank. */
export interface PlannedGpu {
  kind: 'gpu';
  card: GpuCard;
}

/** One for all ranks of a node: this machine's. */
export interface PlannedCpu {
  kind: 'cpu';
  name: string;
  cores: number;
  memoryBytes: number;
}

/** As the command line has it. */
export interface FleetOptions {
  nodes: number;
  device: 'cpu' | 'cuda';
  gpusPerNode?: number;
  gpu?: string;
  nprocPerNode?: number;
}

/** Where neither the command nor the recipe says it. */
const DEFAULTS = { gpusPerNode: 8, gpu: 'h100', nprocPerNode: 1 };

/** @throws UsageError, ConfigError */
export function plannedFleet(config: Config, options: FleetOptions): PlannedFleet {
  const { nodes, device } = options;
  checkTogether(options);
  const { nproc_per_node: ofRecipe } = config.train;
  if (device === 'cpu') {
    const ranksPerNode = options.nprocPerNode ?? ofRecipe ?? DEFAULTS.nprocPerNode;
    const cpu = thisCpu();
    return { nodes, ranksPerNode, compute: computeTypeOf(config, cpu.name, cpu.computeTypes), on: cpu.on };
  }
  const card = cardNamed(options.gpu ?? DEFAULTS.gpu);
  const ranksPerNode = options.gpusPerNode ?? ofRecipe ?? DEFAULTS.gpusPerNode;
  const compute = computeTypeOf(config, card.name, ['float32', 'float16', 'bfloat16']);
  return { nodes, ranksPerNode, compute, on: { kind: 'gpu', card } };
}

function checkTogether({ device, gpu, gpusPerNode, nprocPerNode }: FleetOptions): void {
  if (device === 'cpu' && gpu !== undefined)
    throw new UsageError('BAD_OPTION', `--gpu is ${gpu}, but --device is cpu; leave one of them out`);
  if (device === 'cpu' && gpusPerNode !== undefined)
    throw new UsageError(
      'BAD_OPTION',
      `--gpus-per-node is ${gpusPerNode}, but --device is cpu; --nproc-per-node says how many ranks share a CPU`,
    );
  if (device === 'cuda' && nprocPerNode !== undefined)
    throw new UsageError(
      'BAD_OPTION',
      `--nproc-per-node is ${nprocPerNode}, which is for --device cpu; each GPU has one rank: --gpus-per-node ${nprocPerNode}`,
    );
}

/** @throws UsageError that lists the known ones */
export function cardNamed(name: string): GpuCard {
  const wanted = name.toLowerCase();
  const found = GPU_CARDS.find((card) => card.name === wanted);
  if (found !== undefined) return found;
  const names = GPU_CARDS.map((card) => card.name);
  const near = names.filter((one) => one.startsWith(wanted) || wanted.endsWith(one));
  const nearest = near.length > 0 ? near.join(' or ') : nearestKey(wanted, names);
  throw new UsageError(
    'BAD_OPTION',
    `--gpu is "${name}", expected one of ${names.join(', ')}${nearest === null ? '' : `; did you mean ${nearest}?`}`,
  );
}

function thisCpu(): { name: string; computeTypes: readonly string[]; on: PlannedCpu } {
  limitSpinning();
  const { name, computeTypes } = findDevice('cpu')!;
  const on = { kind: 'cpu', name, cores: usableCores().usable, memoryBytes: usableMemory().usable } as const;
  return { name, computeTypes, on };
}

function computeTypeOf(config: Config, name: string, computeTypes: readonly string[]): ComputeType {
  const decision = decideComputeType(config.compute_precision.compute_dtype, null, [
    { hostname: 'any node', name, computeTypes },
  ]);
  if (decision.computeType === null) throw new ConfigError('COMPUTE_TYPE_UNAVAILABLE', decision.problem);
  return decision.computeType;
}
