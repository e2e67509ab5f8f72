import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkpointPlaceOf } from '../../src/checkpoint/s3/checkpoint-bucket.js';
import { isS3Place, placeName } from '../../src/objects/s3-place.js';

test('a place is a bucket, and what its keys begin with, as it stands', () => {
  const of = (text: string) => {
    const place = checkpointPlaceOf(text);
    return [place.bucket, place.prefix, placeName(place)];
  };
  assert.deepEqual(of('s3://fleet'), ['fleet', '', 's3://fleet']);
  assert.deepEqual(of('s3://fleet/'), ['fleet', '', 's3://fleet']);
  assert.deepEqual(of('s3://fleet.eu-1/runs/a'), ['fleet.eu-1', 'runs/a/', 's3://fleet.eu-1/runs/a']);
  assert.deepEqual(of('s3://fleet/runs//'), ['fleet', 'runs/', 's3://fleet/runs']);
  const odd = "a b+c%20é&=?#'()!*~@:,;$";
  assert.deepEqual(of(`s3://fleet/${odd}`), ['fleet', `${odd}/`, `s3://fleet/${odd}`]);
});

test('what is no such place is refused with what is expected', () => {
  const expected = 'expected s3://BUCKET or s3://BUCKET/PREFIX';
  const long = 'x'.repeat(800);
  for (const [text, what] of [
    ['s3:/fleet/runs', 'is no place in an S3 store'],
    ['S3://fleet/runs', 'is no place in an S3 store'],
    ['s3://', 'names no bucket'],
    ['s3:///runs', 'names no bucket'],
    ['s3://Fleet/runs', 'names the bucket "Fleet"; a bucket\'s name has 3 to 63 lower-case letters, '],
    ['s3://ab', 'names the bucket "ab"; '],
    ['s3://a..b', 'names the bucket "a..b"; '],
    ['s3://key:secret@fleet', 'names the bucket "key:secret@fleet"; '],
    ['s3://fleet/runs//a', 'has the part "" between two slashes, by which no object can be found again'],
    ['s3://fleet/../a', 'has the part ".." between two slashes'],
    ['s3://fleet/a\nb', 'has a control character'],
    [`s3://fleet/${long}`, 'has a prefix of 801 bytes, 768 are the most'],
  ] as const)
    assert.throws(
      () => checkpointPlaceOf(text),
      (error: Error & { code: string; exitCode: number }) => {
        assert.ok(error.message.startsWith(`${JSON.stringify(text)} ${what}`), error.message);
        assert.ok(error.message.endsWith(`; ${expected}`), error.message);
        return error.code === 'CHECKPOINT_STORE' && error.exitCode === 2;
      },
    );
});

test('what begins as one is meant as one, however it goes on', () => {
  assert.ok(isS3Place('s3://fleet') && isS3Place('S3:/fleet'));
  assert.ok(!isS3Place('/mnt/s3') && !isS3Place('runs/s3:x') && !isS3Place('s3'));
});
