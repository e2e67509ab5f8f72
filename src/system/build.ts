import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT, PACKAGE_VERSION } from './package.js';

/** What a build is made of: the JavaScript that runs, and of the addons their sources, as their bytes depend on where they are built. */
const PARTS = ['dist/src', 'proto/generated', 'native', 'CMakeLists.txt'];
const CODE = /\.(js|cc|h|cu|cuh|txt)$/;

/**
 * Names this build of Dinofleet, such as 0.1.0+4f9c02d1a37e: another one may speak and compute otherwise, whatever its version says.
 * @param root of a checkout
 */
export function buildIdentity(root = PACKAGE_ROOT): string {
  const hash = createHash('sha256');
  for (const path of PARTS.flatMap((part) => codeIn(root, part))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return `${PACKAGE_VERSION}+${hash.digest('hex').slice(0, 12)}`;
}

function codeIn(root: string, part: string): string[] {
  if (statSync(join(root, part)).isFile()) return [part];
  const paths = readdirSync(join(root, part), { recursive: true }) as string[];
  return paths
    .filter((path) => CODE.test(path))
    .map((path) => join(part, path))
    .sort();
}
