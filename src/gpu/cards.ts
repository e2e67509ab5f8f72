/** A GPU by its maker's data sheet: the most that it can do, without sparsity. */
export interface GpuCard {
  /** As `dinofleet plan --gpu` takes it. */
  name: string;
  /** Of what its driver calls it; of several that match the first is meant. */
  pattern: RegExp;
  /** 10^12 operations a second in products that are summed in float32: of 16-bit factors by tensor cores, and of float32 ones. */
  tflops16: number;
  tflops32: number;
  memoryGB: number;
  /** GB a second: of its memory; */
  memoryRate: number;
  /** to another GPU of its machine, each way, by NVLink, or by PCIe where it has none; */
  linkRate: number;
  /** to other machines, each way: not the card's own, but what machines with such cards mostly have for each. */
  networkRate: number;
}

/**
 * Source: NVIDIA's data sheets of each. Networks: 400 Gbit/s for each GPU of a DGX B200, H200 and H100, 200 of a DGX A100; 200 and 100
 * for each PCIe card are assumed.
 */
export const GPU_CARDS: readonly GpuCard[] = [
  of('b200', /GB200|B200/, [2250, 75], 180, 8000, 900, 50),
  of('h200', /GH200|H200/, [989, 67], 141, 4800, 450, 50),
  of('h100', /H800|H100 SXM|H100 80GB HBM3/, [989, 67], 80, 3350, 450, 50),
  of('h100-nvl', /H100 NVL/, [835, 60], 94, 3900, 64, 25),
  of('h100-pcie', /H100/, [756, 51], 80, 2000, 64, 25),
  of('a100-80', /(?:A100|A800).*80GB/, [312, 19.5], 80, 2039, 300, 25),
  of('a100-40', /A100|A800/, [312, 19.5], 40, 1555, 300, 25),
  of('a30', /A30\b/, [165, 10.3], 24, 933, 32, 12.5),
  of('a40', /A40\b/, [150, 37.4], 48, 696, 32, 12.5),
  of('a10', /A10\b/, [125, 31.2], 24, 600, 32, 12.5),
  of('l40s', /L40S/, [362, 91.6], 48, 864, 32, 12.5),
  of('l4', /L4\b/, [121, 30.3], 24, 300, 32, 12.5),
  of('4090', /RTX 4090/, [165, 82.6], 24, 1008, 32, 12.5),
  of('3090', /RTX 3090/, [71, 35.6], 24, 936, 32, 12.5),
];

function of(
  name: string,
  pattern: RegExp,
  [tflops16, tflops32]: [number, number],
  memoryGB: number,
  memoryRate: number,
  linkRate: number,
  networkRate: number,
): GpuCard {
  return { name, pattern, tflops16, tflops32, memoryGB, memoryRate, linkRate, networkRate };
}
