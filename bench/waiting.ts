/**
 * What part of a training's steps waits for images: `dinofleet launch` trains a ViT-Ti/8 on one rank that computes with one thread, and
 * its images are read and cropped on the other cores meanwhile.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/errors/usage-error.js';
import { runLogPath } from '../src/run/layout.js';
import { usableCores } from '../src/system/cores.js';
import { programProcess, workerPid } from '../test/fixtures/fleet-process.js';
import { median } from './median.js';
import { firstCore } from './one-core.js';
import { writePhotos } from './photos.js';
import { RECIPE, SIZES } from './plan.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  images: { type: 'string' },
  steps: { type: 'string', default: '30' },
  json: { type: 'boolean', default: false },
} as const;

/** Steps at the beginning, in which batches come to be prepared ahead and the cores are given. */
const WARM_UP = 6;

/** What --json prints; seconds are medians of a step. */
export interface WaitingResult {
  /** After the warm-up. */
  steps: number;
  /** Of all of these, without saves. */
  share: number;
  step_seconds: number;
  data_seconds: number;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const steps = wholeNumber('steps', values.steps);
  const { affinity } = usableCores();
  if (affinity < 2)
    throw new UsageError(
      'BAD_OPTION',
      `this process may use ${affinity} core, expected 2 or more: one computes, the others read`,
    );
  const scratch = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  try {
    const images =
      values.images === undefined ? join(scratch, 'images') : resolve(process.env.INIT_CWD ?? '.', values.images);
    if (values.images === undefined) writePhotos(images, 640, 480);
    const outputDir = join(scratch, 'out');
    await train(images, outputDir, WARM_UP + steps);
    print(resultOf(outputDir), values.json);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A launch counts the cores it begins on, one; its worker's threads may use all once the first step is done. */
async function train(images: string, outputDir: string, steps: number): Promise<void> {
  const all = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
  const job = [
    RECIPE,
    '--device',
    'cpu',
    '--nproc-per-node',
    '1',
    ...SIZES['vit-tiny']!.overrides,
    `train.dataset_path=${images}`,
    `train.output_dir=${outputDir}`,
    `train.max_steps=${steps}`,
    'train.checkpoint_steps=1000000',
  ];
  const ends: (() => void | Promise<void>)[] = [];
  try {
    const launch = programProcess({ after: (end) => void ends.push(end) }, 'taskset', [
      '--cpu-list',
      String(firstCore()),
      process.execPath,
      'dist/src/cli/main.js',
      'launch',
      ...job,
    ]);
    const [, address] = await launch.says(/info coordinator address=(\S+)/);
    const worker = await workerPid(address!, 0, 1);
    await launch.says(/info running generation=1 /);
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', all, String(worker)], { stdio: 'pipe' });
    const code = await launch.ended;
    if (code !== 0) throw new Error(`dinofleet launch ended with ${code}:\n${launch.output()}`);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function resultOf(outputDir: string): WaitingResult {
  const lines = readFileSync(runLogPath(outputDir), 'utf8').trimEnd().split('\n').slice(WARM_UP);
  const steps = lines.map((line) => {
    const step = JSON.parse(line) as Record<`${'data' | 'compute' | 'communication'}_seconds`, number>;
    return { data: step.data_seconds, all: step.data_seconds + step.compute_seconds + step.communication_seconds };
  });
  const sum = (seconds: readonly number[]) => seconds.reduce((total, one) => total + one, 0);
  return {
    steps: steps.length,
    share: sum(steps.map(({ data }) => data)) / sum(steps.map(({ all }) => all)),
    step_seconds: median(steps.map(({ all }) => all)),
    data_seconds: median(steps.map(({ data }) => data)),
  };
}

function print(result: WaitingResult, json: boolean): void {
  const { steps, share, step_seconds, data_seconds } = result;
  if (json) console.log(JSON.stringify(result));
  else
    console.log(
      `${(100 * share).toFixed(2)} % of ${steps} steps waits for images; of a step of ${step_seconds.toFixed(3)} s ` +
        `${(1000 * data_seconds).toFixed(2)} ms, medians`,
    );
}
