/** Real faults on real processes, on hosts of their own: each in each phase of a job, which comes to its end, every step once. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import { type NetworkHost, networkHosts } from '../fixtures/network-hosts.js';
import { until } from '../fixtures/until.js';
import { addressesOf, cliEntry, readLog, recipe, trainingFolder } from './training.js';

const STEPS = 150;

/** A job of two nodes, and a third that may take the place of one. */
interface Fleet {
  host: FleetProcess;
  /** The node that has the fault. */
  victim: NetworkHost;
  agent: FleetProcess;
  outputDir: string;
}

interface Fault {
  /** @returns what mends it; null where nothing need be done */
  strike(fleet: Fleet): (() => void) | null;
  /** Whether an agent is left that goes on by itself. */
  agentLives: boolean;
}

/** Of an agent, those at work and those that wait. */
function workersOf({ child }: FleetProcess): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

function toWorkers(signal: NodeJS.Signals): Fault {
  return {
    agentLives: true,
    strike({ agent }) {
      for (const pid of workersOf(agent)) process.kill(pid, signal);
      return null;
    },
  };
}

function toAgent(signal: NodeJS.Signals): Fault {
  return {
    agentLives: false,
    strike({ agent }) {
      agent.child.kill(signal);
      return () => agent.child.kill('SIGKILL');
    },
  };
}

const faults: Record<string, Fault> = {
  'a worker is killed': toWorkers('SIGKILL'),
  'a worker is stopped': toWorkers('SIGSTOP'),
  'a worker crashes': toWorkers('SIGSEGV'),
  'a worker gets no more memory': {
    agentLives: true,
    strike({ agent }) {
      for (const pid of workersOf(agent)) execFileSync('prlimit', ['--pid', String(pid), '--as=1000000']);
      return null;
    },
  },
  'an agent is killed': toAgent('SIGKILL'),
  'an agent is stopped': toAgent('SIGSTOP'),
  'a cable is taken out for 8 s': {
    agentLives: true,
    strike({ victim }) {
      victim.plug(false);
      return () => victim.plug(true);
    },
  },
  'a host hears and is not heard for 8 s': {
    agentLives: true,
    strike({ victim }) {
      victim.mute(true);
      return () => victim.mute(false);
    },
  },
  'a host sends at 64 kbit/s for 8 s': {
    agentLives: true,
    strike({ victim }) {
      victim.throttle('64kbit');
      return () => victim.throttle(null);
    },
  },
};

const MENDED_AFTER_MS = 8_000;

/** What a job is at when the fault comes. */
const phases: Record<string, (fleet: Fleet) => Promise<unknown>> = {
  'as workers start': ({ host }) => host.says(/info rendezvous generation=1/),
  'as workers meet': ({ host }) => host.says(/info worker-ready rank=0/),
  'in training': ({ host }) => host.says(/info checkpoint step=40 /),
  'in a save': ({ outputDir }) => {
    const folder = join(outputDir, 'checkpoints');
    const isSaving = () => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.tmp'));
    return until('a save', () => isSaving() || undefined);
  },
  'as it stops': async ({ host }) => {
    await host.says(/info checkpoint step=40 /);
    host.child.kill('SIGINT');
  },
};

async function begin(t: TestContext) {
  const folder = trainingFolder(t);
  const authority = join(folder.root, 'authority');
  await makeAuthority(authority);
  const [ofCoordinator, ofAgents] = [join(folder.root, 'coordinator.pem'), join(folder.root, 'agent.pem')];
  await issueIdentities(authority, ['coordinator'], 1, ofCoordinator);
  await issueIdentities(authority, ['agent', 'worker'], 1, ofAgents);
  const [at, sound, victim] = networkHosts(t, 'a', 'b', 'c') as [NetworkHost, NetworkHost, NetworkHost];
  const outputDir = join(folder.root, 'out');
  const keys = [
    `train.dataset_path=${folder.images}`,
    `train.output_dir=${outputDir}`,
    'train.nproc_per_node=1',
    `train.max_steps=${STEPS}`,
    'optim.epochs=1000',
    'train.log_every=1',
    'train.checkpoint_steps=20',
  ];
  const listening = ['--host', at.address, '--certificate', ofCoordinator, '--network', 'eth0'];
  const start = () =>
    at.run(process.execPath, cliEntry, 'coordinator', recipe, ...keys, '--nodes', '1:2', ...listening);
  const host = start();
  const { coordinator } = await addressesOf(host);
  const joins = (host: NetworkHost, address = coordinator) =>
    host.run(process.execPath, cliEntry, 'agent', '--coordinator', address, '--certificate', ofAgents);
  const other = joins(sound);
  return { host, victim, sound, outputDir, joins, other, agent: joins(victim), start };
}

for (const [what, fault] of Object.entries(faults))
  for (const [when, reached] of Object.entries(phases))
    test(`${what} ${when}: the job goes on, and every step is there once`, async (t) => {
      const fleet = await begin(t);
      const { host, victim, sound, outputDir, joins, start } = fleet;
      await reached(fleet);
      const mend = fault.strike(fleet);
      const mended = mend === null ? null : setTimeout(mend, MENDED_AFTER_MS);
      t.after(() => mended && clearTimeout(mended));
      if (!fault.agentLives) setTimeout(() => joins(victim), MENDED_AFTER_MS).unref();
      const exitCode = await host.ended;
      if (when !== 'as it stops') assert.equal(exitCode, 0, host.output());
      else if (readLog(outputDir).length < STEPS) {
        // Saved or not, it goes on from what there is.
        const again = start();
        const { coordinator } = await addressesOf(again);
        joins(sound, coordinator);
        assert.equal(await again.ended, 0, again.output());
      }
      assert.deepEqual(
        readLog(outputDir).map(({ step }) => step),
        Array.from({ length: STEPS }, (_, i) => i),
      );
    });
