import { type ChannelCredentials, credentials, ServerCredentials } from '@grpc/grpc-js';
import { UsageError } from '../errors/usage-error.js';

/**
 * How the parts of a job reach one another: one value that the program decides and gives to each of them. Whoever reaches the
 * coordinator can start processes and read checkpoints: without mutual TLS, nobody outside this machine may.
 */
export type Transport = { kind: 'loopback' };

export const loopback: Transport = { kind: 'loopback' };

/**
 * @param option names where the host comes from in an error
 * @throws UsageError for a host that this transport does not reach: any but a loopback address, names included, as a name may
 * resolve elsewhere tomorrow
 */
export function checkHost(transport: Transport, host: string, option: string): void {
  switch (transport.kind) {
    case 'loopback':
      if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost') return;
      throw new UsageError(
        'OFF_LOOPBACK',
        `${option} is ${host}, expected a loopback address such as 127.0.0.1: connections between machines need mutual TLS, ` +
          'which is not there yet, so everything stays on this machine',
      );
  }
}

/**
 * For a server that listens on `host`.
 * @throws UsageError as {@link checkHost}
 */
export function serverCredentials(transport: Transport, host: string, option: string): ServerCredentials {
  checkHost(transport, host, option);
  return ServerCredentials.createInsecure();
}

/**
 * For a client of a server at `host`.
 * @throws UsageError as {@link checkHost}
 */
export function clientCredentials(transport: Transport, host: string, option: string): ChannelCredentials {
  checkHost(transport, host, option);
  return credentials.createInsecure();
}
