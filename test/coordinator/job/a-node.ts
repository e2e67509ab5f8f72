/** Jobs, nodes and what nodes tell, for tests of decisions. */
import type { JobOptions } from '../../../src/coordinator/job/job.js';
import type { NodeDevice, NodeFacts } from '../../../src/rpc/messages.js';
import { PROTOCOL } from '../../../src/rpc/protocol.js';

export const simulatedOptions: JobOptions = {
  jobId: 'job',
  outputDir: '/out',
  minNodes: 1,
  maxNodes: 3,
  maxRestarts: 3,
  device: 'auto',
  computeDtype: null,
  localRanks: 2,
  nodesAlike: false,
  joinTimeoutMs: null,
  batchSizePerGpu: 4,
  checkpointStore: 'shared',
  checkpointDir: '',
  takesSnapshots: false,
  keepsStandbys: false,
  earlierGlobalBatch: null,
  token: 'token',
  datasetPath: '/images',
  listing: { hash: 'hash', images: 100 },
  stallTimeoutMs: 5_000,
  leaseMs: 60_000,
  stallFloorMs: 5_000,
  heartbeatTimeoutMs: 2_000,
  lastCallMs: 500,
  rendezvousTimeoutMs: 8_000,
  killTimeoutMs: 2_000,
  tickMs: 100,
};

/** A machine of its own, of four cores. */
export function aNode(hostname: string): NodeFacts {
  return {
    hostname,
    protocol: PROTOCOL,
    build: '0.1.0+ours',
    bootId: `boot of ${hostname}`,
    cores: 4,
    coresPresent: 4,
    corePool: '0-3 without quota',
    memoryBytes: 8e9,
    devices: [{ device: 'cpu', id: 'cpu', name: 'A CPU', memoryBytes: 8e9, computeTypes: ['float32'] }],
    addresses: [{ name: 'lo', address: '127.0.0.1' }],
  };
}

/** A CPU that has bfloat16, as a node tells of it. */
export function cpuWithBf16(): NodeDevice[] {
  return [{ ...aNode('').devices[0]!, computeTypes: ['float32', 'bfloat16'] }];
}

/** GPUs as a node tells of them, with the CPU. */
export function gpus(count: number, ofMachine = ''): NodeDevice[] {
  const computeTypes = ['float32', 'bfloat16', 'float16'];
  const each = (_: unknown, i: number) => ({
    device: `cuda:${i}`,
    id: `GPU-${ofMachine}${i}`,
    name: 'A GPU',
    memoryBytes: 8e10,
    computeTypes,
  });
  return [...aNode('').devices, ...Array.from({ length: count }, each)];
}

/** Of a rank that does not tell what it is at. */
export const nowhere = { phase: '', what: '', step: 0 };

/** What a node sees of a run, and where it is found. */
export const seen = {
  token: 'token',
  listingHash: 'hash',
  images: 100,
  problem: '',
  checkpointSteps: [],
  parts: [],
  peerAddress: '127.0.0.1:7400',
  memoryId: '',
  diskId: '',
  outputDir: '/out',
  snapshotDir: '/memory',
  datasetPaths: [],
  checkpointDir: '/disk',
};
