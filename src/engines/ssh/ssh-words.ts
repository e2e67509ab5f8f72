import { HostError } from '../host-error.js';

interface Cause {
  said: RegExp;
  isLasting: boolean;
  /** What to do, where `command` is a login for a person to try. */
  advice: (command: string) => string;
}

const causes: readonly Cause[] = [
  {
    said: /Permission denied|Too many authentication failures|no matching .* found/,
    isLasting: true,
    advice: (command) => `log in by hand until nothing is asked for any more: ${command}`,
  },
  {
    said: /Host key verification failed|HOST IDENTIFICATION HAS CHANGED/,
    isLasting: true,
    advice: (command) => `see that the key is the host's, and have it known: ${command}`,
  },
  {
    said: /Could not resolve hostname.*(?:not known|No address associated)/,
    isLasting: true,
    advice: () => 'expected a name or an address that this machine knows, or a Host of the ssh configuration',
  },
  {
    said: /Bad configuration option|terminating, \d+ bad|Can't open user config|Bad owner or permissions on/i,
    isLasting: true,
    advice: () => 'mend the ssh configuration',
  },
];

/** Why ssh itself has failed: it then exits with 255, and says why on its standard error. */
export function sshFailure(stderr: string, command: string): HostError {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^@+$|^@ .* @$/.test(line));
  const words = lines.slice(-2).join(' ') || 'ssh failed without a word';
  const cause = causes.find(({ said }) => said.test(stderr));
  const advice = cause?.advice(command) ?? `is it up, and does it let ssh in? ${command}`;
  return new HostError(`${words.replace(/[.;]$/, '')}; ${advice}`, cause?.isLasting ?? false);
}

/** Whether a connection was closed before anybody had said who he is, as sshd does beyond its MaxStartups. */
export function isTooBusy(words: string): boolean {
  return /kex_exchange_identification|Connection (?:closed|reset) by/.test(words);
}
