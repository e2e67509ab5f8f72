import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runQuietly } from './processes.mjs';

/** foreign.node is for tests. */
export const addons = ['cpu', 'cuda-emulated', 'gloo', 'image', 'nccl', 'foreign'].map(
  (name) => `build/Release/${name}.node`,
);

/** Builds the addons. @param isWhole whether what is there was left by a build that has succeeded */
export async function buildAddons(isWhole) {
  if (!isConfiguredHere()) removeBuild();
  try {
    await compile();
    if (unloadableAddon() === null) return;
  } catch (error) {
    if (isWhole) throw error;
  }
  // What a killed build has left, or another machine's, is no beginning.
  removeBuild();
  await compile();
}

const loadAll =
  'for (const addon of process.argv.slice(1)) { console.log(addon); process.dlopen({ exports: {} }, addon); }';

/** The first addon that does not load, and why; null where all do. In another process: one may crash that. */
export function unloadableAddon(files = addons) {
  const paths = files.map((addon) => resolve(addon));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', loadAll, ...paths], {
    encoding: 'utf8',
  });
  if (status === 0) return null;
  const [, reason] = /^Error: (.*)$/m.exec(stderr) ?? [];
  return `${stdout.trimEnd().split('\n').at(-1)} does not load: ${reason ?? `Node ended with ${signal ?? status}`}`;
}

function compile() {
  return runQuietly(process.execPath, ['node_modules/cmake-js/bin/cmake-js', 'compile', '--out', 'build']);
}

/** CMake's files name the place where they were made: a copied build/ cannot be built on. */
function isConfiguredHere() {
  try {
    const [, home] = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(readFileSync('build/CMakeCache.txt', 'utf8')) ?? [];
    return home === process.cwd();
  } catch {
    return false;
  }
}

function removeBuild() {
  try {
    for (const name of readdirSync('build'))
      if (!name.startsWith('setup')) rmSync(join('build', name), { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
