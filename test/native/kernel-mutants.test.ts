/** What a GPU would do wrong in silence, the emulation of kernels finds: mistakes are planted in them, and each ends the program. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { after, type TestContext, test } from 'node:test';

const SOURCES = [
  'native/cuda/kernels/residual.cu',
  'native/cuda/kernels/attention_short.cu',
  'native/cuda/kernels/attention_simple.cu',
  'native/cuda/kernels/neighbours.cu',
  'native/cuda/emulated/cuda_on_cpu.cc',
  'test/native/kernels/main.cc',
];

interface Change {
  file: string;
  from: string;
  to: string;
}

const OPTIONS = ['-std=c++20', '-O1', '-g1', '-fopenmp', '-fsanitize=address'];

const built = mkdtempSync(join(tmpdir(), 'dinofleet-kernels-'));
after(() => rmSync(built, { recursive: true }));

/** Of a source as it is: its object, and the files that it is made from. */
interface Compiled {
  object: string;
  inputs: string[];
}

const unchanged = new Map<string, Promise<Compiled>>();

async function gxx(args: readonly string[]): Promise<void> {
  const child = spawn('g++', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [status] = await once(child, 'close');
  assert.equal(status, 0, errors);
}

/** @param folder what is in it stands before what native/ has under the same names */
async function compile(source: string, folder: string): Promise<Compiled> {
  const object = join(folder, `${basename(source)}.o`);
  const changed = join(folder, source.replace('native/', ''));
  const path = existsSync(changed) ? changed : source;
  const includes = ['-I', folder, '-I', 'native', '-I', dirname(source)];
  await gxx([...OPTIONS, '-MMD', ...includes, '-x', 'c++', '-c', path, '-o', object]);
  const inputs = readFileSync(object.replace(/o$/, 'd'), 'utf8').split(/[\s\\]+/);
  return { object, inputs: inputs.map((input) => normalize(input)) };
}

/** Those that a change does not touch are compiled once for all changes. */
async function objectsOf(change: Change | null, folder: string): Promise<string[]> {
  const compiled = SOURCES.map(async (source) => {
    if (!unchanged.has(source)) unchanged.set(source, compile(source, built));
    const { object, inputs } = await unchanged.get(source)!;
    return change !== null && inputs.includes(change.file) ? (await compile(source, folder)).object : object;
  });
  return Promise.all(compiled);
}

/** Compiles the kernels with AddressSanitizer, one of their files changed, and runs them. */
async function run(t: TestContext, change: Change | null) {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-mutant-'));
  t.after(() => rmSync(folder, { recursive: true }));
  if (change !== null) {
    const text = readFileSync(change.file, 'utf8');
    assert.equal(text.split(change.from).length, 2, `${change.file} has this once: ${change.from}`);
    const changed = join(folder, change.file.replace('native/', ''));
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, text.replace(change.from, change.to));
  }
  const program = join(folder, 'kernels');
  await gxx([...OPTIONS, ...(await objectsOf(change, folder)), '-o', program]);
  return spawnSync(program, { encoding: 'utf8', env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
}

test('kernels are right in every order of their threads, and touch no byte too far', async (t) => {
  const { status, stderr } = await run(t, null);
  assert.equal(status, 0, stderr);
});

const mutants: [what: string, change: Change, found: RegExp][] = [
  [
    'a barrier that is missing before what other warps have written is read',
    {
      file: 'native/cuda/kernels/kernel.h',
      from: '  if (lane == 0) scratch[warp] = value;\n  __syncthreads();\n  return warp_sum(lane < warps ? scratch[lane] : Number{0});',
      to: '  if (lane == 0) scratch[warp] = value;\n  return warp_sum(lane < warps ? scratch[lane] : Number{0});',
    },
    /layerNorm is -?nan/,
  ],
  [
    'a barrier that is missing before what other warps read is written again',
    {
      file: 'native/cuda/kernels/kernel.h',
      from: '  __syncthreads();  // whoever reads the last sum has read it\n',
      to: '',
    },
    /layerNorm is /,
  ],
  [
    'a row that is read one number too far',
    {
      file: 'native/cuda/kernels/kernel.h',
      from: 'for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x)) call(c, Width<1>{});',
      to: 'for (int c = static_cast<int>(threadIdx.x); c <= dim; c += static_cast<int>(blockDim.x)) call(c, Width<1>{});',
    },
    /AddressSanitizer: heap-buffer-overflow/,
  ],
  [
    'keys beyond the end of a sequence that are not masked',
    {
      file: 'native/cuda/kernels/attention_short.cu',
      from: 'const float weight = is_there ? exp2f(scores[n][i] * scale - own_sums[i / 2]) : 0.0f;',
      to: 'const float weight = exp2f(scores[n][i] * scale - own_sums[i / 2]);',
    },
    /its gradient is /,
  ],
  [
    'a step of a sort that begins before the one before it is done',
    {
      file: 'native/cuda/kernels/neighbours.cu',
      from: '        keys[i] = larger;\n      }\n      __syncthreads();\n',
      to: '        keys[i] = larger;\n      }\n',
    },
    /a neighbour is /,
  ],
  [
    'keys that are sorted beyond their end',
    {
      file: 'native/cuda/kernels/neighbours.cu',
      from: 'other <= i || other >= count || ',
      to: 'other <= i || ',
    },
    /AddressSanitizer: heap-buffer-overflow/,
  ],
];

for (const [what, change, found] of mutants)
  test(`the emulation finds ${what}`, async (t) => {
    const { status, stderr } = await run(t, change);
    assert.notEqual(status, 0);
    assert.match(stderr, found);
  });
