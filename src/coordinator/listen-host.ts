import type { NodeFacts } from '../rpc/messages.js';
import type { Network } from '../rpc/network.js';

const LOOPBACK = '127.0.0.1';

/**
 * Where a node's workers listen for their peers: what its agent was told, or the node's address in the job's network. Nothing is
 * guessed from the name of a host.
 * @returns a problem where there is none
 */
export function listenHostOf(
  network: Network | null,
  { hostname, listenHost, addresses }: Pick<NodeFacts, 'hostname' | 'addresses'> & { listenHost: string },
): { host: string; problem: string | null } {
  if (network === null) return { host: listenHost || LOOPBACK, problem: null };
  if (listenHost !== '') {
    if (network.contains(listenHost)) return { host: listenHost, problem: null };
    const problem = `its --listen-host is ${listenHost}, expected an address in ${network.cidr}, the job's --network`;
    return { host: '', problem: `${hostname} cannot be reached by its peers: ${problem}` };
  }
  const within = addresses.find(({ address }) => network.contains(address));
  if (within !== undefined) return { host: within.address, problem: null };
  const has = addresses.map(({ name, address }) => `${address} (${name})`).join(', ') || 'no address';
  const problem = `${hostname} has ${has}, none in ${network.cidr}, the job's --network`;
  return { host: '', problem: `${problem}: name a network that all nodes are in` };
}
