// What must hold on a real GPU: each part has a time limit of its own and writes down what it found as it goes; the last line says how
// many checks passed and how many failed.
//
//   npm run check:gpu [-- [--device cuda:0] [--out FOLDER] [--only PART]... [--peer PYTHON]]
//
// In a folder that `npm run gpu:pack` has made, ./check-gpu takes the same options, on a machine without Node or network.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

process.chdir(resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..'));

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'cuda:0' },
    out: { type: 'string', default: process.env.OUT ?? 'build-cuda/checks' },
    only: { type: 'string', multiple: true },
    peer: { type: 'string' },
  },
});
const { device, out } = values;
mkdirSync(out, { recursive: true });

const opTests = () =>
  readdirSync('dist/test/nn/backend')
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join('dist/test/nn/backend', name));
const checks = (name) => ({ tests: [`dist/test/gpu/${name}.gpu.js`] });
const bench = (...options) => ({
  command: [
    'dist/bench/main.js',
    'step',
    '--device',
    device,
    '--precision',
    'fp16',
    '--prototypes',
    '65536',
    ...options,
  ],
});
const released = (arch, patch, batch, ...more) =>
  bench(
    ...`--arch ${arch} --patch ${patch} --global 224 --local ${patch === 14 ? 98 : 96} --locals 8 --batch ${batch}`.split(
      ' ',
    ),
    ...more,
  );

/** In the order of doubt. */
const parts = [
  { name: 'doctor', seconds: 30, command: ['dist/src/cli/main.js', 'doctor'], accepts: [0, 1] },
  { name: 'products', seconds: 60, ...checks('products') },
  { name: 'attention', seconds: 90, ...checks('attention') },
  { name: 'ops', seconds: 120, tests: opTests() },
  { name: 'conformance', seconds: 90, ...checks('conformance') },
  { name: 'step-l16', seconds: 60, ...released('vit_large', 16, 64, '--steps', '10', '--profile') },
  { name: 'memory', seconds: 20, ...checks('memory') },
  { name: 'nccl', seconds: 40, ...checks('nccl') },
  { name: 'training', seconds: 150, ...checks('training') },
  { name: 'step-s14', seconds: 40, ...released('vit_small', 14, 64, '--steps', '20', '--profile') },
  { name: 'step-b14', seconds: 40, ...released('vit_base', 14, 64, '--steps', '10') },
  { name: 'step-l14', seconds: 60, ...released('vit_large', 14, 32, '--steps', '10') },
  { name: 'sanitizer', seconds: 60, ...sanitized() },
  ...(values.peer
    ? ['eager', 'compiled'].map((kind) => ({
        name: `peer-${kind}`,
        seconds: 240,
        apart: true,
        ...released(
          'vit_large',
          16,
          64,
          '--steps',
          '5',
          '--rounds',
          '1',
          '--peer',
          values.peer,
          ...(kind === 'compiled' ? ['--peer-compiled'] : []),
        ),
      }))
    : []),
];

/** NVIDIA's own search for reads and writes out of bounds, where it is installed. */
function sanitized() {
  const homes = [process.env.CUDA_HOME, '/usr/local/cuda'].filter(Boolean).map((home) => join(home, 'bin'));
  const folder = [...(process.env.PATH ?? '').split(':'), ...homes].find((path) =>
    existsSync(join(path, 'compute-sanitizer')),
  );
  if (folder === undefined) return { missing: 'compute-sanitizer is not on this machine' };
  return {
    program: join(folder, 'compute-sanitizer'),
    command: [
      '--error-exitcode',
      '9',
      process.execPath,
      '--test-force-exit',
      'dist/test/nn/backend/sixteen-bit.test.js',
    ],
  };
}

function say(line) {
  console.log(line);
  appendFileSync(join(out, 'summary.txt'), `${line}\n`);
}

/** Runs a part to its end or its limit. @returns its exit status, and all that it said */
async function run({ name, seconds, tests, command, program = process.execPath }) {
  const file = join(out, `${name}.txt`);
  const args = tests ? ['--test', '--test-reporter=tap', ...tests] : command;
  const env = { ...process.env, DINOFLEET_GPU: device, DINOFLEET_TEST_DEVICES: device };
  // Where a test starts this: a runner within another's test runs nothing.
  delete env.NODE_TEST_CONTEXT;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const to = createWriteStream(file);
  child.stdout.pipe(to, { end: false });
  child.stderr.pipe(to, { end: false });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
  const status = await new Promise((ended) => child.on('close', (code, signal) => ended(code ?? signal)));
  clearTimeout(timer);
  await new Promise((written) => to.end(written));
  return { status: late ? `its limit of ${seconds} s` : status, text: readFileSync(file, 'utf8') };
}

const count = (text, what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);

const began = performance.now();
const since = () => `${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s`;
const totals = { passed: 0, failed: 0 };
const { stdout } = spawnSync(
  'nvidia-smi',
  ['--query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit', '--format=csv,noheader'],
  { encoding: 'utf8' },
);
say(`checks of ${device}: ${stdout?.trim() || 'no nvidia-smi'}, ${new Date().toISOString()}`);
for (const part of parts) {
  if (values.only && !values.only.includes(part.name)) continue;
  if (part.missing) {
    say(`${since()}  left out  ${part.name.padEnd(12)} ${part.missing}`);
    continue;
  }
  const { status, text } = await run(part);
  const ended = (part.accepts ?? [0]).includes(status);
  const failed = part.tests ? Math.max(count(text, 'fail'), ended ? 0 : 1) : ended ? 0 : 1;
  const passed = part.tests ? count(text, 'pass') : 1 - failed;
  totals.passed += passed;
  totals.failed += failed;
  const last = text.trimEnd().split('\n');
  const detail = part.tests
    ? `${passed} passed, ${failed} failed${
        failed
          ? `: ${
              last
                .filter((line) => line.startsWith('not ok'))
                .slice(0, 5)
                .join(' | ') || status
            }`
          : ''
      }`
    : failed
      ? `ended with ${status}: ${last.slice(-3).join(' | ')}`
      : last[0];
  say(`${since()}  ${failed ? 'FAILED  ' : 'passed  '}  ${part.name.padEnd(12)} ${detail}`);
}
say(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
