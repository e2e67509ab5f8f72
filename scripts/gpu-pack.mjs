// Makes .gpu/: one folder with Node, the addons, their libraries and what check-gpu needs, for a machine with a GPU that has neither Node
// nor a network. Less than 60 MB.
//
//   npm run gpu:pack
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { prepareEmoji } from '../examples/emoji/prepare.mjs';
import { step } from './setup/step.mjs';
import { StepError } from './setup/step-error.mjs';
import { runMain, setup } from './setup.mjs';

const FOLDER = '.gpu';
const MOST_BYTES = 60e6;
const ADDONS = ['cpu', 'cuda-emulated', 'gloo', 'image', 'nccl', 'foreign'];
/** That every machine with a driver has. */
const OF_THE_SYSTEM = /^(ld-linux|libc\.so|libm\.so|libdl|libpthread|librt|libstdc\+\+|libgcc_s|linux-vdso)/;
/** Step cases of one rank, which test/gpu/conformance.gpu.ts replays. */
const CASES = ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers'].map(
  (name) => `test/golden/${name}`,
);
const EMOJI = 'examples/emoji/node_modules/emoji-datasource-google/img/google/64';

function capture(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new StepError(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

/** Libraries that an addon is linked with, by their paths here. */
function librariesOf(addon) {
  return capture('ldd', [addon])
    .split('\n')
    .map((line) => /^\s*(\S+) => (\/\S+)/.exec(line))
    .filter((found) => found !== null && !OF_THE_SYSTEM.test(found[1]))
    .map(([, name, path]) => ({ name, path }));
}

function layOut(root) {
  const copy = (path, filter) => cpSync(path, join(root, path), { recursive: true, dereference: true, filter });
  const isCode = (path) => !/\.(map|tsbuildinfo|d\.ts)$/.test(path);
  for (const path of ['dist', 'proto/generated']) copy(path, isCode);
  for (const path of [
    'package.json',
    'CMakeLists.txt',
    'native',
    'dinofleet',
    'configs',
    'scripts',
    ...CASES,
    'test/end-to-end/recipe.yaml',
    'test/fixtures',
    'bench/released_step.py',
  ])
    copy(path);
  for (const path of capture('npm', ['ls', '--omit=dev', '--all', '--parseable']).trim().split('\n').slice(1)) {
    const inside = relative('.', path);
    if (!inside.startsWith('node_modules/@types/')) copy(inside, (name) => isCode(name) && !name.endsWith('.md'));
  }
  const addons = [...ADDONS.map((name) => `build/Release/${name}.node`), 'build-cuda/Release/cuda.node'];
  mkdirSync(join(root, 'lib'));
  for (const addon of addons) {
    copyFile(addon, root);
    for (const { name, path } of librariesOf(addon)) copyFileSync(path, join(root, 'lib', name));
  }
  for (const name of readdirSync('build/Release').filter((file) => file.startsWith('libfake-nccl')))
    copyFile(join('build/Release', name), root);
  mkdirSync(join(root, dirname(EMOJI)), { recursive: true });
  if (existsSync(EMOJI)) copy(EMOJI);
  copyFileSync(process.execPath, join(root, 'node'));
  chmodSync(join(root, 'node'), 0o755);
  spawnSync('strip', [join(root, 'node'), ...addons.map((addon) => join(root, addon))]);
}

function copyFile(path, root) {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  copyFileSync(path, join(root, path));
}

const START = `#!/bin/sh
# Unpacks what lies beside it to a folder of its own and checks the GPU: npm run gpu:pack made this. The options are those of scripts/check-gpu.mjs.
set -e
here=$(cd "$(dirname "$0")" && pwd)
out=\${OUT:-$here/checks}
work=$(mktemp -d)
tar -xJf "$here/bundle.tar.xz" -C "$work" 2>/dev/null ||
  python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$here/bundle.tar.xz" "$work"
cd "$work"
export LD_LIBRARY_PATH="$work/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export OUT="$out" PATH="$work:$PATH"
exec ./node scripts/check-gpu.mjs "$@"
`;

await runMain(async () => {
  process.chdir(resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..'));
  await setup({ yes: process.argv.includes('--yes') });
  await step('cuda.node', () => void capture(process.execPath, ['scripts/build-cuda.mjs']));
  await prepareEmoji();
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-gpu-'));
  try {
    await step('files', () => layOut(root));
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER);
    const bundle = join(FOLDER, 'bundle.tar.xz');
    await step('bundle', () => void capture('tar', ['-C', root, '-I', 'xz -6 -T2', '-cf', bundle, '.']));
    writeFileSync(join(FOLDER, 'check-gpu'), START, { mode: 0o755 });
    const bytes = statSync(bundle).size;
    if (bytes > MOST_BYTES)
      throw new StepError(
        `${basename(bundle)} has ${(bytes / 1e6).toFixed(1)} MB, expected at most ${MOST_BYTES / 1e6}`,
      );
    console.log(`${FOLDER}/ has ${(bytes / 1e6).toFixed(1)} MB: copy it to the machine, and there: ./check-gpu`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
