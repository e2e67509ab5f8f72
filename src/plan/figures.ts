/** Figures as people read them: three digits, and a unit that leaves one to three of them before the point. */

const UNITS = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** @param unit B, FLOP; empty for a number */
export function scaled(value: number, unit = ''): string {
  const rounded = Number(value.toPrecision(3));
  const step = rounded < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
  return `${digits(rounded / 1000 ** step)} ${UNITS[step]}${unit}`.trimEnd();
}

export function duration(seconds: number): string {
  if (seconds < 1) return `${digits(1000 * seconds)} ms`;
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 2 * 3600) return `${digits(seconds / 60)} minutes`;
  if (seconds < 48 * 3600) return `${digits(seconds / 3600)} hours`;
  return `${digits(seconds / 86400)} days`;
}

function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (rounded >= 100 || rounded === 0) return rounded.toFixed(0);
  return rounded.toFixed(rounded >= 10 ? 1 : 2);
}
