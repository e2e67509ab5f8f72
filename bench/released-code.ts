/** The released DINOv2 code, which runs in a Python of the user's: a script of ours beside this file calls it. */
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
 * @param peer the Python, as --peer gave it
 * @param script its file's name, in bench
 * @returns what it prints, which is JSON
 * @throws UsageError where the peer cannot run, with what is missing; PeerError where it fails
 */
export function runReleased(peer: string, script: string, settings: object): unknown {
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
  if (status !== 0) throw new PeerError(`the released code in ${peer} ended with ${signal ?? status}:\n${said}`);
  return JSON.parse(stdout);
}
