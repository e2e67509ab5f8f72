import { statSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { type ControlGroup, controlGroups, readIfThere } from './control-groups.js';

/** Cores that this process may keep busy. */
export interface Cores {
  usable: number;
  /** Of the machine. */
  present: number;
  /** Why not all: the cores that it is bound to (taskset, a cpuset), or the CPU time of its cgroup, in cores. */
  affinity: number;
  quota: number;
  /** Two processes of one machine that have this alike have the same cores, and share them. */
  pool: string;
}

/**
 * What affinity and cgroups leave of the machine. More threads than that would wait for one another.
 * @param root where proc and sys are; another one in tests
 */
export function usableCores(root = '/'): Cores {
  const present = cpus().length;
  const list = allowedList(root);
  const affinity = list === null ? availableParallelism() : countOf(list);
  const limits = controlGroups(root, 'cpu').map((group) => ({ group, quota: quotaOf(group) }));
  const quota = Math.min(Number.POSITIVE_INFINITY, ...limits.map((limit) => limit.quota));
  const limiting = quota < affinity ? limits.find((limit) => limit.quota === quota) : undefined;
  return {
    // A share of a core more would hold up the others at each step: rounded down.
    usable: Math.max(1, Math.floor(Math.min(affinity, quota))),
    present,
    affinity,
    quota,
    // A group's path is another one in each container that sees it.
    pool: `${list ?? 'all'} ${limiting === undefined ? 'without quota' : statSync(limiting.group.folder).ino}`,
  };
}

/** A list such as 0-3,8: bits of sched_getaffinity, in which the kernel has respected cpusets. */
function allowedList(root: string): string | null {
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readIfThere(join(root, 'proc/self/status')))?.[1] ?? null;
}

function countOf(list: string): number {
  return list.split(',').reduce((sum, range) => {
    const [from, to = from] = range.split('-').map(Number);
    return sum + to! - from! + 1;
  }, 0);
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
