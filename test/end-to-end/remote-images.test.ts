/** Trainings on images in an object store. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { S3 } from '@aws-sdk/client-s3';
import { noisePngs } from '../data/image-files.js';
import { tarOf } from '../data/sources/tar/archives.js';
import { makeBucket, motoServer, useEnvironment, useServer } from '../fixtures/object-servers.js';
import { type Trouble, troubledProxy } from '../fixtures/troubled-proxy.js';
import { launch, timelessLog, trainingFolder } from './training.js';

const server = await motoServer({ after });
useServer(server);
const s3 = new S3({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true });
after(() => s3.destroy());

test('a training on archives in a store that goes away for seconds is that on a disk, and says once that it waits', async (t) => {
  const { root } = trainingFolder(t, {});
  const pngs = Object.entries(noisePngs(48));
  await makeBucket(server, 'data');
  for (const i of [0, 1]) {
    const path = tarOf(t, Object.fromEntries(pngs.filter((_, at) => at % 2 === i)), { name: `s-${i}.tar`, into: root });
    await s3.putObject({ Bucket: 'data', Key: `set/s-${i}.tar`, Body: readFileSync(path) });
  }
  const keys = ['train.max_steps=40', 'optim.epochs=1000'];
  const local = launch(t, { root, images: join(root, 's-{0..1}.tar') }, join(root, 'local'), ...keys);
  assert.equal(await local.ended, 0, local.output());

  const trouble: Trouble = { refusals: 0, cuts: 0, cutAfterBytes: 0, delayMs: 5 };
  useServer({ ...server, endpoint: await troubledProxy(t, server.endpoint, trouble) });
  const outputDir = join(root, 'remote');
  const cache = join(root, 'cache');
  const remote = launch(
    t,
    { root, images: 's3://data/set/s-{0..1}.tar' },
    outputDir,
    ...keys,
    `train.cache_dir=${cache}`,
  );
  await remote.says(/info rendezvous/);
  Object.assign(trouble, { cuts: Number.POSITIVE_INFINITY });
  await remote.says(/images are waited for/);
  await new Promise((wake) => setTimeout(wake, 3_000));
  trouble.cuts = 0;
  assert.equal(await remote.ended, 0, remote.output());
  assert.deepEqual(timelessLog(outputDir), timelessLog(join(root, 'local')));
  const waits = remote.output().match(/s3:\/\/data does not answer as it should: [^"]*; images are waited for/g) ?? [];
  assert.ok(waits.length >= 1 && waits.length <= 2, remote.output());
  assert.ok(readdirSync(cache, { recursive: true }).length > 40, 'what has come is kept');
});

test('wrong credentials end a start with a sentence', async (t) => {
  const { root } = trainingFolder(t, {});
  useEnvironment({ AWS_ENDPOINT_URL: server.endpoint, AWS_REGION: 'us-east-1' });
  t.after(() => useServer(server));
  const refused = launch(t, { root, images: 's3://data/set' }, join(root, 'out'));
  assert.equal(await refused.ended, 2, refused.output());
  assert.match(
    refused.output(),
    /error \[STORE_REFUSED\] s3:\/\/data: no credentials are found for it .*; set AWS_ACCESS_KEY_ID/,
  );
});
