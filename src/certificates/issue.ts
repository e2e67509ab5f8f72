import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { UsageError } from '../errors/usage-error.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { makeFolder } from '../system/make-folder.js';
import { type Role, roleName } from './identity.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Machines whose clocks are behind by less believe a fresh certificate. */
const BACKDATED_MS = 2 * HOUR_MS;
const AUTHORITY_DAYS = 3650;
/** Of key and signature: what every TLS 1.3 has. */
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SECRET = 0o600;

const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
/** Whether a role dials or is dialled. */
const USAGES: Record<Role, x509.ExtendedKeyUsage[]> = {
  coordinator: [serverAuth],
  // Agents dial one another.
  agent: [serverAuth, clientAuth],
  worker: [clientAuth],
  operator: [clientAuth],
};

const certificateFile = (directory: string) => join(directory, 'ca.pem');
const keyFile = (directory: string) => join(directory, 'ca.key');

/**
 * Makes a fleet's authority: `ca.pem`, and `ca.key`, which is to stay where it is.
 * @returns the fleet's name, a random one
 * @throws UsageError where the directory has one already
 */
export async function makeAuthority(directory: string): Promise<string> {
  for (const path of [certificateFile(directory), keyFile(directory)])
    if (existsSync(path))
      throw new UsageError(
        'AUTHORITY_EXISTS',
        `${path} is there already: who it has signed would not be believed any more`,
      );
  makeFolder(directory);
  const fleet = `fleet-${randomBytes(4).toString('hex')}`;
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString('hex'),
    name: `CN=${fleet}`,
    ...validity(AUTHORITY_DAYS),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writeFileWhole(keyFile(directory), [Buffer.from(await privatePem(keys))], SECRET);
  writeFileWhole(certificateFile(directory), [Buffer.from(`${certificate.toString('pem')}\n`)]);
  return fleet;
}

/**
 * Writes one file with a key and a certificate for each role, and the authority's certificate.
 * @throws UsageError where the directory has no authority
 */
export async function issueIdentities(
  directory: string,
  roles: readonly Role[],
  days: number,
  out: string,
): Promise<void> {
  const { authority, signingKey } = await readAuthority(directory);
  const fleet = authority.subject.replace(/^CN=/, '');
  const parts: string[] = [];
  for (const role of roles) {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomBytes(16).toString('hex'),
      subject: `CN=${role}`,
      issuer: authority.subject,
      ...validity(days),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: EC,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension(USAGES[role]),
        new x509.SubjectAlternativeNameExtension([{ type: 'url', value: roleName(fleet, role) }]),
        await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ],
    });
    parts.push(`${certificate.toString('pem')}\n`, await privatePem(keys));
  }
  parts.push(`${authority.toString('pem')}\n`);
  writeFileWhole(out, [Buffer.from(parts.join(''))], SECRET);
}

async function readAuthority(directory: string) {
  try {
    const authority = new x509.X509Certificate(readFileSync(certificateFile(directory), 'utf8'));
    const [der] = x509.PemConverter.decode(readFileSync(keyFile(directory), 'utf8'));
    const signingKey = await webcrypto.subtle.importKey('pkcs8', der!, EC, false, ['sign']);
    return { authority, signingKey };
  } catch (cause) {
    throw new UsageError(
      'AUTHORITY_MISSING',
      `${directory} has no authority that can sign: ${(cause as Error).message}; make one: dinofleet certs init ${directory}`,
      { cause },
    );
  }
}

function newKeys() {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
}

async function privatePem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

function validity(days: number) {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(now + days * DAY_MS) };
}
