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
