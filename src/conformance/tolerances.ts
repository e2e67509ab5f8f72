/** How far a replay may be from what a case expects. */
import { SPREAD_GROUPS, type Spread } from './case/expected-numbers.js';

/**
 * Losses, norms and tensors are relative: losses and norms to the expected one, elements to the largest of their tensor.
 */
export interface Tolerances {
  losses: number;
  /** Absolute: it may be near zero. */
  koleo: number;
  gradients: number;
  gradientNorms: number;
  /** Of 99.9 % of the elements of student and teacher. */
  mostWeights: number;
  /** Of the worst one: AdamW makes a visible step of a gradient near zero. */
  worstWeight: number;
  expAvg: number;
  expAvgSq: number;
  /**
   * Absolute, times the sum of the learning rates: the key third of a qkv bias. Its true gradient is zero, so AdamW turns
   * rounding into steps of size lr.
   */
  keyBias: number;
}

/** What PyTorch in float32 differs from itself over four iterations of a small case: one thread, no SIMD, no oneDNN. */
const USUAL_SPREAD: Required<Spread> = {
  losses: 1e-5,
  koleo: 1e-6,
  gradients: 6e-6,
  gradientNorms: 4e-6,
  mostWeights: 2e-5,
  worstWeight: 1.3e-4,
  expAvg: 3e-5,
  expAvgSq: 4e-5,
};

/** Five times what the reference differs from itself. @param own where the case says so, in place of the usual */
export function float32Tolerances(own: Spread): Tolerances {
  const spread = { ...USUAL_SPREAD, ...own };
  const ofSpread = Object.fromEntries(SPREAD_GROUPS.map((group) => [group, 5 * spread[group]]));
  return { ...(ofSpread as Record<keyof Spread, number>), keyBias: 2 };
}

export const EXACT_TOLERANCES: Tolerances = {
  losses: 0,
  koleo: 0,
  gradients: 0,
  gradientNorms: 0,
  mostWeights: 0,
  worstWeight: 0,
  expAvg: 0,
  expAvgSq: 0,
  keyBias: 0,
};

/**
 * For numbers that are rounded to a relative u on the way: weights and gradients on the wire, or the factors of products. A
 * logit's error of about u is divided by the teacher's temperature, 0.04 at the start, before it reaches a target: 25 u, and
 * twice that with the student's side. Moments follow the gradients, squares twice as far. Where a gradient is near zero AdamW
 * makes a step of size lr of its error, at worst the other way in each iteration: 2 x the sum of the learning rates,
 * which is up to a tenth of the largest value of a small tensor in four iterations at 1e-3.
 */
function roundedTolerances(u: number): Tolerances {
  return {
    losses: 50 * u,
    koleo: 50 * u,
    gradients: 50 * u,
    gradientNorms: 50 * u,
    mostWeights: 50 * u,
    worstWeight: 0.1,
    expAvg: 50 * u,
    expAvgSq: 100 * u,
    keyBias: 2,
  };
}

/** On the wire. */
export const FLOAT16_TOLERANCES = roundedTolerances(2 ** -11);
/** In matrix products. */
export const BFLOAT16_TOLERANCES = roundedTolerances(2 ** -9);
