import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UsageError } from '../../errors/usage-error.js';
import { shellWord } from '../../system/shell-word.js';
import { HostError } from '../host-error.js';
import { isTooBusy, sshFailure } from './ssh-words.js';

/** The system's ssh, as it is to be called. */
export interface SshClient {
  /** Its configuration, in place of the user's; null for that. */
  configFile: string | null;
}

/** What is to be done in one login. */
export interface Errand {
  /** For a POSIX sh; see host-program.ts. */
  program: string;
  /** On the program's standard input. */
  input?: Uint8Array;
  /** For programs that have come to the host; the connection has limits of its own. */
  limitMs?: number;
  onLine?: (line: string) => void;
  /** Ends the client, and not what the program has started. */
  signal?: AbortSignal;
}

const LIMIT_MS = 60_000;

/**
 * All that a login shell, of whatever kind, has to understand: what is to be done comes on standard input, how long it is and then a
 * program for sh, and so does what must not be in anybody's list of processes. `dd` reads no byte of what follows.
 */
export const RECEIVE = `exec sh -c 'read -r n; p=$(dd bs=1 count="$n" 2>/dev/null; echo x); eval "\${p%x}"'`;

/** Printed before all that a program says: a login shell may have said something before. */
export const SAYS = '-- dinofleet --';

const OPTIONS = [
  // Nobody is there to answer.
  'BatchMode=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
  // One that the user has opened is used; one that is opened here would stay in the background.
  'ControlMaster=no',
  'ForwardAgent=no',
  'ClearAllForwardings=yes',
  'RequestTTY=no',
  'LogLevel=ERROR',
];

/** A login that a person can try. */
export function loginCommand({ configFile }: SshClient, host: string): string {
  const config = configFile === null ? [] : ['-F', configFile];
  return ['ssh', ...config, host, 'true'].map(shellWord).join(' ');
}

/** How often a login is begun that the other end, or a jump host on the way, is too busy for: sshd then closes connections at random. */
const TRIES = 5;
/** Between two of them at the most; at random, as many logins may be turned away at once. */
const LONGEST_PAUSE_MS = 2_000;

/**
 * Logs in to a host and runs a program there.
 * @returns the lines that it says
 * @throws HostError where ssh or the program fails; UsageError where there is no ssh
 */
export async function login(client: SshClient, host: string, errand: Errand): Promise<string[]> {
  for (let left = TRIES - 1; ; left--)
    try {
      return await loginOnce(client, host, errand);
    } catch (error) {
      const isTurnedAway = error instanceof HostError && isTooBusy(error.message);
      if (!isTurnedAway || left === 0 || errand.signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, LONGEST_PAUSE_MS * Math.random()));
    }
}

function loginOnce(client: SshClient, host: string, errand: Errand): Promise<string[]> {
  const { program, input, limitMs = LIMIT_MS, onLine, signal } = errand;
  const config = client.configFile === null ? [] : ['-F', client.configFile];
  const options = OPTIONS.flatMap((option) => ['-o', option]);
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) => reject(new HostError(message, false, { cause }));
    if (signal?.aborted) return fail('the login was not begun');
    // Away from the terminal's Ctrl-C, which is for the job.
    const ssh = spawn('ssh', [...config, ...options, '--', host, RECEIVE], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    let hasBegun = false;
    let stderr = '';
    let isOverdue = false;
    const end = () => killGroup(ssh.pid);
    const limit = setTimeout(() => {
      isOverdue = true;
      end();
    }, limitMs);
    signal?.addEventListener('abort', end);
    createInterface({ input: ssh.stdout }).on('line', (line) => {
      if (!hasBegun) hasBegun = line === SAYS;
      else {
        lines.push(line);
        onLine?.(line);
      }
    });
    ssh.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-8192);
    });
    ssh.stdin.on('error', () => {}); // it has ended; 'close' says how
    const bytes = Buffer.from(program);
    ssh.stdin.write(`${bytes.length}\n`);
    ssh.stdin.write(bytes);
    ssh.stdin.end(input ?? '');
    ssh.once('error', (cause) =>
      reject(
        new UsageError('BAD_OPTION', `--on ssh: ssh cannot be run (${cause.message}); install openssh-client`, {
          cause,
        }),
      ),
    );
    ssh.once('close', (code, endedBy) => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', end);
      if (code === 0 && hasBegun) return resolve(lines);
      if (isOverdue)
        return fail(
          hasBegun
            ? `a login has not ended within ${limitMs / 1000} s: does its disk answer?`
            : `no login came about within ${limitMs / 1000} s`,
        );
      if (endedBy !== null) return fail(`ssh was ended by ${endedBy}`);
      if (code === 255) return reject(sshFailure(stderr, loginCommand(client, host)));
      fail(lastWords(stderr) || `what a login was to do there ended with code ${code}`);
    });
  });
}

function lastWords(stderr: string): string {
  return stderr.trimEnd().split('\n').at(-1)!.trim();
}

/** The client leads a group, in which the one to a jump host is as well. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return; // it could not be started
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
