/**
 * How time and memory of a step grow with the batch and with the tokens of an image, over a factor of 8 of each. Sizes take turns, in
 * reversed order every other round; a size's figures are those of its shortest steps.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Backend } from '../src/nn/backend.js';
import { openBackend } from '../src/nn/open-backend.js';
import { watchOps } from '../src/nn/watch-ops.js';
import { usableCores } from '../src/system/cores.js';
import { computeTypeOf } from './compute-type.js';
import { configOf, STEP_OPTIONS, timeSteps } from './step.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  precision: { type: 'string', default: 'fp32' },
  steps: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '2' },
  threads: STEP_OPTIONS.threads,
  svg: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** ViT-Ti/8 without stochastic depth, so that a step's tokens are known. Local crops are left out where tokens are what grows. */
const BASE = { arch: 'vit_tiny', patch: '8', local: '32', prototypes: '4096' };
const BATCHES = [4, 8, 16, 32];
/** Side of a global crop, which has (side / 8)^2 + 1 tokens: 17 to 145. */
const SIDES = [32, 48, 64, 96];
const BATCH_OF_SIDES = 8;

export type Growing = 'batch' | 'tokens';

export interface ScalingPoint {
  growing: Growing;
  /** Images of a batch, or tokens of a global crop. */
  size: number;
  step_ms: number;
  /** Of a step, in linear layers. */
  linear_ms: number;
  /** Of tensors, weights and moments among them. */
  peak_memory_bytes: number;
}

interface Size {
  growing: Growing;
  size: number;
  values: Record<'global' | 'locals' | 'batch', string>;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const [steps, rounds, threads] = (['steps', 'rounds', 'threads'] as const).map((name) =>
    wholeNumber(name, values[name]),
  ) as [number, number, number];
  const compute = computeTypeOf(values.precision);
  const best = new Map<Size, ScalingPoint>();
  const sizes = allSizes();
  for (let round = 0; round < rounds; round++)
    for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
      const point = measure(size, openBackend('cpu', compute), { steps, threads: String(threads) });
      const before = best.get(size);
      best.set(size, {
        ...point,
        step_ms: Math.min(point.step_ms, before?.step_ms ?? Number.POSITIVE_INFINITY),
        linear_ms: Math.min(point.linear_ms, before?.linear_ms ?? Number.POSITIVE_INFINITY),
      });
    }
  const points = sizes.map((size) => best.get(size)!);
  const machine = `${openBackend('cpu', compute).info.name}, ${threads} of ${usableCores().usable} cores`;
  if (values.svg !== undefined) {
    const { scalingChart } = await import('./scaling-chart.js');
    // As it was given: npm calls this from the project's folder.
    writeFileSync(resolve(process.env.INIT_CWD ?? '.', values.svg), await scalingChart(points));
  }
  if (values.json) console.log(JSON.stringify({ machine, precision: compute, points }));
  else console.log([`ViT-Ti/8 in ${compute}, ${machine}`, ...points.map(line)].join('\n'));
}

function allSizes(): Size[] {
  return [
    ...BATCHES.map((batch) => ({
      growing: 'batch' as const,
      size: batch,
      values: { global: '64', locals: '4', batch: String(batch) },
    })),
    ...SIDES.map((side) => ({
      growing: 'tokens' as const,
      size: (side / Number(BASE.patch)) ** 2 + 1,
      values: { global: String(side), locals: '0', batch: String(BATCH_OF_SIDES) },
    })),
  ];
}

function measure(
  { growing, size, values }: Size,
  backend: Backend,
  { steps, threads }: { steps: number; threads: string },
): ScalingPoint {
  const whole = configOf({ ...BASE, ...values, threads });
  const config = { ...whole, student: { ...whole.student, drop_path_rate: 0 } };
  // A step that was measured before has left its weights.
  const before = backend.memory().bytesInUse;
  backend.setThreads(Number(threads));
  let linear = 0;
  const linearOfSteps: number[] = [];
  const watched = watchOps(
    backend,
    (op, _, run) => {
      const began = performance.now();
      const made = run();
      if (op.startsWith('linear')) linear += performance.now() - began;
      if (op === 'mark') {
        linearOfSteps.push(linear);
        linear = 0;
      }
      return made;
    },
    (name) => name.startsWith('linear') || name === 'mark',
  );
  const { milliseconds } = timeSteps(config, watched, steps);
  return {
    growing,
    size,
    step_ms: milliseconds[0]!,
    linear_ms: Math.min(...linearOfSteps),
    peak_memory_bytes: backend.memory().peakBytes - before,
  };
}

function line({ growing, size, step_ms, linear_ms, peak_memory_bytes }: ScalingPoint): string {
  return (
    `${growing.padEnd(6)} ${String(size).padStart(4)}: step ${step_ms.toFixed(0).padStart(5)} ms, ` +
    `linear layers ${linear_ms.toFixed(0).padStart(5)} ms, peak ${(peak_memory_bytes / 1e6).toFixed(0).padStart(5)} MB`
  );
}
