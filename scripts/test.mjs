// Everything that must hold: set-up, format and lint, types (by the build), then the tests.
//
//   npm test [-- NAME...]        only test files whose path contains one of the names
//   npm run test:soak            the long sweeps, test/**/*.soak.ts
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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

await runMain(async () => {
  const args = process.argv.slice(2);
  const kind = args.includes('--soak') ? 'soak' : 'test';
  const names = args.filter((arg) => !arg.startsWith('--'));

  await setup({ yes: args.includes('--yes') });
  await step('format and lint', () => runQuietly('npx', ['biome', 'check', '.']));

  const files = testFiles(kind, names);
  if (files.length === 0) throw new StepError(`no ${kind} files${names.length ? ` match ${names.join(', ')}` : ''}`);
  // One file at a time: tests that start workers use every core.
  const options = ['--test', '--test-concurrency=1', `--test-timeout=${timeoutMs[kind]}`, '--test-reporter=spec'];
  const tests = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
  process.exitCode = tests.status ?? 1;
});
