// Builds cuda.node: the GPU's backend, on any machine with a C++ compiler, with or without a GPU. The toolkit is one that is here
// (CUDA_HOME, CUDA_PATH, nvcc on the PATH, /usr/local/cuda), or the pinned Python wheels of nvcc and its parts.
//
//   npm run build:cuda
//   node scripts/build-cuda.mjs --unless-compiled     only where the sources are not those of which docs/gpu-kernels.json tells
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unloadableAddon } from './setup/native-build.mjs';
import { runQuietly } from './setup/processes.mjs';
import { hashOfContents, step, stepIfChanged } from './setup/step.mjs';
import { StepError } from './setup/step-error.mjs';
import { runMain } from './setup.mjs';

const FOLDER = 'build-cuda';
const ADDON = `${FOLDER}/Release/cuda.node`;
/** The oldest nvcc that compiles the kernels. */
const OLDEST = 13;

/** nvcc, what it is made of, and the runtime that is linked: 105 MB to fetch. */
const WHEELS = [
  'nvidia-cuda-nvcc==13.0.88',
  'nvidia-cuda-crt==13.0.88',
  'nvidia-nvvm==13.0.88',
  'nvidia-cuda-runtime==13.0.96',
  'nvidia-cuda-cccl==13.0.85',
];

/** Of which only the headers are taken: what is called is found at run time. */
const HEADER_WHEELS = ['nvidia-cudnn-cu13==9.19.0.56', 'nvidia-cudnn-frontend==1.32.0', 'nvidia-cuda-nvrtc==13.0.88'];

/** Kernels of which most time is made: what ptxas says of them is printed. */
const HOT = [
  'attention_short_kernel',
  'attention_short_backward_kernel',
  'layer_norm_kernel',
  'softmax_cross_entropy_kernel',
];

/** What was compiled last, and what of it is worth watching: in the repository, so that others need not compile it again to know. */
const RECORD = 'docs/gpu-kernels.json';

function hashOfSources() {
  const sources = ['native/cuda', 'native/ops', 'native/host', 'native/napi', 'scripts/build-cuda.mjs'];
  return hashOfContents(sources, ['emulated']);
}

/** The version of the nvcc in a folder; null where there is none. */
function nvccVersion(home) {
  const { status, stdout } = spawnSync(join(home, 'bin/nvcc'), ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/release (\d+\.\d+)/.exec(stdout)?.[1] ?? null) : null;
}

/** A toolkit of this machine that is new enough. */
function toolkitHere() {
  const onPath = spawnSync('sh', ['-c', 'command -v nvcc'], { encoding: 'utf8' }).stdout.trim();
  const homes = [
    process.env.CUDA_HOME,
    process.env.CUDA_PATH,
    onPath === '' ? undefined : dirname(dirname(realpathSync(onPath))),
    '/usr/local/cuda',
  ];
  return homes.find((home) => home && Number.parseFloat(nvccVersion(home) ?? '0') >= OLDEST) ?? null;
}

/** Wheels are zip archives. @param part of the paths of the files that are taken */
async function fetchWheels(folder, names, part) {
  const wheels = join(FOLDER, 'wheels');
  rmSync(folder, { recursive: true, force: true });
  rmSync(wheels, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await runQuietly('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', wheels, ...names]);
  } catch (error) {
    throw new StepError(
      `${error.message}\nThe CUDA compiler or its headers could not be fetched by pip. Install CUDA ${OLDEST} or newer and set CUDA_HOME, ` +
        'or install pip: apt-get install -y python3-pip',
    );
  }
  for (const wheel of readdirSync(wheels)) {
    const program = [
      'import sys, zipfile',
      'archive = zipfile.ZipFile(sys.argv[1])',
      'archive.extractall(sys.argv[2], [name for name in archive.namelist() if sys.argv[3] in "/" + name])',
    ].join('\n');
    await runQuietly('python3', ['-c', program, join(wheels, wheel), folder, part]);
  }
  rmSync(wheels, { recursive: true });
}

