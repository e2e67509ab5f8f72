import { readFileSync } from 'node:fs';
import { UsageError } from '../../errors/usage-error.js';

/** A machine that ssh leads to. */
export interface Host {
  /** As ssh is called with it, and the name of its place: [USER@]HOST, or a name of the configuration. */
  name: string;
  /** Ranks on it; null for as many as the job has on each node. */
  slots: number | null;
}

/**
 * @param text host1,host2 or, with @ before it or a slash in it, the path of a hostfile
 * @throws UsageError
 */
export function parseHosts(text: string): Host[] {
  const isFile = text.startsWith('@') || text.includes('/');
  if (isFile) return readHostfile(text.replace(/^@/, ''));
  const hosts = text.split(',').map((name) => ({ name: hostName(name, '--on ssh'), slots: null }));
  return withoutTwins(hosts, '--on ssh');
}

/** A host a line, with slots=N behind it where it is to have so many ranks; # begins a comment. As Open MPI has it. */
function readHostfile(path: string): Host[] {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError('BAD_OPTION', `hostfile ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const hosts = content.split('\n').flatMap((line, i): Host[] => {
    const where = `hostfile ${path}:${i + 1}`;
    const [name, ...rest] = line
      .replace(/#.*/, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    if (name === undefined) return [];
    return [{ name: hostName(name, where), slots: rest.length === 0 ? null : slotsIn(rest, where) }];
  });
  if (hosts.length === 0)
    throw new UsageError('BAD_OPTION', `hostfile ${path} names no host, expected one a line, such as: node1 slots=8`);
  return withoutTwins(hosts, `hostfile ${path}`);
}

function slotsIn(words: readonly string[], where: string): number {
  const [, slots] = /^slots=(\d{1,6})$/.exec(words.join(' ')) ?? [];
  if (slots !== undefined && Number(slots) >= 1) return Number(slots);
  throw new UsageError('BAD_OPTION', `${where} has "${words.join(' ')}" behind the host, expected nothing or slots=N`);
}

/** What is not one, ssh might take for an option, or a shell in a ProxyCommand for a command. */
const NAME = /^(?:[\w.][\w.+-]*@)?[\w:][\w.:%-]*$/;

function hostName(text: string, where: string): string {
  const wrong = (expected: string) =>
    new UsageError('BAD_OPTION', `${where} names the host ${JSON.stringify(text)}, expected ${expected}`);
  if (!NAME.test(text))
    throw wrong('[USER@]HOST of letters, digits, dots and dashes, or a name of the ssh configuration');
  if (text.split(':').length === 2)
    throw wrong('a name without a port: that goes into the ssh configuration, as "Port" (--ssh-config)');
  return text;
}

function withoutTwins(hosts: Host[], where: string): Host[] {
  const names = hosts.map(({ name }) => name);
  const twin = names.find((name, i) => names.indexOf(name) < i);
  if (twin === undefined) return hosts;
  const remedy = 'one agent has all ranks of a host: slots=N in a hostfile, or --nproc-per-node, says how many';
  throw new UsageError('BAD_OPTION', `${where} names ${twin} twice; ${remedy}`);
}
