/** A program in a Python of the user's, which something of ours is measured beside. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../src/errors/usage-error.js';
import { UserError } from '../src/errors/user-error.js';

/** The peer's last lines, where it fails for another reason than what it lacks. */
class PeerError extends UserError {
  constructor(message: string) {
    super('PEER_FAILED', 1, message);
  }
}

/** What a script ends with where its message is a sentence on what is missing. */
const MISSING = 3;

/**
 * Runs a script of this folder, which prints JSON.
 * @param peer the Python, as the user has given it
 * @param what the script runs, for errors
 * @throws UsageError where it cannot run, with what is missing; PeerError where it fails
 */
export function askPeer(peer: string, script: string, settings: object, what: string): unknown {
  // As it was given: npm calls this from the project's folder.
  const python = peer.includes('/') ? resolve(process.env.INIT_CWD ?? '.', peer) : peer;
  const path = fileURLToPath(new URL(`../../bench/${script}`, import.meta.url));
  const { status, signal, stdout, stderr, error } = spawnSync(python, [path, JSON.stringify(settings)], {
    encoding: 'utf8',
  });
  if (error !== undefined)
    throw new UsageError('BAD_OPTION', `--peer is ${peer}, which cannot be run (${error.message}); give a Python`);
  const said = stderr.trim().split('\n').slice(-3).join('\n');
  if (status === MISSING) throw new UsageError('BAD_OPTION', `--peer is ${peer}: ${said}`);
  if (status !== 0) throw new PeerError(`${what} in ${peer} ended with ${signal ?? status}:\n${said}`);
  return JSON.parse(stdout);
}
