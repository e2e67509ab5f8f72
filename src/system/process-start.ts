import { readFileSync } from 'node:fs';

/**
 * When a process of this machine began, as the kernel counts: with its id it names one process, as an id alone does not.
 * @returns null where there is none of this id. Source: proc(5), /proc/PID/stat, field 22
 */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z';
    return isZombie ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
