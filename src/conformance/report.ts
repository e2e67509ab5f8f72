import type { GroupResult } from './compare.js';

export interface CaseReport {
  folder: string;
  ranks: number;
  strategy: string;
  precision: string;
  /** Recorded on these ranks: every bit must be the same. */
  toTheBit: boolean;
  groups: GroupResult[];
  ok: boolean;
}

const HEADINGS = ['group', 'error', 'tolerance', '', 'worst'];

/** A table with the worst of each group and what it may be. */
export function caseTable({ folder, ranks, strategy, precision, toTheBit, groups }: CaseReport): string[] {
  const number = (value: number) => (value === 0 ? '0' : value.toExponential(1));
  const rows = groups.map(({ group, worst, error, tolerance, ok }) => [
    group,
    number(error),
    number(tolerance),
    ok ? 'ok' : 'FAIL',
    worst,
  ]);
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd();
  const where = `${ranks} ${ranks === 1 ? 'rank' : 'ranks'}, ${strategy}, ${precision}${toTheBit ? ', to the bit' : ''}`;
  return [`${folder}: ${where}`, line(HEADINGS), ...rows.map(line)];
}
