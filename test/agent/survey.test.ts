import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { survey } from '../../src/agent/survey.js';
import { indexSources } from '../../src/data/sources/index-sources.js';
import { checkpointsDirectory, imageIndexPath, tokenPath } from '../../src/run/layout.js';
import { folderOf, noisePngs } from '../data/image-files.js';

/** An output directory as the launch `job` has made it, for a folder of images. */
async function prepared(t: TestContext, job = 'this') {
  const images = folderOf(t, noisePngs(5));
  const outputDir = join(folderOf(t, {}), 'out');
  mkdirSync(outputDir);
  const token = `${JSON.stringify({ run: 'r', job: 'this', host: 'h', pid: 1 })}\n`;
  writeFileSync(tokenPath(outputDir), token);
  const options = { givenAs: 'the folder', onFound: () => {} };
  const sources = [{ path: images, weight: null }];
  const { listing } = await indexSources(sources, imageIndexPath(outputDir), job, options);
  return { images, outputDir, token, listing };
}

test('a node that sees the files of the list says which list that is', async (t) => {
  const { images, outputDir, token, listing } = await prepared(t);
  const expected = { token, listingHash: listing.listingHash, imageCount: 5, problem: '', checkpointSteps: [] };
  assert.deepEqual(await survey(outputDir, [images]), expected);
});

test('a node tells which checkpoints it sees listed, and reads none of them', async (t) => {
  const { images, outputDir } = await prepared(t);
  for (const name of ['5', '10', '.tmp-15-job-1'])
    mkdirSync(join(checkpointsDirectory(outputDir), name), { recursive: true });
  assert.deepEqual((await survey(outputDir, [images])).checkpointSteps, [10, 5]);
});

test('the folder is not read: what is beside the listed files does not matter', async (t) => {
  const { images, outputDir, listing } = await prepared(t);
  writeFileSync(join(images, 'another.png'), '');
  assert.equal((await survey(outputDir, [images])).listingHash, listing.listingHash);
});

test('a node that sees other files says what differs, and no list', async (t) => {
  const { images, outputDir } = await prepared(t);
  writeFileSync(join(images, 'image-002.png'), 'other');
  const seen = await survey(outputDir, [images]);
  assert.equal(seen.listingHash, '');
  assert.match(seen.problem, /^image-002\.png has 5 bytes there, \d+ in the list$/);
  assert.match(
    (await survey(outputDir, [join(images, 'elsewhere')])).problem,
    /^image-000\.png is not there, and 4 more/,
  );
});

test('a node that does not see the directory, or a damaged or foreign list in it, says so', async (t) => {
  const { images, outputDir } = await prepared(t, 'another');
  assert.match((await survey(join(outputDir, 'elsewhere'), [])).problem, /^ENOENT/);
  assert.match((await survey(outputDir, [images])).problem, /images\.index, is of another launch/);
  truncateSync(imageIndexPath(outputDir), 100);
  assert.match((await survey(outputDir, [images])).problem, /images\.index, is damaged: it ends early/);
});
