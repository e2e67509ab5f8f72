import { COMPUTE, type Slice } from './slice.js';

/** Of a step's time on the device, in a clause: products 61 %, attention 12 %. */
export function describeShares(slices: readonly Slice[]): string {
  const compute = slices.filter(({ track }) => track === COMPUTE);
  const step = compute.find(({ kind }) => kind === 'step');
  if (step === undefined) return 'nothing was computed';
  const lasting = ({ startNs, endNs }: Slice) => endNs - startNs;
  const whole = lasting(step);
  const sums = new Map<string, number>(GROUPS.map((group) => [group, 0]));
  for (const slice of compute) {
    const group = groupOf(slice);
    if (group !== null) sums.set(group, sums.get(group)! + lasting(slice));
  }
  sums.set('between ops', whole - [...sums.values()].reduce((sum, each) => sum + each, 0));
  const percent = (part: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const shares = [...sums].map(([group, sum]) => `${group} ${percent(sum)}`).join(', ');
  return `${(whole / 1e6).toFixed(0)} ms: ${shares}`;
}

const GROUPS = ['products', 'attention', 'other ops', 'waits'] as const;

function groupOf({ kind, name }: Slice): (typeof GROUPS)[number] | null {
  if (kind === 'wait') return 'waits';
  if (kind !== 'op') return null;
  return name.startsWith('linear') ? 'products' : name.startsWith('attention') ? 'attention' : 'other ops';
}
