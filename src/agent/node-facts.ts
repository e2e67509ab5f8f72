import { hostname } from 'node:os';
import { listDevices } from '../nn/device.js';
import type { NodeFacts } from '../rpc/messages.js';
import { ownAddresses } from '../rpc/network.js';
import { PROTOCOL } from '../rpc/protocol.js';
import { buildIdentity } from '../system/build.js';
import { readIfThere } from '../system/control-groups.js';
import { usableCores } from '../system/cores.js';
import { usableMemory } from '../system/memory.js';

/** What an agent tells of this machine, and of the program that it is. */
export function nodeFacts(): NodeFacts {
  const { usable, present, pool } = usableCores();
  const devices = listDevices().map(({ device, id, name, memoryBytes, computeTypes }) => ({
    device,
    id,
    name,
    memoryBytes,
    computeTypes: [...computeTypes],
  }));
  return {
    hostname: hostname(),
    protocol: PROTOCOL,
    build: buildIdentity(),
    bootId: readIfThere('/proc/sys/kernel/random/boot_id') || hostname(),
    cores: usable,
    coresPresent: present,
    corePool: pool,
    memoryBytes: usableMemory().usable,
    devices,
    addresses: ownAddresses(),
  };
}
