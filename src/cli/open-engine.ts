import { deviceProblem } from '../coordinator/job/assign-devices.js';
import type { Engine } from '../engines/engine.js';
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
  options: EngineOptions & Pick<HostOptions, 'nodes' | 'device'>,
  parts: Pick<FleetParts, 'cliEntry' | 'nodeFacts'>,
): Promise<OpenedEngine> {
  const { on, spares = 0 } = options;
  switch (on.kind) {
    case 'local': {
      refuseForeign(options, ['spares', ...OF_SSH, ...OF_SLURM]);
      const { localEngine } = await import('../engines/local.js');
      const check = () => {
        if (options.device === 'cuda') checkCuda(parts);
      };
      return { engine: localEngine(parts.cliEntry, check), nodes: options.nodes ?? { minNodes: 1, maxNodes: 1 } };
    }
    case 'ssh': {
      refuseForeign(options, OF_SLURM);
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
      refuseForeign(options, OF_SSH);
      const { nodesOf, openAllocation } = await import('../engines/slurm/allocation.js');
      const { slurmEngine } = await import('../engines/slurm/slurm-engine.js');
      const allocation = await openAllocation();
      const nodes = nodesOf(allocation, options.nodes ?? null, spares);
      const { cliEntry } = parts;
      const engine = slurmEngine({ allocation, minNodes: nodes.minNodes, cliEntry });
      return { engine, nodes, ...(allocation.restarts > 0 && { resume: true }) };
    }
  }
}

type EngineOption = Exclude<keyof EngineOptions, 'on'>;
const OF_SSH: readonly EngineOption[] = ['sshConfig', 'remotePath', 'ship'];
const OF_SLURM: readonly EngineOption[] = ['sbatch', 'dryRun'];

const HOSTS = 'hosts of --on ssh:HOST,HOST...';
const USES: Record<EngineOption, [flag: string, whose: string]> = {
  spares: ['--spares', `${HOSTS} or --on slurm`],
  sshConfig: ['--ssh-config', HOSTS],
  remotePath: ['--remote-path', HOSTS],
  ship: ['--ship', HOSTS],
  sbatch: ['--sbatch', '--on slurm'],
  dryRun: ['--dry-run', '--on slurm'],
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
