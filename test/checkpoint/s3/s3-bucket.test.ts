import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkpointBucket } from '../../../src/checkpoint/s3/checkpoint-bucket.js';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import { programProcess } from '../../fixtures/fleet-process.js';
import { makeBucket, motoServer, useEnvironment, useServer } from '../../fixtures/object-servers.js';
import { assertAllWhole, begin, save } from './bucket-saves.js';
import { assertServerSurvives, impatient, testObjectServer } from './store-trials.js';

const moto = await motoServer({ after });

testObjectServer('moto', moto);

test('moto: a save killed at some of its requests leaves a good checkpoint', async () => {
  await makeBucket(moto, 'killed');
  for (const [n, death] of [
    [0, 'after'],
    [4, 'before'],
    [9, 'after'],
    [13, 'before'],
  ] as const)
    assert.ok(await assertServerSurvives(moto, 'killed', n, death), `${n}`);
});

test('moto: a process that is killed in the middle of an upload leaves nothing that the next launch does not clear', async (t) => {
  await makeBucket(moto, 'endless');
  useServer(moto);
  const bucket = checkpointBucket({ bucket: 'endless', prefix: 'run/' }, impatient());
  await save(await begin(bucket, 'first'), 5, 'first-1');
  const program = fileURLToPath(new URL('./endless-upload.js', import.meta.url));
  const { child, says, ended } = programProcess(t, process.execPath, [program, 's3://endless/run']);
  await says(/wrote 4/);
  child.kill('SIGKILL');
  await ended;
  assert.equal((await bucket.uploads('')).length, 1);
  const store = await begin(bucket, 'second');
  assert.deepEqual(await bucket.uploads(''), []);
  await save(store, 10, 'second-1');
  assert.deepEqual(await assertAllWhole(store, 'after the kill'), [10, 5]);
});

