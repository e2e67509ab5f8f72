import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { folderOf } from '../../image-files.js';

/**
 * An archive of files, in their order, as GNU tar makes it.
 * @returns its path
 */
export function tarOf(
  t: TestContext,
  files: Record<string, string | Uint8Array>,
  { name = 'shard.tar', format = 'gnu', into = folderOf(t, {}) } = {},
): string {
  const path = join(into, name);
  const names = Object.keys(files);
  execFileSync('tar', [`--format=${format}`, '-cf', path, '-C', folderOf(t, files), '--', ...names]);
  return path;
}
