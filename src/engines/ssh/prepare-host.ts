import { isTooOld, minimumNode } from '../../../scripts/setup/node-version.mjs';
import { logLine } from '../../log/log-line.js';
import { HostError } from '../host-error.js';
import { type Fitness, fitnessOf, type Ours, readFindings } from './fitness.js';
import { lookProgram, shipProgram } from './host-program.js';
import { login, type SshClient } from './login.js';
import { PROBE } from './probe.js';

export interface Preparation {
  client: SshClient;
  ours: Ours;
  /** Where Dinofleet is looked for first. */
  remotePath: string;
  /** The archive of this build, made once. */
  pack: () => Promise<Uint8Array>;
  /** Ends it. */
  signal: AbortSignal;
}

/** With what an agent can be started on a host. */
export interface Ready {
  node: string;
  root: string;
}

const IS_NEW_ENOUGH = `const minimumNode = '${minimumNode}'; process.exit((${isTooOld})(process.versions.node) ? 1 : 0)`;

const SHIP_LIMIT_MS = 600_000;

/**
 * Looks what a host has, and brings it this build where it lacks it and that is wanted.
 * @throws HostError where it cannot run this build
 */
export async function prepareHost(
  host: string,
  { client, ours, remotePath, pack, signal }: Preparation,
): Promise<Ready> {
  const look = { node: process.execPath, isNewEnough: IS_NEW_ENOUGH, probe: PROBE, build: ours.build };
  const program = lookProgram({ ...look, roots: [remotePath] });
  const fitness = fitnessOf(readFindings(await login(client, host, { program, signal })), ours);
  if (fitness.kind !== 'lacksBuild') return readyOr(fitness);

  const input = await pack();
  logLine('info', 'shipping', { host, build: ours.build, megabytes: (input.length / 1e6).toFixed(1) });
  const shipped = { program: shipProgram(look), input, limitMs: SHIP_LIMIT_MS, signal };
  const lines = await login(client, host, shipped);
  const removed = lines.flatMap((line) => /^removed (.+)$/.exec(line)?.[1] ?? []);
  if (removed.length > 0) logLine('info', 'builds-removed', { host, builds: removed.join(', ') });
  return readyOr(fitnessOf(readFindings(lines), { ...ours, mayShip: false }));
}

function readyOr(fitness: Fitness): Ready {
  if (fitness.kind === 'ready') return fitness;
  throw new HostError(fitness.kind === 'unfit' ? fitness.reason : 'it lacks this build', true);
}
