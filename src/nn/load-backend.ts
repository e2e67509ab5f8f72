import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors/user-error.js';
import type { Backend } from './backend.js';
import { limitSpinning } from './limit-spinning.js';

const require = createRequire(import.meta.url);

/** Devices that have a backend, each an addon named by it. */
const devices = ['cpu'];

/** Where `npm run build:native` puts the addons; this file runs as dist/src/nn/load-backend.js. */
const buildDirectory = fileURLToPath(new URL('../../../build/Release/', import.meta.url));

/** A backend cannot be had on this machine. */
export class BackendError extends UserError {
  constructor(
    code: 'BACKEND_UNKNOWN' | 'BACKEND_NOT_BUILT' | 'BACKEND_NOT_LOADED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, 1, message, options);
  }
}

/**
 * Loads the backend of a device. Every JavaScript thread has an instance of its own, with its own memory pool.
 * @throws BackendError that says what was tried and what to do
 */
export function loadBackend(device: string, directory: string = buildDirectory): Backend {
  if (!devices.includes(device)) {
    const reason = device === 'cuda' ? 'the CUDA backend does not exist yet' : `there is no backend "${device}"`;
    throw new BackendError('BACKEND_UNKNOWN', `${reason}; available: ${devices.join(', ')}`);
  }
  const path = `${directory}${device}.node`;
  if (!existsSync(path)) {
    throw new BackendError('BACKEND_NOT_BUILT', `the ${device} backend is not built: no ${path}; run: npm run setup`);
  }
  limitSpinning();
  try {
    return require(path) as Backend;
  } catch (cause) {
    throw new BackendError('BACKEND_NOT_LOADED', loadFailure(device, path, cause), { cause });
  }
}

function loadFailure(device: string, path: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return [
    `the ${device} backend does not load`,
    `  tried: ${path}`,
    `  for: ${process.platform}-${process.arch}, Node ${process.versions.node}`,
    `  got: ${reason}`,
    '  a missing library (libdnnl, libgomp) is installed by: npm run setup',
    '  an addon built for another machine is built again by: rm -rf build && npm run build:native',
  ].join('\n');
}
