import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folderOf } from '../image-files.js';

const asNobody = fileURLToPath(new URL('./without-permission.js', import.meta.url));

test('what one may not read is counted by its name, and folders each by their own', (t) => {
  const root = folderOf(t, {
    'secret.png': 'x',
    'secret.txt': 'x',
    'open.png': 'x',
    'unsearchable/1.png': 'x',
    'unsearchable/2.png': 'x',
    'unsearchable/sub/3.png': 'x',
    'unsearchable/notes.txt': 'x',
    'unreadable/4.png': 'x',
  });
  symlinkSync('unsearchable/1.png', join(root, 'link.png'));
  chmodSync(root, 0o755);
  chmodSync(join(root, 'secret.png'), 0);
  chmodSync(join(root, 'secret.txt'), 0);
  const [unsearchable, unreadable] = [join(root, 'unsearchable'), join(root, 'unreadable')];
  chmodSync(unsearchable, 0o744);
  chmodSync(unreadable, 0o711);
  if (process.getuid!() !== 0) {
    // One's own folders are closed by the owner's bits.
    chmodSync(unsearchable, 0o400);
    chmodSync(unreadable, 0o100);
  }
  const { stdout, stderr } = spawnSync(process.execPath, [asNobody, root, unsearchable, unreadable], {
    encoding: 'utf8',
  });
  for (const folder of [unsearchable, unreadable]) chmodSync(folder, 0o755); // so that it can be removed
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), [
    {
      images: 1,
      leftOut: [['.txt', 1]],
      unreachable: [['EACCES', { count: 2, example: 'link.png' }]],
      unreachableFolders: [],
    },
    {
      images: 0,
      leftOut: [['.txt', 1]],
      unreachable: [['EACCES', { count: 2, example: '1.png' }]],
      unreachableFolders: [{ name: 'sub', reason: 'EACCES' }],
    },
    { kind: 'failed', reason: 'EACCES' },
  ]);
});
