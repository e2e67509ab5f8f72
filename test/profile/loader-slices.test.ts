import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoaderTime } from '../../src/data/batch-times.js';
import { loaderSlices } from '../../src/profile/loader-slices.js';

function time(what: LoaderTime['what'], startNs: number, endNs: number, image: string | null = null): LoaderTime {
  return { what, startNs, endNs, image, bytes: image === null ? null : 100 };
}

test('what overlaps is in lanes of its own, an image in one of them, and batches share them', () => {
  const slices = loaderSlices([
    {
      step: 4,
      times: [
        time('read', 0, 5, 'a'),
        time('read', 1, 3, 'b'),
        time('decode', 4, 6, 'b'),
        time('crop', 6, 9, 'b'),
        time('decode', 5, 7, 'a'),
        time('crop', 7, 8, 'a'),
        time('masks', 9, 10),
        time('plan', 10, 12),
      ],
    },
    { step: 5, times: [time('read', 4, 6, 'c'), time('decode', 8, 9, 'c'), time('crop', 9, 10, 'c')] },
  ]);
  assert.deepEqual(
    slices.map(({ track, name, args }) => [track, name, args['of step'], args.image]),
    [
      ['loader', 'masks', 4, undefined],
      ['loader', 'plan', 4, undefined],
      ['loader, file 1', 'read', 4, 'a'],
      ['loader, file 2', 'read', 4, 'b'],
      ['loader, file 2', 'read', 5, 'c'],
      ['loader, image 1', 'decode', 4, 'b'],
      ['loader, image 1', 'crop', 4, 'b'],
      ['loader, image 2', 'decode', 4, 'a'],
      ['loader, image 2', 'crop', 4, 'a'],
      ['loader, image 2', 'decode', 5, 'c'],
      ['loader, image 2', 'crop', 5, 'c'],
    ],
  );
});
