import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

/** Cores that this process may keep busy. */
export interface Cores {
  usable: number;
  /** Of the machine. */
  present: number;
  /** Why not all: the cores that it is bound to (taskset, a cpuset), or the CPU time of its cgroup, in cores. */
  affinity: number;
  quota: number;
}

/**
 * What affinity and cgroups leave of the machine. More threads than that would wait for one another.
 * @param root where proc and sys are; another one in tests
 */
export function usableCores(root = '/'): Cores {
  const present = cpus().length;
  const affinity = allowedCores(root) ?? availableParallelism();
  const quota = Math.min(Number.POSITIVE_INFINITY, ...controlGroups(root).map(quotaOf));
  // A share of a core more would hold up the others at each step: rounded down.
  return { usable: Math.max(1, Math.floor(Math.min(affinity, quota))), present, affinity, quota };
}

/** A list such as 0-3,8: bits of sched_getaffinity, in which the kernel has respected cpusets. */
function allowedCores(root: string): number | null {
  const [, list] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readIfThere(join(root, 'proc/self/status'))) ?? [];
  if (list === undefined) return null;
  return list.split(',').reduce((sum, range) => {
    const [from, to = from] = range.split('-').map(Number);
    return sum + to! - from! + 1;
  }, 0);
}

interface ControlGroup {
  version: 1 | 2;
  folder: string;
}

/** Those that this process is in whose CPU time may be limited, by either version, with all above them. */
function controlGroups(root: string): ControlGroup[] {
  const mounts = readIfThere(join(root, 'proc/self/mountinfo')).split('\n').flatMap(parseMount);
  const lines = readIfThere(join(root, 'proc/self/cgroup')).split('\n');
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const version = controllers === '' ? 2 : 1;
    if (version === 1 && !controllers.split(',').includes('cpu')) return [];
    const mount = mounts.find((one) => one.version === version && (version === 2 || one.controllers.includes('cpu')));
    return mount === undefined ? [] : groupAndAbove(join(root, mount.place), below(path, mount.root), version);
  });
}

interface Mount {
  version: 1 | 2;
  /** The group that is at its top: a container's own may be. */
  root: string;
  place: string;
  controllers: string[];
}

/** Source: proc(5), /proc/PID/mountinfo. */
function parseMount(line: string): Mount[] {
  const [fields = '', rest = ''] = line.split(' - ');
  const [, , , root, place] = fields.split(' ');
  const [type, , options = ''] = rest.split(' ');
  if (root === undefined || place === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
  return [{ version: type === 'cgroup2' ? 2 : 1, root, place, controllers: options.split(',') }];
}

/** A group's path as seen from the top of a mount; the top, where it is not below that. */
function below(path: string, root: string): string {
  if (root === '/') return path.includes('..') ? '' : path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : '';
}

function groupAndAbove(top: string, path: string, version: 1 | 2): ControlGroup[] {
  const names = path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, depth) => ({
    version,
    folder: join(top, ...names.slice(0, depth)),
  }));
}

/** Cores' worth of time that a group gets. Source: kernel, cgroup-v2.rst (cpu.max) and scheduler/sched-bwc.rst. */
function quotaOf({ version, folder }: ControlGroup): number {
  const [quota, period] =
    version === 2
      ? readIfThere(join(folder, 'cpu.max')).split(' ').map(Number)
      : ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => Number(readIfThere(join(folder, name)) || Number.NaN));
  // "max", -1 and no file at all set no limit.
  return quota! > 0 && period! > 0 ? quota! / period! : Number.POSITIVE_INFINITY;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
