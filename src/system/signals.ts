import { constants } from 'node:os';
import { basename } from 'node:path';

/**
 * Set by the executable `dinofleet`: the signals that were ignored when it was started, as the mask SigIgn of
 * /proc/PID/status. It has to say so because Node takes every ignored signal back when it begins, and so does libuv in
 * each child. Children find it in their environment.
 */
const IGNORED = 'DINOFLEET_IGNORED_SIGNALS';

/** Those that end a process unless it handles them, and that whoever starts one may want it not to hear. */
const MAY_BE_IGNORED = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

/** Signals that whoever started Dinofleet has ignored: `nohup`, or a shell without job control for what it runs by `&`. */
export function ignoredSignals(environment: NodeJS.ProcessEnv = process.env): NodeJS.Signals[] {
  const mask = environment[IGNORED];
  // Started past the executable. Shells name in "_" the program that they have started: nohup, with us in its place.
  if (mask === undefined) return basename(environment._ ?? '') === 'nohup' ? ['SIGHUP'] : [];
  if (!/^[0-9a-f]+$/i.test(mask)) return [];
  const bits = BigInt(`0x${mask}`);
  return MAY_BE_IGNORED.filter((signal) => (bits >> BigInt(constants.signals[signal] - 1)) & 1n);
}

const ignore = () => {};

/**
 * To be called first in every process of ours. Signals that are to be ignored are so from then on, and SIGUSR1 no longer
 * opens a debugger, which listens on a port: whoever wants one starts Node with --inspect.
 */
export function keepIgnored(): void {
  for (const signal of ignoredSignals()) process.on(signal, ignore);
  if (!isInspected()) process.on('SIGUSR1', ignore);
}

/**
 * For a process that ends with another one, which is told of the signals itself: a batch system, systemd and a terminal send
 * them to all processes at once, and this one must live until the other has saved.
 */
export function leaveSignalsToParent(): void {
  keepIgnored();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGUSR2'] as const) process.on(signal, ignore);
}

/** Calls `handler` at a signal, unless that is ignored. @returns takes the handler off */
export function onSignal(signal: NodeJS.Signals, handler: (signal: NodeJS.Signals) => void): () => void {
  if (ignoredSignals().includes(signal)) return () => {};
  process.on(signal, handler);
  return () => process.off(signal, handler);
}

function isInspected(): boolean {
  return (
    process.execArgv.some((arg) => arg.startsWith('--inspect')) || /--inspect/.test(process.env.NODE_OPTIONS ?? '')
  );
}
