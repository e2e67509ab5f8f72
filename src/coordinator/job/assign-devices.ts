import type { ComputeType } from '../../precision/compute-type.js';
import type { NodeDevice } from '../../rpc/messages.js';
import type { DeviceKind, JobNode } from './job.js';

type DeviceNode = Pick<JobNode, 'id' | 'hostname' | 'bootId' | 'devices' | 'localRanks'>;

/**
 * The devices of each node's ranks, by local rank: all have its CPU, or each a GPU of its own. Agents of one machine see the same GPUs:
 * the first to join has the first of them. A node may get fewer than it has ranks.
 * @param nodes in the order of joining
 */
export function assignDevices(kind: DeviceKind, nodes: readonly DeviceNode[]): Map<string, string[]> {
  const taken = new Set<string>();
  return new Map(
    nodes.map(({ id, bootId, devices, localRanks }) => {
      if (kind === 'cuda-emulated') return [id, Array.from({ length: localRanks }, (_, i) => `${kind}:${i}`)];
      const ofKind = devices.filter(({ device }) => kindOf(device) === kind);
      if (kind === 'cpu') return [id, ofKind.flatMap(({ device }) => Array<string>(localRanks).fill(device))];
      const free = ofKind.filter((one) => !taken.has(`${bootId} ${one.id}`)).slice(0, localRanks);
      for (const one of free) taken.add(`${bootId} ${one.id}`);
      return [id, free.map(({ device }) => device)];
    }),
  );
}

/**
 * Why a node cannot give each of its ranks a device of the job's kind, and what to do; null where it can.
 * @param before have joined
 * @param computeType of the run, where it has been decided
 */
export function deviceProblem(
  kind: DeviceKind,
  node: DeviceNode,
  before: readonly DeviceNode[],
  computeType: ComputeType | null,
): string | null {
  const { hostname, devices, localRanks } = node;
  const twice = devices.find((one, i) =>
    devices.slice(0, i).some(({ device, id }) => device === one.device || id === one.id),
  );
  if (twice !== undefined) return `${hostname} tells the device ${twice.device} twice: ${describe(devices)}`;
  const unable = devices.find(
    (one) => kindOf(one.device) === kind && computeType !== null && !one.computeTypes.includes(computeType),
  );
  if (unable !== undefined)
    return `the run computes in ${computeType}, and ${hostname} does not: it has ${unable.device} (${unable.name}: ${unable.computeTypes.join(', ')})`;
  if (kind === 'cuda-emulated') return null;
  const ofKind = devices.filter(({ device }) => kindOf(device) === kind).length;
  if (kind === 'cpu') {
    if (ofKind > 0) return null;
    return `${hostname} cannot compute on its CPU: cpu.node does not load there; "dinofleet doctor" says why`;
  }
  if (ofKind === 0)
    return `${hostname} has no CUDA device: looked for cuda:0, there is ${describe(devices)}; for that start the job with --device cpu`;
  const onMachine = before.filter(({ bootId }) => bootId === node.bootId);
  const got = assignDevices(kind, [...onMachine, node]).get(node.id)!.length;
  if (got === localRanks) return null;
  const others = got < ofKind ? `, of which ranks of another agent there have ${ofKind - got}` : '';
  const remedy = got > 0 ? `lower --nproc-per-node to ${got}` : 'leave this agent away';
  return (
    `${hostname} has too few CUDA devices for a rank each: ${localRanks} rank${localRanks === 1 ? '' : 's'}, and ` +
    `${describe(devices.filter(({ device }) => kindOf(device) === kind))}${others}; ${remedy}, or start the job with --device cpu`
  );
}

/** What ranks on a node's device compute in, and what it is called. No node tells of emulated ones. */
export function factsOf(
  { devices }: Pick<JobNode, 'devices'>,
  device: string,
): Pick<NodeDevice, 'name' | 'computeTypes'> {
  if (kindOf(device) === 'cuda-emulated')
    return { name: 'a GPU, emulated on the CPU', computeTypes: ['float32', 'bfloat16', 'float16'] };
  return devices.find((one) => one.device === device)!;
}

/** What a job computes on that is told to take what there is: the first node decides. */
export function kindFor(node: Pick<JobNode, 'devices'>): DeviceKind {
  return node.devices.some(({ device }) => kindOf(device) === 'cuda') ? 'cuda' : 'cpu';
}

/** Ranks of a node that is to be made full use of: one for each of its GPUs, or one that has its CPU. */
export function ranksToFill(kind: DeviceKind, { devices }: Pick<JobNode, 'devices'>): number {
  return kind === 'cuda' ? Math.max(1, devices.filter(({ device }) => kindOf(device) === kind).length) : 1;
}

function kindOf(device: string): string {
  return device.split(':')[0]!;
}

function describe(devices: readonly NodeDevice[]): string {
  return devices.map(({ device, name }) => `${device} (${name})`).join(', ') || 'no device';
}
