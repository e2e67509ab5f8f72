import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** What is said on a connection between ranks, by who is none: plain sockets (native/gloo-bindings/introduction.h). */

export interface Place {
  host: string;
  port: number;
}

/** Of a mesh's `address()`. */
export function placeOf(address: Uint8Array): Place {
  const bytes = Buffer.from(address);
  return { port: bytes.readUInt32LE(12), host: bytes.subarray(16).toString() };
}

/** An `address()` that leads to another port. */
export function addressAt(address: Uint8Array, port: number): Uint8Array {
  const bytes = Buffer.from(address);
  bytes.writeUInt32LE(port, 12);
  return bytes;
}

export const GREETING_BYTES = 48;
export const PROOF_BYTES = 32;

export function greeting(lane: number, from: number, to: number, nonce: Uint8Array = new Uint8Array(32)): Buffer {
  const numbers = Buffer.alloc(16);
  numbers.write('DFP1');
  for (const [i, number] of [lane, from, to].entries()) numbers.writeUInt32LE(number, 4 + 4 * i);
  return Buffer.concat([numbers, nonce]);
}

/** The other way round: as the one that is greeted would answer, with the same nonce. */
export function mirrored(heard: Buffer): Buffer {
  return greeting(heard.readUInt32LE(4), heard.readUInt32LE(12), heard.readUInt32LE(8), heard.subarray(16));
}

export class Stranger {
  readonly heard: Buffer[] = [];
  readonly ended: Promise<unknown>;

  constructor(readonly socket: Socket) {
    socket.on('error', () => {}); // a reset ends it as well
    socket.on('data', (bytes) => this.heard.push(bytes));
    this.ended = new Promise((resolve) => socket.once('close', resolve));
  }

  static async at({ host, port }: Place): Promise<Stranger> {
    const stranger = new Stranger(createConnection(port, host));
    await once(stranger.socket, 'connect');
    return stranger;
  }

  say(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  get bytesHeard(): number {
    return this.heard.reduce((sum, bytes) => sum + bytes.length, 0);
  }

  /** The first bytes that it hears. */
  async hears(bytes: number): Promise<Buffer> {
    while (this.bytesHeard < bytes) {
      if (this.socket.destroyed) throw new Error(`the connection ended after ${this.bytesHeard} of ${bytes} bytes`);
      await new Promise((resolve) => this.socket.once('data', resolve).once('close', resolve));
    }
    return Buffer.concat(this.heard).subarray(0, bytes);
  }
}

/** Listens where a peer is looked for. */
export async function listening(meet: (stranger: Stranger) => void): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => meet(new Stranger(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}
