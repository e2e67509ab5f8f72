import { constants } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { identityOf, type Role } from '../certificates/identity.js';
import type { Address } from './address.js';
import { HELLO_MS, MOST_OF_ADDRESS } from './limits.js';
import { checkHost, isLoopback, type Transport } from './transport.js';

export interface ListenOptions extends Address {
  /** In which this end proves itself. */
  role: Role;
  /** Names the host in an error. */
  option: string;
  /** Is told of an address that has too many connections, once until some of them have ended. */
  onRefused: (peer: string, reason: string) => void;
  /** Connections that one address may have, but for this machine's own. */
  mostOfAddress?: number;
}

/** Where a server of gRPC is reached. */
export interface Listening {
  port: number;
  /** Nobody else comes in; who is in stays. */
  close(): void;
}

/**
 * Has a server of gRPC be reached at an address, by whom the transport lets in. Connections are taken here and not by gRPC, so that they
 * are counted before anything is read of them, and are TLS as it is meant to be: no session is resumed, as each client dials with a
 * context of its own, and what a ticket for that would cost in memory is saved.
 * @throws UsageError as `checkHost` and `identityOf`; the system's error where the address cannot be listened on
 */
export async function listen(
  server: Server,
  transport: Transport,
  { host, port, role, option, onRefused, mostOfAddress = defaultMost() }: ListenOptions,
): Promise<Listening> {
  checkHost(transport, host, option);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const take =
    transport.kind === 'loopback' ? injector.injectConnection : overTls(transport, role, injector.injectConnection);
  const crowd = new Crowd(mostOfAddress, onRefused);
  const listening = createServer((socket) => {
    socket.on('error', () => {}); // its end tells the same
    if (crowd.admits(socket)) take(socket);
    else socket.destroy();
  });
  await bound(listening, host, port);
  return { port: (listening.address() as { port: number }).port, close: () => void listening.close() };
}

/** Mutual TLS: hands on connections of those alone whose certificate the fleet's authority has signed. */
function overTls(
  { file }: Extract<Transport, { kind: 'tls' }>,
  role: Role,
  take: (socket: Socket) => void,
): (socket: Socket) => void {
  const { certificate, key } = identityOf(file, role);
  const server = createTlsServer({
    ca: file.authority,
    cert: certificate,
    key,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ['h2'],
    secureOptions: constants.SSL_OP_NO_TICKET,
    handshakeTimeout: HELLO_MS,
  });
  // Told by an alert why, where it speaks TLS at all. One that is silent Node leaves open.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {});
    take(socket);
  });
  return (socket) => void server.emit('connection', socket);
}

/** Counts connections of each address. */
class Crowd {
  readonly #counts = new Map<string, number>();
  readonly #spokenOf = new Set<string>();

  constructor(
    private readonly most: number,
    private readonly onRefused: (peer: string, reason: string) => void,
  ) {}

  admits(socket: Socket): boolean {
    const { remoteAddress: address = '' } = socket;
    // Who is on this machine needs no connections to do it harm.
    if (isLoopback(address)) return true;
    const count = this.#counts.get(address) ?? 0;
    if (count >= this.most) {
      const reason = `it has ${count} connections, more than any machine of a fleet needs: others of it are closed at once`;
      if (!this.#spokenOf.has(address)) this.onRefused(address, reason);
      this.#spokenOf.add(address);
      return false;
    }
    this.#counts.set(address, count + 1);
    socket.once('close', () => this.#left(address));
    return true;
  }

  #left(address: string): void {
    const count = this.#counts.get(address)! - 1;
    if (count < this.most / 2) this.#spokenOf.delete(address);
    if (count > 0) this.#counts.set(address, count);
    else this.#counts.delete(address);
  }
}

/** Of the files that this process may have open, no address has more than a quarter. */
function defaultMost(): number {
  const [, files] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return Math.min(MOST_OF_ADDRESS, Math.floor(Number(files ?? Number.POSITIVE_INFINITY) / 4));
}

function bound(server: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', reject);
      server.on('error', () => {}); // of one connection that could not be taken: no file is left
      resolve();
    });
  });
}
