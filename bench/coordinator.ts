/**
 * What a large fleet costs its coordinator: the real one, in a process of its own, with a stream and a TLS connection for each agent and
 * each worker. Who speaks to it is simulated by other processes, by the product's own dial functions and at its own period; what these
 * cost does not count.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { issueIdentities, makeAuthority } from '../src/certificates/issue.js';
import { UsageError } from '../src/errors/usage-error.js';
import { defaultTimings } from '../src/rpc/timings.js';
import type { CoordinatorFigures, FromHost } from './coordinator/host.js';
import type { FromLoad, LoadFigures } from './coordinator/load.js';
import { wholeNumber } from './whole-number.js';

/** What --json prints. */
export interface CoordinatorResult extends CoordinatorFigures {
  nodes: number;
  workers: number;
  seconds: number;
  heartbeat_ms: number;
  /** From the first agent's dialling until all ranks trained. */
  to_running_s: number;
  /** That the load has sent in a second, and would have at its period: what it lacks the coordinator was spared. */
  heartbeats_per_second: number;
  heartbeats_wanted_per_second: number;
}

/** Beside a connection for each: files, pipes, and what a process begins with. */
const OTHER_FILES = 200;

/** `npm run bench -- coordinator`. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      workers: { type: 'string', default: '10000' },
      'local-ranks': { type: 'string', default: '8' },
      seconds: { type: 'string', default: '30' },
      'load-processes': { type: 'string', default: '2' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const localRanks = wholeNumber('local-ranks', values['local-ranks']);
  const nodes = Math.ceil(wholeNumber('workers', values.workers) / localRanks);
  const seconds = wholeNumber('seconds', values.seconds);
  const processes = Math.min(nodes, wholeNumber('load-processes', values['load-processes']));
  const result = await measure({ nodes, localRanks, seconds, processes, profile: values.profile ?? null });
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  console.log(
    `${result.nodes} agents and ${result.workers} workers over TLS, a heartbeat each ${result.heartbeat_ms} ms: ` +
      `${result.cpu_cores.toFixed(2)} cores and ${(result.rss_bytes / 1e6).toFixed(0)} MB of the coordinator's process`,
  );
  console.log(
    `  ${result.heartbeats_per_second.toFixed(0)} heartbeats a second of ${result.heartbeats_wanted_per_second.toFixed(0)}, ` +
      `longest silence of a rank ${(result.longest_silence_ms / 1000).toFixed(2)} s, event loop late by ` +
      `${result.event_loop_delay_p99_ms.toFixed(0)} ms (99 %)`,
  );
  console.log(
    `  from the first agent to running ${result.to_running_s.toFixed(1)} s, ${result.cpu_s_to_running.toFixed(1)} s of CPU`,
  );
}

interface Fleet {
  nodes: number;
  localRanks: number;
  seconds: number;
  /** That simulate it. */
  processes: number;
  /** Folder for a CPU profile of the coordinator; null for none. */
  profile: string | null;
}

async function measure({ nodes, localRanks, seconds, processes, profile }: Fleet): Promise<CoordinatorResult> {
  const workers = nodes * localRanks;
  checkFileLimit(nodes + workers + OTHER_FILES);
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-coordinator-'));
  const children: ChildProcess[] = [];
  const start = (name: string, options: object, flags: string[] = []) => {
    const entry = new URL(`./coordinator/${name}.js`, import.meta.url);
    const child = fork(entry, [JSON.stringify(options)], { execArgv: flags, stdio: ['ignore', 2, 2, 'ipc'] });
    children.push(child);
    return child;
  };
  try {
    const authority = join(folder, 'authority');
    const [ofCoordinator, ofAgents] = [join(folder, 'coordinator.pem'), join(folder, 'agent.pem')];
    await makeAuthority(authority);
    await issueIdentities(authority, ['coordinator'], 1, ofCoordinator);
    await issueIdentities(authority, ['agent', 'worker'], 1, ofAgents);

    const outputDir = join(folder, 'out');
    const flags = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const host = start('host', { certificate: ofCoordinator, outputDir, nodes, localRanks }, flags);
    const { port } = await message<FromHost, 'listening'>(host, 'listening');
    const running = message<FromHost, 'running'>(host, 'running');
    const began = performance.now();
    const loads = Array.from({ length: processes }, (_, i) => {
      const count = Math.floor(((i + 1) * nodes) / processes) - Math.floor((i * nodes) / processes);
      return start('load', { certificate: ofAgents, port, nodes: count, localRanks, name: `load${i}` });
    });
    const { cpuSeconds } = await running;
    const to_running_s = (performance.now() - began) / 1000;

    const told = loads.map((load) => message<FromLoad, 'figures'>(load, 'figures'));
    const figures = message<FromHost, 'figures'>(host, 'figures');
    for (const child of children) child.send({ kind: 'measure', seconds });
    const { kind: _, ...ofCoordinatorProcess } = await figures;
    const sent: LoadFigures[] = await Promise.all(told);
    for (const load of loads) load.kill('SIGKILL');
    const ended = new Promise((resolve) => host.once('exit', resolve));
    host.send({ kind: 'end' });
    await ended;
    return {
      nodes,
      workers,
      seconds,
      heartbeat_ms: defaultTimings.heartbeatMs,
      to_running_s,
      ...ofCoordinatorProcess,
      cpu_s_to_running: cpuSeconds,
      heartbeats_per_second: sent.reduce((sum, { heartbeats }) => sum + heartbeats, 0) / seconds,
      heartbeats_wanted_per_second: ((nodes + workers) * 1000) / defaultTimings.heartbeatMs,
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Of a message of a child; one that ends before fails. */
function message<All extends { kind: string }, Kind extends All['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<All, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const hear = (said: unknown) => {
      if ((said as All).kind !== kind) return;
      child.off('message', hear);
      resolve(said as Extract<All, { kind: Kind }>);
    };
    child.on('message', hear);
    child.once('exit', (code, signal) =>
      reject(new Error(`a process of this bench ended before it was ${kind}: ${signal ?? `exit code ${code}`}`)),
    );
  });
}

/** Node has raised its own limit to the hard one. */
function checkFileLimit(wanted: number): void {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited' || Number(limit) >= wanted) return;
  throw new UsageError(
    'BAD_OPTION',
    `a process may open ${limit} files here, expected ${wanted}, a connection for each agent and worker: raise the limit ` +
      `(ulimit -n ${wanted}), or give fewer --workers`,
  );
}
