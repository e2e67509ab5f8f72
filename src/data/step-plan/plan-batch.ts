import { type DepthDraw, drawKeptSamples } from './kept-samples.js';
import { type PlanConfig, type PlanMemory, planStep, type StepPlan } from './step-plan.js';

/** What the plans of a training's steps depend on. Plain data: it goes to the loader thread. */
export interface PlannerConfig {
  seed: number;
  plan: PlanConfig;
  /** Blocks of student and teacher. */
  depth: { student: number; teacher: number };
  /** Of each block of the student. */
  dropPathRates: readonly number[];
}

/** Samples that stochastic depth keeps in a batch of so many images, of which the first is at `position`. */
export function drawDepth(
  { seed, plan, dropPathRates }: PlannerConfig,
  images: number,
  position: number,
): DepthDraw | null {
  const counts = [2, plan.localCrops].map((crops) => crops * images).filter((count, list) => list === 0 || count > 0);
  return drawKeptSamples(seed, position, counts, dropPathRates);
}

/**
 * The plan of a rank's share of a step.
 * @param masks see planStep
 * @param globalBatch images of all ranks
 */
export function planBatch(
  config: PlannerConfig,
  images: number,
  position: number,
  masks: Uint8Array,
  globalBatch: number,
  memory: PlanMemory,
): StepPlan {
  const draw = drawDepth(config, images, position);
  return planStep(config.plan, images, masks, draw, config.depth, images / globalBatch, memory);
}
