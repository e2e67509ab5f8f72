import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join, resolve } from 'node:path';
import { minimumNode } from '../../../scripts/setup/node-version.mjs';
import { partOf } from '../../certificates/identity.js';
import { UsageError } from '../../errors/usage-error.js';
import { logLine } from '../../log/log-line.js';
import { formatAddress } from '../../rpc/address.js';
import { runKey } from '../../run/run-key.js';
import { buildIdentity } from '../../system/build.js';
import { PACKAGE_ROOT } from '../../system/package.js';
import { Semaphore } from '../../system/semaphore.js';
import type { Engine, EngineJob } from '../engine.js';
import { HostError } from '../host-error.js';
import { KeptHost } from '../kept-host.js';
import type { Host } from './host.js';
import { type AgentCommand, endAgent, type HostAgent, startAgent } from './host-agent.js';
import type { SshClient } from './login.js';
import { packBuild } from './pack-build.js';
import { type Preparation, prepareHost, type Ready } from './prepare-host.js';

export interface SshEngineOptions {
  hosts: readonly Host[];
  /** That the job cannot be without. */
  minNodes: number;
  client: SshClient;
  /** Where Dinofleet is on the hosts; null: where it is here. */
  remotePath: string | null;
  /** Whether this build is copied to hosts that lack it. */
  ship: boolean;
}

/** Logins at once: each is a process here, and a jump host takes no more. */
const AT_ONCE = 32;
const LINE_EVERY_MS = 5_000;

/** Machines that the system's ssh leads to, an agent on each. */
export function sshEngine({ hosts, minNodes, client, remotePath, ship }: SshEngineOptions): Engine {
  const logins = new Semaphore(AT_ONCE);
  const over = new AbortController();
  setMaxListeners(0, over.signal); // every host listens
  const ready = new Map<string, Ready>();
  /** Hosts on which there may be something of ours. */
  const used = new Set<string>();
  let job: EngineJob | null = null;
  let keeping: Promise<void>[] = [];
  let hasBegun = false;

  let archive: Promise<Uint8Array> | null = null;
  const preparation: Preparation = {
    client,
    ours: {
      build: buildIdentity(),
      platform: `${process.platform}-${process.arch}`,
      minimum: minimumNode,
      mayShip: ship,
    },
    remotePath: remotePath ?? resolve(PACKAGE_ROOT),
    pack: () => {
      archive ??= packBuild().catch((error) => {
        archive = null;
        throw error;
      });
      return archive;
    },
    signal: over.signal,
  };

  const kept = hosts.map(
    ({ name, slots }) =>
      new KeptHost(
        name,
        {
          prepare: () => logins.run(async () => void ready.set(name, await prepareHost(name, preparation))),
          start: () => logins.run(() => start(name, slots)),
        },
        () => giveUpIfHopeless(),
      ),
  );
  const placed = (place: string) => kept.find(({ name }) => name === place);

  const start = async (host: string, slots: number | null): Promise<string> => {
    if (job!.coordinator.isOver()) throw new HostError('the job is over', false);
    const isAgain = used.has(host);
    const onStarting = () => void used.add(host);
    const command = agentCommand(job!, ready.get(host)!, { name: host, slots });
    const { pid, isNew, lastWords } = await startAgent(agentOf(host), command, { signal: over.signal, onStarting });
    if (isNew && isAgain) logLine('info', 'agent-restarted', { host, process: pid });
    return lastWords;
  };
  const agentOf = (host: string): HostAgent => {
    const { outputDir } = job!;
    return { client, host, run: runKey(outputDir), outputDir };
  };

  /** Before the job has had the nodes that it needs: later a host may be away for long, and come back. */
  const giveUpIfHopeless = () => {
    const lasting = kept.filter(({ problem }) => problem?.isLasting);
    if (hasBegun || job === null || kept.length - lasting.length >= minNodes) return;
    job.coordinator.deliver({ kind: 'hopeless', reason: shortage(kept, minNodes), exitCode: 2 });
  };

  const release = async (host: string): Promise<void> => {
    try {
      const killed = await logins.run(() => endAgent(agentOf(host), job!.id));
      if (killed.length > 0) logLine('warn', 'agent-killed', { host, processes: killed.join(', ') });
    } catch (error) {
      const next = 'an agent there ends by itself when it has lost its coordinator';
      logLine('warn', 'host-not-released', { host, reason: (error as Error).message, next });
    }
  };

  return {
    name: 'ssh',
    isRemote: true,
    async check() {
      await sayingWho(
        'to answer',
        kept.map((host) => ({ name: host.name, done: host.prepare() })),
      );
      const lasting = kept.filter(({ problem }) => problem?.isLasting);
      if (kept.length - lasting.length < minNodes) throw new UsageError('HOSTS_UNFIT', shortage(kept, minNodes));
      for (const host of kept) host.say();
    },
    provide(provided) {
      job = provided;
      void job.coordinator.outcome.then(() => over.abort());
      keeping = kept.map((host) => host.keep(over.signal));
    },
    joined(place) {
      const host = placed(place);
      if (host === undefined) return; // somebody's own agent, under a name of its own
      used.add(place);
      host.joined();
      hasBegun ||= kept.filter(({ isHere }) => isHere).length >= minNodes;
    },
    lost(place) {
      placed(place)?.lost();
    },
    dismissed(place, reason) {
      placed(place)?.dismiss();
      logLine('info', 'host-dismissed', { host: place, reason, next: 'it is not tried again' });
    },
    async release() {
      over.abort();
      await Promise.all(keeping);
      await sayingWho(
        'to let go',
        [...used].map((name) => ({ name, done: release(name) })),
      );
    },
  };
}

