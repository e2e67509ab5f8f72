import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkpointBucket } from '../../../src/checkpoint/s3/checkpoint-bucket.js';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import { makeBucket, useServer, versitygwServer } from '../../fixtures/object-servers.js';
import { begin } from './bucket-saves.js';
import { assertServerSurvives, impatient, testObjectServer } from './store-trials.js';

const server = await versitygwServer({ after });

testObjectServer('versitygw', server);

for (const death of ['before', 'after'] as const)
  test(`versitygw: a save killed ${death} any of its requests leaves a good checkpoint`, async () => {
    await makeBucket(server, `killed-${death}`);
    let n = 0;
    while (await assertServerSurvives(server, `killed-${death}`, n, death)) n++;
    assert.ok(n > 12, `${n}`);
  });

test('versitygw: a wrong secret is refused, and it is said what to look at', async () => {
  await makeBucket(server, 'guarded');
  useServer({ ...server, secret: 'wrong' });
  await assert.rejects(S3Store.at('s3://guarded/run', 'token', impatient()).claim(), {
    code: 'CHECKPOINT_STORE',
    message: /^s3:\/\/guarded\/run: the store refuses the credentials \(SignatureDoesNotMatch/,
  });
});

test('versitygw: a rank whose draft was cleared away learns it with its next part', async () => {
  await makeBucket(server, 'cleared');
  useServer(server);
  // It answers before it has read the part, and closes: the answer may be lost, and is heard at another try.
  const bucket = checkpointBucket({ bucket: 'cleared', prefix: '' }, { onWaiting: () => {}, onAlive: () => {} });
  const file = await new S3Store(bucket, null).create({ step: 5, attempt: 'first-1' }, 'file');
  await file.write(new Uint8Array(40 * 2 ** 20));
  await file.sync();
  await begin(bucket, 'second');
  await assert.rejects(file.close(), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      's3://cleared/checkpoints/5/first-1/file was cleared away while it was written: another generation or launch saves there ' +
      'by now',
  });
});
