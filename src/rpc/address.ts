import { UsageError } from '../errors/usage-error.js';

export interface Address {
  host: string;
  port: number;
}

/**
 * @param text HOST:PORT, or [HOST]:PORT for IPv6
 * @param option names the option in an error
 */
export function parseAddress(text: string, option: string): Address {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) < 1 || Number(port) > 65535)
    throw new UsageError('BAD_OPTION', `${option} is "${text}", expected HOST:PORT, such as 127.0.0.1:7300`);
  return { host, port: Number(port) };
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Whoever reaches the coordinator can start processes and read checkpoints: without mutual TLS, nobody outside this
 * machine may.
 * @throws UsageError for any host but a loopback address, names included: a name may resolve elsewhere tomorrow
 */
export function requireLoopback(host: string, option: string): void {
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost') return;
  throw new UsageError(
    'OFF_LOOPBACK',
    `${option} is ${host}, expected a loopback address such as 127.0.0.1: connections between machines need mutual TLS, ` +
      'which is not there yet, so everything stays on this machine',
  );
}