/** A server that answers everything alike. @returns its address, and how often it was asked */
async function answering(t: TestContext, status: number, code: string, message = 'so it is', more = '') {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-north-1' });
      const body = `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
      response.end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests };
}

for (const [what, status, error, expected] of [
  [
    'of a wrong secret',
    403,
    'SignatureDoesNotMatch',
    /^the store refuses the credentials \(SignatureDoesNotMatch: so it is\); look at AWS_ACCESS_KEY_ID and AWS_SECRET/,
  ],
  [
    'of an unknown key',
    403,
    'InvalidAccessKeyId',
    /^the store refuses the credentials \(InvalidAccessKeyId: so it is\); look at AWS/,
  ],
  [
    'of credentials that have expired',
    400,
    'ExpiredToken',
    /^the credentials have expired \(ExpiredToken: so it is\); give ones that outlast the run/,
  ],
  [
    'of a node whose clock is wrong',
    403,
    'RequestTimeTooSkewed',
    /^the clock of this node, \d{4}-\S+Z, is too far from the store's \(RequestTimeTooSkewed: so it is\); set it right/,
  ],
  [
    'of who may not',
    403,
    'AccessDenied',
    /^the store denies access \(AccessDenied: so it is\); let the credentials of this node do s3:GetObject, /,
  ],
  [
    'of a bucket that is missing',
    404,
    'NoSuchBucket',
    /^there is no bucket fleet in the store; create it, or mend the name, or AWS_ENDPOINT_URL/,
  ],
  [
    'of another region',
    400,
    'AuthorizationHeaderMalformed',
    /^the bucket is in the region eu-north-1 \(AuthorizationHeaderMalformed: so it is\); set AWS_REGION=eu-north-1$/,
  ],
  [
    'of what the store cannot do',
    501,
    'NotImplemented',
    /^the store cannot do what is needed \(NotImplemented: so it is\); use one that docs/,
  ],
  [
    'of what nobody has foreseen',
    405,
    'MethodNotAllowed',
    /^the store refuses a request with 405 \(MethodNotAllowed: so it is\)$/,
  ],
] as const)
  test(`the refusal ${what} is one sentence that says what to do, and is asked for a few times at most`, async (t) => {
    const { endpoint, requests } = await answering(t, status, error);
    useServer({ ...moto, endpoint });
    const store = S3Store.at('s3://fleet/run', 'token', impatient({ patienceMs: 600_000 }));
    const thrown = await store.claim().then(
      () => assert.fail('it was let in'),
      (refusal) => refusal,
    );
    assert.equal(thrown.code, 'CHECKPOINT_STORE', thrown.stack);
    assert.equal(thrown.exitCode, 2);
    assert.ok(thrown.message.startsWith('s3://fleet/run: '), thrown.message);
    assert.match(thrown.message.slice('s3://fleet/run: '.length), expected);
    assert.ok(requests() <= 3, `${requests()}`);
  });

test('a store that is full is told as a disk that is', async (t) => {
  const { endpoint } = await answering(t, 507, 'InsufficientStorage');
  useServer({ ...moto, endpoint });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', impatient({ patienceMs: 600_000 })).claim(), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      /^s3:\/\/fleet\/run: the store is full \(InsufficientStorage: so it is\); free space there, then launch again/,
  });
});

test('a part of an upload that is gone, and its completion, say that the draft was cleared away', async (t) => {
  const { endpoint, requests } = await answering(t, 404, 'NoSuchUpload');
  useServer({ ...moto, endpoint });
  const bucket = checkpointBucket({ bucket: 'fleet', prefix: '' }, impatient());
  const upload = { key: 'file', id: '1' };
  const cleared = {
    code: 'CHECKPOINT_UNWRITABLE',
    message: 's3://fleet/file was cleared away while it was written: another generation or launch saves there by now',
  };
  await assert.rejects(bucket.putPart(upload, 1, Uint8Array.of(1)), cleared);
  assert.equal(requests(), 1);
  await assert.rejects(bucket.completeUpload(upload, [{ number: 1, etag: '"1"', crc32: undefined }], 1), cleared);
});

test('an answer that is none of a store is told in one line', async (t) => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html><title>Bad\nGateway</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  useServer({ ...moto, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', impatient({ onWaiting: () => {} })).claim(), {
    code: 'CHECKPOINT_STORE_AWAY',
    message:
      /^s3:\/\/fleet\/run does not answer as it should: 502, and not as S3 does; this was waited for 0 s\. Look after the store .*$/,
  });
});

test('a bucket that is missing is told by a real server as well', async () => {
  useServer(moto);
  await assert.rejects(S3Store.at('s3://nowhere/run', 'token', impatient()).claim(), {
    code: 'CHECKPOINT_STORE',
    message: /^s3:\/\/nowhere\/run: there is no bucket nowhere in the store; create it/,
  });
});

test('without credentials or a region it is said which variables give them', async () => {
  useEnvironment({ AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: 'us-east-1' });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', impatient()).claim(), {
    code: 'CHECKPOINT_STORE',
    message:
      /^s3:\/\/fleet\/run: no credentials are found for it \(.+\); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE/,
  });
  useEnvironment({ AWS_ENDPOINT_URL: moto.endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', impatient()).claim(), {
    code: 'CHECKPOINT_STORE',
    message: /^s3:\/\/fleet\/run: no region is set for it; set AWS_REGION, to us-east-1 where AWS_ENDPOINT_URL names/,
  });
});

test('a server that never comes is waited for as long as it was said, and then given up', async (t) => {
  const { endpoint } = await answering(t, 503, 'ServiceUnavailable');
  const said: string[] = [];
  const patience = impatient({ patienceMs: 1000, onWaiting: (reason) => said.push(reason) });
  useServer({ ...moto, endpoint });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', patience).claim(), {
    code: 'CHECKPOINT_STORE_AWAY',
    exitCode: 1,
    message:
      /^s3:\/\/fleet\/run does not answer as it should: 503 ServiceUnavailable: so it is; this was waited for \d+ s\. Look after/,
  });
  useServer({ ...moto, endpoint: 'http://127.0.0.1:9' });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', patience).claim(), {
    code: 'CHECKPOINT_STORE_AWAY',
    message: /does not answer as it should: connect ECONNREFUSED 127\.0\.0\.1:9; this was waited for/,
  });
  assert.equal(said.length, 2, said.join('\n'));
});

test('an endpoint that speaks no TLS is told, with the variables that are to be looked at', async () => {
  useServer({ ...moto, endpoint: moto.endpoint.replace('http:', 'https:') });
  await assert.rejects(S3Store.at('s3://fleet/run', 'token', impatient()).claim(), {
    code: 'CHECKPOINT_STORE',
    message: /^s3:\/\/fleet\/run: no TLS with the store \(.*\); set NODE_EXTRA_CA_CERTS .*https:\/\/ or http:\/\/$/s,
  });
});
