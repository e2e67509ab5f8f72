/** Writes a file of a draft without end. Argument: the place. */
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';

const store = S3Store.at(process.argv[2]!, null, { onWaiting: console.error, onAlive: () => {} });
const file = await store.create({ step: 10, attempt: 'first-1' }, 'rank-00000-of-00002.safetensors');
for (let piece = 1; ; piece++) {
  await file.write(new Uint8Array(20 * 2 ** 20));
  console.log(`wrote ${piece}`);
}
