import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { UsageError } from '../errors/usage-error.js';
import { type Address, formatAddress } from '../rpc/address.js';

export interface MetricsServer {
  address: Address;
  close(): void;
}

/**
 * Serves /metrics for Prometheus and /healthz for whoever watches the process, to anyone who reaches the address.
 * @param address with port 0 for any that is free
 * @throws UsageError where it cannot be listened on
 */
export async function serveMetrics(registry: Registry, { host, port }: Address): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType).end(await registry.metrics());
    } else if (request.url === '/healthz') {
      response.end('ok\n');
    } else {
      response.writeHead(404).end('here are /metrics and /healthz\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const message = `--metrics-port: ${formatAddress({ host, port })} cannot be listened on: ${error.message}`;
      reject(new UsageError('PORT_IN_USE', `${message}; leave --metrics-port away for any free one`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: { host, port: (server.address() as AddressInfo).port }, close };
}
