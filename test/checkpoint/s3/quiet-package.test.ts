import assert from 'node:assert/strict';
import { test } from 'node:test';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';

test('the SDK says nothing of its own to who launches', async () => {
  const warnings: string[] = [];
  process.on('warning', ({ message }) => warnings.push(message));
  const credentials = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
  Object.assign(process.env, { ...credentials, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  const store = S3Store.at('s3://fleet/run', 'token', { patienceMs: 0, onWaiting: () => {}, onAlive: () => {} });
  await assert.rejects(store.claim(), { code: 'CHECKPOINT_STORE_AWAY' });
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
});
