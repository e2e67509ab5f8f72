import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readWholeFile } from '../../src/system/read-file.js';
import { temporaryFolder } from '../formats/torch-files.js';

test('a file is read whole, also an empty one and one of many pages', async () => {
  const path = Buffer.from(join(temporaryFolder(), 'file'));
  for (const length of [0, 1, 3_000_001]) {
    const bytes = Buffer.alloc(length, Buffer.from([1, 2, 3, 5, 7]));
    writeFileSync(path, bytes);
    assert.deepEqual(await readWholeFile(path), bytes);
  }
});

test('a file that becomes shorter meanwhile is read as far as it goes', async () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, 'whole');
  const reading = readWholeFile(Buffer.from(path));
  truncateSync(path, 2);
  assert.ok(['wh', 'whole'].includes((await reading).toString()));
});

test('what the system says of a file that cannot be read is said', async () => {
  const folder = temporaryFolder();
  await assert.rejects(readWholeFile(Buffer.from(join(folder, 'missing'))), { code: 'ENOENT' });
  await assert.rejects(readWholeFile(Buffer.from(folder)), { code: 'EISDIR' });
});
