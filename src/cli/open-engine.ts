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
}

export interface OpenedEngine {
  engine: Engine;
  nodes: NodeRange;
}

/** The engine of `--on`, and how many nodes a job has with it. @throws UsageError where options do not go with it */
export async function openEngine(
  options: EngineOptions & Pick<HostOptions, 'nodes' | 'device'>,
  parts: Pick<FleetParts, 'cliEntry' | 'nodeFacts'>,
): Promise<OpenedEngine> {
  const { on, spares = 0 } = options;
  switch (on.kind) {
    case 'local': {
      refuseStrangers(options);
      const { localEngine } = await import('../engines/local.js');
      const check = () => {
        if (options.device === 'cuda') checkCuda(parts);
      };
      return { engine: localEngine(parts.cliEntry, check), nodes: options.nodes ?? { minNodes: 1, maxNodes: 1 } };
    }
    case 'ssh': {
      const { chooseHosts } = await import('../engines/ssh/choose-hosts.js');
      const { sshEngine } = await import('../engines/ssh/ssh-engine.js');
      const { hosts, ...nodes } = chooseHosts(on.hosts, options.nodes ?? null, spares);
      const unused = on.hosts.slice(hosts.length).map(({ name }) => name);
      if (unused.length > 0) logLine('info', 'hosts-unused', { hosts: unused.join(', ') });
      const client = { configFile: options.sshConfig ?? null };
      const { remotePath = null, ship = false } = options;
      return { engine: sshEngine({ hosts, minNodes: nodes.minNodes, client, remotePath, ship }), nodes };
    }
  }
}

/** What says something of other machines, where there are none. */
function refuseStrangers({ spares, sshConfig, remotePath, ship }: EngineOptions): void {
  const given = Object.entries({
    '--spares': spares,
    '--ssh-config': sshConfig,
    '--remote-path': remotePath,
    '--ship': ship,
  }).find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new UsageError('BAD_OPTION', `${given[0]} is for hosts of --on ssh:HOST,HOST..., and there is none`);
}

/** Before all that takes long: the agent of this machine would be refused at the end of it. */
function checkCuda({ nodeFacts }: Pick<FleetParts, 'nodeFacts'>): void {
  const problem = deviceProblem('cuda', { ...nodeFacts(), id: '', localRanks: 1 }, [], null);
  if (problem !== null) throw new UsageError('DEVICE_UNKNOWN', problem);
}
