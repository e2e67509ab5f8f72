import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { PACKAGE_ROOT } from './package.js';

const require = createRequire(import.meta.url);

/** The native addons: what each is for, and the libraries of the system that it is bound to. */
export const ADDONS = {
  cpu: { purpose: 'math on the CPU', libraries: 'libdnnl, libgomp', folder: 'build', command: 'npm run setup' },
  cuda: { purpose: 'math on NVIDIA GPUs', libraries: 'libstdc++', folder: 'build-cuda', command: 'npm run build:cuda' },
  'cuda-emulated': {
    purpose: 'what a GPU would compute, on the CPU',
    libraries: 'libgomp',
    folder: 'build',
    command: 'npm run setup',
  },
  gloo: {
    purpose: 'exchange between workers on CPUs',
    libraries: 'libgloo',
    folder: 'build',
    command: 'npm run setup',
  },
  nccl: {
    purpose: "exchange between GPUs, by NVIDIA's NCCL",
    libraries: 'libstdc++',
    folder: 'build',
    command: 'npm run setup',
  },
  image: {
    purpose: 'decoding and cropping images',
    libraries: 'libjpeg, libpng, libwebp, giflib, zlib',
    folder: 'build',
    command: 'npm run setup',
  },
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

/** @param folder another than where its command puts it */
export function addonPath(name: AddonName, folder = join(PACKAGE_ROOT, ADDONS[name].folder, 'Release')): string {
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
    const { libraries, folder: buildFolder, command } = ADDONS[name];
    const remedy = built
      ? [
          `  a missing library (${libraries}) is installed by: npm run setup`,
          `  an addon built for another machine is built again by: rm -rf ${buildFolder} && ${command}`,
        ]
      : [`  it is built by: ${command}`];
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
