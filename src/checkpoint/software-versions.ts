import type { Backend } from '../nn/backend.js';
import type { DeviceInfo } from '../nn/device.js';
import { PACKAGE_VERSION } from '../system/package.js';

/** What computed a checkpoint, for its manifest: other versions or instruction sets may round differently. */
export function softwareVersions(backend: Backend): Record<string, string> {
  return { dinofleet: PACKAGE_VERSION, node: process.versions.node, ...ofDevice(backend.info) };
}

function ofDevice({ name, details }: DeviceInfo): Record<string, string> {
  switch (details.kind) {
    case 'cpu':
      return { onednn: details.dnnlVersion, isa: details.isa };
    case 'cuda':
      return { gpu: name, capability: details.capability, driver: details.driver };
    case 'cuda-emulated':
      return { gpu: name };
  }
}
