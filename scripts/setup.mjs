// Makes a fresh checkout usable: system packages, npm packages, native build, TypeScript build. Plain Node without any
// package, because none is there yet. Steps that are done are skipped.
//
//   npm run setup [-- --yes]     --yes: install system packages by sudo without asking
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly, StepError, step, stepIfChanged } from './setup/step.mjs';
import { installSystemPackages, systemPackages } from './setup/system-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = 'dinofleet';

/** @throws StepError with a message for the user */
export async function setup({ yes }) {
  process.chdir(root);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new StepError(`Node ${process.versions.node} is too old, expected 20 or newer`);

  await step('system packages', () => installSystemPackages(systemPackages, yes));
  await stepIfChanged(
    'npm packages',
    { inputs: ['package.json', 'package-lock.json'], outputs: ['node_modules/.package-lock.json'] },
    () => runQuietly('npm', ['ci', '--no-audit', '--no-fund']),
  );
  await stepIfChanged(
    'native build',
    {
      inputs: ['CMakeLists.txt', 'native', 'package-lock.json'],
      outputs: ['cpu', 'gloo', 'image'].map((addon) => `build/Release/${addon}.node`),
    },
    () => runQuietly('npm', ['run', 'build:native']),
  );
  await stepIfChanged(
    'TypeScript build',
    { inputs: ['src', 'test', 'bench', 'proto', 'tsconfig.json', 'package-lock.json'], outputs: ['dist/.tsbuildinfo'] },
    () => runQuietly('npm', ['run', 'build:ts']),
  );
  linkCommand();
}

/** Makes the executable one, where a checkout lost that, and lets `npx dinofleet` find it: npm links those of dependencies only. */
function linkCommand() {
  chmodSync(command, 0o755);
  const link = 'node_modules/.bin/dinofleet';
  rmSync(link, { force: true });
  symlinkSync(`../../${command}`, link);
}

/** Runs `main`, prints a StepError's message without a stack, sets the exit status. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(() => setup({ yes: process.argv.includes('--yes') }));
}
