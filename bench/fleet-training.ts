import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueIdentities, makeAuthority } from '../src/certificates/issue.js';
import { noisePngs } from '../test/data/image-files.js';
import { type Death, environmentOf } from '../test/end-to-end/dying-worker.js';
import type { FleetProcess, Scope } from '../test/fixtures/fleet-process.js';
import { type NetworkHost, networkHosts } from '../test/fixtures/network-hosts.js';

const PICTURES = 200;
const CLI = join(process.cwd(), 'dist/src/cli/main.js');
const CONFIG = join(process.cwd(), 'configs/quickstart.yaml');

/** A training of the quickstart's network on hosts with a rank each, and a coordinator on one more. */
export interface FleetTraining {
  host: FleetProcess;
  agents: FleetProcess[];
  hosts: NetworkHost[];
  log: string;
  /** One more agent. */
  join(at: NetworkHost): FleetProcess;
  /** The coordinator once more, by the same command. */
  start(): FleetProcess;
}

export interface FleetShape {
  /** Hosts beside the coordinator's. */
  hosts: number;
  /** Of these, those that have an agent at first. */
  agents: number;
  /** Of ranks that misbehave by themselves. */
  deaths?: readonly Death[];
  /** Of the configuration. */
  keys: readonly string[];
  /** In the folder, some of them alike. */
  images?: number;
}

/** Begins one; as root, for the hosts are network namespaces. */
export async function beginTraining(
  scope: Scope,
  { hosts: most, agents: count, deaths = [], keys: given, images: imageCount = PICTURES }: FleetShape,
): Promise<FleetTraining> {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-recovery-'));
  scope.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [images, outputDir, authority] = ['images', 'out', 'authority'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(images);
  for (const [name, png] of Object.entries(noisePngs(PICTURES))) writeFileSync(join(images, name), png);
  const names = readdirSync(images);
  for (let i = PICTURES; i < imageCount; i++) linkSync(join(images, names[i % PICTURES]!), join(images, `${i}.png`));
  await makeAuthority(authority);
  const [ofCoordinator, ofAgents] = [join(folder, 'coordinator.pem'), join(folder, 'agent.pem')];
  await issueIdentities(authority, ['coordinator'], 1, ofCoordinator);
  await issueIdentities(authority, ['agent', 'worker'], 1, ofAgents);

  const hosts = networkHosts(scope, ...Array.from({ length: 1 + most }, (_, i) => 'abcdefgh'[i]!));
  const keys = [
    `train.dataset_path=${images}`,
    `train.output_dir=${outputDir}`,
    'train.nproc_per_node=1',
    'train.log_every=1',
    ...given,
  ];
  const listening = ['--host', hosts[0]!.address, '--certificate', ofCoordinator, '--network', 'eth0'];
  const options = ['--nodes', `1:${most}`, '--device', 'cpu', ...listening];
  const start = () => hosts[0]!.run(process.execPath, CLI, 'coordinator', CONFIG, ...keys, ...options);
  const host = start();
  const [, address] = await host.says(/info coordinator address=(\S+)/);
  const environment = Object.entries(deaths.length > 0 ? environmentOf(deaths) : {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  const joinAt = (at: NetworkHost) =>
    at.run('env', ...environment, process.execPath, CLI, 'agent', '--coordinator', address!, '--certificate', ofAgents);
  const agents = hosts.slice(1, 1 + count).map(joinAt);
  await host.says(new RegExp(`info running generation=1 workers=${count}`));
  return { host, agents, hosts, log: join(outputDir, 'log.jsonl'), join: joinAt, start };
}

/** The first one of an agent. */
export function workerOf({ child }: FleetProcess): number {
  return Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).split('\n')[0]);
}
