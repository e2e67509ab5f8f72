import { readFileSync } from 'node:fs';

/** Of /proc. Source: proc(5); USER_HZ is 100 on all that Linux runs on */
const TICKS_PER_SECOND = 100;

/** Core-seconds that all cores of the machine have been busy. */
export function machineBusySeconds(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.trim().split(/\s+/).slice(1).map(Number);
  const [user, nice, system, _idle, _iowait, irq, softirq, steal] = fields as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

/** Core-seconds of this process, and of those that it has started and waited for. */
export function ownBusySeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // Fields 14 to 17; the name in field 2 may hold blanks.
  const times = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return times.reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** Starts to watch what other programs do. @returns the cores that they have kept busy since, on average */
export function watchOthers(): () => number {
  const before = { machine: machineBusySeconds(), own: ownBusySeconds(), at: performance.now() };
  return () => {
    const others = machineBusySeconds() - before.machine - (ownBusySeconds() - before.own);
    return Math.max(0, (1000 * others) / (performance.now() - before.at));
  };
}
