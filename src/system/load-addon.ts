import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { PACKAGE_ROOT } from './package.js';

const require = createRequire(import.meta.url);

/** The native addons: what each is for, and the libraries of the system that it is bound to. */
export const ADDONS = {
  cpu: { purpose: 'math on the CPU', libraries: 'libdnnl, libgomp' },
  'cuda-emulated': { purpose: 'what a GPU would compute, on the CPU', libraries: 'libgomp' },
  gloo: { purpose: 'exchange between workers on CPUs', libraries: 'libgloo' },
  image: { purpose: 'decoding and cropping images', libraries: 'libjpeg, libpng, libwebp, giflib, zlib' },
} as const;

export type AddonName = keyof typeof ADDONS;

/** An addon cannot be had on this machine; the message says what was tried and what to do. */
export class AddonError extends UserError {
  /** In one line. */
  readonly reason: string;

  constructor(code: 'ADDON_NOT_BUILT' | 'ADDON_NOT_LOADED', reason: string, message: string, options?: ErrorOptions) {
    super(code, 1, message, options);
    this.reason = reason;
  }
}

/** Where `npm run build:native` puts the addons. */
const BUILD_FOLDER = join(PACKAGE_ROOT, 'build', 'Release');

export function addonPath(name: AddonName, folder: string = BUILD_FOLDER): string {
  return join(folder, `${name}.node`);
}

/**
 * Loads an addon at the first call. Every JavaScript thread has an instance of its own.
 * @throws AddonError
 */
export function loadAddon<T>(name: AddonName, folder?: string): T {
  const path = addonPath(name, folder);
  try {
    return require(path) as T;
  } catch (cause) {
    const built = existsSync(path);
    const [got] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    const reason = built ? got! : `not built: no ${path}`;
    const remedy = built
      ? [
          `  a missing library (${ADDONS[name].libraries}) is installed by: npm run setup`,
          '  an addon built for another machine is built again by: rm -rf build && npm run setup',
        ]
      : ['  it is built by: npm run setup'];
    const message = [
      `${name}.node, ${ADDONS[name].purpose}, does not load`,
      `  tried: ${path}`,
      `  for: ${process.platform}-${process.arch}, Node ${process.versions.node}`,
      `  got: ${reason}`,
      ...remedy,
    ].join('\n');
    throw new AddonError(built ? 'ADDON_NOT_LOADED' : 'ADDON_NOT_BUILT', reason, message, { cause });
  }
}
