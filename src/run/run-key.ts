import { createHash } from 'node:crypto';

/** Names the run of an output directory where its path cannot be a name: of folders that are the run's, and lie elsewhere. */
export function runKey(outputDir: string): string {
  return createHash('sha256').update(outputDir).digest('hex').slice(0, 16);
}
