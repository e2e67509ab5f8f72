import type { Backend } from '../nn/backend.js';
import { PACKAGE_VERSION } from '../system/package.js';

/** What computed a checkpoint, for its manifest: other versions or instruction sets may round differently. */
export function softwareVersions(backend: Backend): Record<string, string> {
  const { isa, dnnlVersion } = backend.info.details;
  return { dinofleet: PACKAGE_VERSION, node: process.versions.node, onednn: dnnlVersion, isa };
}
