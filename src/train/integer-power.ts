/** a * b as a rounded product and its exact error. Source: Veltkamp 1968, Dekker 1971. */
function exactProduct(a: number, b: number): [product: number, error: number] {
  const split = (x: number): [number, number] => {
    const scaled = x * 134217729;
    const high = scaled - (scaled - x);
    return [high, x - high];
  };
  const product = a * b;
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/**
 * base to a whole power, correctly rounded, as C's and so Python's pow gives it; V8's `**` may be a bit off.
 * @param exponent a whole number from 0 up
 */
export function integerPower(base: number, exponent: number): number {
  let high = 1;
  let low = 0;
  for (let i = 0; i < exponent; i++) {
    const [product, error] = exactProduct(high, base);
    const rest = error + low * base;
    high = product + rest;
    low = rest - (high - product);
  }
  return high;
}
