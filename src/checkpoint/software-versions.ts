import type { Backend } from '../nn/backend.js';
import { PACKAGE_VERSION } from '../system/package.js';

/** What computed a checkpoint, for its manifest: other versions or instruction sets may round differently. */
export function softwareVersions(backend: Backend): Record<string, string> {
  const { details } = backend.info;
  const ofDevice: Record<string, string> =
    details.kind === 'cpu' ? { onednn: details.dnnlVersion, isa: details.isa } : { device: details.kind };
  return { dinofleet: PACKAGE_VERSION, node: process.versions.node, ...ofDevice };
}
