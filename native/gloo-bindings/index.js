import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../build/Release/gloo.node', import.meta.url));

function load() {
  try {
    return createRequire(import.meta.url)(path);
  } catch (cause) {
    throw new Error(
      `gloo-bindings: cannot load ${path}: ${cause.message}\n` +
        'Build it with "npm run build:native"; it needs the system package libgloo-dev.',
      { cause },
    );
  }
}

export const { Mesh } = load();
