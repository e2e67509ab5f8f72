import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface AddonState {
  name: string;
  purpose: string;
  /** Why it does not load; null where it does. */
  problem: string | null;
}

const purposes = {
  cpu: 'math on the CPU',
  gloo: 'exchange between workers on CPUs',
  image: 'decoding and cropping images',
};

/** Where `npm run build:native` puts them; this file runs as dist/src/doctor/addons.js. */
const buildDirectory = fileURLToPath(new URL('../../../build/Release/', import.meta.url));

/** Tries to load every native addon. */
export function checkAddons(directory = buildDirectory): AddonState[] {
  return Object.entries(purposes).map(([name, purpose]) => ({
    name,
    purpose,
    problem: problemOf(`${directory}${name}.node`),
  }));
}

function problemOf(path: string): string | null {
  if (!existsSync(path)) return `not built: no ${path}`;
  try {
    createRequire(import.meta.url)(path);
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  }
}
