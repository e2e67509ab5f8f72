// Everything that must hold: set-up, format and lint, types (by the build), then the tests.
//
//   npm test [-- NAME...]        only test files whose path contains one of the names
//   npm run test:units           only test files that read unit references, from the folder GOLDEN_UNITS if that is set
//   npm run test:soak            the long sweeps, test/**/*.soak.ts
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runQuietly, StepError, step } from './setup/step.mjs';
import { runMain, setup } from './setup.mjs';

const timeoutMs = { test: 5 * 60_000, soak: 60 * 60_000 };

/** Compiled test files, by the sources that there are: a file left over from a deleted source does not run. */
function testFiles(kind, names) {
  return readdirSync('test', { recursive: true })
    .filter((path) => path.endsWith(`.${kind}.ts`))
    .filter((path) => names.length === 0 || names.some((name) => path.includes(name)))
    .map((path) => `dist/test/${path.replace(/\.ts$/, '.js')}`)
    .sort();
}

const sourceOf = (compiled) => compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const unitsModule = /from '[./]*golden-units\.js'/;

/** Whether a test, or a file of ours that it imports, reads unit references. */
function readsUnits(path, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return false;
  seen.add(path);
  const source = readFileSync(path, 'utf8');
  if (unitsModule.test(source)) return true;
  return [...source.matchAll(/from '(\.[^']*)\.js'/g)].some(([, module]) =>
    readsUnits(join(dirname(path), `${module}.ts`), seen),
  );
}

/** A folder given as seen from where npm was called, as it is seen from anywhere. */
function useGivenUnits() {
  if (!process.env.GOLDEN_UNITS) return;
  const folder = resolve(process.env.INIT_CWD ?? '.', process.env.GOLDEN_UNITS);
  if (!existsSync(join(folder, 'schedules.json')))
    throw new StepError(
      `GOLDEN_UNITS is ${folder}, where no schedules.json can be read; expected a folder of unit references, with the ` +
        'files that test/golden/README.md lists under "Units"',
    );
  process.env.GOLDEN_UNITS = folder;
}

await runMain(async () => {
  useGivenUnits();
  const args = process.argv.slice(2);
  const kind = args.includes('--soak') ? 'soak' : 'test';
  const names = args.filter((arg) => !arg.startsWith('--'));

  await setup({ yes: args.includes('--yes') });
  await step('format and lint', () => runQuietly('npx', ['biome', 'check', '.']));

  const all = testFiles(kind, names);
  const files = args.includes('--units') ? all.filter((path) => readsUnits(sourceOf(path))) : all;
  if (files.length === 0) throw new StepError(`no ${kind} files${names.length ? ` match ${names.join(', ')}` : ''}`);
  // One file at a time: tests that start workers use every core.
  const options = ['--test', '--test-concurrency=1', `--test-timeout=${timeoutMs[kind]}`, '--test-reporter=spec'];
  const tests = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
  process.exitCode = tests.status ?? 1;
});
