import { isIPv4 } from 'node:net';
import type { Role } from '../certificates/identity.js';
import { UsageError } from '../errors/usage-error.js';
import { logLine } from '../log/log-line.js';
import { Network, ownAddresses } from '../rpc/network.js';
import { checkHost, isLoopback, openTransport, type Transport } from '../rpc/transport.js';

export interface ReachOptions {
  certificate?: string;
  network?: string;
  host?: string;
}

/** Where a coordinator listens, and who is heard. */
export interface Reach {
  host: string;
  /** In which workers listen for one another; null for what their agents say. */
  network: Network | null;
  /** null: certificates are to be made for the run. */
  transport: Transport | null;
}

const LOOPBACK = '127.0.0.1';

/**
 * @param isRemote agents are brought on other machines, with certificates of theirs
 * @throws UsageError where others could reach the coordinator who must not, or who is to reach it could not
 */
export function reachOf(options: ReachOptions, isRemote: boolean): Reach {
  const { certificate } = options;
  const transport = isRemote && certificate === undefined ? null : openTransport(certificate, '--certificate');
  if (transport !== null) {
    if (isRemote) checkRoles(transport);
    checkHost(transport, options.host ?? LOOPBACK, '--host');
  }
  const network = networkOf(options, isRemote);
  const host = options.host ?? (isRemote ? ownAddressIn(network!) : LOOPBACK);
  if (isRemote && isWildcard(host))
    throw new UsageError('BAD_OPTION', `--host is ${host}, expected the address that agents on other machines dial`);
  return { host, network, transport };
}

/** @throws UsageError where it is none, or where others could reach the coordinator and none is named */
function networkOf({ network: named, host = LOOPBACK }: ReachOptions, isRemote: boolean): Network | null {
  if (named === undefined) {
    if (!isRemote && isLoopback(host)) return null;
    const what = isRemote ? 'agents are to come on other machines' : `--host is ${host}`;
    throw new UsageError(
      'NETWORK_NEEDED',
      `${what}, and no network is named for what workers exchange: it travels in clear. Give --network, a private ` +
        'network that all nodes are in (10.0.0.0/8), or the interface of this machine that is in it',
    );
  }
  const network = Network.parse(named, '--network');
  if (!network.isPrivate)
    logLine('warn', 'network-public', {
      network: network.cidr,
      risk: 'weights and gradients travel in clear, and anyone may be there',
    });
  return network;
}

function ownAddressIn(network: Network): string {
  const addresses = ownAddresses();
  const own = addresses.find(({ address }) => network.contains(address));
  if (own !== undefined) return own.address;
  const has = addresses.map(({ name, address }) => `${address} (${name})`).join(', ') || 'no address';
  throw new UsageError(
    'BAD_OPTION',
    `--network is ${network.cidr}, and this machine has ${has}: give --host, the address of this machine that agents dial`,
  );
}

function isWildcard(host: string): boolean {
  return isIPv4(host) ? host === '0.0.0.0' : /^[0:]+$/.test(host);
}

/** A launch that brings agents hands them their part of its file. */
const NEEDED = ['coordinator', 'agent', 'worker'] as const satisfies Role[];

function checkRoles(transport: Transport): void {
  if (transport.kind === 'loopback') return;
  const has = transport.file.identities.map(({ role }) => role);
  if (NEEDED.every((role) => has.includes(role))) return;
  throw new UsageError(
    'CERTIFICATE_ROLE',
    `--certificate ${transport.file.path} has certificates of role ${has.join(', ')}, expected ${NEEDED.join(', ')}, as agents ` +
      'get theirs from it: dinofleet certs issue DIR --roles coordinator,agent --out FILE, or leave --certificate away',
  );
}
