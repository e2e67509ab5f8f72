import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { identityOf, readIdentityFile } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import { temporaryFolder } from '../formats/torch-files.js';

async function fleet(): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder();
  await makeAuthority(folder);
  const file = join(folder, 'agent.pem');
  await issueIdentities(folder, ['agent', 'worker'], 7, file);
  return { folder, file };
}

const read = (path: string) => readIdentityFile(path, '--certificate');

test('an issued file has a key and a signed certificate for each role, and only its owner can read it', async () => {
  const { folder, file } = await fleet();
  for (const path of [file, join(folder, 'ca.key')]) assert.equal(statSync(path).mode & 0o777, 0o600);
  const { identities, authority } = read(file);
  assert.deepEqual(
    identities.map(({ role }) => role),
    ['agent', 'worker'],
  );
  for (const { certificate, validTo, role } of identities) {
    const { subjectAltName, issuer, verify } = new X509Certificate(certificate);
    assert.match(subjectAltName!, new RegExp(`^URI:spiffe://fleet-[0-9a-f]{8}/${role}$`));
    assert.equal(issuer, new X509Certificate(authority).subject);
    assert.ok(verify.call(new X509Certificate(certificate), new X509Certificate(authority).publicKey));
    assert.ok(Math.abs(validTo.getTime() - Date.now() - 7 * 86_400_000) < 60_000);
  }
});

test('an authority is made once, and nobody signs without one', async () => {
  const { folder } = await fleet();
  await assert.rejects(makeAuthority(folder), { code: 'AUTHORITY_EXISTS', message: /ca\.pem is there already/ });
  await assert.rejects(issueIdentities(temporaryFolder(), ['agent'], 7, '/dev/null'), {
    code: 'AUTHORITY_MISSING',
    message: /has no authority that can sign: .*make one: dinofleet certs init/,
  });
});

test('a file that is not as it was issued is refused for what is wrong with it', async () => {
  const { folder, file } = await fleet();
  const text = readFileSync(file, 'utf8');
  const other = await fleet();
  const refuses = (content: string, message: RegExp) => {
    const path = join(folder, 'wrong.pem');
    writeFileSync(path, content, { mode: 0o600 });
    assert.throws(() => read(path), { code: 'CERTIFICATE_UNUSABLE', message });
  };
  refuses('', /has no certificate of an authority, expected a file of "dinofleet certs issue"$/);
  refuses(text.slice(0, text.lastIndexOf('-----BEGIN CERTIFICATE')), /has no certificate of an authority/);
  refuses(readFileSync(join(folder, 'ca.pem'), 'utf8'), /has no certificate of a role/);
  refuses(
    text.replace(/-----BEGIN PRIVATE KEY[\s\S]+?END PRIVATE KEY-----/, ''),
    /has no private key for its certificate of role agent/,
  );
  refuses(text.replace(/MII[A-Za-z0-9]{20}/, 'MIIAAAA'), /is damaged, expected/);
  const ofOthers = readFileSync(join(other.folder, 'ca.pem'), 'utf8');
  refuses(
    text.slice(0, text.lastIndexOf('-----BEGIN CERTIFICATE')) + ofOthers,
    /role agent that its own authority has not signed/,
  );
  chmodSync(file, 0o640);
  assert.throws(() => read(file), { message: /holds a private key and has mode 640, expected 600: chmod 600 / });
  assert.throws(() => read(join(folder, 'none.pem')), { message: /--certificate .*none\.pem cannot be read: ENOENT/ });
});

test('a role that a file has not, and one whose time is over, are named with what to do', async () => {
  const { folder, file } = await fleet();
  assert.throws(() => identityOf(read(file), 'coordinator'), {
    code: 'CERTIFICATE_ROLE',
    message:
      /has certificates of role agent, worker, expected coordinator: dinofleet certs issue DIR --roles coordinator --out FILE$/,
  });
  const over = join(folder, 'over.pem');
  await issueIdentities(folder, ['agent'], -1 / 24, over);
  assert.throws(() => identityOf(read(over), 'agent'), {
    code: 'CERTIFICATE_EXPIRED',
    message: /^the certificate of role agent in .*over\.pem was good until .*Z, and it is .*Z now: issue another/,
  });
});

test('a fresh certificate is believed where the clock is behind by an hour, and not where it is behind by a day', async (t) => {
  const { file } = await fleet();
  const issued = Date.now();
  t.mock.timers.enable({ apis: ['Date'], now: issued - 3_600_000 });
  assert.equal(identityOf(read(file), 'agent').role, 'agent');
  t.mock.timers.setTime(issued - 86_400_000);
  assert.throws(() => identityOf(read(file), 'agent'), {
    code: 'CERTIFICATE_TOO_NEW',
    message:
      /^the certificate of role agent in .* is good from .*Z on, and it is .*Z now: set the clock right, here or where/,
  });
});
