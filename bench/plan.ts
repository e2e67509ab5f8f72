/**
 * What `dinofleet plan` says beside what happens: each case is planned in a fresh process and then trained by `dinofleet launch`, for a
 * few steps on images that are made for it. Ratios are planned over measured.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import { UsageError } from '../src/errors/usage-error.js';
import { findDevice } from '../src/nn/device.js';
import type { JobPlan } from '../src/plan/plan-job.js';
import { RandomStream } from '../src/random/random-stream.js';
import { usableCores } from '../src/system/cores.js';
import { median } from './median.js';
import { type WatchedLaunch, watchedLaunch } from './watched-launch.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  case: { type: 'string' },
  precision: { type: 'string' },
  ranks: { type: 'string', default: '1,2' },
  steps: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const;

interface Size {
  overrides: readonly string[];
  /** Enough for the pool to have seen what steps take. */
  steps: number;
}

const VIT = ['train.centering=sinkhorn_knopp', 'student.drop_path_rate=0.3', 'ibot.separate_head=true'];

/** Beginning with what a recipe of the same file name has. */
export const SIZES: Record<string, Size> = {
  quickstart: { overrides: [], steps: 60 },
  'vit-tiny': {
    overrides: [...named('vit_tiny', 8, 64, 32, 4), ...heads(4096), ...VIT, 'train.batch_size_per_gpu=16'],
    steps: 24,
  },
  'vit-small': {
    overrides: [...named('vit_small', 14, 224, 98, 8), ...heads(16384), ...VIT, 'train.batch_size_per_gpu=4'],
    steps: 12,
  },
};

function named(arch: string, patch: number, global: number, local: number, locals: number): string[] {
  return [
    `student.arch=${arch}`,
    `student.patch_size=${patch}`,
    'student.embed_dim=null',
    'student.depth=null',
    'student.num_heads=null',
    `crops.global_crops_size=${global}`,
    `crops.local_crops_size=${local}`,
    `crops.local_crops_number=${locals}`,
  ];
}

function heads(prototypes: number): string[] {
  return ['dino', 'ibot'].flatMap((head) => [
    `${head}.head_n_prototypes=${prototypes}`,
    `${head}.head_hidden_dim=2048`,
    `${head}.head_bottleneck_dim=256`,
  ]);
}

export const RECIPE = 'configs/quickstart.yaml';
const NUM_IMAGES = 512;
const IMAGE_SIZE = 64;

interface Case {
  size: string;
  ranks: number;
  precision: string;
}

/** Planned over measured, of one round. */
interface Round {
  tensors: number;
  process: number;
  step: number;
  /** The same of a machine without other programs: they have taken their share of the cores, all of which the job keeps busy. */
  step_alone: number;
  run: number;
  planned_ms: number;
  measured_ms: number;
  plan_wall_s: number;
  others_cores: number;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const rounds = wholeNumber('rounds', values.rounds);
  const steps = values.steps === undefined ? null : wholeNumber('steps', values.steps);
  const cases = casesOf(values.case, values.ranks, values.precision);
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  try {
    writeImages(folder);
    const found: { case: Case; rounds: Round[] }[] = cases.map((one) => ({ case: one, rounds: [] }));
    for (let round = 0; round < rounds; round++)
      for (const one of round % 2 === 0 ? found : found.toReversed())
        one.rounds.push(await compare(one.case, folder, steps ?? SIZES[one.case.size]!.steps));
    print(found, values.json);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function casesOf(sizes: string | undefined, ranks: string, precisions: string | undefined): Case[] {
  const hasBf16 = findDevice('cpu')?.computeTypes.includes('bfloat16') ?? false;
  const wanted = {
    sizes: sizes?.split(',') ?? Object.keys(SIZES),
    ranks: ranks.split(',').map((count) => wholeNumber('ranks', count)),
    precisions: precisions?.split(',') ?? (hasBf16 ? ['fp32', 'bf16'] : ['fp32']),
  };
  const unknown = wanted.sizes.find((size) => !Object.hasOwn(SIZES, size));
  if (unknown !== undefined)
    throw new UsageError('BAD_OPTION', `--case is ${unknown}, expected ${Object.keys(SIZES).join(', ')}`);
  return wanted.sizes.flatMap((size) =>
    wanted.ranks.flatMap((count) => wanted.precisions.map((precision) => ({ size, ranks: count, precision }))),
  );
}

/** Smooth, with some noise: files of a few kilobytes. */
function writeImages(folder: string): void {
  for (let image = 0; image < NUM_IMAGES; image++) {
    const random = new RandomStream(image, 'photo');
    const png = new PNG({ width: IMAGE_SIZE, height: IMAGE_SIZE });
    for (let i = 0; i < png.data.length; i++)
      png.data[i] = i % 4 === 3 ? 255 : Math.round(128 + 90 * Math.sin(i / 97 + image) + 20 * random.uniform());
    writeFileSync(join(folder, `${image}.png`), PNG.sync.write(png));
  }
}

async function compare({ size, ranks, precision }: Case, images: string, steps: number): Promise<Round> {
  const outputDir = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  try {
    const job = [
      RECIPE,
      '--device',
      'cpu',
      '--nproc-per-node',
      String(ranks),
      ...SIZES[size]!.overrides,
      `compute_precision.compute_dtype=${precision}`,
      `train.dataset_path=${images}`,
      `train.output_dir=${outputDir}`,
      `train.max_steps=${steps}`,
      'train.log_every=2',
    ];
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', 'plan', ...job, '--json'], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const planWall = (performance.now() - began) / 1000;
    return ratios(JSON.parse(stdout) as JobPlan, await watchedLaunch(job, outputDir), planWall);
  } finally {
    rmSync(outputDir, { recursive: true, force: true });
  }
}

/** Of ranks the one that had most: the others have a little less, by the masks that they drew. */
function ratios(plan: JobPlan, had: WatchedLaunch, planWall: number): Round {
  const measured = median(had.stepSeconds);
  const cores = usableCores().usable;
  return {
    tensors: plan.memory.peak / Math.max(...had.tensorBytes),
    process: plan.host.process.total / Math.max(...had.processBytes),
    step: plan.step.total / measured,
    step_alone: plan.step.total / (mean(had.stepSeconds) * (1 - had.othersCores / cores)),
    run: plan.run.seconds / had.wallSeconds,
    planned_ms: 1000 * plan.step.total,
    measured_ms: 1000 * measured,
    plan_wall_s: planWall,
    others_cores: had.othersCores,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function print(found: readonly { case: Case; rounds: Round[] }[], json: boolean): void {
  if (json) {
    console.log(
      JSON.stringify(found.map(({ case: { size, ranks, precision }, rounds }) => ({ size, ranks, precision, rounds }))),
    );
    return;
  }
  console.log('planned / measured, median (least..greatest)');
  for (const { case: one, rounds } of found) {
    const of = (name: keyof Round) => {
      const values = rounds.map((round) => round[name]);
      return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}..${Math.max(...values).toFixed(2)})`;
    };
    console.log(
      `${one.size}, ${one.ranks} ${one.ranks === 1 ? 'rank' : 'ranks'}, ${one.precision}: tensors ${of('tensors')}, process ${of('process')}, ` +
        `step ${of('step')}, without others ${of('step_alone')}, run ${of('run')}; ${median(rounds.map((round) => round.measured_ms)).toFixed(0)} ms a step; plan took ` +
        `${median(rounds.map((round) => round.plan_wall_s)).toFixed(2)} s; others had ${of('others_cores')} cores`,
    );
  }
}
