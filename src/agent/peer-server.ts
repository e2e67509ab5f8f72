import { Server } from '@grpc/grpc-js';
import { logLine } from '../log/log-line.js';
import { formatAddress } from '../rpc/address.js';
import { peerServerOptions } from '../rpc/limits.js';
import { type NodeHandlers, nodeService } from '../rpc/service.js';
import { forRole, serverCredentials, type Transport } from '../rpc/transport.js';
import { DIAL_BACK_MS, probePeer } from './probe-peers.js';

/** What an agent answers to other agents. */
export class PeerServer {
  readonly #server = new Server(peerServerOptions);

  private constructor(
    private readonly nodeId: string,
    private readonly transport: Transport,
    private readonly host: string,
  ) {}

  /** HOST:PORT. */
  address = '';

  /**
   * @param host address of this machine in the job's network
   * @throws Error where it cannot be listened on
   */
  static async open(nodeId: string, transport: Transport, host: string): Promise<PeerServer> {
    const opened = new PeerServer(nodeId, transport, host);
    await opened.#listen();
    return opened;
  }

  close(): void {
    this.#server.forceShutdown();
  }

  async #listen(): Promise<void> {
    const onRefused = (peer: string, reason: string) => logLine('warn', 'peer-refused', { peer, reason });
    const handlers: NodeHandlers = {
      probe: forRole(
        this.transport,
        'agent',
        async (call) => {
          const { address } = call.request;
          const problem = address === '' ? null : await probePeer(this.transport, address, '', DIAL_BACK_MS);
          call.write({ nodeId: this.nodeId, problem: problem ?? '' });
          call.end();
        },
        onRefused,
      ),
    };
    this.#server.addService(nodeService, handlers);
    const allowed = serverCredentials(this.transport, this.host, 'the address for other nodes', 'agent');
    const port = await new Promise<number>((resolve, reject) =>
      this.#server.bindAsync(formatAddress({ host: this.host, port: 0 }), allowed, (error, bound) =>
        error === null
          ? resolve(bound)
          : reject(new Error(`${this.host} cannot be listened on for other nodes: ${error.message}`)),
      ),
    );
    this.address = formatAddress({ host: this.host, port });
  }
}