function agentCommand(
  { coordinator, transport, outputDir }: EngineJob,
  { node, root }: Ready,
  host: Host,
): AgentCommand {
  if (transport.kind === 'loopback') throw new TypeError('agents of other machines need certificates');
  const address = formatAddress(coordinator.address);
  const ranks = host.slots === null ? [] : ['--nproc-per-node', String(host.slots)];
  const args = ['agent', '--coordinator', address, '--place', host.name, ...ranks];
  const command = [node, join(root, 'dist/src/cli/main.js'), ...args];
  const identity = [transport.file.authority, outputDir, ...command].join('\0');
  return {
    command,
    identity: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    certificate: partOf(transport.file, ['agent', 'worker']),
  };
}

/** Why there are too few hosts: of each by itself, and of many alike once. */
function shortage(hosts: readonly KeptHost[], minNodes: number): string {
  const unfit = hosts.filter(({ problem }) => problem?.isLasting);
  const byReason = new Map<string, string[]>();
  for (const { name, problem } of unfit)
    byReason.set(problem!.message, [...(byReason.get(problem!.message) ?? []), name]);
  const each = [...byReason].map(([reason, names]) => `${someOf(names)}: ${reason}`);
  const left = hosts.length - unfit.length;
  const needs = `the job needs ${minNodes} node${minNodes === 1 ? '' : 's'}`;
  return `${needs}, and ${left} of ${hosts.length} hosts can take part; ${each.join('; ')}`;
}

function someOf(names: readonly string[]): string {
  const some = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${some} and ${names.length - 8} more` : some;
}

/** Says every few seconds which hosts are waited for. */
async function sayingWho(what: string, waits: readonly { name: string; done: Promise<void> }[]): Promise<void> {
  const missing = new Set(waits.map(({ name }) => name));
  const timer = setInterval(() => {
    const hosts = `${missing.size} of ${waits.length} hosts ${what}: ${someOf([...missing])}`;
    logLine('info', 'waiting', { for: hosts });
  }, LINE_EVERY_MS);
  try {
    await Promise.all(waits.map(({ name, done }) => done.finally(() => missing.delete(name))));
  } finally {
    clearInterval(timer);
  }
}
