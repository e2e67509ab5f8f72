import { createRequire } from 'node:module';
import type { Backend } from '../nn/backend.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** What computed a checkpoint, for its manifest: other versions or instruction sets may round differently. */
export function softwareVersions(backend: Backend): Record<string, string> {
  const { isa, dnnlVersion } = backend.describe();
  return { dinofleet: version, node: process.versions.node, onednn: dnnlVersion, isa };
}
