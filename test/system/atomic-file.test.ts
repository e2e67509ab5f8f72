import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkWritable, FileWriteError, writeFilesWhole, writeFileWhole } from '../../src/system/atomic-file.js';
import { temporaryFolder } from '../formats/torch-files.js';

const text = (content: string) => [Buffer.from(content)];
const read = (path: string) => readFileSync(path, 'utf8');

test('a file is replaced when the new one is whole, and keeps its mode', () => {
  const path = join(temporaryFolder(), 'a');
  writeFileSync(path, 'old', { mode: 0o640 });
  writeFileWhole(path, [Buffer.from('ne'), Buffer.from('w')]);
  assert.equal(read(path), 'new');
  assert.equal(statSync(path).mode & 0o777, 0o640);
});

test('where its bytes cannot be made the old file stays, the error too, and nothing is left beside it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a');
  writeFileSync(path, 'old');
  const problem = new Error('no more');
  function* broken() {
    yield Buffer.from('new');
    throw problem;
  }
  assert.throws(() => writeFileWhole(path, broken()), problem);
  assert.equal(read(path), 'old');
  assert.deepEqual(readdirSync(folder), ['a']);
});

test('of files that belong together none is replaced where one cannot be written', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a'), 'old');
  const files = [
    { path: join(folder, 'a'), pieces: text('new') },
    { path: join(folder, 'none/b'), pieces: text('new') },
  ];
  assert.throws(() => writeFilesWhole(files), {
    code: 'OUTPUT_UNWRITABLE',
    message: `${join(folder, 'none/b')} cannot be written: ENOENT: no such file or directory`,
  });
  assert.equal(read(join(folder, 'a')), 'old');
  assert.deepEqual(readdirSync(folder), ['a']);
});

test('where there is no room the error names the file, what it needs and what there is', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a');
  writeFileSync(path, 'old');
  const module = join(process.cwd(), 'dist/src/system/atomic-file.js');
  const code = `import { writeFileWhole } from ${JSON.stringify(module)};
    try { writeFileWhole(${JSON.stringify(path)}, Array(64).fill(Buffer.alloc(1000))); } catch (error) { console.log(error.message); }`;
  // A limit on a file's size, in KiB: it ends a write as a full disk does.
  const script = 'ulimit -f 8 && exec "$0" --input-type=module -e "$1"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, code], { encoding: 'utf8' });
  assert.match(
    stdout,
    /\/a cannot be written: it needs 64000 bytes, and \S+ has \d+ free: EFBIG: file too large; what was there before is as it was/,
    stderr,
  );
  assert.equal(read(path), 'old');
  assert.deepEqual(readdirSync(folder), ['a']);
});

test('a link is followed, also one that leads to nothing yet', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'there'));
  for (const name of ['new', 'old']) {
    if (name === 'old') writeFileSync(join(folder, 'there/old'), 'x');
    symlinkSync(join('there', name), join(folder, name));
    writeFileWhole(join(folder, name), text('content'));
    assert.equal(read(join(folder, 'there', name)), 'content');
    assert.ok(statSync(join(folder, name)).isFile());
  }
});

test('a name as long as a file system allows is written', () => {
  const path = join(temporaryFolder(), 'x'.repeat(255));
  writeFileWhole(path, text('content'));
  assert.equal(read(path), 'content');
});

test('devices are written to as they are', () => {
  writeFileWhole('/dev/null', text('content'));
  assert.ok(statSync('/dev/null').isCharacterDevice());
  assert.throws(() => writeFileWhole('/dev/full', text('content')), {
    code: 'OUTPUT_UNWRITABLE',
    exitCode: 1,
    message: /^\/dev\/full cannot be written: it needs 7 bytes.*ENOSPC: no space left on device/,
  });
  assert.ok(statSync('/dev/full').isCharacterDevice());
});

test('what a killed process left behind is removed by the next that writes there, and what a live one writes is not', () => {
  const folder = temporaryFolder();
  const { pid } = spawnSync('true');
  const machine = `${hostname()}-${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`;
  const dead = `.dinofleet-tmp-${machine}-${pid}-0`;
  const alive = `.dinofleet-tmp-${machine}-${process.ppid}-0`;
  // Of a machine of the same name.
  const elsewhere = `.dinofleet-tmp-${hostname()}-00000000-${pid}-0`;
  for (const name of [dead, alive, elsewhere]) writeFileSync(join(folder, name), '');
  writeFileWhole(join(folder, 'a'), text('content'));
  assert.deepEqual(readdirSync(folder).sort(), [alive, elsewhere, 'a'].sort());
});

test('whether a file can be written is found out by writing', () => {
  const folder = temporaryFolder();
  checkWritable(join(folder, 'a'));
  assert.deepEqual(readdirSync(folder), []);
  assert.throws(() => checkWritable('/proc/a'), FileWriteError);
});
