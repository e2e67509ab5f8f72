import { isTooOld, minimumNode } from '../../scripts/setup/node-version.mjs';
import type { DeviceInfo } from '../nn/device.js';
import type { AddonState } from './addons.js';
import type { GpuCheck } from './gpu-checks.js';
import type { Machine } from './machine.js';

/** Something that is missing, and the command that mends it. */
export interface Problem {
  what: string;
  command: string;
}

export interface BackendOutlook {
  device: string;
  usable: boolean;
  /** What it would do here, or why it cannot. */
  what: string;
}

export interface Diagnosis {
  backends: BackendOutlook[];
  problems: Problem[];
}

const bytesPerGib = 2 ** 30;

/**
 * What the findings mean.
 */
export function diagnose(
  machine: Machine,
  addons: readonly AddonState[],
  missingPackages: readonly string[],
  gpuChecks: readonly GpuCheck[] = [],
): Diagnosis {
  const problems: Problem[] = [];
  for (const { device, what, problem } of gpuChecks)
    if (problem !== null)
      problems.push({
        what: `${device}: ${what}: ${problem}`,
        command: 'what the message says; then: ./dinofleet doctor',
      });
  if (isTooOld(machine.node))
    problems.push({ what: `Node ${machine.node}, expected ${minimumNode} or newer`, command: 'install a newer Node' });
  if (missingPackages.length > 0)
    problems.push({
      what: `system packages that the native build needs: ${missingPackages.join(' ')}`,
      command: `apt-get install -y --no-install-recommends ${missingPackages.join(' ')}`,
    });
  for (const { name, problem, command } of addons)
    if (problem !== null) problems.push({ what: `${name}.node: ${problem}`, command });

  return {
    backends: [
      cpuOutlook(
        machine,
        machine.devices.find(({ device }) => device === 'cpu'),
      ),
      cudaOutlook(machine),
    ],
    problems,
  };
}

function cpuOutlook({ cores }: Machine, cpu: DeviceInfo | undefined): BackendOutlook {
  if (cpu?.details.kind !== 'cpu') return { device: 'cpu', usable: false, what: 'does not load' };
  const { isa, dnnlVersion, dnnlIsa } = cpu.details;
  const kernels = isa === 'baseline' ? 'plain kernels (no AVX2: slow)' : `${isa} kernels`;
  const bf16 = cpu.computeTypes.includes('bfloat16')
    ? ', or matrix products in bfloat16 with compute_precision.compute_dtype bf16 or auto'
    : '';
  return {
    device: 'cpu',
    usable: true,
    what: `float32 on ${cores} cores, ${kernels}, oneDNN ${dnnlVersion} with ${dnnlIsa}${bf16}`,
  };
}

function cudaOutlook({ devices, nvidiaDriver, noGpu, libraries }: Machine): BackendOutlook {
  if (noGpu !== null) {
    const seen = nvidiaDriver === null ? '' : ` (driver ${nvidiaDriver})`;
    return { device: 'cuda', usable: false, what: `${noGpu}${seen}` };
  }
  const gpus = devices.filter(({ details }) => details.kind === 'cuda');
  const names = gpus.map(({ device, name, memoryBytes, details }) => {
    if (details.kind !== 'cuda') return device;
    const peers =
      details.peers.length === 0 ? '' : `, reaches ${details.peers.map((peer) => `cuda:${peer}`).join(' ')}`;
    return `${device} ${name}, ${(memoryBytes / bytesPerGib).toFixed(0)} GiB, compute capability ${details.capability}${peers}`;
  });
  const found = libraries.map(({ name, path, version }) =>
    `${name} ${version ?? ''} ${path ?? 'missing'}`.replace('  ', ' '),
  );
  return {
    device: 'cuda',
    usable: libraries.some(({ name, path }) => name === 'cuBLASLt' && path !== null),
    what: [`${names.join('; ')}; float16, bfloat16 or float32; driver ${nvidiaDriver}`, ...found].join('; '),
  };
}

/** The report as lines for a person. */
export function reportLines(
  machine: Machine,
  addons: readonly AddonState[],
  diagnosis: Diagnosis,
  gpuChecks: readonly GpuCheck[] = [],
): string[] {
  const mark = (good: boolean) => (good ? 'ok     ' : 'missing');
  return [
    `machine   ${machine.platform}, ${coresLine(machine)}, ${memoryLine(machine)}`,
    `cpu       ${machine.cpu}`,
    `node      ${machine.node}`,
    '',
    ...addons.map(({ name, purpose, problem }) => `${mark(problem === null)} ${name}.node  ${problem ?? purpose}`),
    '',
    ...diagnosis.backends.map(({ device, what }) => `backend ${device}: ${what}`),
    ...gpuChecks.map(
      ({ device, what, problem, seconds }) =>
        `${problem === null ? 'ok     ' : 'failed '} ${device}: ${problem === null ? `${what}, tried in ${seconds.toFixed(1)} s` : `${what}: ${problem}`}`,
    ),
    '',
    ...(diagnosis.problems.length === 0
      ? ['Nothing is missing.']
      : diagnosis.problems.flatMap(({ what, command }) => [`missing: ${what}`, `  mend it by: ${command}`])),
  ];
}

function memoryLine({ memoryBytes, memoryPresentBytes }: Machine): string {
  const [usable, present] = [memoryBytes, memoryPresentBytes].map((bytes) => (bytes / bytesPerGib).toFixed(1));
  return memoryBytes < memoryPresentBytes
    ? `${usable} of ${present} GiB memory (a cgroup's limit)`
    : `${usable} GiB memory`;
}

function coresLine({ cores, coresPresent, coresLimit }: Machine): string {
  return coresLimit === null ? `${cores} cores` : `${cores} of ${coresPresent} cores (${coresLimit})`;
}
