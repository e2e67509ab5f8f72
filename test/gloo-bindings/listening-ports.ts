import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENING = '0A';

/** On which this process listens, of IPv4. */
export function listeningPorts(): number[] {
  const own = new Set(readdirSync('/proc/self/fd').map(linkOf));
  const [, ...sockets] = readFileSync('/proc/self/net/tcp', 'utf8').trim().split('\n');
  return sockets
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTENING && own.has(`socket:[${inode}]`))
    .map(([, local]) => Number.parseInt(local!.split(':')[1]!, 16))
    .sort((a, b) => a - b);
}

/** A descriptor may be closed while its link is read. */
function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
