/** Φ(x), the standard normal distribution, in float64: to 1e-15 of its value, and of 1 - Φ's where x > 0. */
export function normalDistribution(x: number): number {
  const tail = Math.abs(x) < 3 ? 0.5 - central(Math.abs(x)) : outer(Math.abs(x));
  return x < 0 ? tail : 1 - tail;
}

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

export function gelu(x: number): number {
  return x * normalDistribution(x);
}

export function geluGradient(x: number): number {
  return normalDistribution(x) + x * normalDensity(x);
}

/** Φ(x) - 1/2 = φ(x) (x + x³/3 + x⁵/(3·5) + …): all terms positive, so nothing cancels. Abramowitz & Stegun 26.2.11. */
function central(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** 1 - Φ(x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))). Abramowitz & Stegun 26.2.14. */
function outer(x: number): number {
  let fraction = x;
  for (let k = 200; k > 0; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}
