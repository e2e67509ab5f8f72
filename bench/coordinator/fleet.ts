import { PROTOCOL } from '../../src/rpc/protocol.js';

/** What the coordinator and the processes that load it must agree in. */
export const JOB = {
  jobId: 'bench',
  token: 'bench',
  build: 'bench',
  listing: { hash: 'bench', images: 1_000_000 },
};

/** What the parent tells. */
export type ToChild = { kind: 'measure'; seconds: number } | { kind: 'end' };

/** A machine of as many GPUs as it has ranks. */
export function aNode(nodeId: string, gpus: number) {
  const computeTypes = ['float32', 'bfloat16', 'float16'];
  const gpu = (i: number) => ({
    device: `cuda:${i}`,
    id: `GPU-of-${nodeId}-${i}`,
    name: 'NVIDIA H100 80GB HBM3',
    memoryBytes: 85e9,
    computeTypes,
  });
  return {
    nodeId,
    hostname: `host-of-${nodeId}`,
    protocol: PROTOCOL,
    build: JOB.build,
    bootId: `boot-of-${nodeId}`,
    cores: 128,
    coresPresent: 128,
    corePool: '0-127 without quota',
    memoryBytes: 2e12,
    devices: Array.from({ length: gpus }, (_, i) => gpu(i)),
    addresses: [{ name: 'eth0', address: '10.0.0.1' }],
    localRanks: gpus,
    listenHost: '10.0.0.1',
  };
}
