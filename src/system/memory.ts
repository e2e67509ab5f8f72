import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type ControlGroup, controlGroups, readIfThere } from './control-groups.js';

/** Bytes of memory that this process may have. */
export interface Memory {
  usable: number;
  /** Of the machine. */
  present: number;
}

/**
 * What cgroups leave of the machine's memory. Whoever takes more is killed.
 * @param root where proc and sys are; another one in tests
 */
export function usableMemory(root = '/'): Memory {
  const present = totalmem();
  return { usable: Math.min(present, ...controlGroups(root, 'memory').map(limitOf)), present };
}

/** Bytes that can be had now, without swapping and without giving the kernel a reason to kill. */
export function availableMemory(root = '/'): number {
  const [, kib] = /^MemAvailable:\s+(\d+) kB$/m.exec(readIfThere(join(root, 'proc/meminfo'))) ?? [];
  const ofMachine = kib === undefined ? Number.POSITIVE_INFINITY : 1024 * Number(kib);
  const left = (group: ControlGroup) => Math.max(0, limitOf(group) - usedBy(group));
  return Math.min(ofMachine, ...controlGroups(root, 'memory').map(left));
}

/** Source: kernel, cgroup-v2.rst (memory.max) and cgroup-v1/memory.rst. */
function limitOf({ version, folder }: ControlGroup): number {
  // "max" and no file at all set no limit; version 1 has a number for it that no machine reaches.
  const limit = Number(readIfThere(join(folder, version === 2 ? 'memory.max' : 'memory.limit_in_bytes')) || Number.NaN);
  return limit >= 0 ? limit : Number.POSITIVE_INFINITY;
}

/** Without what the kernel only keeps of files, and gives up for anybody who asks. Files in memory count. */
function usedBy({ version, folder }: ControlGroup): number {
  const used = Number(readIfThere(join(folder, version === 2 ? 'memory.current' : 'memory.usage_in_bytes')));
  const name = version === 2 ? 'inactive_file' : 'total_inactive_file';
  const [, cached = '0'] = new RegExp(`^${name} (\\d+)$`, 'm').exec(readIfThere(join(folder, 'memory.stat'))) ?? [];
  return Math.max(0, used - Number(cached));
}
