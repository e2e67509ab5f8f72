import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../errors/usage-error.js';

/** Who a part of a fleet is to the others. A worker is started by an agent, which gives it nothing more than this. */
export const ROLES = ['coordinator', 'agent', 'worker', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface Identity {
  role: Role;
  /** PEM. */
  certificate: string;
  key: string;
  validFrom: Date;
  validTo: Date;
}

/** What a file of `dinofleet certs issue` holds. */
export interface IdentityFile {
  path: string;
  /** PEM of the fleet's authority: who it has signed is believed. */
  authority: string;
  identities: readonly Identity[];
}

/** How a role stands in a certificate: a name that is no host's, as SPIFFE has it. */
export function roleName(fleet: string, role: Role): string {
  return `spiffe://${fleet}/${role}`;
}

/** @param names as Node.js prints a certificate's alternative names; @returns null where they name no role */
export function roleAmong(names: string | undefined): Role | null {
  const [, role] = /(?:^|, )URI:spiffe:\/\/[^/,]+\/(\w+)(?:,|$)/.exec(names ?? '') ?? [];
  return ROLES.find((known) => known === role) ?? null;
}

/**
 * @param option names the file in an error
 * @throws UsageError where it cannot be read, others than its owner can read it, or it is not what `dinofleet certs issue` writes
 */
export function readIdentityFile(path: string, option: string): IdentityFile {
  const wrong = (what: string, cause?: unknown) =>
    new UsageError('CERTIFICATE_UNUSABLE', `${option} ${path} ${what}`, { cause });
  let text: string;
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0)
      throw wrong(`holds a private key and has mode ${(mode & 0o777).toString(8)}, expected 600: chmod 600 ${path}`);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw wrong(`cannot be read: ${(cause as Error).message}`, cause);
  }
  const expected = 'expected a file of "dinofleet certs issue"';
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g) ?? [];
  let certificates: X509Certificate[];
  let keys: { pem: string; key: ReturnType<typeof createPrivateKey> }[];
  try {
    certificates = blocks.filter((block) => block.includes('BEGIN CERTIFICATE')).map((pem) => new X509Certificate(pem));
    keys = blocks.filter((block) => block.includes('PRIVATE KEY')).map((pem) => ({ pem, key: createPrivateKey(pem) }));
  } catch (cause) {
    throw wrong(`is damaged, ${expected}: ${(cause as Error).message}`, cause);
  }
  const authority = certificates.find(({ ca }) => ca);
  if (authority === undefined) throw wrong(`has no certificate of an authority, ${expected}`);
  const identities: Identity[] = [];
  for (const certificate of certificates) {
    const role = roleAmong(certificate.subjectAltName);
    if (role === null) continue;
    if (!certificate.verify(authority.publicKey))
      throw wrong(`has a certificate of role ${role} that its own authority has not signed, ${expected}`);
    const held = keys.find(({ key }) => certificate.checkPrivateKey(key));
    if (held === undefined) throw wrong(`has no private key for its certificate of role ${role}, ${expected}`);
    const [validFrom, validTo] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
    identities.push({ role, certificate: certificate.toString(), key: held.pem, validFrom, validTo });
  }
  if (identities.length === 0) throw wrong(`has no certificate of a role, ${expected}`);
  return { path, authority: authority.toString(), identities };
}

/** The part of a file that has these roles alone, as a file has it: for who is to have no other. @throws as {@link identityOf} */
export function partOf(file: IdentityFile, roles: readonly Role[]): string {
  const parts = roles.map((role) => identityOf(file, role)).map(({ certificate, key }) => `${certificate}${key}`);
  return [...parts, file.authority].join('');
}

/** @throws UsageError where the file has none of this role, or it is over, or its time has not come yet */
export function identityOf({ path, identities }: IdentityFile, role: Role): Identity {
  const identity = identities.find((one) => one.role === role);
  if (identity === undefined)
    throw new UsageError(
      'CERTIFICATE_ROLE',
      `${path} has certificates of role ${identities.map((one) => one.role).join(', ')}, expected ${role}: ` +
        `dinofleet certs issue DIR --roles ${role === 'worker' ? 'agent' : role} --out FILE`,
    );
  if (identity.validFrom.getTime() > Date.now())
    throw new UsageError(
      'CERTIFICATE_TOO_NEW',
      `the certificate of role ${role} in ${path} is good from ${identity.validFrom.toISOString()} on, and it is ` +
        `${new Date().toISOString()} now: set the clock right, here or where it was issued`,
    );
  if (identity.validTo.getTime() < Date.now())
    throw new UsageError(
      'CERTIFICATE_EXPIRED',
      `the certificate of role ${role} in ${path} was good until ${identity.validTo.toISOString()}, and it is ` +
        `${new Date().toISOString()} now: issue another (dinofleet certs issue), or set the clock right`,
    );
  return identity;
}
