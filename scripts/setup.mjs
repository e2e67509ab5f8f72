// Makes a fresh checkout usable: system packages, npm packages, native build, TypeScript build. Plain Node without any
// package, because none is there yet. Steps that are done are skipped; set-up may be killed at any moment and run again.
//
//   npm run setup [-- --yes]     --yes: install system packages by sudo without asking
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addons, buildAddons, unloadableAddon } from './setup/native-build.mjs';
import { isTooOld, minimumNode } from './setup/node-version.mjs';
import { installNpmPackages } from './setup/npm-packages.mjs';
import { runQuietly } from './setup/processes.mjs';
import { step, stepIfChanged } from './setup/step.mjs';
import { StepError } from './setup/step-error.mjs';
import { installSystemPackages, systemPackages } from './setup/system-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @throws StepError with a message for the user */
export async function setup({ yes }) {
  process.chdir(root);
  const { node } = process.versions;
  if (isTooOld(node)) throw new StepError(`Node ${node} is too old, expected ${minimumNode} or newer`);

  await step('system packages', () => installSystemPackages(systemPackages, yes));
  await stepIfChanged(
    'npm packages',
    { inputs: ['package.json', 'package-lock.json'], outputs: ['node_modules'] },
    async () => {
      await installNpmPackages();
      linkCommand();
    },
  );
  await stepIfChanged(
    'native build',
    {
      inputs: ['CMakeLists.txt', 'native', 'bench/libjpeg-rate', 'test/native', 'package-lock.json'],
      outputs: addons,
      problem: async () => unloadableAddon(),
    },
    buildAddons,
  );
  await stepIfChanged(
    'TypeScript build',
    { inputs: ['src', 'test', 'bench', 'proto', 'scripts', 'tsconfig.json', 'package-lock.json'], outputs: ['dist'] },
    (isWhole) => {
      // What it says is there may be gone.
      if (!isWhole) rmSync('dist/.tsbuildinfo', { force: true });
      return runQuietly(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']);
    },
  );
}

/** Makes the executable one, where a checkout lost that, and lets `npx dinofleet` find it: npm links those of dependencies only. */
function linkCommand() {
  chmodSync('dinofleet', 0o755);
  const link = 'node_modules/.bin/dinofleet';
  rmSync(link, { force: true });
  symlinkSync('../../dinofleet', link);
}

/** Runs `main`, prints what is written for a person, and the system's own errors, without a stack; sets the exit status. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepError || 'errno' in error)) throw error;
    const where =
      error.code === 'ENOSPC' ? `; the disk that holds ${root} is full: free some of it, and run this again` : '';
    console.error(`\n${error.message}${where}`);
    process.exitCode = 1;
  }
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(() => setup({ yes: process.argv.includes('--yes') }));
}
