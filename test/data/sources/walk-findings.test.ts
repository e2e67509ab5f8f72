import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WalkFindings } from '../../../src/data/sources/folder-walk.js';
import { checkReachable, describeLeftOut, describeUnreachable } from '../../../src/data/sources/walk-findings.js';

const nothing: WalkFindings = {
  leftOut: new Map(),
  junk: { count: 0, example: '' },
  unreachable: new Map(),
  unreachableFolders: [],
  foldersOfImages: 1,
};

const check = (count: number, findings: Partial<WalkFindings>, maxShare: number) =>
  checkReachable([{ kind: 'folder', path: '/images', images: count, findings: { ...nothing, ...findings } }], maxShare);

test('of nothing there is nothing to say', () => {
  assert.equal(describeLeftOut(nothing), null);
  assert.equal(describeUnreachable(nothing), null);
  check(1, {}, 0);
});

test('types that are left out are named by number, the rarest together', () => {
  const leftOut = new Map(Array.from({ length: 12 }, (_, i) => [`.t${i}`, 100 - i]));
  assert.equal(
    describeLeftOut({ ...nothing, leftOut }),
    '100 .t0, 99 .t1, 98 .t2, 97 .t3, 96 .t4, 95 .t5, 94 .t6, 93 .t7, 362 of other types',
  );
});

test('every folder that cannot be read is named, and of very many the first', () => {
  const unreachableFolders = Array.from({ length: 25 }, (_, i) => ({ path: `f${i}`, reason: 'EACCES' }));
  const text = describeUnreachable({ ...nothing, unreachableFolders })!;
  assert.match(text, /^folder f0 \(no permission\); folder f1 .*; folder f19 \(no permission\); 5 more folders$/);
  const odd = [{ path: 'a\nb', reason: 'EUCLEAN' }];
  assert.equal(describeUnreachable({ ...nothing, unreachableFolders: odd }), 'folder a\\nb (EUCLEAN)');
});

test('a larger share of files that cannot be reached than is allowed is refused', () => {
  const unreachable = new Map([['EIO', { count: 10, example: 'b\udce9.png' }]]);
  check(90, { unreachable }, 0.1);
  assert.throws(() => check(89, { unreachable }, 0.1), {
    code: 'FOLDER_UNREACHABLE',
    exitCode: 1,
    message:
      'about 10 of 99 images in /images cannot be reached, more than train.max_bad_images = 0.1 allows: ' +
      '10 with an input/output error (such as b\\xe9.png); mend that, or raise train.max_bad_images to train without them',
  });
  assert.throws(() => check(1e6, { unreachable }, 0), { code: 'FOLDER_UNREACHABLE' });
});

test('a folder that cannot be read weighs as much as the others on average, and one image at the least', () => {
  const unreachableFolders = [{ path: 'cats', reason: 'EACCES' }];
  check(900, { unreachableFolders, foldersOfImages: 9 }, 0.1);
  assert.throws(() => check(800, { unreachableFolders, foldersOfImages: 8 }, 0.1), {
    message: /^about 100 of 900 images .*: folder cats \(no permission\); mend that/,
  });
  check(9, { unreachableFolders, foldersOfImages: 20 }, 0.1);
  assert.throws(() => check(8, { unreachableFolders, foldersOfImages: 20 }, 0.1), { message: /^about 1 of 9 images/ });
});
