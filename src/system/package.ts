import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, a checkout's root; this file runs as dist/src/system/package.js. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export const { version: PACKAGE_VERSION } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