/** Puts the toolkit together. The archives' modes are lost. */
async function fetchToolkit(folder) {
  await fetchWheels(folder, WHEELS, '/');
  for (const bin of ['bin', 'bin/crt', 'nvvm/bin']) {
    const path = join(folder, 'nvidia/cu13', bin);
    if (existsSync(path)) for (const name of readdirSync(path)) chmodSync(join(path, name), 0o755);
  }
}

function cudartIn(home) {
  const found = ['lib64', 'lib', 'targets/x86_64-linux/lib']
    .map((folder) => join(home, folder, 'libcudart_static.a'))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new StepError(`${home} has no libcudart_static.a; install the CUDA runtime's development files`);
  return found;
}

async function compile(home, headers) {
  const includes = ['include', 'nvidia/cudnn/include', 'nvidia/cu13/include'].map((path) => resolve(headers, path));
  const options = [
    `-DDINOFLEET_CUDA_TOOLKIT=${home}`,
    `-DDINOFLEET_CUDART=${cudartIn(home)}`,
    `-DDINOFLEET_CUDNN_INCLUDE=${includes.join(';')}`,
  ];
  await runQuietly('cmake', ['-S', '.', '-B', FOLDER, '-G', 'Ninja', ...options]);
  await runQuietly('cmake', ['--build', FOLDER]);
  const linked = spawnSync('readelf', ['--dynamic', ADDON], { encoding: 'utf8' }).stdout;
  const ofCuda = [...linked.matchAll(/NEEDED.*\[(lib(?:cu|nv|nccl)[^\]]*)\]/g)].map(([, name]) => name);
  if (ofCuda.length > 0)
    throw new StepError(`${ADDON} needs ${ofCuda.join(', ')} to load, expected no library of CUDA's`);
}

/** Registers and bytes spilled of the hot kernels, the most of any architecture and type. */
function figures() {
  const folder = join(FOLDER, 'native/cuda');
  const found = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ptxas'))) {
    let kernel = null;
    let spilled = 0;
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const [, mangled] = /Function properties for (\S+)/.exec(line) ?? [];
      if (mangled) kernel = HOT.find((hot) => mangled.includes(`${hot.length}${hot}`)) ?? null;
      const [, spills] = /(\d+) bytes spill stores/.exec(line) ?? [];
      if (spills) spilled = Number(spills);
      const [, registers] = /Used (\d+) registers/.exec(line) ?? [];
      if (!registers || kernel === null) continue;
      const most = found.get(kernel) ?? { registers: 0, spilled: 0 };
      found.set(kernel, {
        registers: Math.max(most.registers, Number(registers)),
        spilled: Math.max(most.spilled, spilled),
      });
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

await runMain(async () => {
  process.chdir(resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..'));
  if (
    process.argv.includes('--unless-compiled') &&
    JSON.parse(readFileSync(RECORD, 'utf8')).sources === hashOfSources()
  )
    return;
  mkdirSync(FOLDER, { recursive: true });
  const own = join(FOLDER, 'toolkit');
  let home = toolkitHere();
  if (home === null) {
    await stepIfChanged('CUDA compiler', { inputs: ['scripts/build-cuda.mjs'], outputs: [own] }, () =>
      fetchToolkit(own),
    );
    home = resolve(own, 'nvidia/cu13');
  }
  const headers = join(FOLDER, 'headers');
  await stepIfChanged('cuDNN headers', { inputs: ['scripts/build-cuda.mjs'], outputs: [headers] }, () =>
    fetchWheels(headers, HEADER_WHEELS, '/include/'),
  );
  await step('toolkit', () => `nvcc ${nvccVersion(home)} in ${home}`);
  await stepIfChanged(
    'cuda.node',
    {
      inputs: ['CMakeLists.txt', 'native', 'scripts/build-cuda.mjs', 'package-lock.json'],
      outputs: [ADDON],
      problem: async () => unloadableAddon([ADDON]),
    },
    () => compile(home, headers),
  );
  const kernels = figures();
  writeFileSync(RECORD, `${JSON.stringify({ sources: hashOfSources(), kernels }, null, 2)}\n`);
  for (const [kernel, { registers, spilled }] of Object.entries(kernels))
    console.log(`  ${kernel.padEnd(34)} ${String(registers).padStart(3)} registers, ${spilled} bytes spilled`);
});
