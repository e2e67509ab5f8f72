/** `npm run bench -- NAME [options]`: measures one thing, prints it for people or, with --json, for programs. */

import { UserError } from '../src/errors/user-error.js';

interface Bench {
  what: string;
  load: () => Promise<{ run(args: string[]): Promise<void> }>;
}

const benches: Record<string, Bench> = {
  step: { what: 'the whole training step, without reading images', load: () => import('./step.js') },
  scaling: {
    what: 'how a step grows with the batch and with the tokens of an image',
    load: () => import('./scaling.js'),
  },
  host: { what: 'what a step costs the host, on a backend that computes nothing', load: () => import('./host.js') },
  gemm: { what: 'matrix products on the shapes of a step', load: () => import('./gemm.js') },
  comm: { what: 'collectives between two processes', load: () => import('./comm.js') },
  checkpoint: {
    what: 'saving, loading and resharding, and what saves cost the steps',
    load: () => import('./checkpoint.js'),
  },
  store: { what: 'files of ranks to an object store and back', load: () => import('./store.js') },
  recovery: {
    what: 'how soon a fault is seen, and how soon the next step follows, with real processes on hosts of their own',
    load: () => import('./recovery.js'),
  },
  goodput: {
    what: 'what is left of the time of a training on three hosts where a worker is killed every three minutes',
    load: () => import('./goodput.js'),
  },
  plan: { what: 'what dinofleet plan says beside what a training takes', load: () => import('./plan.js') },
  coordinator: {
    what: 'what 10,000 workers cost the coordinator: heartbeats over TLS, a connection each',
    load: () => import('./coordinator.js'),
  },
  index: {
    what: 'what listing images costs beside find, and a list of millions those who read it',
    load: () => import('./index-images.js'),
  },
  knn: { what: 'the nearest rows of a gallery to many queries', load: () => import('./knn.js') },
  loader: {
    what: 'decoding and cropping images, by train.num_workers or by where they come from',
    load: () => import('./loader.js'),
  },
  waiting: {
    what: 'what part of the steps of a training waits for images',
    load: () => import('./waiting.js'),
  },
};

const help = [
  `usage: npm run bench -- ${Object.keys(benches).join('|')} [options] [--json]`,
  '',
  ...Object.entries(benches).map(([name, { what }]) => `  ${name}  ${what}`),
  '',
  'step:  --arch --patch --global --local --locals --batch --prototypes --steps --precision --threads',
  '       --device cpu|cuda|cuda:N|cuda-emulated:N; --profile: which kernels take the time of a GPU, by CUPTI',
  '       --peer PYTHON --rounds N [--peer-compiled]: beside the released code, in turn; needs torch, torchvision, omegaconf and fvcore there, and',
  '       a checkout of facebookresearch/dinov2 on PYTHONPATH',
  'scaling:  --precision --steps --rounds --threads; --svg FILE: a chart of it',
  'host:  --recipe --batch --steps --compute float32|bfloat16|float16',
  'gemm:  --precision --threads',
  'comm:  --mb',
  'recovery:  --fault NAME, --rounds, --images N, --state-mb N (of each of two ranks); as root, for the hosts are network namespaces',
  'goodput:  --minutes 30 --every 180 --undisturbed MINUTES (a quarter of them); as root',
  'plan:  --case quickstart,vit-tiny,vit-small --ranks 1,2 --precision fp32,bf16 --steps --rounds',
  'coordinator:  --workers --local-ranks --seconds --load-processes; --profile FOLDER: of the coordinator, for the Chrome DevTools',
  'store:  --place s3://BUCKET/PREFIX --mb --rounds',
  'index:  --files 300000 --entries 10000000 --rounds',
  'knn:  --queries --gallery --dim --k --threads --rounds; --peer PYTHON: beside faiss, in turn; needs faiss-cpu and numpy there',
  'loader:  --images FOLDER (or made ones of --width --height) --batch --batches --rounds --threads 1,2,4',
  '       --peer PYTHON: beside the transforms of the released code, one core, in turn; needs torch, torchvision and pillow there',
  '       --global-only: decoding and one global crop, its colours left alone, beside the decoding of libjpeg; one core, in turn; JPEG files',
  '       --sources: one thread on a folder, on tar archives and Parquet tables of its images, and on the archives in moto as an object store, in',
  '       turn, an epoch each; give thousands of images; moto is installed once, for which python3 with venv is needed',
  'waiting:  --images FOLDER (or made ones) --steps; one thread computes, the other cores read; needs two cores, and taskset',
  'checkpoint:  --dir --seconds --every --rounds --quick, and those of step but --steps',
  '',
  'Example:',
  '  npm run bench -- step --arch vit_tiny --patch 8 --global 64 --local 32 --locals 4 --batch 32 --prototypes 4096',
  '  PYTHONPATH=~/dinov2 npm run bench -- step --peer ~/venv/bin/python --rounds 5 --precision bf16',
].join('\n');

async function main([name = '', ...args]: string[]): Promise<number> {
  if ([name, ...args].includes('--help')) {
    console.log(help);
    return 0;
  }
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) {
    console.error(name === '' ? help : `there is no bench "${name}"\n\n${help}`);
    return 2;
  }
  try {
    await (await bench.load()).run(args);
    return 0;
  } catch (error) {
    if (isWrongUse(error)) console.error(`${error.message}\n(--help says more)`);
    else if (error instanceof UserError) console.error(error.message);
    else console.error(error);
    return isWrongUse(error) ? 2 : 1;
  }
}

function isWrongUse(error: unknown): error is Error {
  if (error instanceof UserError) return error.exitCode === 2;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
