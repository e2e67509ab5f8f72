import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import { makeBucket, useServer, versitygwServer } from '../../fixtures/object-servers.js';
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
