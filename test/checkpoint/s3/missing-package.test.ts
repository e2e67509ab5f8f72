import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';

test('without the optional package a place in a store is refused when it is used, with what to install', async () => {
  const hook = `export async function resolve(specifier, context, next) {
    if (!specifier.startsWith('@aws-sdk/')) return next(specifier, context);
    throw Object.assign(new Error('no package'), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  const store = S3Store.at('s3://fleet/run', 'token', { patienceMs: 0, onWaiting: () => {}, onAlive: () => {} });
  await assert.rejects(store.claim(), {
    code: 'CHECKPOINT_STORE',
    message:
      "s3://fleet/run needs the package @aws-sdk/client-s3, which is not installed here; in Dinofleet's directory, run: " +
      'npm ci --include=optional',
  });
});
