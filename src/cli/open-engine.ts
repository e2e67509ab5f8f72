import { hostname } from 'node:os';
import { deviceProblem } from '../coordinator/job/assign-devices.js';
import type { Engine } from '../engines/engine.js';
import type { PodOptions, VolumeOption } from '../engines/kubernetes/pod-options.js';
import type { NodeRange } from '../engines/node-range.js';
import type { On } from '../engines/on.js';
import { UsageError } from '../errors/usage-error.js';
import { logLine } from '../log/log-line.js';
import type { FleetParts } from './fleet-parts.js';
import type { HostOptions } from './host-job.js';

/** Options of `launch` alone. */
export interface EngineOptions {
  on: On;
  spares?: number;
  sshConfig?: string;
  remotePath?: string;
  ship?: boolean;
  sbatch?: string[];
  image?: string;
  volume?: VolumeOption[];
  resource?: Record<string, string>;
  label?: Record<string, string>;
  spread?: boolean;
  podTemplate?: string;
  namespace?: string;
  serviceAccount?: string;
  dryRun?: boolean;
}

export interface OpenedEngine {
  engine: Engine;
  nodes: NodeRange;
  /** It has begun before, and is to go on. */
  resume?: true;
}

/** The engine of `--on`, and how many nodes a job has with it. @throws UsageError where options do not go with it */
export async function openEngine(
  options: EngineOptions & Pick<HostOptions, 'nodes' | 'device' | 'certificate'>,
  parts: Pick<FleetParts, 'cliEntry' | 'nodeFacts'>,
): Promise<OpenedEngine> {
  const { on, spares = 0 } = options;
  switch (on.kind) {
    case 'local': {
      refuseForeign(options, ['spares', ...OF_SSH, ...OF_SLURM, ...OF_KUBERNETES, 'dryRun']);
      const { localEngine } = await import('../engines/local.js');
      const check = () => {
        if (options.device === 'cuda') checkCuda(parts);
      };
      return { engine: localEngine(parts.cliEntry, check), nodes: options.nodes ?? { minNodes: 1, maxNodes: 1 } };
    }
    case 'ssh': {
      refuseForeign(options, [...OF_SLURM, ...OF_KUBERNETES, 'dryRun']);
      const { chooseHosts } = await import('../engines/ssh/choose-hosts.js');
      const { sshEngine } = await import('../engines/ssh/ssh-engine.js');
      const { hosts, ...nodes } = chooseHosts(on.hosts, options.nodes ?? null, spares);
      const unused = on.hosts.slice(hosts.length).map(({ name }) => name);
      if (unused.length > 0) logLine('info', 'hosts-unused', { hosts: unused.join(', ') });
      const client = { configFile: options.sshConfig ?? null };
      const { remotePath = null, ship = false } = options;
      return { engine: sshEngine({ hosts, minNodes: nodes.minNodes, client, remotePath, ship }), nodes };
    }
    case 'slurm': {
      refuseForeign(options, [...OF_SSH, ...OF_KUBERNETES]);
      const { nodesOf, openAllocation } = await import('../engines/slurm/allocation.js');
      const { slurmEngine } = await import('../engines/slurm/slurm-engine.js');
      const allocation = await openAllocation();
      const nodes = nodesOf(allocation, options.nodes ?? null, spares);
      const { cliEntry } = parts;
      const engine = slurmEngine({ allocation, minNodes: nodes.minNodes, cliEntry });
      return { engine, nodes, ...(allocation.restarts > 0 && { resume: true }) };
    }
    case 'kubernetes': {
      refuseForeign(options, [...OF_SSH, ...OF_SLURM]);
      if (options.certificate === undefined)
        throw new UsageError(
          'BAD_OPTION',
          '--on kubernetes:NAME needs --certificate, with which its Secret goes: see cluster/kubernetes/run.yaml',
        );
      const { openPodAccess } = await import('../engines/kubernetes/credentials.js');
      const { KubeClient } = await import('../engines/kubernetes/kube-client.js');
      const { kubernetesEngine } = await import('../engines/kubernetes/kubernetes-engine.js');
      const client = new KubeClient(openPodAccess());
      const nodes = options.nodes ?? { minNodes: 1, maxNodes: 1 };
      const { minNodes, maxNodes } = nodes;
      const pods = { run: on.run!, pod: process.env.POD_NAME ?? hostname(), options: await podOptions(options) };
      return { engine: kubernetesEngine({ client, ...pods, minNodes, count: maxNodes + spares }), nodes };
    }
  }
}

/** What pods are to be like. @throws UsageError where no image is given, or the template is none */
export async function podOptions({
  image,
  volume,
  label,
  resource,
  spread,
  podTemplate,
}: EngineOptions): Promise<PodOptions> {
  if (image === undefined)
    throw new UsageError(
      'BAD_OPTION',
      '--on kubernetes needs --image, which cluster/docker/Dockerfile makes: REGISTRY/NAME:TAG',
    );
  const { readPodTemplate } = await import('../engines/kubernetes/pod-options.js');
  return {
    image,
    volumes: volume ?? [],
    labels: label ?? {},
    resources: resource ?? {},
    spread: spread ?? false,
    template: podTemplate === undefined ? null : readPodTemplate(podTemplate),
  };
}

type EngineOption = Exclude<keyof EngineOptions, 'on'>;
export const OF_SSH = ['sshConfig', 'remotePath', 'ship'] as const satisfies EngineOption[];
export const OF_SLURM = ['sbatch'] as const satisfies EngineOption[];
export const OF_KUBERNETES = [
  'image',
  'volume',
  'resource',
  'label',
  'spread',
  'podTemplate',
  'namespace',
  'serviceAccount',
] as const satisfies EngineOption[];

const HOSTS = 'hosts of --on ssh:HOST,HOST...';
const USES: Record<EngineOption, [flag: string, whose: string]> = {
  spares: ['--spares', `${HOSTS}, --on slurm or --on kubernetes`],
  sshConfig: ['--ssh-config', HOSTS],
  remotePath: ['--remote-path', HOSTS],
  ship: ['--ship', HOSTS],
  sbatch: ['--sbatch', '--on slurm'],
  image: ['--image', '--on kubernetes'],
  volume: ['--volume', '--on kubernetes'],
  resource: ['--resource', '--on kubernetes'],
  label: ['--label', '--on kubernetes'],
  spread: ['--spread', '--on kubernetes'],
  podTemplate: ['--pod-template', '--on kubernetes'],
  namespace: ['--namespace', '--on kubernetes'],
  serviceAccount: ['--service-account', '--on kubernetes'],
  dryRun: ['--dry-run', '--on slurm or --on kubernetes'],
};

/** @param foreign options that say something of other engines. @throws UsageError where one is given */
export function refuseForeign(options: EngineOptions, foreign: readonly EngineOption[]): void {
  const given = foreign.find((option) => options[option] !== undefined);
  if (given === undefined) return;
  const [flag, whose] = USES[given];
  throw new UsageError('BAD_OPTION', `${flag} is for ${whose}, and --on is ${options.on.kind}`);
}

/** Before all that takes long: the agent of this machine would be refused at the end of it. */
function checkCuda({ nodeFacts }: Pick<FleetParts, 'nodeFacts'>): void {
  const problem = deviceProblem('cuda', { ...nodeFacts(), id: '', localRanks: 1 }, [], null);
  if (problem !== null) throw new UsageError('DEVICE_UNKNOWN', problem);
}
