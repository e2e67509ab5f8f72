import { readdirSync, readFileSync } from 'node:fs';

/** Living processes, by pid: whose child each is, and its arguments. */
function livingProcesses() {
  const found = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Field 4; the name in field 2 may hold blanks.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      found.set(Number(pid), { parent, args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') });
    } catch {
      // It has ended.
    }
  return found;
}

/** Our own child that has `arg` among its arguments. */
export function childWith(arg) {
  for (const [pid, { parent, args }] of livingProcesses()) if (parent === process.pid && args.includes(arg)) return pid;
  return null;
}

/** SIGKILL to a process and to all that it has started, and they. */
export function killTree(root) {
  const living = livingProcesses();
  const doomed = [root];
  for (const pid of doomed) for (const [child, { parent }] of living) if (parent === pid) doomed.push(child);
  for (const pid of doomed)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
}
