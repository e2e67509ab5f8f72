// Runs the tests and sweeps of native code with addons that are built with AddressSanitizer and UndefinedBehaviorSanitizer,
// in build-sanitized/. A finding ends the process that it is in, with a report: its test fails.
//
//   npm run test:sanitized [-- NAME...]     only test files whose path contains one of the names
//
// Not looked for: leaks (V8 leaves much to the end of the process), races between threads (another sanitizer, which libgomp
// and oneDNN would have to be built with), and errors within libraries but for bytes that they touch in memory of ours.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { addons } from '../setup/native-build.mjs';
import { runQuietly } from '../setup/processes.mjs';
import { stepIfChanged } from '../setup/step.mjs';
import { StepError } from '../setup/step-error.mjs';
import { runMain, setup } from '../setup.mjs';
import { compiledOf, testSources } from './files.mjs';
import { runParts } from './run-parts.mjs';

const BUILD = 'build-sanitized';
const CMAKE_JS = 'node_modules/cmake-js/bin/cmake-js';
const LIMIT_MS = 5 * 60_000;
const FOLDERS = [
  'test/nn/backend/',
  'test/gloo-bindings/',
  'test/nccl-bindings/',
  'test/image/',
  'test/hostile/',
  'test/comm/',
];

/** Tests that cannot pass so, by what is in their names, and why. */
const EXCLUDED = {
  'softmaxCrossEntropy agrees with a float64 reference at (3, 4096), 2 of 2':
    'its tolerance wants sums of floats that are made in several lanes; instrumented loops have one',
};

const escaped = (text) => text.replace(/[()]/g, '\\$&');
// Node's runner also takes a test whose parent matches, and "<root>" is the parent of all.
const others = new RegExp(`^(?!<root>$)(?!.*(${Object.keys(EXCLUDED).map(escaped).join('|')}))`);

/** The runtime must be in a process before Node itself: an addon cannot bring it along. */
function sanitizerRuntime() {
  const path = execFileSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  if (!path.startsWith('/')) throw new StepError('g++ has no libasan.so, which the sanitized build needs');
  return path;
}

const environment = () => ({
  LD_PRELOAD: sanitizerRuntime(),
  // Memory that is refused is an error of JavaScript's, as without sanitizers.
  ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  NODE_OPTIONS: `--require=${fileURLToPath(new URL('./sanitized-addons.cjs', import.meta.url))}`,
});

await runMain(async () => {
  const args = process.argv.slice(2);
  await setup({ yes: args.includes('--yes') });
  await stepIfChanged(
    'sanitized build',
    {
      inputs: ['CMakeLists.txt', 'native', 'test/native', 'package-lock.json'],
      outputs: addons.map((addon) => addon.replace('build', BUILD)),
    },
    () => runQuietly(process.execPath, [CMAKE_JS, 'compile', '--out', BUILD, '--CDDINOFLEET_SANITIZE=ON']),
  );
  const names = args.filter((arg) => !arg.startsWith('--'));
  const files = testSources('test', names)
    .filter((source) => FOLDERS.some((folder) => source.startsWith(folder)))
    .map(compiledOf);
  if (files.length === 0) throw new StepError(`no tests of native code match ${names.join(', ')}`);
  Object.assign(process.env, environment());
  for (const [name, reason] of Object.entries(EXCLUDED)) console.log(`left out: "${name}": ${reason}`);
  const part = { name: 'sanitized', files, concurrency: 2, limitMs: LIMIT_MS, testNamePatterns: [others] };
  if (!(await runParts([part]))) process.exitCode = 1;
});
