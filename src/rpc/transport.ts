import { type ChannelCredentials, credentials, status } from '@grpc/grpc-js';
import { type IdentityFile, identityOf, type Role, readIdentityFile, roleAmong } from '../certificates/identity.js';
import { UsageError } from '../errors/usage-error.js';

/**
 * How the parts of a job reach one another: one value that the program decides and gives to each of them. Whoever reaches the
 * coordinator can start processes and read checkpoints: without mutual TLS, nobody outside this machine may.
 */
export type Transport = { kind: 'loopback' } | { kind: 'tls'; file: IdentityFile };

export const loopback: Transport = { kind: 'loopback' };

/** @param path a file of `dinofleet certs issue`; undefined for loopback. @throws UsageError where it is none */
export function openTransport(path: string | undefined, option: string): Transport {
  return path === undefined ? loopback : { kind: 'tls', file: readIdentityFile(path, option) };
}

/** With what its file holds now: certificates are renewed in place, and a job outlives them. One that cannot be read stays as it was. */
export function renewed(transport: Transport): Transport {
  if (transport.kind === 'loopback') return transport;
  try {
    return { kind: 'tls', file: readIdentityFile(transport.file.path, '--certificate') };
  } catch {
    return transport;
  }
}

/** PEM; empty on loopback. @throws UsageError as {@link identityOf} */
export function certificateOf(transport: Transport, role: Role): string {
  return transport.kind === 'loopback' ? '' : identityOf(transport.file, role).certificate;
}

export function isLoopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost';
}

/**
 * @param option names where the host comes from in an error
 * @throws UsageError for a host that this transport does not reach: without certificates any but a loopback address, names included, as
 * a name may resolve elsewhere tomorrow
 */
export function checkHost(transport: Transport, host: string, option: string): void {
  if (transport.kind === 'tls' || isLoopback(host)) return;
  throw new UsageError(
    'OFF_LOOPBACK',
    `${option} is ${host}, expected a loopback address such as 127.0.0.1: between machines everybody must prove who they are. ` +
      'Give --certificate, a file that "dinofleet certs issue" has made for this machine',
  );
}

/**
 * For a client of a server at `host`, which is known by its role and not by its host's name: addresses come and go.
 * @param role that it calls in
 * @param server role of who is to answer
 * @throws UsageError as {@link checkHost}, or as {@link identityOf}
 */
export function clientCredentials(
  transport: Transport,
  role: Role,
  host: string,
  option: string,
  server: Role = 'coordinator',
): ChannelCredentials {
  checkHost(transport, host, option);
  if (transport.kind === 'loopback') return credentials.createInsecure();
  const { authority } = transport.file;
  const { certificate, key } = identityOf(transport.file, role);
  return credentials.createSsl(Buffer.from(authority), Buffer.from(key), Buffer.from(certificate), {
    checkServerIdentity: (_host, { subjectaltname }) => {
      const found = roleAmong(subjectaltname);
      if (found === server) return undefined;
      return new Error(`certificate of role ${found ?? 'none'}, expected ${server}`);
    },
  });
}

/** What a server knows of who calls. */
interface Call {
  getPeer(): string;
  getAuthContext(): { sslPeerCertificate?: { subjectaltname?: string } } | null;
  emit(event: 'error', error: { code: status; details: string }): boolean;
}

/** The handler for callers of one role alone; others hear why. @param onRefused is told of who called, and why not */
export function forRole<Stream extends Call>(
  transport: Transport,
  role: Role,
  handle: (stream: Stream) => void,
  onRefused: (peer: string, reason: string) => void,
): (stream: Stream) => void {
  if (transport.kind === 'loopback') return handle;
  return (stream) => {
    const found = roleAmong(stream.getAuthContext()?.sslPeerCertificate?.subjectaltname);
    if (found === role) return handle(stream);
    const reason = `its certificate is of role ${found ?? 'none'}, expected ${role}`;
    onRefused(stream.getPeer(), reason);
    stream.emit('error', { code: status.PERMISSION_DENIED, details: reason });
  };
}

/**
 * Why another try would end the same, of how a stream has ended; null where it may not.
 * @param details as gRPC words what TLS says
 */
export function refusalIn({ code, details }: { code: status; details: string }): string | null {
  if (code === status.PERMISSION_DENIED) return details;
  if (
    code !== status.UNAVAILABLE ||
    !/certificate|self.signed|unknown ca|wrong version number|alert|issuer/i.test(details)
  )
    return null;
  const said = lastError(details);
  return `the connection was refused: ${said}; ${whyRefused(said)}`;
}

/** Of what gRPC says of a stream that has ended, the part that says why. */
export function lastError(details: string): string {
  const [, said = details] = /Last error: (?:Error: )?(.*?)(?:\. Resolution note:.*)?$/s.exec(details) ?? [];
  return said.trim();
}

function whyRefused(said: string): string {
  if (/wrong version number|packet length/i.test(said))
    return 'one of the two speaks TLS and the other does not: give --certificate to both';
  if (/purpose|of role/.test(said)) return 'who answers there has no certificate of its role';
  return 'both need files of the same "dinofleet certs init", and clocks that agree';
}
