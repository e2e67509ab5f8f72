import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { UsageError } from '../errors/usage-error.js';

/** An address of a machine, and the interface that has it. */
export interface InterfaceAddress {
  /** eth0 */
  name: string;
  address: string;
}

/** Those of this machine that are up; addresses of one link alone, which name no host to another, are none. */
export function ownAddresses(): InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => ({ name, address })),
  );
}

/** The interface of this machine that has an address; null where none has. */
export function interfaceOf(address: string): string | null {
  return ownAddresses().find((own) => own.address === address)?.name ?? null;
}

/** The addresses that begin alike. */
export class Network {
  private readonly addresses = new BlockList();

  private constructor(readonly cidr: string) {
    const [address, prefix] = cidr.split('/') as [string, string];
    this.addresses.addSubnet(address, Number(prefix), familyOf(address));
  }

  /**
   * @param text 10.0.0.0/8, fd00::/8, or the name of an interface of this machine, which stands for its network
   * @throws UsageError where it is neither
   */
  static parse(text: string, option: string): Network {
    const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
    if (isIP(address) !== 0 && Number(prefix) <= (isIPv4(address) ? 32 : 128)) return new Network(text);
    const here = networkInterfaces();
    const ofInterface = here[text]?.find(({ scopeid }) => !scopeid)?.cidr;
    if (ofInterface) return new Network(ofInterface);
    const known = Object.entries(here).flatMap(([name, addresses = []]) =>
      addresses.filter(({ scopeid }) => !scopeid).map(({ cidr }) => `${name} (${cidr})`),
    );
    throw new UsageError(
      'BAD_OPTION',
      `${option} is "${text}", expected a network such as 10.0.0.0/8, or an interface of this machine: ${known.join(', ')}`,
    );
  }

  contains(address: string): boolean {
    return isIP(address) !== 0 && this.addresses.check(address, familyOf(address));
  }

  /** Whether nothing of it is reached from the internet. Source: RFC 1918, 4193, 6598, 3927 */
  get isPrivate(): boolean {
    const [address, prefix] = this.cidr.split('/') as [string, string];
    return PRIVATE.some(
      ([from, length]) => Number(prefix) >= length && blockOf(from, length).check(address, familyOf(address)),
    );
  }
}

const PRIVATE: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
];

function blockOf(address: string, prefix: number): BlockList {
  const block = new BlockList();
  block.addSubnet(address, prefix, familyOf(address));
  return block;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
