import { Server, type ServerWritableStream, status } from '@grpc/grpc-js';
import { logLine } from '../log/log-line.js';
import { formatAddress } from '../rpc/address.js';
import { peerServerOptions } from '../rpc/limits.js';
import { type Listening, listen } from '../rpc/listen.js';
import type { FileChunk, Filled, PartRequest } from '../rpc/messages.js';
import { sendFile } from '../rpc/send-file.js';
import { type NodeHandlers, nodeService } from '../rpc/service.js';
import { certificateOf, forRole, type Transport } from '../rpc/transport.js';
import type { NodeParts } from './node-parts.js';
import { DIAL_BACK_MS, probePeer } from './probe-peers.js';

type Parts = Pick<NodeParts, 'pathOf'>;
type PartCall = ServerWritableStream<Filled<PartRequest>, FileChunk>;

/** What an agent answers to other agents. */
export class PeerServer {
  #server = new Server(peerServerOptions);
  #listening: Listening | null = null;

  private constructor(
    private readonly nodeId: string,
    private transport: Transport,
    private readonly host: string,
    private readonly parts: Parts,
  ) {}

  /**
   * @param host address of this machine in the job's network
   * @throws Error where it cannot be listened on
   */
  static async open(nodeId: string, transport: Transport, host: string, parts: Parts): Promise<PeerServer> {
    const opened = new PeerServer(nodeId, transport, host, parts);
    await opened.#listen();
    return opened;
  }

  /** HOST:PORT. */
  get address(): string {
    return formatAddress({ host: this.host, port: this.#listening!.port });
  }

  /**
   * Listens on the same port with certificates that were issued since, where there are any. Who is being answered asks again.
   * @throws Error as `open`
   */
  async renew(transport: Transport): Promise<void> {
    if (certificateOf(transport, 'agent') === certificateOf(this.transport, 'agent')) return;
    const { port } = this.#listening!;
    this.close();
    this.transport = transport;
    this.#server = new Server(peerServerOptions);
    await this.#listen(port);
  }

  close(): void {
    this.#listening?.close();
    this.#server.forceShutdown();
  }

  async #listen(port = 0): Promise<void> {
    const { transport, host, nodeId, parts } = this;
    const onRefused = (peer: string, reason: string) => logLine('warn', 'peer-refused', { peer, reason });
    const probe: NodeHandlers['probe'] = async (call) => {
      const { address } = call.request;
      const problem = address === '' ? null : await probePeer(transport, address, '', DIAL_BACK_MS);
      call.write({ nodeId, problem: problem ?? '' });
      call.end();
    };
    const handlers: NodeHandlers = {
      probe: forRole(transport, 'agent', probe, onRefused),
      readPart: forRole(transport, 'agent', (call: PartCall) => void sendPart(call, parts), onRefused),
    };
    this.#server.addService(nodeService, handlers);
    const how = { role: 'agent', option: 'the address for other nodes', onRefused } as const;
    try {
      this.#listening = await listen(this.#server, transport, { host, port, ...how });
    } catch (cause) {
      throw new Error(`${host} cannot be listened on for other nodes: ${(cause as Error).message}`, { cause });
    }
  }
}

async function sendPart(call: PartCall, parts: Parts): Promise<void> {
  const { onDisk, step, identity, file, ranges } = call.request;
  try {
    await sendFile(call, await parts.pathOf(onDisk, step, identity, file), ranges);
  } catch (error) {
    call.emit('error', { code: status.NOT_FOUND, details: (error as Error).message });
  }
}
