import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckpointError } from '../../src/checkpoint/checkpoint-error.js';
import { checkpointErrors } from '../../src/checkpoint/s3/checkpoint-bucket.js';
import { CutShort, verdictOf } from '../../src/objects/s3-refusal.js';

const refusalOf = (error: unknown, place: string, bucket: string) => verdictOf(error, place, bucket, checkpointErrors);

const verdict = (change: object, message = 'so it is') =>
  refusalOf(Object.assign(new Error(message), change), 's3://fleet/run', 'fleet');

test('what passes is waited for, with a reason in one line', () => {
  const silent = 'the request socket timed out after 45000 ms of inactivity';
  for (const [change, message, reason] of [
    [{ code: 'ECONNRESET' }, 'socket hang up', 'socket hang up'],
    [{ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND store.example', 'getaddrinfo ENOTFOUND store.example'],
    [{ code: 'EAI_AGAIN' }, '', 'EAI_AGAIN'],
    [{ name: 'TimeoutError' }, `@smithy/node-http-handler - ${silent} (configured by client requestHandler).`, silent],
    [{ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'less, please', '503 SlowDown: less, please'],
    [{ name: 'RequestTimeout', $metadata: { httpStatusCode: 400 } }, 'so\nlong', '400 RequestTimeout: so'],
    [{ name: 'Unknown', $metadata: { httpStatusCode: 429 } }, 'too many', '429 Unknown: too many'],
    [{ $metadata: { httpStatusCode: 502 } }, 'no XML\n  of S3', '502, and not as S3 does'],
  ] as const)
    assert.deepEqual(verdict(change, message), {
      kind: 'again',
      reason: `s3://fleet/run does not answer as it should: ${reason}`,
    });
  assert.equal(refusalOf(new CutShort('an answer ended'), 's3://fleet/run', 'fleet').kind, 'again');
});

test('what a person must mend, and what is wrong in the program, is not waited for', () => {
  const told = new CheckpointError('CHECKPOINT_TORN', 'it is torn');
  assert.deepEqual(refusalOf(told, 's3://fleet/run', 'fleet'), { kind: 'failed', error: told });
  const mistake = new TypeError('undefined is no function');
  assert.deepEqual(refusalOf(mistake, 's3://fleet/run', 'fleet'), { kind: 'failed', error: mistake });
  const expired = verdict({ code: 'CERT_HAS_EXPIRED' }, 'certificate has expired');
  assert.ok(expired.kind === 'failed');
  assert.match(
    (expired.error as Error).message,
    /^s3:\/\/fleet\/run: no TLS with the store \(CERT_HAS_EXPIRED: certificate/,
  );
});
